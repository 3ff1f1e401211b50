/** Several experiments → runs. */
import type { Budget } from '../experiment/index.ts';
import type { Sink } from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import type { TrialResult } from './attempt.ts';
import { halve, readRuns, standingNow } from './halving/halve.ts';
import type { SweepRequest, SweepWork } from './request.ts';
import { soundRuns } from './sound.ts';
import type { TrialEvent } from './trial-events.ts';
import { type SweepCandidate, turnsOf, type Wishes } from './turns.ts';
import { WorkerPool } from './workers/pool.ts';

/** Throws an InputError where the runs can't be listed. */
export function workOfSweep(candidates: readonly SweepCandidate[], runsFolder: string, wishes: Wishes): SweepWork {
  const runs = soundRuns(readRuns(runsFolder), candidates);
  const groups = new Map<string, { budget: Budget; candidates: SweepCandidate[] }>();
  const whole: SweepCandidate[] = [];
  for (const candidate of candidates) {
    const { trial, file } = candidate.loaded;
    if (trial === null || trial.budget === null) {
      whole.push(candidate);
      continue;
    }
    const key = `${trial.sweep}\n${file}`;
    const group = groups.get(key) ?? { budget: trial.budget, candidates: [] };
    group.candidates.push(candidate);
    groups.set(key, group);
  }
  const halvings = [...groups.values()].map((group) => ({ ...group, standing: standingNow(group, runs, wishes) }));
  return { turns: turnsOf(whole, runs, wishes), halvings };
}

/** Does what is to be done; the results are in the order of the experiments. */
export async function runSweep(request: SweepRequest, sink: Sink<TrialEvent>, teller: Teller): Promise<TrialResult[]> {
  const results = new Map<number, TrialResult>();
  const collector: Sink<TrialEvent> = {
    take(event) {
      if (event.type === 'closed') results.set(event.index, event.result);
      return sink.take(event);
    },
  };
  const pool = new WorkerPool(request);
  try {
    await pool.workOff(request.work.turns, collector, teller);
    for (const halving of request.work.halvings) {
      const ends = await halve(halving, request, pool, { sink, teller });
      for (const [index, result] of ends) await collector.take({ type: 'closed', index, result });
    }
  } finally {
    pool.close();
  }
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
