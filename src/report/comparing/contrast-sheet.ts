/** Why one of two runs is better: what a screen of 50 lines has to show. */
import type { Contrast, Difference, RunResult, Side } from '../../compare/index.ts';
import { formatMetric, metricOf, type RankedKey, rankedKeys, usualRanking } from '../../evaluation/index.ts';
import { formatCount, formatDuration, formatPercent, formatPoints, formatSetting } from '../../text/index.ts';
import { type Block, type Cell, type HistogramPanel, type Plot, type Sheet, type Table, tableOf } from '../sheet.ts';
import { type Curve, curvesPlot } from './curves.ts';
import { leftOut, type Unreadable } from './left-out.ts';
import { formatSettings } from './settings.ts';

export interface ContrastRequest extends Unreadable {
  readonly contrast: Contrast;
}

export interface ContrastExtent {
  /** the keys that both share, too */
  readonly withCommon: boolean;
  readonly withTraining: boolean;
}

/** The verdict first; then what was changed, what came of it, and how the curves and the distances differ. */
export function contrastSheet(request: ContrastRequest, { withCommon, withTraining }: ContrastExtent): Sheet {
  const { contrast } = request;
  const { a, b, common, parting, notes } = contrast;
  const blocks: Block[] = [
    { kind: 'text', text: `A  ${nameOf(a)}` },
    { kind: 'text', text: `B  ${nameOf(b)}` },
    ...verdict(contrast),
    ...changedKeys(contrast),
    figureTable(contrast),
    curvesPlot({
      curves: curvesOf(contrast),
      comparable: contrast.comparable,
      otherwise: 'apart',
      withTraining,
      notes: [],
    }),
    { kind: 'list', items: [parting.sentence, ...overfitting(contrast)] },
    ...distances(a, b),
    ...notes.map((text): Block => ({ kind: 'text', text, tone: 'note' })),
  ];
  if (withCommon && common.length > 0) {
    blocks.push(
      { kind: 'heading', text: 'What both have in common' },
      tableOf(common, [
        { title: 'key', cell: ({ path }) => path },
        { title: 'value', cell: ({ value }) => formatSetting(value) },
      ]),
    );
  }
  blocks.push(...leftOut(request, { isWhole: withCommon }));
  return { title: a.name === b.name ? `Two runs of ${a.name}` : `${a.name} and ${b.name}`, blocks };
}

function nameOf({ folder, status, epochs, epochsWanted, tags }: Side): string {
  const how = status === 'completed' ? [] : [`${status} after ${epochs.length} of ${epochsWanted} epochs`];
  return [folder, ...how, ...tags.map((tag) => `#${tag}`)].join('  ');
}

function verdict({ a, b, kept, last, best, incomparable, incomparableLosses }: Contrast): Block[] {
  const reasons = (what: string, why: readonly string[]) =>
    why.length === 0 ? [] : [`Their ${what} can't be compared: ${why.join(' ')}`];
  const say = (when: string, { metric, sentence }: Difference) =>
    metric === usualRanking
      ? `${when.charAt(0).toUpperCase()}${when.slice(1)}: ${sentence}`
      : `By ${metricOf(metric).title}, ${when}: ${sentence}`;
  const isKept = keepsAnotherThanLast(a, b);
  const sentences = [
    ...reasons('accuracies', incomparable),
    ...(kept === null || !isKept ? [] : [say('of the models kept', kept)]),
    ...(last === null ? [] : [say('after the last epoch', last)]),
    ...(best === null || [kept?.sentence, last?.sentence].includes(best.sentence)
      ? []
      : [say('after the best epoch', best)]),
  ];
  const strong = sentences.map((text): Block => ({ kind: 'text', text, tone: 'strong' }));
  return [
    ...strong,
    ...reasons('losses', incomparableLosses).map((text): Block => ({ kind: 'text', text, tone: 'note' })),
  ];
}

/** Then its model is what a reader asks for. */
const keepsAnotherThanLast = (...sides: readonly Side[]): boolean =>
  sides.some(({ kept, last }) => kept.epoch !== last.epoch);

/** Each under the settings that it has of those that were changed; all of them would be too many for a legend. */
function curvesOf({ a, b, changed }: Contrast): Curve[] {
  const paths = changed.slice(0, mostInLegend).map(({ path }) => path);
  const nameOf = (side: 'a' | 'b') =>
    formatSettings(paths, (path) => changed.find((each) => each.path === path)?.[side]);
  return [
    { letter: 'A', name: nameOf('a'), runs: [a.epochs] },
    { letter: 'B', name: nameOf('b'), runs: [b.epochs] },
  ];
}
const mostInLegend = 3;

function changedKeys({ changed }: Contrast): Block[] {
  if (changed.length === 0) return [{ kind: 'text', text: 'No setting was changed.' }];
  const table = tableOf(changed, [
    { title: 'changed', cell: ({ path }) => path },
    { title: 'A', cell: ({ a }) => formatSetting(a) },
    { title: 'B', cell: ({ b }) => formatSetting(b) },
  ]);
  return [table];
}

/** What is true of both is said once. */
function overfitting({ a, b }: Contrast): string[] {
  const [ofA, ofB] = [a, b].map((side) => side.overfitting.sentence.split(/(?<=\.) /)) as [string[], string[]];
  const both: string[] = [];
  while (ofA.length > 0 && ofA.at(-1) === ofB.at(-1)) {
    both.unshift(ofA.pop() as string);
    ofB.pop();
  }
  const said = [
    { of: 'A', sentences: ofA },
    { of: 'B', sentences: ofB },
    { of: 'Both', sentences: both },
  ];
  return said.flatMap(({ of, sentences }) => (sentences.length === 0 ? [] : [`${of}: ${sentences.join(' ')}`]));
}

