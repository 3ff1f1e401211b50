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

/** The whole rows of a metrics file. */
export function parseMetrics(text: string): EpochMetrics[] {
  return rowsIn(text).map(parseRow);
}

/** A last line without its end is still being written, and left out. */
export const rowsIn = (text: string): string[] => text.split('\n').slice(1, -1);

/** Whether it is the row of an epoch, with a figure in each column: told without the work of parsing it. */
export const isRowOf = (row: string, epoch: number): boolean => row.startsWith(`${epoch},`) && wholeRow.test(row);
const wholeRow = new RegExp(`^${metricsColumns.map(() => '-?\\d[\\d.e+-]*').join(',')}$`);

export function parseRow(row: string): EpochMetrics {
  const figures = row.split(',');
  return Object.fromEntries(
    metricsColumns.map((column, i) => [column, Number(figures[i] || Number.NaN)]),
  ) as unknown as EpochMetrics;
}
