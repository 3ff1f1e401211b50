/** Experiments side by side. */
import { compareByMetric, metricOf, type Protocol, type RankedKey, usualRanking } from '../evaluation/index.ts';
import type { DetailedRun, JudgedAfter, RunStatus } from '../record/index.ts';
import { formatCount, plural } from '../text/index.ts';
import { monitorOf } from '../training/index.ts';
import { costOf } from './cost.ts';
import { differenceOf, type SeedResults } from './difference.ts';
import { alpha, estimateOf, meanOf } from './estimate.ts';
import { compareKeys, type Keys, withoutSeed } from './keys.ts';
import {
  comparableAmong,
  figureOf,
  groupKeyOf,
  keepsAnotherThanLast,
  type MeasuredRun,
  measuredOf,
  ofRanked,
  resultAt,
  thresholdMeans,
  whyApart,
} from './measured.ts';
import { bestIsOptimistic, enginesDifferInRounding, findingsOf, imagesUnknown, keptMeans } from './notes.ts';
import { type DrawnPairs, drawAgain, shareCorrect } from './pairs.ts';
import { quantile } from './student.ts';
import type {
  CompareOptions,
  Comparison,
  Cost,
  Group,
  Results,
  Row,
  RowDifference,
  RowRun,
  UnmeasuredRun,
} from './types.ts';

/**
 * Compares runs.
 *
 *   runs ─▶ measured ─▶ groups that can be ranked ─▶ rows, an experiment each ─▶ estimates ─▶ differences from the first
 *
 * Statistics count the runs that completed, one for each seed. Reads the data's labels.
 */
export async function compareRuns(runs: readonly DetailedRun[], options: CompareOptions = {}): Promise<Comparison> {
  const { metric = usualRanking } = options;
  const measured = measuredOf(runs);
  const moment = options.moment ?? (keepsAnotherThanLast(measured) ? 'kept' : 'last');
  const unmeasured = runs.filter(({ run }) => run.result === null);

  const enginesAreCompared = haveTwinsOnOtherEngines(measured);
  const groups = groupsOf(measured, metric).map((members) => ({
    members,
    rows: rowsOf(members, metric, enginesAreCompared),
  }));
  const all = groups.flatMap(({ rows }) => rows);
  const keys = keysOf(all, enginesAreCompared);

  const shown: Group[] = [];
  let before = 0;
  for (const { members, rows } of groups) {
    const ranked = rank(rows, metric, moment).map((row, i) => ({ ...row, letter: letterOf(before + i) }));
    const pairs = ranked.length > 1 && metricOf(metric).perPair !== undefined ? await drawAgain(members) : null;
    const first = groups[0]?.members[0] as MeasuredRun;
    shown.push({
      title: titleOf(members, metric),
      reasons: shown.length === 0 ? [] : whyApart(members[0] as MeasuredRun, first, metric),
      comparable: comparableAmong(members),
      rows: ranked.map((row) => describeRow(row, valuesOf(keys, all, row.newest))),
      differences: differencesOf(ranked, metric, typeof pairs === 'string' ? null : pairs),
      notes: groupNotes(members, ranked, pairs),
    });
    before += rows.length;
  }
  return {
    metric,
    moment,
    differing: keys.differing.map(({ path }) => path),
    common: keys.common,
    groups: shown,
    unmeasured: unmeasured.map(describeUnmeasured),
    notes: [...(enginesAreCompared ? [enginesDifferInRounding] : []), ...notesOf(measured, all, shown)],
  };
}

