/** What a comparison of many runs has to show. */
import type { Comparison, Estimate, Group, Row } from '../../compare/index.ts';
import { formatMetric, metricOf, type RankedKey, rankedKeys } from '../../evaluation/index.ts';
import type { DetailedRun, Moment } from '../../record/index.ts';
import { formatDuration, plural } from '../../text/index.ts';
import { type Block, type Cell, type ColumnOf, type Field, type Sheet, type Table, tableOf } from '../sheet.ts';
import { curvesOfGroup, curvesPlot, mostCurves } from './curves.ts';
import { leftOut, type Unreadable } from './left-out.ts';
import { formatSetting, formatSettings, shortNames } from './settings.ts';

export interface ComparisonRequest extends Unreadable {
  readonly comparison: Comparison;
  readonly runs: readonly DetailedRun[];
}

export interface Extent {
  /** the keys that all share, too */
  readonly withCommon: boolean;
  /** a terminal's screen holds only so many; null: all */
  readonly mostRows: number | null;
  readonly withTraining: boolean;
}

/** Sentences of one kind beyond this many say nothing new. */
const mostSentences = 8;
/** On a terminal more curves than this lie on one another. */
const mostCurvesInTerminal = 6;

/** What differs, and the results by it; what is real of that; the curves; what was left out. */
export function comparisonSheet(request: ComparisonRequest, extent: Extent): Sheet {
  const { comparison } = request;
  const { groups, unmeasured, notes, common, differing } = comparison;
  const rows = groups.flatMap((group) => group.rows);
  const runCount = rows.reduce((count, row) => count + row.runs.length, 0);
  const title = `${describeRows(rows)} in ${plural(runCount, 'run')}, by ${rankedBy(comparison)}`;
  const blocks: Block[] = [];
  if (differing.length === 0 && rows.length > 0)
    blocks.push({ kind: 'text', text: 'No setting differs.', tone: 'note' });
  if (groups.length > 1) {
    const text = `They were not all measured alike: ${plural(groups.length, 'group')}, each ranked for itself.`;
    blocks.push({ kind: 'text', text, tone: 'strong' });
  }
  for (const [i, group] of groups.entries()) blocks.push(...groupBlocks(request, group, i, extent));
  for (const note of notes) blocks.push({ kind: 'text', text: note, tone: 'note' });
  if (extent.withCommon && common.length > 0) {
    blocks.push({ kind: 'heading', text: 'What all have in common' }, commonTable(common));
  }
  const excluded = rows.flatMap(({ runs }) => runs).filter((run) => run.excluded !== null);
  const unfinished = [
    ...excluded.map(({ folder, excluded: why }) => `${folder}: ${why}`),
    ...unmeasured.map(({ folder, problem }) => `${folder}: ${problem}`),
  ];
  blocks.push(...leftOut(request, unfinished));
  return { title, blocks };
}

/** E.g. `3 experiments`, `1 experiment on 2 engines`. */
function describeRows(rows: readonly Row[]): string {
  const experiments = new Set(rows.map(({ values: { engine: _, ...others } }) => JSON.stringify(others)));
  const engines = new Set(rows.map(({ values }) => values['engine']));
  const onEngines = engines.size > 1 ? ` on ${engines.size} engines` : '';
  return `${plural(onEngines === '' ? rows.length : experiments.size, 'experiment')}${onEngines}`;
}

/** Every row of every group: what scripts read. */
export function comparisonTable(comparison: Comparison): Table {
  const { groups } = comparison;
  const all = groups.flatMap(({ rows }, i) => rows.map((row) => ({ ...row, group: i + 1 })));
  return tableOf(all, [
    { title: 'group', cell: () => '', fields: { group: ({ group }) => group } },
    ...rowColumns(all, comparison, []),
  ]);
}

const rankedBy = ({ metric, moment }: Comparison): string => `${metricOf(metric).title} after the ${moment} epoch`;

