/** The curves of runs, and of rows of several seeds, as panels of a plot. */
import type { Group, Row } from '../../compare/index.ts';
import {
  type EpochKey,
  figureIn,
  isKept,
  metricOf,
  curves as quantities,
  type RankedKey,
} from '../../evaluation/index.ts';
import type { DetailedRun } from '../../record/index.ts';
import type { CurvePanel, Plot, Point, Series } from '../sheet.ts';

type Epochs = ReturnType<DetailedRun['metrics']>;

interface Panel {
  readonly key: EpochKey;
  /** of validation: whose curves lie together, training's do too */
  readonly comparedBy: RankedKey;
}

/** Loss at the left, accuracy at the right; validation above training, on the same scale. */
const ofValidation: readonly Panel[] = quantities.map(({ validation }) => ({
  key: validation,
  comparedBy: validation,
}));
const ofTraining: readonly Panel[] = quantities.flatMap(({ validation, training }) =>
  training === null ? [] : [{ key: training, comparedBy: validation }],
);

interface Drawn {
  readonly quantity: string;
  readonly panel: CurvePanel;
}

/** More curves than this in one panel are a thicket. */
export const mostCurves = 10;

export interface Curve {
  readonly letter: string;
  readonly name: string;
  /** the epochs of each seed's run */
  readonly runs: readonly Epochs[];
}

export interface CurvesRequest {
  readonly curves: readonly Curve[];
  /** curves of others would lie over one another without meaning anything: each has a panel of its own, or none */
  readonly comparable: readonly RankedKey[];
  readonly otherwise: 'apart' | 'absent';
  /** a terminal shows validation alone, and no bands: it has less room */
  readonly withTraining: boolean;
  readonly notes: readonly string[];
}

export function curvesPlot({ curves, comparable, otherwise, withTraining, notes }: CurvesRequest): Plot {
  const rows = curves.flatMap(({ runs }) => runs.flat());
  const panels = (withTraining ? [...ofValidation, ...ofTraining] : ofValidation).filter(({ key }) =>
    isKept(key, rows),
  );
  const drawn = panels.flatMap(({ key, comparedBy }): Drawn[] => {
    const { title, unit, quantity } = metricOf(key);
    const panel = { kind: 'curves', unit: unit === 'share' ? unit : 'figure', along: 'epoch', domain: null } as const;
    const series = curves.map((curve) => seriesOf(curve, key));
    if (comparable.includes(comparedBy)) return [{ quantity, panel: { ...panel, title, series } }];
    if (otherwise === 'absent') return [];
    return series.map((each) => ({
      quantity,
      panel: { ...panel, title: `${title} of ${each.letter}`, series: [each] },
    }));
  });
  const allCompare = panels.every(({ comparedBy }) => comparable.includes(comparedBy));
  const isBanded = curves.some(({ runs }) => runs.length > 1);
  const cutAt = curves.filter(({ runs }) => new Set(runs.map((epochs) => epochs.length)).size > 1);
  const all = [
    ...notes,
    ...(isBanded
      ? [`Of several seeds: their mean${withTraining ? ', with a band from the least to the greatest' : ''}.`]
      : []),
    ...cutAt.map(({ letter }) => `${letter} ends where its first seed ends.`),
  ];
  return {
    kind: 'plot',
    panels: withTraining && allCompare ? shareScales(drawn) : drawn.map(({ panel }) => panel),
    note: all.length === 0 ? null : all.join(' '),
  };
}

/** The rows that lead their group, as far as they have epochs to show. */
export function curvesOfGroup(
  group: Group,
  most: number,
  epochsOf: (path: string) => Epochs,
  nameOf: (row: Row) => string,
) {
  const rows = group.rows.slice(0, most);
  return rows.map((row): Curve => {
    const counting = row.runs.filter(({ excluded }) => excluded === null);
    const runs = (counting.length > 0 ? counting : row.runs.slice(0, 1)).map(({ path }) => epochsOf(path));
    return { letter: row.letter, name: nameOf(row), runs };
  });
}

/** One run's figures as they are; of several the mean as far as all go, with the least and the greatest around it. */
function seriesOf({ letter, name, runs }: Curve, key: EpochKey): Series {
  const [first = []] = runs;
  const valueIn = (row: Epochs[number] | undefined) => (row && figureIn(row, key)) ?? Number.NaN;
  if (runs.length < 2) return { letter, name, points: first.map((row) => ({ x: row.epoch, y: valueIn(row) })) };
  const length = Math.min(...runs.map((epochs) => epochs.length));
  const points = first.slice(0, length).map(({ epoch }, i): Point => {
    const values = runs.map((epochs) => valueIn(epochs[i]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { x: epoch, y: mean, low: Math.min(...values), high: Math.max(...values) };
  });
  return { letter, name, points };
}

/** Panels one above the other get the range that both need, so that the gap between them shows. */
function shareScales(drawn: readonly Drawn[]): CurvePanel[] {
  return drawn.map(({ quantity, panel }) => {
    const alike = drawn.filter((each) => each.quantity === quantity).map((each) => each.panel);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { series } of alike) {
      for (const { points } of series) {
        for (const { y, low: least = y, high: most = y } of points) {
          if (!Number.isFinite(least) || !Number.isFinite(most)) continue;
          low = Math.min(low, least);
          high = Math.max(high, most);
        }
      }
    }
    return { ...panel, domain: low < high ? [low, high] : null };
  });
}
