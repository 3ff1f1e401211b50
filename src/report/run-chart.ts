/** The plot of a run: what validation measures after each epoch, beside training's, as a Vega-Lite description. */
import type { TopLevelSpec } from 'vega-lite';
import {
  type Curve,
  curves,
  figureIn,
  formatMetric,
  isBetter,
  isKept,
  metricOf,
  usualRanking,
} from '../evaluation/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import { chartTheme } from './chart-theme.ts';

const colours = { training: '#E24A33', validation: '#348ABD' };

/** Up to this many epochs each one gets a dot: with one epoch there is no line to see. */
const mostDots = 40;
/** Up to this many epochs each one has its number on the axis. */
const mostNumbers = 12;

/** Panels are this wide and high, in pixels. */
const panel = { width: 400, height: 280 };

export interface ChartRequest {
  readonly name: string;
  /** e.g. `contrastive loss` */
  readonly lossTitle: string;
  /** what a reader must know about the validation accuracy; null for nothing */
  readonly accuracyNote: string | null;
  readonly metrics: readonly EpochMetrics[];
}

/** Panels with one legend: loss at the left, accuracy at the right. Figures that are not finite leave a gap. */
export function describeRunChart({ name, lossTitle, accuracyNote, metrics }: ChartRequest): TopLevelSpec {
  const shown = curves.filter(({ validation }) => isKept(validation, metrics));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: name, subtitle: summarize(metrics, accuracyNote) },
    data: { values: metrics.flatMap(pointsOf) },
    hconcat: shown.map((curve) => panelOf(curve, curve.quantity === 'loss' ? lossTitle : titleOf(curve), metrics)),
    config: chartTheme,
  };
}

const titleOf = ({ training, validation }: Curve): string => metricOf(training ?? validation).shortTitle;

/** A point for each set, its figures under the quantities' names. */
function pointsOf(row: EpochMetrics) {
  const pointOf = (set: 'training' | 'validation') =>
    Object.fromEntries(
      curves.map((curve) => {
        const key = curve[set];
        return [curve.quantity, key === null ? null : finite(figureIn(row, key))];
      }),
    );
  return (['training', 'validation'] as const).map((set) => ({ epoch: row.epoch, set, ...pointOf(set) }));
}

function panelOf({ quantity, training, validation }: Curve, title: string, metrics: readonly EpochMetrics[]) {
  const epochs = metrics.length;
  const [first, last] = [metrics[0]?.epoch ?? 1, metrics.at(-1)?.epoch ?? 1];
  const keys = [validation, ...(training === null ? [] : [training])];
  const hasFigures = metrics.some((row) => keys.some((key) => Number.isFinite(figureIn(row, key))));
  const dots = epochs <= mostDots;
  return {
    ...panel,
    mark: {
      type: 'line' as const,
      clip: false,
      point: dots ? { size: epochs <= mostNumbers ? 45 : 22, opacity: 1 } : false,
    },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative' as const,
        title: 'epoch',
        scale: { domain: epochs > 1 ? [first, last] : [first - 1, first + 1], nice: false, padding: 10 },
        axis: {
          format: 'd',
          // Vega drops every other value where it thinks that there are more than whole steps: 0.5 makes room.
          ...(epochs <= mostNumbers
            ? { values: metrics.map((row) => row.epoch), tickMinStep: 0.5 }
            : { tickCount: 10 }),
        },
      },
      y: {
        field: quantity,
        type: 'quantitative' as const,
        title,
        scale: { zero: false, nice: true, padding: 8, ...(hasFigures ? {} : { domain: [0, 1] }) },
        axis: metricOf(validation).unit === 'share' ? { format: '.1~%', tickCount: 6 } : { tickCount: 6 },
      },
      color: {
        field: 'set',
        type: 'nominal' as const,
        title: null,
        scale: { domain: Object.keys(colours), range: Object.values(colours) },
      },
    },
  };
}

function summarize(metrics: readonly EpochMetrics[], note: string | null): string {
  const last = metrics.at(-1);
  if (last === undefined) return 'no epoch finished';
  const isBetterEpoch = (a: EpochMetrics, b: EpochMetrics) => isBetter(usualRanking, a[usualRanking], b[usualRanking]);
  const best = metrics.reduce((a, b) => (isBetterEpoch(b, a) ? b : a));
  const figure = (row: EpochMetrics) => formatMetric(usualRanking, row[usualRanking]);
  const lastly = `${metricOf(usualRanking).title} ${figure(last)}`;
  const bestly = isBetterEpoch(best, last) ? `, best ${figure(best)} after epoch ${best.epoch}` : '';
  const epochs = metrics.length === 1 ? '1 epoch' : `${metrics.length} epochs`;
  return `${epochs} · ${lastly}${bestly}${note === null ? '' : ` · ${note}`}`;
}

const finite = (figure: number | null): number | null => (Number.isFinite(figure) ? figure : null);
