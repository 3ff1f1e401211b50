/** What a plan would do, and how long that would take. */
import { rungsOf } from '../../experiment/index.ts';
import type { Planned } from '../plan.ts';
import type { Halving, SweepPlan } from '../request.ts';
import { estimateTimes } from './estimate.ts';

export interface Forecast {
  /** in the order of the experiments */
  readonly rows: readonly ForecastRow[];
  /** one trial after another */
  readonly secondsInAll: number;
}

export interface ForecastRow {
  readonly planned: Planned;
  /** to train what is planned; null where nothing is */
  readonly seconds: number | null;
  /** with a budget: what the best will have had in the end */
  readonly mostEpochs: number;
  /** with a budget: it ended where others were better */
  readonly isDropped: boolean;
}

export async function forecast(
  { planned, halvings }: SweepPlan,
  machine: Parameters<typeof estimateTimes>[1],
): Promise<Forecast> {
  const rows = [
    ...planned.map((each) => ({ planned: each, mostEpochs: each.loaded.experiment.training.epochs, isDropped: false })),
    ...halvings.flatMap(rowsOf),
  ].toSorted((a, b) => a.planned.index - b.planned.index);
  const trained = rows.map((row) => row.planned).filter(isTrained);
  const times = await estimateTimes(
    trained.map(({ loaded }) => loaded),
    machine,
  );
  const paces = new Map(trained.map((each, i) => [each, times[i]?.secondsPerEpoch ?? 0]));
  const secondsOf = (each: Planned): number => epochsLeft(each) * (paces.get(each) ?? 0);
  const now = trained.reduce((sum, each) => sum + secondsOf(each), 0);
  const later = halvings.reduce((sum, halving) => sum + secondsLater(halving, paces), 0);
  return {
    rows: rows.map((row) => ({ ...row, seconds: paces.has(row.planned) ? secondsOf(row.planned) : null })),
    secondsInAll: now + later,
  };
}

const isTrained = ({ decision }: Planned): boolean => ['resume', 'continue', 'train'].includes(decision.do);
const epochsLeft = ({ loaded, from }: Planned): number => loaded.experiment.training.epochs - (from?.epochs ?? 0);

/** Each trial at the last rung that it has come to. */
function rowsOf({ budget, entrants, standing: { passed, planned } }: Halving): Omit<ForecastRow, 'seconds'>[] {
  return entrants.map(({ index }) => {
    const isIt = (each: Planned) => each.index === index;
    const underWay = planned.find(isIt);
    const last = passed.findLast((rung) => rung.planned.some(isIt));
    const isDropped = underWay === undefined && last?.epochs !== budget.max;
    return { planned: underWay ?? (last?.planned.find(isIt) as Planned), mostEpochs: budget.max, isDropped };
  });
}

/** At the rungs to come: nobody knows yet who, but how many. */
function secondsLater({ budget, entrants, standing }: Halving, paces: ReadonlyMap<Planned, number>): number {
  const { passed, planned } = standing;
  const rungs = rungsOf(budget, entrants.length);
  const known = planned.flatMap((each) => paces.get(each) ?? []);
  const pace = known.reduce((sum, each) => sum + each, 0) / Math.max(1, known.length);
  const epochs = rungs.map((rung, i) => rung.trials * (rung.epochs - (rungs[i - 1]?.epochs ?? 0)));
  return pace * epochs.slice(passed.length + 1).reduce((sum, each) => sum + each, 0);
}