function groupBlocks(request: ComparisonRequest, group: Group, index: number, extent: Extent): Block[] {
  const { comparison, runs } = request;
  const { differing, groups, moment } = comparison;
  const { mostRows, withTraining } = extent;
  const blocks: Block[] = [];
  if (groups.length > 1) {
    blocks.push({ kind: 'heading', text: `Group ${index + 1}: ${group.title}` });
    for (const reason of group.reasons) blocks.push({ kind: 'text', text: reason });
  }
  const shown = mostRows === null ? group.rows : group.rows.slice(0, mostRows);
  blocks.push(tableOf(shown, rowColumns(group.rows, comparison, group.comparable)));
  const hidden = group.rows.length - shown.length;
  if (hidden > 0)
    blocks.push({ kind: 'text', text: `and ${plural(hidden, 'more experiment')}; --all shows them`, tone: 'note' });
  const explained = explainUncertainty(group.rows, moment);
  if (explained !== null) blocks.push({ kind: 'text', text: explained, tone: 'note' });
  for (const note of group.notes) blocks.push({ kind: 'text', text: note, tone: 'note' });

  const sentences = group.differences.map((difference) => difference[moment].sentence);
  if (sentences.length > 0) blocks.push({ kind: 'list', items: someOf(sentences, 'difference') });

  const byPath = new Map(runs.map((run) => [run.path, run]));
  const most = withTraining ? mostCurves : mostCurvesInTerminal;
  const hasNames = !haveOneName(group.rows);
  const differingHere = differing.filter(
    (path) => new Set(group.rows.map(({ values }) => formatSetting(values[path]))).size > 1,
  );
  const nameOf = ({ name, values }: Row) => {
    const settings = formatSettings(differingHere, (path) => values[path]);
    return [...(hasNames || settings === '' ? [name] : []), settings].join(' ').trim();
  };
  const curves = curvesOfGroup(group, most, (path) => byPath.get(path)?.metrics() ?? [], nameOf);
  const rest = group.rows.length - curves.length;
  const restNote = rest > 0 ? [`The best ${curves.length} of ${group.rows.length}.`] : [];
  const { comparable } = group;
  const plot = curvesPlot({ curves, comparable, otherwise: 'absent', withTraining, notes: restNote });
  return plot.panels.length === 0 ? blocks : [...blocks, plot];
}

function someOf(items: readonly string[], what: string): string[] {
  if (items.length <= mostSentences + 1) return [...items];
  return [
    ...items.slice(0, mostSentences),
    `and ${plural(items.length - mostSentences, `more ${what}`)}; --json has them`,
  ];
}

function commonTable(common: Comparison['common']): Table {
  return tableOf(common, [
    { title: 'key', cell: ({ path }) => path },
    { title: 'value', cell: ({ value }) => formatSetting(value) },
  ]);
}

// Columns