/** Runs that can be ranked together, the largest group first. */
function groupsOf(runs: readonly MeasuredRun[], metric: RankedKey): MeasuredRun[][] {
  const groups = Map.groupBy(runs, (run) => groupKeyOf(run, metric));
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** An experiment's runs: those that count, one for each seed by ascending seed, and all of them. */
interface Runs {
  readonly newest: DetailedRun;
  readonly counted: readonly MeasuredRun[];
  readonly members: readonly { readonly run: MeasuredRun; readonly excluded: string | null }[];
}

function rowsOf(runs: readonly MeasuredRun[], metric: RankedKey, enginesAreCompared: boolean): Runs[] {
  const experiments = Map.groupBy(runs, ({ compared }) =>
    JSON.stringify([withoutSeed(compared.experiment), enginesAreCompared && compared.run.engine?.name]),
  );
  return [...experiments.values()].map((runs) => {
    const newestFirst = runs.toSorted((a, b) => (startOf(a) < startOf(b) ? 1 : startOf(a) > startOf(b) ? -1 : 0));
    const bySeed = newestFirst.toSorted((a, b) => a.compared.run.seed - b.compared.run.seed);
    const counted = new Map<number, MeasuredRun>();
    const members = bySeed.map((run) => {
      const { seed } = run.compared.run;
      const twin = counted.get(seed);
      const excluded = whyExcluded(run, twin?.compared, metric);
      if (excluded === null) counted.set(seed, run);
      return { run, excluded };
    });
    return { newest: (newestFirst[0] as MeasuredRun).compared, counted: [...counted.values()], members };
  });
}

/**
 * Whether an experiment was trained on several engines with the same seed: then engines are what is compared, and each has
 * a row of its own. Else seeds count together wherever they were trained, as one machine has a GPU and another has none.
 */
function haveTwinsOnOtherEngines(runs: readonly MeasuredRun[]): boolean {
  const completed = runs.filter(({ compared }) => compared.status === 'completed');
  const twins = Map.groupBy(completed, ({ compared }) => compared.run.hash);
  return [...twins.values()].some((runs) => new Set(runs.map(engineOf)).size > 1);
}

const engineOf = ({ compared }: MeasuredRun): string | undefined => compared.run.engine?.name;

/** What differs between rows and what doesn't; the engine where it is what is compared. */
function keysOf(rows: readonly Runs[], enginesAreCompared: boolean): Keys {
  const keys = compareKeys(rows.map(({ newest }) => newest.experiment));
  if (!enginesAreCompared) return keys;
  const engine = { path: 'engine', values: rows.map(({ newest }) => newest.run.engine?.name) };
  return { ...keys, differing: [engine, ...keys.differing] };
}

const startOf = ({ compared }: MeasuredRun): string => compared.run.startedAt;

/** Only what came to its end is an experiment's result; a seed trained twice tells nothing twice. */
function whyExcluded(measured: MeasuredRun, twin: DetailedRun | undefined, metric: RankedKey): string | null {
  const { status, run } = measured.compared;
  if (status === 'completed') {
    if ((['last', 'best'] as const).some((after) => figureOf(measured, metric, after) === null))
      return `It has recorded no ${metricOf(metric).title} to be ranked by.`;
    return twin === undefined ? null : `Seed ${run.seed} counts once, by ${twin.folder}.`;
  }
  const done = run.result?.last.epoch ?? 0;
  const how = {
    running: 'It is still running',
    stopped: 'It was stopped',
    failed: 'It failed',
    interrupted: 'It was interrupted',
  };
  return `${how[status]}, after ${done} of ${plural(run.epochs, 'epoch')}.`;
}

type Lettered = Runs & { readonly letter: string };

/** Best first, then those without a run that counts. */
function rank(rows: readonly Runs[], metric: RankedKey, after: JudgedAfter): Runs[] {
  const scored = rows.map((row) => ({ row, score: scoreOf(row, metric, after) }));
  return scored
    .sort((a, b) => {
      if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
      return compareByMetric(metric, a.score, b.score);
    })
    .map(({ row }) => row);
}

function scoreOf({ counted }: Runs, metric: RankedKey, after: JudgedAfter): number | null {
  return counted.length === 0 ? null : meanOf(counted.map((run) => countedFigure(run, metric, after)));
}

/** Of a run that counts, which has one. */
const countedFigure = (run: MeasuredRun, metric: RankedKey, after: JudgedAfter): number =>
  figureOf(run, metric, after) as number;

/** A … Z, AA, AB … */
function letterOf(index: number): string {
  const rest = index < 26 ? '' : letterOf(Math.floor(index / 26) - 1);
  return rest + String.fromCharCode(65 + (index % 26));
}

function describeRow({ letter, newest, counted, members }: Lettered, values: Row['values']): Row {
  return {
    letter,
    name: newest.run.name,
    values,
    runs: members.map(({ run, excluded }) => describeRun(run, excluded)),
    seeds: counted.map(({ compared }) => compared.run.seed),
    kept: resultsOf(counted, 'kept'),
    last: resultsOf(counted, 'last'),
    best: resultsOf(counted, 'best'),
    cost: meanCost(counted.length > 0 ? counted : members.map(({ run }) => run)),
  };
}

function describeRun(measured: MeasuredRun, excluded: string | null): RowRun {
  const { folder, path, status, tags, run } = measured.compared;
  return {
    ...{ folder, path, seed: run.seed, status, tags },
    epochs: measured.result.last.epoch,
    epochsWanted: run.epochs,
    excluded,
    kept: resultAt(measured, 'kept'),
    last: resultAt(measured, 'last'),
    best: resultAt(measured, 'best'),
  };
}

function resultsOf(counted: readonly MeasuredRun[], after: JudgedAfter): Results | null {
  if (counted.length === 0) return null;
  const results = counted.map((run) => resultAt(run, after));
  const epochs = results.map(({ epoch }) => epoch);
  const imageErrors = results.map(({ imageError }) => imageError);
  return {
    ...ofRanked((key) => {
      const known = results.map((result) => result[key] ?? null).filter((value) => value !== null);
      if (known.length < results.length) return null;
      return estimateOf(known, metricOf(key).perPair === undefined ? [] : imageErrors);
    }),
    epochs: [Math.min(...epochs), Math.max(...epochs)],
  };
}

function meanCost(runs: readonly MeasuredRun[]): Cost {
  const costs = runs.map(({ compared, result }) => costOf(compared, result.last.seconds));
  const mean = (of: (cost: Cost) => number | null) => {
    const known = costs.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : meanOf(known);
  };
  const { parameters, multiplyAdds } = costs[0] as Cost;
  return {
    ...{ parameters, multiplyAdds },
    secondsPerEpoch: mean(({ secondsPerEpoch }) => secondsPerEpoch),
    seconds: mean(({ seconds }) => seconds),
    imagesPerSecond: mean(({ imagesPerSecond }) => imagesPerSecond),
  };
}

function valuesOf({ differing }: Keys, all: readonly Runs[], newest: DetailedRun): Row['values'] {
  const index = all.findIndex((row) => row.newest === newest);
  return Object.fromEntries(
    differing.flatMap(({ path, values }) => (values[index] === undefined ? [] : [[path, values[index]]])),
  );
}

function differencesOf(ranked: readonly Lettered[], metric: RankedKey, pairs: DrawnPairs | null): RowDifference[] {
  const [first, ...others] = ranked.filter(({ counted }) => counted.length > 0);
  if (first === undefined) return [];
  const differencesAfter = (after: JudgedAfter) => {
    const leader = seedResultsOf(first, metric, after, pairs);
    return others.map((other) =>
      differenceOf({
        metric,
        first: leader,
        other: seedResultsOf(other, metric, after, pairs),
        pairs,
        comparisons: comparisonsAmong(others.length + 1),
      }),
    );
  };
  const [last, best] = [differencesAfter('last'), differencesAfter('best')];
  const keepsLast = ranked.every(({ counted }) => !keepsAnotherThanLast(counted));
  const kept = keepsLast ? last : differencesAfter('kept');
  return others.map(({ letter }, i) => ({
    first: first.letter,
    other: letter,
    kept: kept[i] as RowDifference['kept'],
    last: last[i] as RowDifference['last'],
    best: best[i] as RowDifference['best'],
  }));
}

/** All pairs. */
const comparisonsAmong = (rows: number): number => (rows * (rows - 1)) / 2;

function seedResultsOf(
  { letter, counted }: Lettered,
  metric: RankedKey,
  after: JudgedAfter,
  pairs: DrawnPairs | null,
): SeedResults {
  return {
    letter,
    values: new Map(counted.map((run) => [run.compared.run.seed, countedFigure(run, metric, after)])),
    correct: pairs === null ? null : shareCorrect(counted, after, pairs.clusters.pairs),
  };
}

function titleOf(members: readonly MeasuredRun[], metric: RankedKey): string {
  const { protocol, compared } = members[0] as MeasuredRun;
  const known = members.find(({ evaluation }) => evaluation !== null)?.evaluation?.measuredOn;
  const pairs = known?.pairs ?? compared.run.steps?.validationPairs;
  const what = pairs === undefined ? 'validation pairs' : `${formatCount(pairs)} validation pairs`;
  const images = known === undefined ? '' : ` of ${formatCount(known.images)} images`;
  return `${what}${images}, ${describeMetric(metric, protocol)}`;
}

function describeMetric(metric: RankedKey, { threshold, loss }: Protocol): string {
  const { title, quantity, comparesBy } = metricOf(metric);
  switch (comparesBy) {
    case 'threshold':
      return `${quantity} ${thresholdMeans[threshold]}`;
    case 'loss':
      return `${quantity}: ${loss}`;
    default:
      return title;
  }
}

function groupNotes(
  members: readonly MeasuredRun[],
  rows: readonly Lettered[],
  pairs: DrawnPairs | string | null,
): string[] {
  const notes: string[] = [];
  const counting = rows.filter(({ counted }) => counted.length > 0);
  if (counting.length > 2) {
    notes.push(
      `${counting[0]?.letter} was picked as the best of ${counting.length} by these very pairs, so its figure is optimistic; ` +
        `verdicts allow for all ${comparisonsAmong(counting.length)} comparisons among them.`,
    );
  }
  const losses = new Set(members.map(({ protocol }) => protocol.loss));
  if (losses.size > 1)
    notes.push(`Validation losses are in different units here, and don't compare: ${[...losses].join('; ')}.`);
  const thresholds = new Set(members.map(({ protocol }) => thresholdMeans[protocol.threshold]));
  if (thresholds.size > 1)
    notes.push(`Validation accuracies don't compare here: some are ${[...thresholds].join('; others ')}.`);
  const monitors = new Set(members.map(({ compared }) => monitorOf(compared.experiment.training).monitor));
  if (monitors.size > 1)
    notes.push(`Best epochs are the best by ${[...monitors].join(' of some runs, by ')} of others.`);
  if (typeof pairs === 'string') notes.push(imagesUnknown(pairs));
  const without = members.filter(({ evaluation }) => evaluation === null).length;
  if (typeof pairs !== 'string' && pairs !== null && without > 0) {
    notes.push(
      `${plural(without, 'run')} recorded no correctness by pair, being of an earlier version: there, what other ` +
        `validation images would change can't be told.`,
    );
  }
  return notes;
}

function notesOf(measured: readonly MeasuredRun[], rows: readonly Runs[], groups: readonly Group[]): string[] {
  const notes: string[] = keepsAnotherThanLast(measured) ? [keptMeans] : [];
  if (measured.some(({ result }) => result.best.epoch !== result.last.epoch)) notes.push(bestIsOptimistic);
  notes.push(...firstOf(measured.flatMap(({ compared: { folder, run } }) => findingsOf(folder, run))));
  const seeds = new Set(rows.map(({ counted }) => counted.length).filter((n) => n > 1));
  for (const n of [...seeds].sort((a, b) => a - b)) {
    notes.push(
      `With ${n} seeds a 95 % interval reaches ${quantile(1 - alpha / 2, n - 1).toFixed(2)} standard errors to each side (Student's t).`,
    );
  }
  const unfinished = groups
    .flatMap(({ rows }) => rows.flatMap(({ runs }) => runs))
    .filter(({ status }) => status !== 'completed');
  if (unfinished.length > 0) {
    const are = unfinished.length === 1 ? 'run has' : 'runs have';
    notes.push(`${unfinished.length} ${are} not completed, and only completed ones count.`);
  }
  return notes;
}

/** A comparison of many runs would be lost among the sentences of each. */
function firstOf(findings: readonly string[]): readonly string[] {
  const more = findings.length - mostFindings;
  return more <= 0
    ? findings
    : [...findings.slice(0, mostFindings), `Of ${plural(more, 'more run')} their log.txt tells what goes wrong.`];
}
const mostFindings = 6;

function describeUnmeasured({ folder, path, status, tags, run }: DetailedRun): UnmeasuredRun {
  const problems: Readonly<Record<RunStatus, string>> = {
    running: 'It is running, and has no whole epoch yet.',
    completed: 'It has completed without a whole epoch.',
    failed: `It failed before its first epoch had ended: ${run.error}`,
    stopped: 'It was stopped before its first epoch had ended.',
    interrupted: 'It was interrupted before its first epoch had ended.',
  };
  return { folder, path, name: run.name, seed: run.seed, status, tags, problem: problems[status] };
}
