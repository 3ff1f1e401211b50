/** `siamese runs`: lists runs, all or those that are asked for. */
import { InputError } from '../errors/index.ts';
import { epochKeys, metricOf, usualRanking } from '../evaluation/index.ts';
import {
  type Answer,
  askRuns,
  explainNone,
  type Filter,
  fieldOf,
  figureAskedBy,
  findKey,
  type Key,
  type ListedRun,
  showIn,
  sortRuns,
} from '../query/index.ts';
import { describeRunning } from '../record/index.ts';
import { type Block, type ColumnOf, renderCsv, type Screen, tableOf } from '../report/index.ts';
import { formatCount, plural } from '../text/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation, Options, Surroundings } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { standardOutputFile } from './output-files.ts';
import { print, printAside, printJson } from './print.ts';
import { optimisticNote, printBlocks, screenOfOutput } from './print-sheet.ts';

/**
 *   words ─▶ runs that they name ─▶ filter ─▶ sort ─▶ limit ─▶ table, CSV or JSON
 */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { words, options, surroundings } = invocation;
  if (options.verify) {
    if (concernsTrash(options)) throw new InputError('--verify changes nothing, and prunes nothing: ask for it alone.');
    return (await import('./verify.ts')).run(invocation);
  }
  if (concernsTrash(options)) return (await import('./prune.ts')).run(invocation);
  if (options.json && options.csv) throw new InputError('--json and --csv are two answers; ask for one of them.');
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const sorts = partsOf(options, 'sort');
  const columns = partsOf(options, 'columns');
  const answer = askRuns({
    words,
    places: { runsFolder, directory: surroundings.directory },
    outputFile: standardOutputFile(),
    keyNames: [...sorts.map((sort) => sort.replace(/^-/, '')), ...columns],
  });
  const sortKeys = answer.keys.slice(0, sorts.length);
  const columnKeys = answer.keys.slice(sorts.length);
  const sorted = sortRuns(
    answer.runs,
    sortKeys.map((key, i) => ({ key, descending: sorts[i]?.startsWith('-') ?? false })),
  );
  const screen = screenOfOutput(surroundings);
  const isForPeople = !options.json && !options.csv && screen.columns !== null;
  const limit = countOption(options, 'limit', 1e9) ?? (isForPeople ? mostInTerminal : undefined);
  const shown = sorted.slice(0, limit);

  if (options.json) {
    printJson(describeForScripts(shown, columnKeys, answer));
    return 0;
  }
  const askedFor = [...sortKeys, ...answer.filters.flatMap(keysToShow)];
  const keys = columnKeys.length > 0 ? columnKeys : usualKeys(shown, askedFor, options.csv ? null : screen);
  const table = tableOf(shown, columnsFor(keys, shown, { ...screen, isAsked: columnKeys.length > 0 }));
  if (options.csv) {
    print(renderCsv(table));
    for (const line of describeTrouble(answer, shown, surroundings)) printAside(line);
    return 0;
  }
  const blocks: Block[] = [];
  const note = (text: string) => blocks.push({ kind: 'text', text, tone: 'note' });
  if (answer.named.length + answer.unreadable.length === 0)
    note(`No runs yet in ${shortPath(runsFolder, surroundings)}.`);
  if (shown.length > 0) blocks.push(table);
  if (keys.some(({ name }) => name === 'kept.epoch')) note(keptNote);
  if (keys.some(dependsOnThreshold) && shown.some(isOptimistic)) note(optimisticNote);
  if (shown.length > 0 && shown.length < answer.named.length) note(describeShare(shown.length, answer, sorted.length));
  for (const text of explainNone(answer)) note(text);
  for (const text of describeTrouble(answer, shown, surroundings)) note(text);
  printBlocks(blocks, surroundings);
  return 0;
}

/** A terminal scrolls no further than anybody reads. */
const mostInTerminal = 100;

function describeShare(shown: number, { named }: Answer, asked: number): string {
  const share = `${formatCount(shown)} of ${plural(named.length, 'run')}`;
  return shown === asked || shown !== mostInTerminal
    ? share
    : `${share}; --limit ${asked} shows ${named.length === asked ? 'all' : 'all of these'}`;
}

/** Less what `=` makes the same in all runs. */
const keysToShow = ({ asks, comparisons }: Filter): Key[] =>
  comparisons.filter((each) => each !== asks || each.operator !== '=').map(({ key }) => key);

const keptNote =
  'Where kept.epoch is given, figures are of that epoch, whose model is kept; those of the last are last.valAccuracy and so on.';

const keepsLast = ({ run: { result }, kept }: ListedRun): boolean => result?.[kept()].epoch === result?.last.epoch;

/** The other half of looking after runs. */
const concernsTrash = (options: Options): boolean => trashOptions.some((name) => options[name] !== undefined);
const trashOptions = ['prune', 'keep-best', 'metric', 'older-than', 'delete', 'undo', 'empty-trash'] as const;

/** `a,b` → a and b. Throws an InputError where one is empty. */
function partsOf(options: Options, name: 'sort' | 'columns'): string[] {
  const parts = options[name]?.split(',').map((part) => part.trim()) ?? [];
  if (!parts.some((part) => /^-?$/.test(part))) return parts;
  throw new InputError(
    `--${name} is ${options[name]}; it must be keys with commas between them, e.g. name,valAccuracy.`,
  );
}

