/** Several experiments → runs. */
import type { Budget } from '../experiment/index.ts';
import type { Sink } from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import type { TrialResult } from './attempt.ts';
import { halve, readRuns, standingNow } from './halve.ts';
import { type Entrant, planTrials, type Wishes } from './plan.ts';
import type { SweepPlan, SweepRequest } from './request.ts';
import type { TrialEvent } from './trial-events.ts';
import { WorkerPool } from './workers/pool.ts';

/** Throws an InputError where the runs can't be listed. */
export function planSweep(entrants: readonly Entrant[], runsFolder: string, wishes: Wishes): SweepPlan {
  const runs = readRuns(runsFolder);
  const groups = new Map<string, { budget: Budget; entrants: Entrant[] }>();
  const whole: Entrant[] = [];
  for (const entrant of entrants) {
    const { trial, file } = entrant.loaded;
    if (trial === null || trial.budget === null) {
      whole.push(entrant);
      continue;
    }
    const key = `${trial.sweep}\n${file}`;
    const group = groups.get(key) ?? { budget: trial.budget, entrants: [] };
    group.entrants.push(entrant);
    groups.set(key, group);
  }
  const halvings = [...groups.values()].map((group) => ({ ...group, standing: standingNow(group, runs, wishes) }));
  return { planned: planTrials(whole, runs, wishes), halvings };
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
    await pool.workOff(request.plan.planned, collector, teller);
    for (const halving of request.plan.halvings) {
      const ends = await halve(halving, request, pool, { sink, teller });
      for (const [index, result] of ends) await collector.take({ type: 'closed', index, result });
    }
  } finally {
    pool.close();
  }
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
