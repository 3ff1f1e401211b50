/** What a comparison of many runs has to show. */
import type { Comparison, Estimate, Group, Metric, Moment, Row } from '../../compare/index.ts';
import type { DetailedRun } from '../../record/index.ts';
import { formatDuration, formatFigure, formatPercent, plural } from '../../text/index.ts';
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
export function comparisonTable({ groups, differing, moment }: Comparison): Table {
  const all = groups.flatMap(({ rows }, i) => rows.map((row) => ({ ...row, group: i + 1 })));
  return tableOf(all, [
    { title: 'group', cell: () => '', fields: { group: ({ group }) => group } },
    ...rowColumns(all, differing, moment, []),
  ]);
}

const rankedBy = ({ metric, moment }: Comparison): string =>
  `${metric === 'valAccuracy' ? 'validation accuracy' : 'validation loss'} after the ${moment} epoch`;

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
  blocks.push(tableOf(shown, rowColumns(group.rows, differing, moment, group.comparable)));
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
  blocks.push(curvesPlot({ curves, comparable: group.comparable, otherwise: 'absent', withTraining, notes: restNote }));
  return blocks;
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
  differing: readonly string[],
  moment: Moment,
  comparable: readonly Metric[],
): ColumnOf<Row>[] {
  const names = shortNames(differing);
  const [first, second] = moment === 'last' ? (['last', 'best'] as const) : (['best', 'last'] as const);
  const ranksBy = (metric: Metric) => rows.length > 1 && comparable.includes(metric);
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
    ...accuracyColumns(rows, first, true, ranksBy('valAccuracy')),
    ...accuracyColumns(rows, second, false, ranksBy('valAccuracy')),
    epochColumn(
      'last',
      differing.includes('training.epochs') || new Set(rows.map((row) => epochsOf(row, 'last'))).size < 2,
    ),
    epochColumn('best', false),
    lossColumn(rows, first, ranksBy('valLoss')),
    lossColumn(rows, second, ranksBy('valLoss')),
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
    separationColumn('auc', 'Auc', first),
    separationColumn('dPrime', 'DPrime', first),
    {
      title: 'runs',
      isHidden: true,
      cell: () => '',
      fields: { runs: ({ runs }) => runs.map(({ folder }) => folder).join(' ') },
    },
  ];
}

/** `isWhole`: with what is known of its uncertainty. */
function accuracyColumns(rows: readonly Row[], moment: Moment, isWhole: boolean, isRanked: boolean): ColumnOf<Row>[] {
  const of = (row: Row) => row[moment]?.valAccuracy ?? null;
  const best = Math.max(...rows.map((row) => of(row)?.mean ?? Number.NEGATIVE_INFINITY));
  const lacks = (part: keyof Estimate) => !isWhole || rows.every((row) => of(row)?.[part] == null);
  const field = (name: string) => `${moment}${name}`;
  return [
    {
      title: `${moment} val. accuracy`,
      ...(!isWhole && { sinks: 'late' }),
      align: 'right',
      cell: (row) => markBest(of(row), isRanked ? best : null, formatPercent),
      fields: { [field('ValAccuracy')]: (row) => of(row)?.mean ?? null },
    },
    {
      title: '± over seeds',
      sinks: 'late',
      align: 'right',
      isHidden: lacks('interval'),
      cell: (row) => inPoints(halfOf(of(row)?.interval)),
      fields: {
        [field('ValAccuracyLow')]: (row) => of(row)?.interval?.low ?? null,
        [field('ValAccuracyHigh')]: (row) => of(row)?.interval?.high ?? null,
      },
    },
    {
      title: 'sd',
      sinks: 'early',
      align: 'right',
      isHidden: lacks('standardDeviation'),
      cell: (row) => inPoints(of(row)?.standardDeviation),
      fields: { [field('ValAccuracySd')]: (row) => of(row)?.standardDeviation ?? null },
    },
    {
      title: '± over images',
      sinks: 'early',
      align: 'right',
      isHidden: lacks('imageError'),
      cell: (row) => inPoints(times(of(row)?.imageError, normal95)),
      fields: { [field('ValAccuracyImageError')]: (row) => of(row)?.imageError ?? null },
    },
  ];
}

function lossColumn(rows: readonly Row[], moment: Moment, isRanked: boolean): ColumnOf<Row> {
  const of = (row: Row) => row[moment]?.valLoss ?? null;
  const best = Math.min(...rows.map((row) => of(row)?.mean ?? Number.POSITIVE_INFINITY));
  return {
    title: `${moment} val. loss`,
    sinks: 'early',
    align: 'right',
    cell: (row) => markBest(of(row), isRanked ? best : null, formatFigure),
    fields: {
      [`${moment}ValLoss`]: (row) => of(row)?.mean ?? null,
      [`${moment}ValLossSd`]: (row) => of(row)?.standardDeviation ?? null,
    },
  };
}

function separationColumn(figure: 'auc' | 'dPrime', name: string, moment: Moment): ColumnOf<Row> {
  return {
    title: figure,
    isHidden: true,
    cell: () => '',
    fields: { [`${moment}${name}`]: (row) => row[moment]?.[figure]?.mean ?? null },
  };
}

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
