/** The columns of a comparison's table: what differs, and each figure with what is known of its uncertainty. */
import type { Comparison, Estimate, Row } from '../../compare/index.ts';
import { formatMetric, metricOf, type RankedKey, rankedKeys } from '../../evaluation/index.ts';
import type { JudgedAfter } from '../../record/index.ts';
import { formatDuration, formatSetting } from '../../text/index.ts';
import type { Cell, ColumnOf, Field } from '../sheet.ts';
import { shortNames } from './settings.ts';

/** Those in which some row has something to say; the rest is for scripts. The best is marked of what compares. */
export function rowColumns(
  rows: readonly Row[],
  { differing, moment, metric }: Comparison,
  comparable: readonly RankedKey[],
): ColumnOf<Row>[] {
  const names = shortNames(differing);
  const [first, second, third] = shownAfter[moment];
  const columnOf = (key: RankedKey, after: JudgedAfter): Column => ({
    ...{ rows, key, after },
    isRanked: rows.length > 1 && comparable.includes(key),
  });
  const isKept = (key: RankedKey) => rows.some(({ runs }) => runs.some(({ last }) => last[key] != null));
  const ofEpochs = rankedKeys.filter((key) => metricOf(key).kept === 'epoch' && isKept(key));
  const perPair = ofEpochs.filter((key) => metricOf(key).perPair !== undefined);
  const others = ofEpochs.filter((key) => metricOf(key).perPair === undefined);
  const ofEvaluation = rankedKeys.filter((key) => metricOf(key).kept === 'evaluation');
  return [
    { title: '', cell: ({ letter }) => letter, fields: { letter: ({ letter }) => letter } },
    { title: 'name', isHidden: haveOneName(rows), cell: ({ name }) => name },
    ...differing.map(
      (path): ColumnOf<Row> => ({
        title: names.get(path) ?? path,
        below: 'late',
        ...(rows.every(({ values }) => typeof (values[path] ?? 0) === 'number') && { align: 'right' }),
        cell: ({ values }) => formatSetting(values[path]),
        fields: { [path]: ({ values }) => asField(values[path]) },
      }),
    ),
    {
      title: 'seeds',
      below: 'late',
      align: 'right',
      isHidden: rows.every(({ runs }) => runs.length === 1),
      cell: ({ seeds }) => String(seeds.length),
      fields: { seeds: ({ seeds }) => seeds.join(' ') },
    },
    ...perPair.flatMap((key) => [
      ...sharesOfPairs(columnOf(key, first), true),
      ...sharesOfPairs(columnOf(key, second), false),
      ...sharesOfPairs(columnOf(key, third), false).map(hidden),
    ]),
    epochColumn('kept', moment !== 'kept'),
    epochColumn(
      'last',
      differing.includes('training.epochs') || new Set(rows.map((row) => epochsOf(row, 'last'))).size < 2,
    ),
    epochColumn('best', moment === 'kept'),
    ...others.flatMap((key) => [
      figureColumn(columnOf(key, first)),
      figureColumn(columnOf(key, second)),
      hidden(figureColumn(columnOf(key, third))),
    ]),
    ...ofEvaluation.filter((key) => key === metric).map((key) => evaluationColumn(columnOf(key, first), false)),
    {
      title: 'time',
      below: 'early',
      align: 'right',
      isHidden: rows.every(({ cost }) => cost.seconds === null),
      cell: ({ cost }) => (cost.seconds === null ? '–' : formatDuration(cost.seconds)),
      fields: {
        seconds: ({ cost }) => cost.seconds,
        secondsPerEpoch: ({ cost }) => cost.secondsPerEpoch,
        parameters: ({ cost }) => cost.parameters,
        multiplyAdds: ({ cost }) => cost.multiplyAdds,
      },
    },
    ...ofEvaluation
      .filter((key) => key !== metric)
      .toSorted()
      .map((key) => evaluationColumn(columnOf(key, first), true)),
    {
      title: 'runs',
      isHidden: true,
      cell: () => '',
      fields: { runs: ({ runs }) => runs.map(({ folder }) => folder).join(' ') },
    },
  ];
}

/** What is ranked by, what is shown beside it, and what is for scripts alone. */
const shownAfter = {
  kept: ['kept', 'last', 'best'],
  last: ['last', 'best', 'kept'],
  best: ['best', 'last', 'kept'],
} as const satisfies Record<JudgedAfter, readonly JudgedAfter[]>;

const hidden = (column: ColumnOf<Row>): ColumnOf<Row> => ({ ...column, isHidden: true });

/** A figure of a row after an epoch. */
interface Column {
  readonly rows: readonly Row[];
  readonly key: RankedKey;
  readonly after: JudgedAfter;
  /** the best one is marked */
  readonly isRanked: boolean;
}

const estimateIn = (row: Row, { key, after }: Column): Estimate | null => row[after]?.[key] ?? null;

/** What a script calls it: `lastValAccuracy`. */
const fieldOf = ({ key, after }: Column, part = ''): string =>
  `${after}${key.charAt(0).toUpperCase()}${key.slice(1)}${part}`;

