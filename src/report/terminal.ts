/** A sheet → lines for a terminal, or for a pipe. */

import { cut, padEnd, padStart, paint, plain, type Screen, widthOf, wrap, wrapItems } from './screen.ts';
import { type Block, type Cell, type ColumnOf, type Sheet, type Table, type TableColumn, tableOf } from './sheet.ts';
import { renderPlot } from './terminal-plot.ts';

/** Without its title; no line is wider than the screen. */
export function renderTerminal({ blocks }: Sheet, screen: Screen): string {
  return blocks
    .map((block, i) => {
      const before = blocks[i - 1];
      const space = before !== undefined && needsSpace(before, block) ? '\n' : '';
      return `${space}${renderBlock(block, screen).join('\n')}\n`;
    })
    .join('');
}

/** The title above all that the sheet has to say. */
export function renderWithTitle(sheet: Sheet, screen: Screen): string {
  const title = renderBlock({ kind: 'heading', text: sheet.title }, screen).join('\n');
  return `${title}\n\n${renderTerminal(sheet, screen)}`;
}

/** A table alone; its last line is not ended. */
export const formatTable = <Row>(rows: readonly Row[], columns: readonly ColumnOf<Row>[], screen: Screen): string =>
  renderTable(tableOf(rows, columns), screen).join('\n');

/** Texts that follow a table or one another belong to it. */
const needsSpace = (before: Block, block: Block): boolean =>
  block.kind === 'heading' ||
  block.kind === 'plot' ||
  (block.kind === 'list' && before.kind !== 'heading') ||
  before.kind === 'plot' ||
  before.kind === 'list' ||
  (block.kind === 'table' && before.kind !== 'heading') ||
  (block.kind === 'text' && before.kind === 'table' && block.tone !== 'note');

function renderBlock(block: Block, screen: Screen): string[] {
  const { columns } = screen;
  switch (block.kind) {
    case 'heading':
      return wrap(plain(block.text), columns).map((line) => paint(screen, 'bold', line));
    case 'text': {
      const lines = wrap(plain(block.text), columns);
      if (block.tone === undefined) return lines;
      return lines.map((line) => paint(screen, block.tone === 'strong' ? 'bold' : 'dim', line));
    }
    case 'list':
      return block.items.flatMap((item) => wrap(plain(item), columns, { first: '- ', rest: '  ' }));
    case 'table':
      return renderTable(block, screen);
    case 'plot':
      return renderPlot(block, screen);
    default:
      return block satisfies never;
  }
}

const gap = 2;
/** Before what stands below a row. */
const indentBelow = '     ';
/** Narrower than this a text says nothing, even where the terminal is. */
const leastText = 8;
/** A text that is cut to this much may be worth it, if the table then fits without columns below it. */
const goodText = 24;

/**
 * Tries what costs the reader least until the table fits: titles in several lines, long texts cut a little, one column
 * after another below its row, texts cut more.
 */
function renderTable(table: Table, screen: Screen): string[] {
  const whole = layOut(table, screen, 'whole');
  const { columns } = screen;
  if (columns === null || fits(whole, columns)) return draw(whole, screen);
  let layout = whole;
  const order = orderBelow(table);
  for (let count = 0; count <= order.length; count++) {
    layout = layOut(moveBelow(table, order.slice(0, count)), screen, 'wrapped');
    const slim = shrink(layout, columns, goodText);
    if (fits(slim, columns)) return draw(slim, screen);
  }
  return draw(shrink(layout, columns, leastText), screen);
}

/** Columns from the first to go below their rows to the last: early ones, then late ones, each from the right. */
function orderBelow({ columns }: Table): number[] {
  const from = (when: TableColumn['below']) => columns.flatMap(({ below }, j) => (below === when ? [j] : [])).reverse();
  return [...from('early'), ...from('late')];
}

interface Layout {
  readonly columns: readonly TableColumn[];
  /** lines of each title */
  readonly titles: readonly (readonly string[])[];
  readonly rows: readonly (readonly Cell[])[];
  readonly widths: readonly number[];
  /** items below each row */
  readonly below: readonly (readonly string[])[];
}

