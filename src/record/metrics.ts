/** `metrics.csv`: a row an epoch, figures in full so that two runs can be compared bit by bit. */
import type { EpochMetrics } from '../training/index.ts';

export const metricsColumns = [
  'epoch',
  'step',
  'loss',
  'accuracy',
  'valLoss',
  'valAccuracy',
  'learningRate',
  'seconds',
] as const satisfies (keyof EpochMetrics)[];

export const metricsHeader = `${metricsColumns.join(',')}\n`;

export function formatMetrics(metrics: EpochMetrics): string {
  return `${metricsColumns.map((column) => metrics[column]).join(',')}\n`;
}

/** The whole rows of a metrics file. A last line without its end is still being written, and left out. */
export function parseMetrics(text: string): EpochMetrics[] {
  const lines = text.split('\n').slice(1, -1);
  return lines.map((line) => {
    const figures = line.split(',');
    const row: Partial<Record<keyof EpochMetrics, number>> = {};
    for (const [i, column] of metricsColumns.entries()) row[column] = Number(figures[i] || Number.NaN);
    return row as EpochMetrics;
  });
}