/** Those in which some row has something to say; the rest is for scripts. The best is marked of what compares. */
function rowColumns(
  rows: readonly Row[],
  { differing, moment, metric }: Comparison,
  comparable: readonly RankedKey[],
): ColumnOf<Row>[] {
  const names = shortNames(differing);
  const [first, second] = moment === 'last' ? (['last', 'best'] as const) : (['best', 'last'] as const);
  const columnOf = (key: RankedKey, at: Moment): Column => ({
    ...{ rows, key, moment: at },
    isRanked: rows.length > 1 && comparable.includes(key),
  });
  const ofEpochs = rankedKeys.filter((key) => metricOf(key).kept === 'epoch');
  const perPair = ofEpochs.filter((key) => metricOf(key).perPair !== undefined);
  const others = ofEpochs.filter((key) => metricOf(key).perPair === undefined);
  const ofEvaluation = rankedKeys.filter((key) => metricOf(key).kept === 'evaluation');
  return [
    { title: '', cell: ({ letter }) => letter, fields: { letter: ({ letter }) => letter } },
    { title: 'name', isHidden: haveOneName(rows), cell: ({ name }) => name },
    ...differing.map(
      (path): ColumnOf<Row> => ({
        title: names.get(path) ?? path,
        sinks: 'late',
        ...(rows.every(({ values }) => typeof (values[path] ?? 0) === 'number') && { align: 'right' }),
        cell: ({ values }) => formatSetting(values[path]),
        fields: { [path]: ({ values }) => asField(values[path]) },
      }),
    ),
    {
      title: 'seeds',
      sinks: 'late',
      align: 'right',
      isHidden: rows.every(({ runs }) => runs.length === 1),
      cell: ({ seeds }) => String(seeds.length),
      fields: { seeds: ({ seeds }) => seeds.join(' ') },
    },
    ...perPair.flatMap((key) => [
      ...sharesOfPairs(columnOf(key, first), true),
      ...sharesOfPairs(columnOf(key, second), false),
    ]),
    epochColumn(
      'last',
      differing.includes('training.epochs') || new Set(rows.map((row) => epochsOf(row, 'last'))).size < 2,
    ),
    epochColumn('best', false),
    ...others.flatMap((key) => [figureColumn(columnOf(key, first)), figureColumn(columnOf(key, second))]),
    ...ofEvaluation.filter((key) => key === metric).map((key) => evaluationColumn(columnOf(key, first), false)),
    {
      title: 'time',
      sinks: 'early',
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

/** A figure of a row at a moment. */
interface Column {
  readonly rows: readonly Row[];
  readonly key: RankedKey;
  readonly moment: Moment;
  /** the best one is marked */
  readonly isRanked: boolean;
}

const estimateIn = (row: Row, { key, moment }: Column): Estimate | null => row[moment]?.[key] ?? null;

/** What a script calls it: `lastValAccuracy`. */
const fieldOf = ({ key, moment }: Column, part = ''): string =>
  `${moment}${key.charAt(0).toUpperCase()}${key.slice(1)}${part}`;

/** Its mean over the seeds. */
function meanColumn(column: Column): Pick<ColumnOf<Row>, 'title' | 'align' | 'cell' | 'fields'> {
  const { rows, key, moment, isRanked } = column;
  const means = rows.flatMap((row) => estimateIn(row, column)?.mean ?? []);
  const best = metricOf(key).better === 'down' ? Math.min(...means) : Math.max(...means);
  return {
    title: `${moment} ${metricOf(key).shortTitle}`,
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
    { ...meanColumn(column), ...(!isWhole && { sinks: 'late' }) },
    {
      title: '± over seeds',
      sinks: 'late',
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
      sinks: 'early',
      align: 'right',
      isHidden: lacks('standardDeviation'),
      cell: (row) => inPoints(of(row)?.standardDeviation),
      fields: { [fieldOf(column, 'Sd')]: (row) => of(row)?.standardDeviation ?? null },
    },
    {
      title: '± over images',
      sinks: 'early',
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
    sinks: 'early',
    fields: {
      ...mean.fields,
      [fieldOf(column, 'Sd')]: (row) => estimateIn(row, column)?.standardDeviation ?? null,
    },
  };
}

/** Of a figure of evaluation.json: for scripts, unless it is what rows are ranked by. */
const evaluationColumn = (column: Column, isHidden: boolean): ColumnOf<Row> => ({ ...meanColumn(column), isHidden });

function epochColumn(moment: Moment, isHidden: boolean): ColumnOf<Row> {
  return {
    title: `${moment} epoch`,
    sinks: 'late',
    align: 'right',
    isHidden,
    cell: (row) => epochsOf(row, moment),
    fields: {
      [`${moment}EpochLeast`]: (row) => row[moment]?.epochs[0] ?? null,
      [`${moment}EpochGreatest`]: (row) => row[moment]?.epochs[1] ?? null,
    },
  };
}

/** What the ± of a table is; null where there is none. */
function explainUncertainty(rows: readonly Row[], moment: Moment): string | null {
  const estimates = rows.flatMap((row) => row[moment]?.valAccuracy ?? []);
  const ways = [
    ...(estimates.some(({ interval }) => interval !== null) ? ["over seeds by Student's t"] : []),
    ...(estimates.some(({ imageError }) => imageError !== null)
      ? ['over the choice of validation images by standard errors clustered by image']
      : []),
  ];
  return ways.length === 0 ? null : `± is half of a 95 % interval, in points of accuracy: ${ways.join('; ')}.`;
}

/** `97`, or `85–97` over the seeds */
function epochsOf(row: Row, moment: Moment): string {
  const [least, greatest] = row[moment]?.epochs ?? [null, null];
  if (least === null) return '–';
  return least === greatest ? String(least) : `${least}–${greatest}`;
}

const haveOneName = (rows: readonly Row[]): boolean => new Set(rows.map(({ name }) => name)).size < 2;

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
