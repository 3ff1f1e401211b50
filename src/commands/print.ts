/** How figures, tables and errors look on a terminal. */
import { styleText } from 'node:util';
import { SiameseError } from '../errors/index.ts';

export const printLine = (line = ''): void => void process.stdout.write(`${line}\n`);
export const printAside = (line = ''): void => void process.stderr.write(`${line}\n`);
export const printJson = (value: unknown): void => printLine(JSON.stringify(value, null, 2));

/** Bold, dim … where the stream is a terminal and NO_COLOR isn't set. */
export function style(format: Parameters<typeof styleText>[0], text: string, stream = process.stdout): string {
  return styleText(format, text, { stream });
}

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'right';
  readonly of: (row: Row) => string;
}

/** Columns two blanks apart, under their titles. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => of(row)))];
  const widths = columns.map((_, j) => Math.max(...cells.map((line) => (line[j] as string).length)));
  return cells
    .map((line) => {
      const padded = line.map((cell, j) =>
        columns[j]?.align === 'right' ? cell.padStart(widths[j] as number) : cell.padEnd(widths[j] as number),
      );
      return padded.join('  ').trimEnd();
    })
    .join('\n');
}

export const formatCount = (count: number): string => count.toLocaleString('en-US');
export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const formatMegabytes = (bytes: number): string => `${formatCount(Math.ceil(bytes / 1e6))} MB`;
export const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < 100 ? milliseconds.toFixed(1) : formatCount(Math.round(milliseconds));
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A word as a shell takes it. */
export const quote = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** `88.1 %`, with a star where it is optimistic, `–` where there is none; `optimisticNote` explains the star. */
export function formatAccuracy(share: number | null, isOptimistic: boolean): string {
  return share === null ? '–' : `${formatPercent(share)}${isOptimistic ? '*' : ''}`;
}
export const optimisticNote = '* at the threshold best for these very pairs: optimistic';

/** A loss: `0.6836`, and `9.81e+25` where training has gone astray. */
export const formatFigure = (figure: number, digits = 4): string =>
  Math.abs(figure) < 10_000 ? figure.toFixed(digits) : figure.toPrecision(3);

/** `8.4 s`, `12 s`, `3 min 5 s`, `2 h 4 min` */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  return whole < 3600 ? `${minutes} min ${whole % 60} s` : `${hours} h ${minutes % 60} min`;
}

/** The sentence for an error; one that nobody foresaw says so. */
export function sentenceOf(error: unknown): string {
  if (error instanceof SiameseError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not have: ${message} (--debug shows where)`;
}

/** Stack and causes, for --debug. */
export function traceOf(error: unknown): string {
  const lines: string[] = [];
  for (let cause: unknown = error; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    lines.push(lines.length === 0 ? text : `caused by ${text}`);
  }
  return lines.join('\n');
}