/** A table with items below its rows. */
interface TableAndBelow extends Table {
  readonly below?: readonly (readonly string[])[];
}

function layOut(table: TableAndBelow, { isUnicode }: Screen, how: 'whole' | 'wrapped'): Layout {
  const mark = isUnicode ? '◂' : '<';
  const marked = table.columns.map((_, j) => table.rows.some((row) => row[j]?.isBest));
  const rows = table.rows.map((row) =>
    row.map((cell, j) => ({ ...cell, text: plain(cell.text) + (marked[j] ? (cell.isBest ? mark : ' ') : '') })),
  );
  const cellWidths = table.columns.map((_, j) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[j]?.text ?? '')), 0),
  );
  const titles = table.columns.map(({ title }, j) => {
    const lines = how === 'whole' ? [title] : breakTitle(title, (cellWidths[j] as number) - (marked[j] ? 1 : 0));
    return marked[j] ? lines.map((line) => `${line} `) : lines;
  });
  const widths = titles.map((lines, j) => Math.max(cellWidths[j] as number, ...lines.map(widthOf)));
  return { columns: table.columns, titles, rows, widths, below: table.below ?? [] };
}

/** Into lines of a width, or of the longest word: after blanks, and after the dots of a key. */
function breakTitle(title: string, width: number): string[] {
  const words = title.split(/(?<= )|(?<=\.)(?! )/);
  const room = Math.max(width, ...words.map((word) => widthOf(word.trimEnd())));
  const lines = [''];
  for (const word of words) {
    const longer = `${lines.at(-1)}${word}`;
    if (widthOf(longer.trimEnd()) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd());
}

const fits = ({ widths }: Layout, columns: number): boolean =>
  widths.reduce((sum, width) => sum + width + gap, -gap) <= columns;

/** The widest texts are cut first, to `least` at most; figures and what is to be copied are never cut. */
function shrink(layout: Layout, columns: number, least: number): Layout {
  const widths = [...layout.widths];
  for (let over = widths.reduce((sum, width) => sum + width + gap, -gap) - columns; over > 0; over--) {
    let widest = -1;
    for (const [j, { align, isWhole }] of layout.columns.entries()) {
      const width = widths[j] as number;
      if (align !== 'right' && !isWhole && width > least && (widest < 0 || width > (widths[widest] as number)))
        widest = j;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return { ...layout, widths };
}

/** Takes columns out of the table and writes them below each row, as far as it has something there. */
function moveBelow(table: Table, moved: readonly number[]): TableAndBelow {
  if (moved.length === 0) return table;
  const inOrder = moved.toSorted((a, b) => a - b);
  const stay = table.columns.flatMap((_, j) => (moved.includes(j) ? [] : [j]));
  return {
    ...table,
    columns: stay.map((j) => table.columns[j] as TableColumn),
    rows: table.rows.map((row) => stay.map((j) => row[j] as Cell)),
    below: table.rows.map((row) =>
      inOrder.flatMap((j) => {
        const text = plain(row[j]?.text ?? '');
        const { title } = table.columns[j] as TableColumn;
        return text === '' || text === '–' ? [] : [title === '' ? text : `${title}=${text}`];
      }),
    ),
  };
}

function draw({ columns, titles, rows, widths, below }: Layout, screen: Screen): string[] {
  const place = (text: string, j: number) => {
    const width = widths[j] as number;
    const short = cut(text, width, screen);
    return columns[j]?.align === 'right' ? padStart(short, width) : padEnd(short, width);
  };
  const height = Math.max(...titles.map((lines) => lines.length));
  const head = Array.from({ length: height }, (_, line) =>
    titles
      .map((lines, j) => place(lines[line - height + lines.length] ?? '', j))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
  const lines = rows.flatMap((row, i) => [
    row
      .map(({ text, isBest }, j) => (isBest ? paint(screen, 'bold', place(text, j)) : place(text, j)))
      .join(' '.repeat(gap))
      .trimEnd(),
    ...(below[i] === undefined ? [] : wrapItems(below[i], screen.columns, indentBelow)),
  ]);
  return [...head.map((line) => paint(screen, 'bold', line)), ...lines];
}
