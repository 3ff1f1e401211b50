/** Trains the trials of a sweep with a budget, rung by rung. */
import { listRuns, type ReadRun, readMetrics, type Sink } from '../record/index.ts';
import { plural, type Teller } from '../text/index.ts';
import { found, notStarted, type TrialResult } from './attempt.ts';
import { type Passed, type Standing, standingOf } from './halving.ts';
import type { Planned, Wishes } from './plan.ts';
import type { Halving, SweepRequest } from './request.ts';
import type { TrialEvent } from './trial-events.ts';
import type { WorkerPool } from './workers/pool.ts';

/**
 *   ┌ where it stands ─▶ the trials of the next rung ┐ ─▶ how each has ended
 *   └────────────────────◀── the best go on ──◀──────┘
 */
export async function halve(
  halving: Halving,
  { runsFolder, wishes }: SweepRequest,
  pool: WorkerPool,
  { sink, teller }: { readonly sink: Sink<TrialEvent>; readonly teller: Teller },
): Promise<Map<number, TrialResult>> {
  const { entrants } = halving;
  let { standing } = halving;
  /** what has become here of the trials at a rung, the last for each */
  const done = new Map<number, { rung: number; result: TrialResult }>();
  while (standing.planned.length > 0) {
    const rung = standing.passed.length;
    /** at the end of a rung no trial has ended yet */
    const ofRung: Sink<TrialEvent> = {
      take(event) {
        if (event.type !== 'closed') return sink.take(event);
        const { index, result } = event;
        done.set(index, { rung, result });
        const why = `${result.summary}; the others of its rung are not there yet`;
        return sink.take({ type: 'waiting', index, why });
      },
    };
    await pool.workOff(standing.planned, ofRung, teller);
    standing = standingNow(halving, readRuns(runsFolder), wishes);
    if (standing.passed.length === rung) break; // interrupted; or something failed without a trace, and may yet succeed
    for (const passed of standing.passed.slice(rung)) {
      if (passed.survivors.size > 0) teller.say(describePassed(passed, standing.rungs));
    }
  }
  return new Map(entrants.map(({ index }) => [index, endOf(index, standing, done.get(index))]));
}

/** How far a trial came, and whether that was its end. */
function endOf(
  index: number,
  { rungs, passed, planned }: Standing,
  done: { rung: number; result: TrialResult } | undefined,
): TrialResult {
  const stages = [...passed.map((each) => each.planned), planned].map((each) =>
    each.find((one) => one.index === index),
  );
  const rung = stages.findLastIndex((stage) => stage !== undefined);
  const { decision, loaded } = stages[rung] as Planned;
  const before = stages[rung - 1];
  let result = notStarted(loaded);
  if (decision.do === 'skip' || decision.do === 'leave') result = found(loaded, decision);
  if (done?.rung === rung) result = done.result;
  if (result.status === 'not started' && before?.decision.do === 'skip') {
    const { status, how, summary } = result;
    result = { ...found(before.loaded, before.decision), status, how, summary };
  }
  const isDropped = rung < passed.length && rung < rungs.length - 1 && result.status === 'completed';
  return { ...result, epochsWanted: rungs.at(-1) ?? 0, rung: { epochs: rungs[rung] ?? 0, of: rungs, isDropped } };
}

function describePassed({ epochs, planned, survivors }: Passed, rungs: readonly number[]): string {
  const next = rungs[rungs.indexOf(epochs) + 1];
  const names = planned.filter(({ index }) => survivors.has(index)).map(({ loaded }) => loaded.trial?.label);
  const had = `${plural(planned.length, 'trial')} had ${plural(epochs, 'epoch')}`;
  return `${had}; to ${next} ${names.length === 1 ? 'goes' : 'go'} on: ${names.join(', ')}.`;
}

export const readRuns = (runsFolder: string): ReadRun[] => listRuns(runsFolder).filter((entry) => entry.kind === 'run');

export const standingNow = (
  { budget, entrants }: Omit<Halving, 'standing'>,
  runs: readonly ReadRun[],
  wishes: Wishes,
): Standing => standingOf(entrants, budget, runs, wishes, readMetrics);