// Figures

interface Figure {
  readonly title: string;
  readonly of: (side: Side) => number | null | undefined;
  readonly format: (value: number) => string;
  /** how B stands to A */
  readonly change: 'ratio' | 'points' | 'difference';
  /** absent: neither is better */
  readonly better?: 'more' | 'less';
  /** absent: they do */
  readonly compares?: boolean;
}

/** Those that at least one of the two has. */
function figureTable(contrast: Contrast): Table {
  const { a, b } = contrast;
  const ranked = (key: RankedKey): Figure[] => rankedFigures(contrast, key);
  const all: readonly Figure[] = [
    { title: 'parameters of the tower', of: ({ cost }) => cost.parameters, format: formatCount, change: 'ratio' },
    { title: 'multiply-adds an image', of: ({ cost }) => cost.multiplyAdds, format: formatCount, change: 'ratio' },
    { title: 'time', of: ({ cost }) => cost.seconds, format: formatDuration, change: 'ratio' },
    { title: 'time an epoch', of: ({ cost }) => cost.secondsPerEpoch, format: formatDuration, change: 'ratio' },
    ...rankedKeys.filter((key) => metricOf(key).kept === 'epoch').flatMap(ranked),
    {
      title: 'training less validation accuracy',
      of: ({ overfitting }) => overfitting.accuracyGap,
      format: inPoints,
      change: 'points',
    },
    ...rankedKeys.filter((key) => metricOf(key).kept === 'evaluation').flatMap(ranked),
  ];
  const cell = (figure: Figure, mine: number | null | undefined, theirs: number | null | undefined): Cell => {
    const { better, compares = true } = figure;
    if (mine == null) return { text: '–' };
    const wins = theirs != null && (better === 'more' ? mine > theirs : better === 'less' && mine < theirs);
    return { text: figure.format(mine), ...(wins && compares && { isBest: true }) };
  };
  return tableOf(
    all.filter(({ of }) => of(a) != null || of(b) != null),
    [
      { title: 'figure', cell: ({ title }) => title },
      { title: 'A', align: 'right', cell: (figure) => cell(figure, figure.of(a), figure.of(b)) },
      { title: 'B', align: 'right', cell: (figure) => cell(figure, figure.of(b), figure.of(a)) },
      {
        title: 'B to A',
        align: 'right',
        below: 'late',
        cell: (figure) => describeChange(figure, figure.of(a), figure.of(b)),
      },
    ],
  );
}

/** The usual one after the best epoch too; of the distances those after the first are set in. */
function rankedFigures({ a, b, comparable }: Contrast, key: RankedKey): Figure[] {
  const { title, better, unit, kept } = metricOf(key);
  const facts = {
    format: (value: number) => formatMetric(key, value),
    change: unit === 'share' ? 'points' : 'difference',
    better: better === 'down' ? 'less' : 'more',
    compares: comparable.includes(key),
  } as const;
  const of = (result: RunResult) => result[key];
  if (kept === 'evaluation') {
    const [first] = rankedKeys.filter((each) => metricOf(each).kept === kept);
    return [{ ...facts, title: key === first ? title : `  ${title}`, of: ({ kept }) => of(kept) }];
  }
  const last: Figure = { ...facts, title: `${title}, last`, of: ({ last }) => of(last) };
  const keptTitle = `${title}, kept after epoch ${a.kept.epoch} and ${b.kept.epoch}`;
  const ofKept: Figure[] = keepsAnotherThanLast(a, b)
    ? [{ ...facts, title: keptTitle, of: ({ kept }) => of(kept) }]
    : [];
  if (key !== usualRanking) return [...ofKept, last];
  const best = `  best, after epoch ${a.best.epoch} and ${b.best.epoch}`;
  return [...ofKept, last, { ...facts, title: best, of: ({ best }) => of(best) }];
}

function describeChange(
  { change, format, compares = true }: Figure,
  a: number | null | undefined,
  b: number | null | undefined,
): string {
  if (a == null || b == null || !compares) return '';
  if (change === 'ratio') return a === b ? 'same' : a > 0 ? `× ${(b / a).toPrecision(3)}` : '';
  const size = Math.abs(b - a);
  return `${b < a ? '-' : '+'}${change === 'points' ? inPoints(size) : format(size)}`;
}

const inPoints = (share: number): string => `${formatPoints(share)} points`;

// Distances

function distances(a: Side, b: Side): Plot[] {
  const panels = [histogram('A', a), histogram('B', b)].filter((panel) => panel !== null);
  return panels.length === 0 ? [] : [{ kind: 'plot', panels, note: null }];
}

function histogram(letter: string, { kept }: Side): HistogramPanel | null {
  const { separation } = kept;
  if (separation === null) return null;
  const { least, greatest, same, different } = separation.histogram;
  return {
    kind: 'histogram',
    title: `${letter}: distances, ${formatPercent(separation.overlap)} in common`,
    along: 'distance',
    from: least,
    to: greatest,
    series: [
      { name: 'same class', counts: same },
      { name: 'different', counts: different },
    ],
    mark: null,
  };
}
