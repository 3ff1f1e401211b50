/** `siamese runs --prune`, `--undo` and `--empty-trash`: moves runs to the trash, back, or out of the world. */
import { join } from 'node:path';
import { rankedGroups } from '../compare/index.ts';
import { InputError } from '../errors/index.ts';
import type { RankedKey } from '../evaluation/index.ts';
import { askRuns, explainNone, type ListedRun } from '../query/index.ts';
import {
  emptyTrash,
  listRuns,
  listTrash,
  moveToTrash,
  obstacleTo,
  type ReadRun,
  readDetails,
  sizeOf,
  trashFolder,
  undoTrash,
} from '../record/index.ts';
import { type Block, type Table, tableOf } from '../report/index.ts';
import { formatBytes, formatCount, parseQuantity, plural, quote } from '../text/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation, Options } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { metricFrom } from './metric-option.ts';
import { standardOutputFile } from './output-files.ts';
import { printJson } from './print.ts';
import { formatAccuracy, printBlocks } from './print-sheet.ts';

/** Nothing is lost without --delete; --undo needs none. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  refuseMixtures(invocation);
  const { prune, undo } = invocation.options;
  if (prune) return pruneRuns(invocation);
  return undo ? undoPrune(invocation) : showTrash(invocation);
}

/** Throws an InputError where options don't go together. */
function refuseMixtures({ words, options }: Invocation): void {
  const modes = (['prune', 'undo', 'empty-trash'] as const).filter((name) => options[name]);
  const [mode] = modes;
  if (mode === undefined && options.delete)
    throw new InputError("--delete needs --prune, and which runs: npm run runs 'status=failed' -- --prune --delete.");
  if (modes.length > 1) throw new InputError(`--${modes.join(' and --')} are different things; ask for one of them.`);
  const forLists = ['columns', 'sort', 'limit', 'csv'] as const;
  const forPruning = ['keep-best', 'metric', 'older-than'] as const;
  const others = mode === 'prune' ? forLists : [...forLists, ...forPruning];
  const lost = others.find((name) => options[name] !== undefined);
  const where = mode === undefined ? 'without --prune' : `with --${mode}`;
  if (lost !== undefined) throw new InputError(`--${lost} has no meaning ${where}.`);
  if (options.metric !== undefined && options['keep-best'] === undefined)
    throw new InputError('--metric has no meaning without --keep-best N: it says by what the best are chosen.');
  if (mode !== 'prune' && words.length > 0)
    throw new InputError(`--${mode} takes no words; ${words.join(' ')} is one too many.`);
}

/** A run that was asked for: what becomes of it. */
interface Fate {
  readonly run: ListedRun;
  /** why it stays; null where it goes */
  readonly stays: string | null;
  readonly bytes: number;
  /** runs that stay, and say that they come from it: `continued by …` */
  readonly heirs: readonly string[];
}

/**
 *   words ─▶ runs ─▶ who stays, and why ─▶ with --delete: into the trash ─▶ table
 */
