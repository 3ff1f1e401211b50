/** What a sweep would do, and how long that would take. */
import { rungsOf } from '../../experiment/index.ts';
import type { Halving, SweepWork } from '../request.ts';
import type { Turn } from '../turns.ts';
import { estimateTimes } from './estimate.ts';

export interface Forecast {
  /** in the order of the experiments */
  readonly rows: readonly ForecastRow[];
  /** one trial after another */
  readonly secondsInAll: number;
}

export interface ForecastRow {
  readonly turn: Turn;
  /** to train what is to be trained; null where nothing is */
  readonly seconds: number | null;
  /** with a budget: what the best will have had in the end */
  readonly mostEpochs: number;
  /** with a budget: it ended where others were better */
  readonly isDropped: boolean;
}

export async function forecast(
  { turns, halvings }: SweepWork,
  machine: Parameters<typeof estimateTimes>[1],
): Promise<Forecast> {
  const rows = [
    ...turns.map((each) => ({ turn: each, mostEpochs: each.loaded.experiment.training.epochs, isDropped: false })),
    ...halvings.flatMap(rowsOf),
  ].toSorted((a, b) => a.turn.index - b.turn.index);
  const trained = rows.map((row) => row.turn).filter(isTrained);
  const times = await estimateTimes(
    trained.map(({ loaded }) => loaded),
    machine,
  );
  const paces = new Map(trained.map((each, i) => [each, times[i]?.secondsPerEpoch ?? 0]));
  const secondsOf = (each: Turn): number => epochsLeft(each) * (paces.get(each) ?? 0);
  const now = trained.reduce((sum, each) => sum + secondsOf(each), 0);
  const later = halvings.reduce((sum, halving) => sum + secondsLater(halving, paces), 0);
  return {
    rows: rows.map((row) => ({ ...row, seconds: paces.has(row.turn) ? secondsOf(row.turn) : null })),
    secondsInAll: now + later,
  };
}

const isTrained = ({ decision }: Turn): boolean => ['resume', 'continue', 'train'].includes(decision.do);
const epochsLeft = ({ loaded, from }: Turn): number => loaded.experiment.training.epochs - (from?.epochs ?? 0);

/** Each trial at the last rung that it has come to. */
function rowsOf({ budget, candidates, standing: { passed, turns } }: Halving): Omit<ForecastRow, 'seconds'>[] {
  return candidates.map(({ index }) => {
    const isIt = (each: Turn) => each.index === index;
    const underWay = turns.find(isIt);
    const last = passed.findLast((rung) => rung.turns.some(isIt));
    const isDropped = underWay === undefined && last?.epochs !== budget.max;
    return { turn: underWay ?? (last?.turns.find(isIt) as Turn), mostEpochs: budget.max, isDropped };
  });
}

/** At the rungs to come: nobody knows yet who, but how many. */
function secondsLater({ budget, candidates, standing }: Halving, paces: ReadonlyMap<Turn, number>): number {
  const { passed, turns } = standing;
  const rungs = rungsOf(budget, candidates.length);
  const known = turns.flatMap((each) => paces.get(each) ?? []);
  const pace = known.reduce((sum, each) => sum + each, 0) / Math.max(1, known.length);
  const epochs = rungs.map((rung, i) => rung.trials * (rung.epochs - (rungs[i - 1]?.epochs ?? 0)));
  return pace * epochs.slice(passed.length + 1).reduce((sum, each) => sum + each, 0);
}
