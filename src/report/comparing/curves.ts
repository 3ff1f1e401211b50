/** The curves of runs, and of rows of several seeds, as panels of a plot. */
import type { Group, Metric, Row } from '../../compare/index.ts';
import type { DetailedRun } from '../../record/index.ts';
import type { CurvePanel, Plot, Point, Series } from '../sheet.ts';

type Figure = 'valLoss' | 'valAccuracy' | 'loss' | 'accuracy';
type Epochs = ReturnType<DetailedRun['metrics']>;

/** Loss at the left, accuracy at the right; validation above training, on the same scale. */
const panels = [
  { figure: 'valLoss', metric: 'valLoss', title: 'validation loss', unit: 'figure' },
  { figure: 'valAccuracy', metric: 'valAccuracy', title: 'validation accuracy', unit: 'share' },
  { figure: 'loss', metric: 'valLoss', title: 'training loss', unit: 'figure' },
  { figure: 'accuracy', metric: 'valAccuracy', title: 'training accuracy', unit: 'share' },
] as const;

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
  readonly comparable: readonly Metric[];
  readonly otherwise: 'apart' | 'absent';
  /** a terminal shows validation alone, and no bands: it has less room */
  readonly withTraining: boolean;
  readonly notes: readonly string[];
}

export function curvesPlot({ curves, comparable, otherwise, withTraining, notes }: CurvesRequest): Plot {
  const drawn = (withTraining ? panels : panels.slice(0, 2)).flatMap(
    ({ figure, metric, title, unit }): CurvePanel[] => {
      const panel = { kind: 'curves', unit, along: 'epoch', domain: null } as const;
      const series = curves.map((curve) => seriesOf(curve, figure));
      if (comparable.includes(metric)) return [{ ...panel, title, series }];
      if (otherwise === 'absent') return [];
      return series.map((each) => ({ ...panel, title: `${title} of ${each.letter}`, series: [each] }));
    },
  );
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
    panels: withTraining && comparable.length === 2 ? shareScales(drawn) : drawn,
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
function seriesOf({ letter, name, runs }: Curve, figure: Figure): Series {
  const [first = []] = runs;
  if (runs.length < 2) return { letter, name, points: first.map((row) => ({ x: row.epoch, y: row[figure] })) };
  const length = Math.min(...runs.map((epochs) => epochs.length));
  const points = first.slice(0, length).map(({ epoch }, i): Point => {
    const values = runs.map((epochs) => epochs[i]?.[figure] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { x: epoch, y: mean, low: Math.min(...values), high: Math.max(...values) };
  });
  return { letter, name, points };
}

/** Panels one above the other get the range that both need, so that the gap between them shows. */
function shareScales(drawn: readonly CurvePanel[]): CurvePanel[] {
  return drawn.map((panel) => {
    const alike = drawn.filter(({ unit }) => unit === panel.unit);
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
