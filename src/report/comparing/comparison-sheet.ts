/** What a comparison of many runs has to show. */
import type { Comparison, Group, Row } from '../../compare/index.ts';
import { metricOf } from '../../evaluation/index.ts';
import type { DetailedRun } from '../../record/index.ts';
import { formatSetting, plural } from '../../text/index.ts';
import { type Block, type Sheet, type Table, tableOf } from '../sheet.ts';
import { curvesOfGroup, curvesPlot, mostCurves } from './curves.ts';
import { leftOut, type Unreadable } from './left-out.ts';
import { explainUncertainty, haveOneName, rowColumns } from './row-columns.ts';
import { formatSettings } from './settings.ts';

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
  blocks.push(...leftOut(request, { others: unfinished, isWhole: extent.withCommon }));
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

const rankedBy = ({ metric, moment }: Comparison): string =>
  moment === 'kept'
    ? `${metricOf(metric).title} of the model kept`
    : `${metricOf(metric).title} after the ${moment} epoch`;

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
