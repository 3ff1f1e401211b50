/**
 * What a command has to show, said once; terminal, Markdown, CSV and HTML each have a renderer beside this file. Texts
 * are plain: a renderer escapes them for where they go.
 */

export interface Sheet {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | Table
  | Plot;

/** `strong`: the answer. `note`: what explains, and can be skipped. */
export type Tone = 'strong' | 'note';

export interface Table {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  /** [rows][columns] */
  readonly rows: readonly (readonly Cell[])[];
  /** the same for scripts: [rows][fieldNames] */
  readonly fieldNames: readonly string[];
  readonly fields: readonly (readonly Field[])[];
}

export interface TableColumn {
  readonly title: string;
  readonly align?: 'right';
  /** goes below its row, as `title=text`, where a terminal is too narrow for the whole table; early ones first */
  readonly below?: 'early' | 'late';
  /** never cut: to be copied */
  readonly isWhole?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly isBest?: boolean;
}

export type Field = string | number | boolean | null;

/** How a table is made of rows: what people see of each, and what scripts read. */
export interface ColumnOf<Row> extends TableColumn {
  /** for scripts alone: people would learn nothing from it here */
  readonly isHidden?: boolean;
  readonly cell: (row: Row) => Cell | string;
  /** in place of the text, figures in full; absent: the text under the column's title */
  readonly fields?: Readonly<Record<string, (row: Row) => Field>>;
}

export function tableOf<Row>(rows: readonly Row[], columns: readonly ColumnOf<Row>[]): Table {
  const fields = columns.flatMap(({ title, cell, fields }) =>
    Object.entries(fields ?? { [title]: (row: Row) => asCell(cell(row)).text }),
  );
  const seen = columns.filter(({ isHidden }) => !isHidden);
  return {
    kind: 'table',
    columns: seen.map(({ title, align, below, isWhole }) => ({
      title,
      ...(align && { align }),
      ...(below && { below }),
      ...(isWhole && { isWhole }),
    })),
    rows: rows.map((row) => seen.map(({ cell }) => asCell(cell(row)))),
    fieldNames: fields.map(([name]) => name),
    fields: rows.map((row) => fields.map(([, of]) => of(row))),
  };
}

const asCell = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell);

/** Small panels under one legend. */
export interface Plot {
  readonly kind: 'plot';
  readonly panels: readonly Panel[];
  /** what a reader must know, e.g. which of many are shown */
  readonly note: string | null;
}

export type Panel = CurvePanel | HistogramPanel;

/** A share is shown in per cent. */
export type Unit = 'share' | 'figure';

export interface CurvePanel {
  readonly kind: 'curves';
  readonly title: string;
  readonly unit: Unit;
  /** what runs along the bottom */
  readonly along: string;
  /** of the vertical axis, where panels share it; null: what the series need */
  readonly domain: readonly [low: number, high: number] | null;
  readonly series: readonly Series[];
}

export interface Series {
  /** rides on the curve where a terminal has no colour; the same in every panel of a plot */
  readonly letter: string;
  readonly name: string;
  /** in order of x; what isn't finite leaves a gap */
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** the band around a mean */
  readonly low?: number;
  readonly high?: number;
}

export interface HistogramPanel {
  readonly kind: 'histogram';
  readonly title: string;
  readonly along: string;
  /** the bins are equally wide, from `from` to `to` */
  readonly from: number;
  readonly to: number;
  readonly series: readonly { readonly name: string; readonly counts: readonly number[] }[];
  /** a place worth marking, e.g. the threshold */
  readonly mark: { readonly x: number; readonly label: string } | null;
}
