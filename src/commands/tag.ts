/** `siamese tag RUN best "why"`: says something of runs, takes it back, or tells what was said. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../errors/index.ts';
import { askRuns, explainNone, isFilter } from '../query/index.ts';
import {
  addTag,
  findRun,
  isGlob,
  listRuns,
  openRun,
  type ReadRun,
  type RunPlaces,
  removeTag,
  runFiles,
} from '../record/index.ts';
import { type Block, tableOf } from '../report/index.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { printJson } from './print.ts';
import { printBlocks } from './print-sheet.ts';

export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const { remove, json = false } = options;
  const places = { runsFolder: resolveRunsFolder(options.runs, surroundings), directory: surroundings.directory };
  const [word, tag, note] = wordsOf(words, remove, places);
  if (word === undefined) {
    const tagged = listRuns(places.runsFolder).filter((entry) => entry.kind === 'run');
    show(
      tagged.filter(({ tags, tagsProblem }) => tags.length > 0 || tagsProblem !== null),
      json,
      surroundings,
    );
    return 0;
  }
  const runs = find(word, places);
  const damaged = runs.find(({ tagsProblem }) => tagsProblem !== null);
  const isChange = tag !== undefined || remove !== undefined;
  if (isChange && damaged !== undefined) throw new InputError(`${damaged.folder}: ${damaged.tagsProblem}`);
  const having = remove === undefined ? runs : runs.filter(({ tags }) => tags.includes(remove));
  for (const { path } of having.length > 0 ? having : runs) {
    if (remove !== undefined) removeTag(path, remove);
    else if (tag !== undefined) addTag(path, tag, note);
  }
  show(isChange ? having.map(({ path }) => openRun(path)) : runs, json, surroundings);
  return 0;
}

/** Throws an InputError where they aren't a run, a tag and a note, as far as they go. */
function wordsOf(words: readonly string[], remove: string | undefined, { directory }: RunPlaces): readonly string[] {
  const [run = '', tag] = words;
  if (words.length > 1 && words.slice(0, 2).every((word) => existsSync(join(resolve(directory, word), runFiles.run)))) {
    throw new InputError(
      `${run} and ${tag} are two runs; to tag many, quote a glob or a filter: npm run tag 'runs/*wide*' good.`,
    );
  }
  if (remove !== undefined && words.length !== 1) {
    throw new InputError(
      `--remove ${remove} takes it from one run, or from those of a glob: npm run tag RUN -- --remove ${remove}.`,
    );
  }
  if (words.length > 3) {
    const note = words.slice(2).join(' ');
    throw new InputError(`A note is one word to a shell: quote it, npm run tag ${run} ${tag} "${note}".`);
  }
  return words;
}

/** One run; many only by a glob or a filter, so that none is tagged by mistake. */
function find(word: string, places: RunPlaces): readonly ReadRun[] {
  if (!isGlob(word) && !isFilter(word)) return [findRun({ word, ...places })];
  const answer = askRuns({ words: [word], places, keyNames: [], outputFile: null });
  if (answer.runs.length > 0) return answer.runs;
  const [why = `Nothing that ${word} matches is a run; npm run runs lists them.`] = explainNone(answer);
  throw new InputError(why);
}

function show(runs: readonly ReadRun[], json: boolean, surroundings: Surroundings): void {
  if (json) {
    printJson({ runs: runs.map(({ folder, path, tags, notes }) => ({ folder, path, tags, notes })) });
    return;
  }
  const rows = runs.flatMap(({ folder, tags, notes }) => tags.map((tag) => ({ folder, tag, note: notes[tag] ?? '' })));
  const blocks: Block[] = [];
  if (rows.length > 0) {
    blocks.push(
      tableOf(rows, [
        { title: 'folder', isWhole: true, cell: ({ folder }) => folder },
        { title: 'tag', isWhole: true, cell: ({ tag }) => tag },
        { title: 'note', below: 'late', cell: ({ note }) => note },
      ]),
    );
  }
  for (const { path, tags, tagsProblem } of runs) {
    const text = tagsProblem ?? (tags.length === 0 ? 'no tag' : null);
    if (text !== null) blocks.push({ kind: 'text', text: `${shortPath(path, surroundings)}: ${text}`, tone: 'note' });
  }
  if (blocks.length === 0) {
    const text = 'No run has a tag; npm run tag RUN best "why" gives it one.';
    blocks.push({ kind: 'text', text, tone: 'note' });
  }
  printBlocks(blocks, surroundings);
}
