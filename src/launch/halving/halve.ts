/** Trains the trials of a sweep with a budget, rung by rung. */
import { listRuns, type ReadRun, readMetrics, type Sink } from '../../record/index.ts';
import { plural, type Teller } from '../../text/index.ts';
import { notStarted, resultOfRun, type TrialResult } from '../attempt.ts';
import type { Halving, SweepRequest } from '../request.ts';
import { soundRuns } from '../sound.ts';
import type { TrialEvent } from '../trial-events.ts';
import type { Turn, Wishes } from '../turns.ts';
import type { WorkerPool } from '../workers/pool.ts';
import { type PassedRung, type Standing, standingOf } from './standing.ts';

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
  const { candidates } = halving;
  let { standing } = halving;
  /** what has become here of the trials at a rung, the last for each */
  const done = new Map<number, { rung: number; result: TrialResult }>();
  while (standing.turns.length > 0) {
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
    await pool.workOff(standing.turns, ofRung, teller);
    standing = standingNow(halving, soundRuns(readRuns(runsFolder), candidates), wishes);
    if (standing.passed.length === rung) break; // interrupted; or something failed without a trace, and may yet succeed
    for (const passed of standing.passed.slice(rung)) {
      if (passed.promoted.size > 0) teller.say(describePassed(passed, standing.rungs));
    }
  }
  return new Map(candidates.map(({ index }) => [index, endOf(index, standing, done.get(index))]));
}

/** How far a trial came, and whether that was its end. */
function endOf(
  index: number,
  { rungs, passed, turns }: Standing,
  done: { rung: number; result: TrialResult } | undefined,
): TrialResult {
  const stages = [...passed.map((each) => each.turns), turns].map((each) => each.find((one) => one.index === index));
  const rung = stages.findLastIndex((stage) => stage !== undefined);
  const { decision, loaded } = stages[rung] as Turn;
  const before = stages[rung - 1];
  let result = notStarted(loaded);
  if (decision.do === 'skip') result = resultOfRun(loaded, decision);
  if (done?.rung === rung) result = done.result;
  if (result.status === 'not started' && before?.decision.do === 'skip') {
    const { status, how, summary } = result;
    result = { ...resultOfRun(before.loaded, before.decision), status, how, summary };
  }
  const isDropped = rung < passed.length && rung < rungs.length - 1 && result.status === 'completed';
  return { ...result, epochsWanted: rungs.at(-1) ?? 0, rung: { epochs: rungs[rung] ?? 0, of: rungs, isDropped } };
}

function describePassed({ epochs, turns, promoted }: PassedRung, rungs: readonly number[]): string {
  const next = rungs[rungs.indexOf(epochs) + 1];
  const names = turns.filter(({ index }) => promoted.has(index)).map(({ loaded }) => loaded.trial?.label);
  const had = `${plural(turns.length, 'trial')} had ${plural(epochs, 'epoch')}`;
  return `${had}; to ${next} ${names.length === 1 ? 'goes' : 'go'} on: ${names.join(', ')}.`;
}

export const readRuns = (runsFolder: string): ReadRun[] => listRuns(runsFolder).filter((entry) => entry.kind === 'run');

export const standingNow = (
  { budget, candidates }: Omit<Halving, 'standing'>,
  runs: readonly ReadRun[],
  wishes: Wishes,
): Standing => standingOf(candidates, budget, runs, wishes, readMetrics);
