/** Text that a person wrote, a file or an argument, and places in it. */
import { printable } from '../text/index.ts';

export interface Source {
  readonly kind: 'file' | 'argument';
  /** a file's path as a person would write it; an argument's whole text */
  readonly name: string;
  readonly text: string;
  /** where paths in it begin, as `Texts` names folders; of an argument: where the user stands */
  directory?: string;
  /** false: it isn't the experiment file that it was taken for, so that what it holds is shown to nobody */
  readonly isQuotable?: boolean;
}

/** What a source holds, as a sentence about it may show it. */
export function quoted(source: Source, text: string): string {
  return source.isQuotable === false ? '…' : printable(text);
}

/** Characters [start, end) of a source. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Where a span starts; both count from 1. */
export function positionOf(span: Span): { line: number; column: number } {
  const starts = linesOf(span.source).starts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= span.start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: span.start - (starts[low] as number) + 1 };
}

interface Lines {
  /** without their line ends */
  readonly texts: readonly string[];
  /** each line's first character */
  readonly starts: readonly number[];
}

const known = new WeakMap<Source, Lines>();

function linesOf(source: Source): Lines {
  const found = known.get(source);
  if (found !== undefined) return found;
  const starts: number[] = [];
  let start = 0;
  const texts = source.text.split('\n').map((line) => {
    starts.push(start);
    start += line.length + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  });
  const lines = { texts, starts };
  known.set(source, lines);
  return lines;
}

/** Where a span starts, in words: `experiments/a.yaml:3:7`, or `argument, column 7`. */
export function locationOf(span: Span): string {
  const { line, column } = positionOf(span);
  return span.source.kind === 'file' ? `${span.source.name}:${line}:${column}` : `argument, column ${column}`;
}

/** Longest part of a line that a frame shows. */
const frameWidth = 100;

/**
 * The span's line with its neighbours, the part marked by carets; only its first line where it has several.
 * `mark` paints the carets, `dim` the rest. Empty where the source may not be quoted.
 */
export function codeFrame(span: Span, mark = (text: string) => text, dim = (text: string) => text): string {
  if (span.source.isQuotable === false) return '';
  const lines = linesOf(span.source).texts;
  const { line, column } = positionOf(span);
  const marked = lines[line - 1] ?? '';
  const lastColumn = Math.max(column + 1, Math.min(column + span.end - span.start, marked.trimEnd().length + 1));
  // a long line is shown around its marked part
  const from = Math.max(0, Math.min(column - 1 - frameWidth / 2, marked.length - frameWidth));
  const shown = (text: string) => printable(text.slice(from, from + frameWidth));
  const carets = '^'.repeat(Math.max(1, Math.min(lastColumn - column, frameWidth - (column - 1 - from))));
  const indent = ' '.repeat(column - 1 - from);
  if (span.source.kind === 'argument') return `  ${dim('>')} ${shown(marked)}\n    ${indent}${mark(carets)}`;

  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const gutter = String(last).length;
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = shown(lines[number - 1] ?? '');
    if (number === last && number !== line && text.trim() === '') continue;
    const label = `${number === line ? '>' : ' '} ${String(number).padStart(gutter)} |`;
    rows.push(`  ${dim(label)} ${text}`.trimEnd());
    if (number === line) rows.push(`  ${dim(`  ${' '.repeat(gutter)} |`)} ${indent}${mark(carets)}`);
  }
  return rows.join('\n');
}