async function pruneRuns({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const rules = await rulesFrom(options);
  if (words.length === 0 && rules.keepBest === null && rules.olderThan === null) {
    throw new InputError(
      'Which runs? Alone, --prune would mean all of them. Name some, or add a filter or a rule: ' +
        "'status=failed', --keep-best 10, --older-than 30d.",
    );
  }
  const places = { runsFolder, directory: surroundings.directory };
  const answer = askRuns({ words, places, keyNames: [], outputFile: standardOutputFile() });
  const { runs, unreadable } = answer;
  const fates = decideFates(runs, rules, runsFolder);
  const going = fates.filter(({ stays }) => stays === null);
  const isDone = options.delete === true;
  const chosen = going.map(({ run }) => run);
  const { moved, problems } = isDone ? moveToTrash(chosen, runsFolder) : { moved: [], problems: [] };
  const told = isDone ? going.filter(({ run }) => moved.includes(run.folder)) : going;
  const bytes = told.reduce((sum, fate) => sum + fate.bytes, 0);
  const code = problems.length === 0 ? 0 : 1;
  if (options.json) {
    printJson({
      isDone,
      runs: told.map(({ run: { folder, path }, bytes, heirs }) => ({ folder, path, bytes, heirs })),
      stay: fates.flatMap(({ run: { folder, path }, stays }) => (stays === null ? [] : [{ folder, path, why: stays }])),
      problems,
      bytes,
    });
    return code;
  }

  const trash = shortPath(join(runsFolder, trashFolder), surroundings);
  const amount = `${plural(told.length, 'run')}, ${formatBytes(bytes)},`;
  const blocks: Block[] = [];
  if (going.length === 0) blocks.push(strong('Nothing to prune.'), ...explainNone(answer).map(note));
  else if (isDone) blocks.push(strong(`Moved ${amount} to ${trash}.`));
  else
    blocks.push(tableOfFates(going), strong(`${amount} of ${formatCount(fates.length)} would be moved to ${trash}.`));
  for (const text of problems) blocks.push({ kind: 'text', text });
  for (const [why, { length }] of Map.groupBy(fates, ({ stays }) => stays))
    if (why !== null) blocks.push(note(`${plural(length, 'run')} ${length === 1 ? 'stays' : 'stay'}: ${why}.`));
  if (unreadable.length > 0) {
    const rest = unreadable.length === 1 ? 'that is no run, or damaged, stays' : 'that are no runs, or damaged, stay';
    blocks.push(note(`${plural(unreadable.length, 'folder')} ${rest}.`));
  }
  if (moved.length > 0) {
    blocks.push(note(`To undo it: ${commandFor([], ['--undo'], options)}`));
    blocks.push(note(`To free the disk: ${commandFor([], ['--empty-trash', '--delete'], options)}`));
  } else if (going.length > 0 && !isDone) {
    const typed = [...rulesAsTyped(options), '--delete'];
    blocks.push({ kind: 'text', text: `To do it: ${commandFor(words, typed, options)}` });
  }
  printBlocks(blocks, surroundings);
  return code;
}

interface Rules {
  readonly keepBest: number | null;
  readonly metric: RankedKey;
  readonly olderThan: { readonly text: string; readonly seconds: number } | null;
}

async function rulesFrom(options: Options): Promise<Rules> {
  const { 'older-than': age } = options;
  return {
    keepBest: countOption(options, 'keep-best', 1e9) ?? null,
    metric: metricFrom(options),
    olderThan: age === undefined ? null : { text: age, seconds: secondsIn(age) },
  };
}

function secondsIn(age: string): number {
  const quantity = parseQuantity(age);
  if (quantity?.unit === 'seconds' && quantity.value >= 0) return quantity.value;
  throw new InputError(`--older-than is ${age}; it must be a number with min, h, d or w behind it, e.g. 30d.`);
}

/** Whoever is kept by a rule stays; whoever can't be judged by it, too. */
function decideFates(runs: readonly ListedRun[], rules: Rules, runsFolder: string): Fate[] {
  const kept = rules.keepBest === null ? null : bestOf(runs, rules.keepBest, rules.metric);
  const youngest = rules.olderThan === null ? Number.POSITIVE_INFINITY : Date.now() - 1000 * rules.olderThan.seconds;
  const reasonToStay = (run: ReadRun): string | null => {
    const { tags, tagsProblem, run: facts } = run;
    const ended = Date.parse(facts.endedAt ?? facts.process?.heartbeat ?? facts.startedAt);
    return (
      obstacleTo(run, runsFolder) ??
      (tagsProblem !== null ? 'perhaps tagged, as tags.json is damaged' : null) ??
      (tags.length > 0 ? 'tagged' : null) ??
      (ended > youngest ? `not older than ${rules.olderThan?.text}` : null) ??
      kept?.get(run.path) ??
      null
    );
  };
  const stays = new Map(runs.map((run) => [run.path, reasonToStay(run)]));
  const listed = listRuns(runsFolder).filter((entry) => entry.kind === 'run');
  const staying = listed.filter(({ path }) => stays.get(path) !== null);
  return runs.map((run) => {
    const why = stays.get(run.path) ?? null;
    return { run, stays: why, bytes: why === null ? sizeOf(run.path) : 0, heirs: heirsOf(run, staying) };
  });
}

/** path → why it stays: it is among the best, or can't be ranked. */
function bestOf(runs: readonly ReadRun[], count: number, metric: RankedKey): Map<string, string> {
  const details = readDetails({ runs, unreadable: [] });
  const groups = rankedGroups(details.runs, metric);
  const why = `the best ${count} by ${metric}${groups.length > 1 ? ` of each of ${groups.length} groups that can't be compared` : ''}`;
  const ranked = new Set(groups.flat().map(({ path }) => path));
  const unranked = details.runs.filter(({ path, run }) => run.result !== null && !ranked.has(path));
  return new Map([
    ...unranked.map(({ path }) => [path, `without the ${metric} to be ranked by`] as const),
    ...groups.flatMap((group) => group.slice(0, count).map(({ path }) => [path, why] as const)),
    ...details.unreadable.map(({ path }) => [path, 'too damaged to be ranked'] as const),
  ]);
}

function heirsOf({ folder }: ReadRun, others: readonly ReadRun[]): string[] {
  const named = (why: 'continues' | 'reproduces') =>
    others.filter(({ run }) => run[why]?.folder === folder).map((heir) => heir.folder);
  return [
    ...named('continues').map((heir) => `continued by ${heir}`),
    ...named('reproduces').map((heir) => `reproduced by ${heir}`),
  ];
}

const tableOfFates = (fates: readonly Fate[]): Table =>
  tableOf(fates, [
    { title: 'folder', isWhole: true, cell: ({ run }) => run.folder },
    { title: 'status', isWhole: true, cell: ({ run }) => run.status },
    {
      title: 'valAccuracy',
      align: 'right',
      cell: ({ run: { run, kept } }) =>
        formatAccuracy(run.result?.[kept()].valAccuracy ?? null, run.accuracyMeans.isOptimistic),
    },
    { title: 'size', align: 'right', cell: ({ bytes }) => formatBytes(bytes) },
    { title: '', below: 'late', cell: ({ heirs }) => heirs.join(', ') },
  ]);

function undoPrune({ options, surroundings }: Invocation): ExitCode {
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const result = undoTrash(runsFolder) ?? { moved: [], problems: [] };
  const left = listTrash(runsFolder).length;
  const code = result.problems.length === 0 ? 0 : 1;
  if (options.json) {
    printJson({ ...result, left });
    return code;
  }
  const { moved, problems } = result;
  const blocks: Block[] = [];
  if (moved.length + problems.length === 0) blocks.push(strong('The trash is empty: there is nothing to bring back.'));
  else blocks.push(strong(`Brought back ${plural(moved.length, 'run')}${moved.length === 0 ? '' : ':'}`));
  if (moved.length > 0) blocks.push({ kind: 'list', items: moved });
  for (const text of problems) blocks.push({ kind: 'text', text });
  if (left > 0) blocks.push(note(`${plural(left, 'earlier pruning')} can be undone, one at a time.`));
  printBlocks(blocks, surroundings);
  return code;
}

function showTrash({ options, surroundings }: Invocation): ExitCode {
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const path = join(runsFolder, trashFolder);
  const folders = listTrash(runsFolder).flatMap((batch) => batch.folders);
  const bytes = sizeOf(path);
  const problems = options.delete ? emptyTrash(runsFolder) : [];
  const code = problems.length === 0 ? 0 : 1;
  if (options.json) {
    printJson({ isDone: options.delete === true, folders, bytes, problems });
    return code;
  }
  const what = `${plural(folders.length, 'run')}, ${formatBytes(bytes)}`;
  const blocks: Block[] = [];
  if (bytes === 0) blocks.push(strong('The trash is empty.'));
  else if (problems.length > 0) blocks.push(...problems.map((text): Block => ({ kind: 'text', text })));
  else if (options.delete) blocks.push(strong(`Deleted for good: ${what}.`));
  else {
    if (folders.length > 0) blocks.push({ kind: 'list', items: folders });
    blocks.push(strong(`${what} in ${shortPath(path, surroundings)} would be deleted for good.`));
    blocks.push({ kind: 'text', text: `To do it: ${commandFor([], ['--empty-trash', '--delete'], options)}` });
  }
  printBlocks(blocks, surroundings);
  return code;
}

/** What a person can type. */
function commandFor(words: readonly string[], typed: readonly string[], { runs }: Options): string {
  const options = [...typed, ...(runs === undefined ? [] : ['--runs', quote(runs)])];
  return ['npm run runs', ...words.map(quote), '--', ...options].join(' ');
}

function rulesAsTyped(options: Options): string[] {
  const rules = (['keep-best', 'metric', 'older-than'] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, quote(value)];
  });
  return ['--prune', ...rules];
}

const strong = (text: string): Block => ({ kind: 'text', text, tone: 'strong' });
const note = (text: string): Block => ({ kind: 'text', text, tone: 'note' });