/** Its mean over the seeds. */
function meanColumn(column: Column): Pick<ColumnOf<Row>, 'title' | 'align' | 'cell' | 'fields'> {
  const { rows, key, after, isRanked } = column;
  const means = rows.flatMap((row) => estimateIn(row, column)?.mean ?? []);
  const best = metricOf(key).better === 'down' ? Math.min(...means) : Math.max(...means);
  return {
    title: `${after} ${metricOf(key).shortTitle}`,
    align: 'right',
    cell: (row) => markBest(estimateIn(row, column), isRanked ? best : null, (mean) => formatMetric(key, mean)),
    fields: { [fieldOf(column)]: (row) => estimateIn(row, column)?.mean ?? null },
  };
}

/** A share of the validation pairs. `isWhole`: with what is known of its uncertainty. */
function sharesOfPairs(column: Column, isWhole: boolean): ColumnOf<Row>[] {
  const of = (row: Row) => estimateIn(row, column);
  const lacks = (part: keyof Estimate) => !isWhole || column.rows.every((row) => of(row)?.[part] == null);
  return [
    { ...meanColumn(column), ...(!isWhole && { below: 'late' }) },
    {
      title: '± over seeds',
      below: 'late',
      align: 'right',
      isHidden: lacks('interval'),
      cell: (row) => inPoints(halfOf(of(row)?.interval)),
      fields: {
        [fieldOf(column, 'Low')]: (row) => of(row)?.interval?.low ?? null,
        [fieldOf(column, 'High')]: (row) => of(row)?.interval?.high ?? null,
      },
    },
    {
      title: 'sd',
      below: 'early',
      align: 'right',
      isHidden: lacks('standardDeviation'),
      cell: (row) => inPoints(of(row)?.standardDeviation),
      fields: { [fieldOf(column, 'Sd')]: (row) => of(row)?.standardDeviation ?? null },
    },
    {
      title: '± over images',
      below: 'early',
      align: 'right',
      isHidden: lacks('imageError'),
      cell: (row) => inPoints(times(of(row)?.imageError, normal95)),
      fields: { [fieldOf(column, 'ImageError')]: (row) => of(row)?.imageError ?? null },
    },
  ];
}

function figureColumn(column: Column): ColumnOf<Row> {
  const mean = meanColumn(column);
  return {
    ...mean,
    below: 'early',
    fields: {
      ...mean.fields,
      [fieldOf(column, 'Sd')]: (row) => estimateIn(row, column)?.standardDeviation ?? null,
    },
  };
}

/** Of a figure of evaluation.json: for scripts, unless it is what rows are ranked by. */
const evaluationColumn = (column: Column, isHidden: boolean): ColumnOf<Row> => ({ ...meanColumn(column), isHidden });

function epochColumn(after: JudgedAfter, isHidden: boolean): ColumnOf<Row> {
  return {
    title: `${after} epoch`,
    below: 'late',
    align: 'right',
    isHidden,
    cell: (row) => epochsOf(row, after),
    fields: {
      [`${after}EpochLeast`]: (row) => row[after]?.epochs[0] ?? null,
      [`${after}EpochGreatest`]: (row) => row[after]?.epochs[1] ?? null,
    },
  };
}

/** What the ± of a table is; null where there is none. */
export function explainUncertainty(rows: readonly Row[], after: JudgedAfter): string | null {
  const keys = rankedKeys.filter((key) => metricOf(key).perPair !== undefined);
  const estimates = rows.flatMap((row) => keys.flatMap((key) => row[after]?.[key] ?? []));
  const ways = [
    ...(estimates.some(({ interval }) => interval !== null) ? ["over seeds by Student's t"] : []),
    ...(estimates.some(({ imageError }) => imageError !== null)
      ? ['over the choice of validation images by standard errors clustered by image']
      : []),
  ];
  return ways.length === 0 ? null : `± is half of a 95 % interval, in points of accuracy: ${ways.join('; ')}.`;
}

/** `97`, or `85–97` over the seeds */
function epochsOf(row: Row, after: JudgedAfter): string {
  const [least, greatest] = row[after]?.epochs ?? [null, null];
  if (least === null) return '–';
  return least === greatest ? String(least) : `${least}–${greatest}`;
}

export const haveOneName = (rows: readonly Row[]): boolean => new Set(rows.map(({ name }) => name)).size < 2;

/** Half of an interval that holds 95 % of a normal distribution, in standard errors. */
const normal95 = 1.96;

const halfOf = (interval: Estimate['interval'] | undefined): number | null =>
  interval == null ? null : (interval.high - interval.low) / 2;
const times = (figure: number | null | undefined, factor: number): number | null =>
  figure == null ? null : figure * factor;

/** `best` null: they can't be ranked. */
function markBest(estimate: Estimate | null, best: number | null, format: (figure: number) => string): Cell {
  if (estimate === null) return { text: '–' };
  return { text: format(estimate.mean), ...(estimate.mean === best && { isBest: true }) };
}

/** Points of accuracy, to a digit more than accuracies have. */
const inPoints = (share: number | null | undefined): string => (share == null ? '–' : (100 * share).toFixed(2));

const asField = (value: unknown): Field =>
  value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : (value as Field);