function describeForScripts(shown: readonly ListedRun[], columns: readonly Key[], { unreadable }: Answer): unknown {
  const valuesOf = (run: ListedRun) =>
    Object.fromEntries(columns.map((key) => [key.name, valueForScripts(key.valueIn(run))]));
  return {
    runs: shown.map((entry) => {
      const { folder, path, run, status, silence, tags, notes } = entry;
      return {
        folder,
        path,
        ...run,
        status,
        ...(silence !== undefined && { silence }),
        tags,
        notes,
        ...(columns.length > 0 && { values: valuesOf(entry) }),
      };
    }),
    unreadable: unreadable.map(({ folder, path, problem }) => ({ folder, path, problem })),
  };
}

const valueForScripts = (value: unknown): unknown => (value instanceof Set ? [...value] : (value ?? null));

/** Of a figure at a threshold, which may have been chosen on the pairs that it is measured on. */
function dependsOnThreshold({ name }: Key): boolean {
  const figure = figureAskedBy(name);
  return figure !== null && metricOf(figure).comparesBy === 'threshold';
}
const isOptimistic = ({ run }: ListedRun): boolean => run.accuracyMeans.isOptimistic && run.result !== null;

/** `screen` null: for scripts, every figure; for a person what fits, and what was asked for. */
function usualKeys(shown: readonly ListedRun[], askedFor: readonly Key[], screen: Screen | null): Key[] {
  if (screen === null) return unique([...scriptColumns.map(fact), ...askedFor]);
  const isNarrow = screen.columns !== null && screen.columns < narrowColumns;
  const keepsAnother = !shown.every(keepsLast);
  const usual = [
    'folder',
    'status',
    'epochs',
    usualRanking,
    ...(keepsAnother ? ['kept.epoch'] : []),
    ...(isNarrow ? [] : ['time']),
  ];
  const more = ['trial', 'tag', 'note'].filter((name) => shown.some((run) => fieldOf(fact(name).valueIn(run))));
  const extra = askedFor.filter(({ name }) => !impliedColumns.has(name));
  return unique([...usual.map(fact), ...extra, ...more.map(fact)]);
}

const unique = (keys: readonly Key[]): Key[] => [...new Map(keys.map((key) => [key.name, key])).values()];
const fact = (name: string): Key => findKey(name, []) as Key;
const scriptColumns = [
  ...['folder', 'name', 'started', 'status', 'seed', 'hash', 'epoch', 'epochs'],
  ...epochKeys.filter((key) => metricOf(key).better !== null),
  'kept.epoch',
  ...epochKeys.filter((key) => metricOf(key).better !== null).map((key) => `last.${key}`),
  'best.epoch',
  ...epochKeys.filter((key) => metricOf(key).set === 'validation').map((key) => `best.${key}`),
  'time',
  ...['sweep', 'trial', 'tag', 'note'],
];
/** A folder's name tells them. */
const impliedColumns: ReadonlySet<string> = new Set(['name', 'started', 'hash', 'sweep']);
/** Narrower than this, a terminal has no room for what is asked for least. */
const narrowColumns = 100;
/** What stands beside the folder in a narrow one. */
const besideFolder = 38;
const leastFolder = 27;

/** `isAsked`: for each column, by its name. */
type Showing = Screen & { readonly isAsked: boolean };

function columnsFor(keys: readonly Key[], shown: readonly ListedRun[], showing: Showing): ColumnOf<ListedRun>[] {
  return keys.map((key, i) => {
    const isFigure =
      key.name === 'epochs' || shown.every((run) => ['number', 'undefined'].includes(typeof key.valueIn(run)));
    return {
      title: key.name,
      ...(isFigure && { align: 'right' }),
      ...(key.name === 'folder' && { isWhole: true }),
      ...(i > 0 && key.name !== usualRanking && { below: 'late' }),
      cell: (run) => cellFor(key, run, showing),
      fields: { [key.name]: (run) => fieldOf(key.valueIn(run)) },
    };
  });
}

function cellFor(key: Key, run: ListedRun, { columns, isUnicode, isAsked }: Showing): string {
  if (key.name === 'kept.epoch' && !isAsked && keepsLast(run)) return '';
  const text = showIn(key, run);
  if (dependsOnThreshold(key) && isOptimistic(run)) return `${text}*`;
  if (key.name !== 'folder' || columns === null) return text;
  const room = Math.max(leastFolder, columns - besideFolder);
  return text.length <= room ? text : `${text.slice(0, room - 8)}${isUnicode ? '…' : '~'}${text.slice(-7)}`; // the hash too
}

/** Two heartbeats. */
const silentAfterSeconds = 20;

/** A line for each run that gives no sign of life, and each folder that can't be read, or not all of it. */
function describeTrouble({ unreadable }: Answer, shown: readonly ListedRun[], surroundings: Surroundings): string[] {
  const lines = unreadable.map(({ path, problem }) => [path, problem] as const);
  const tags = shown.flatMap(({ path, tagsProblem }) => (tagsProblem === null ? [] : [[path, tagsProblem] as const]));
  const silent = shown.flatMap(({ path, run, silence = 0 }) =>
    silence < silentAfterSeconds ? [] : [[path, `running, by ${describeRunning(run.process, silence)}.`] as const],
  );
  return [...silent, ...tags, ...lines].map(([path, problem]) => `${shortPath(path, surroundings)}: ${problem}`);
}
