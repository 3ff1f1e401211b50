/**
 * `metrics.csv`: a row an epoch, figures in full so that two runs can be compared bit by bit.
 *
 * Read by its header: columns of a later version are ignored, and those that an older one lacks are absent.
 */
import { type EpochKey, epochKeys, firstKeys } from '../evaluation/index.ts';
import type { EpochMetrics } from '../training/index.ts';

type Column = 'epoch' | 'step' | EpochKey;
const columns: readonly Column[] = ['epoch', 'step', ...epochKeys];
/** Every version has written these. */
const firstColumns: readonly Column[] = ['epoch', 'step', ...firstKeys];

export const metricsHeader = `${columns.join(',')}\n`;

export function formatMetrics(metrics: EpochMetrics): string {
  return `${columns.map((column) => metrics[column] ?? '').join(',')}\n`;
}

/** The file of these epochs. */
export const metricsOf = (epochs: readonly { readonly metrics: EpochMetrics }[]): string =>
  metricsHeader + epochs.map(({ metrics }) => formatMetrics(metrics)).join('');

/** Whether an object of figures is a whole row. */
export const isWholeRow = (row: Partial<Record<Column, unknown>>): boolean =>
  firstColumns.every((column) => typeof row[column] === 'number') &&
  columns.every((column) => ['number', 'undefined'].includes(typeof row[column]));

export interface MetricsFile {
  /** the rows that are whole: a last line without its end is still being written */
  readonly rows: readonly string[];
  /** what keeps them from being read: half a sentence; null where nothing does */
  readonly problem: string | null;
  parse(row: string): EpochMetrics;
}

export function openMetrics(text: string): MetricsFile {
  const [header = '', ...rest] = text.split('\n');
  const rows = rest.slice(0, -1);
  const names = header.split(',');
  const places = columns.flatMap((column) => {
    const place = names.indexOf(column);
    return place < 0 ? [] : [{ column, place }];
  });
  return {
    rows,
    problem: findProblem(names, rows),
    parse(row) {
      const cells = row.split(',');
      return Object.fromEntries(
        places.flatMap(({ column, place }) => (cells[place] ? [[column, Number(cells[place])] as const] : [])),
      ) as unknown as EpochMetrics;
    },
  };
}

/** Told without the work of parsing: a comparison of many runs asks few for their figures. */
function findProblem(names: readonly string[], rows: readonly string[]): string | null {
  if (rows.length === 0) return null;
  const lacking = firstColumns.find((column) => !names.includes(column));
  if (lacking !== undefined) return `is damaged: its header has no column ${lacking}`;
  const wholeRow = new RegExp(`^${names.map(cellOf).join(',')}$`);
  const damaged = rows.findIndex((row, i) => !row.startsWith(`${i + 1},`) || !wholeRow.test(row));
  return damaged < 0 ? null : `is damaged: line ${damaged + 2} isn't the row of epoch ${damaged + 1}`;
}

/** A figure that came after the first version may be missing; what a later version's column holds isn't known. */
function cellOf(name: string): string {
  if (!(columns as readonly string[]).includes(name)) return '[^,]*';
  return (firstColumns as readonly string[]).includes(name) ? figure : `(?:${figure})?`;
}
const figure = '-?\\d[\\d.e+-]*';
