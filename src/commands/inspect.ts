/** `siamese inspect DATA`: what is worth knowing of images before anything is trained on them. */
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { loadDataset } from '../data/index.ts';
import {
  type Duplicate,
  type Inspection,
  inspectData,
  pictureOf,
  picturesOfSteps,
  type SeenImage,
} from '../data/node.ts';
import { InputError } from '../errors/index.ts';
import { experimentsFromTexts, type LoadedExperiment } from '../experiment/index.ts';
import { loadExperiments } from '../experiment/node.ts';
import { type ContactRow, contactSheet, pictureSize, rasterize } from '../report/index.ts';
import { formatCount, plural } from '../text/index.ts';
import { rules } from '../training/index.ts';
import { needFiles } from './arguments.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import { checkTarget, writeTarget } from './output-files.ts';
import { printAside, printJson, printLine, shown } from './print.ts';
import { Progress } from './progress.ts';

/** Exit code 1 where something is wrong with the images: some can't be read, or equal ones lie on two sides of a split. */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const signal = surroundings.catchInterrupts();
  const loaded = whatIsNamed(words, surroundings);
  const picture = options.png === undefined ? null : checkTarget(options.png, '--png', surroundings);
  const list = options.list === undefined ? null : checkTarget(options.list, '--list', surroundings);
  const progress = new Progress('looked at', options);
  const { data } = loaded.experiment;
  const sourceOptions = { directory: loaded.directory, shape: shapeOf(loaded), signal, onProgress: progress.take };
  let inspection: Inspection;
  try {
    inspection = await inspectData(data, { ...sourceOptions, isDivided: loaded.isDivided });
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  } finally {
    progress.end();
  }
  if (options.json) printJson(toJson(inspection));
  else for (const line of describe(inspection)) printLine(shown(line));
  if (list !== null) {
    writeTarget(list, listOf(inspection));
    printAside(`Wrote ${list}.`);
  }
  if (picture !== null) {
    writeTarget(picture, await rasterize(await drawSheet(loaded, inspection)));
    printAside(`Wrote ${picture}.`);
  }
  return inspection.unreadable.length > 0 || inspection.duplicates.some(({ isExact, isLeak }) => isExact && isLeak)
    ? 1
    : 0;
}

interface Named extends LoadedExperiment {
  /** whether its file says how the images are divided */
  readonly isDivided: boolean;
}

/** An experiment file with what it says of its data, or images alone, as if a file named them. */
function whatIsNamed(words: readonly string[], surroundings: Surroundings): Named {
  const [word = ''] = words;
  const { directory: cwd } = surroundings;
  if (/\.ya?ml$/i.test(word)) {
    const { files, overrides } = needFiles('inspect', words);
    const loaded = loadExperiments({ files, overrides, rules, cwd });
    const sources = new Set(loaded.map(({ experiment }) => JSON.stringify(experiment.data)));
    const [first] = loaded;
    if (first === undefined || sources.size > 1) {
      throw new InputError('These experiments have different data; inspect them one by one.');
    }
    return { ...first, isDivided: true };
  }
  if (word === '' || words.length > 1) {
    throw new InputError(
      'siamese inspect needs one folder of images, CSV file of pairs, Parquet file, or experiment file, e.g. siamese inspect photos.',
    );
  }
  const data = dataNamed(resolve(cwd, word));
  const network = { inputShape: [64, 64, 3], blocks: [{ filters: 1 }] };
  const text = JSON.stringify({ name: 'images', directory: cwd, data, network });
  const [loaded] = experimentsFromTexts({ texts: { 'images.yaml': text }, overrides: [], rules: {} });
  return { ...(loaded as LoadedExperiment), directory: cwd, isDivided: false };
}

/** The data settings that a path by itself stands for. Throws an InputError where it is nothing of that kind. */
export function dataNamed(path: string): Record<string, unknown> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new InputError(`${path} isn't there; expected a folder of images, a CSV file of pairs, or a Parquet file.`);
  if (stats.isDirectory()) return { source: 'folder', path, validation: 0.1 };
  const suffix = extname(path).toLowerCase();
  if (suffix === '.parquet') return { source: 'parquet', train: path, validation: 0.1 };
  if (['.csv', '.tsv', '.txt'].includes(suffix)) return { source: 'pairs', path, validation: 0.1 };
  throw new InputError(`${path} is no folder of images, no CSV file of pairs, and no Parquet file.`);
}

function shapeOf({ experiment }: LoadedExperiment): { height: number; width: number; channels: number } {
  const [height, width, channels] = experiment.network.inputShape;
  return { height, width, channels };
}

/** Most that are named of a kind. */
const mostNamed = 20;

function describe(inspection: Inspection): string[] {
  const { images, classes, sides, kinds, channels, sizes, unreadable, smallClasses } = inspection;
  const lines = [
    `images       ${formatCount(images)}${classes.length === 0 ? '' : ` in ${plural(classes.length, 'class')}, ${perClass(classes)}`}`,
  ];
  const divided = Object.entries(sides).map(([side, count]) => `${side} ${formatCount(count ?? 0)}`);
  if (divided.length > 0) lines.push(`parts        ${divided.join(', ')}`);
  lines.push(`kinds        ${listed(kinds)}`, `channels     ${listed(channels)}`, `sizes        ${sizesIn(sizes)}`);
  if (smallClasses.length > 0) {
    lines.push(`Classes with one image, which has no partner: ${some(smallClasses)}.`);
  }
  if (unreadable.length > 0) {
    lines.push('', `${plural(unreadable.length, 'file')} can't be read:`);
    lines.push(
      ...unreadable.slice(0, mostNamed).map(({ name, reason }) => `  ${name} ${reason}`),
      ...rest(unreadable.length),
    );
  }
  lines.push(...describeDuplicates(inspection));
  return lines;
}

const perClass = (classes: Inspection['classes']): string => {
  const counts = classes.map((each) => each.images).sort((a, b) => a - b);
  const [least = 0, most = 0] = [counts[0], counts.at(-1)];
  return least === most ? `${formatCount(least)} each` : `${formatCount(least)} to ${formatCount(most)} each`;
};

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${formatCount(count)}`)
    .join(', ');

function sizesIn(sizes: Inspection['sizes']): string {
  const [first] = sizes;
  if (first === undefined) return '–';
  const written = ({ width, height }: { width: number; height: number }) => `${width}×${height}`;
  if (sizes.length === 1) return written(first);
  const byArea = sizes.toSorted((a, b) => a.width * a.height - b.width * b.height);
  const [least, most] = [byArea[0] ?? first, byArea.at(-1) ?? first];
  return `${plural(sizes.length, 'size')} from ${written(least)} to ${written(most)}, most often ${written(first)}`;
}

const some = (names: readonly string[]): string =>
  names.slice(0, mostNamed).join(', ') +
  (names.length > mostNamed ? ` and ${formatCount(names.length - mostNamed)} more` : '');

const rest = (count: number): string[] => (count > mostNamed ? [`  … and ${formatCount(count - mostNamed)} more`] : []);

function describeDuplicates({ duplicates, isCut }: Inspection): string[] {
  const kinds: readonly [string, (each: Duplicate) => boolean][] = [
    ['on two sides of the split, so that what is trained on is measured on', ({ isLeak }) => isLeak],
    ['with two labels, one of which must be wrong', ({ isLeak, isContradiction }) => !isLeak && isContradiction],
    ['within one class', ({ isLeak, isContradiction }) => !isLeak && !isContradiction],
  ];
  const lines: string[] = [];
  for (const [what, belongs] of kinds) {
    for (const isExact of [true, false]) {
      const found = duplicates.filter((each) => each.isExact === isExact && belongs(each));
      if (found.length === 0) continue;
      lines.push('', `${plural(found.length, 'set')} of ${isExact ? '' : 'nearly '}equal images ${what}:`);
      lines.push(...found.slice(0, mostNamed).map(({ images }) => `  ${together(images)}`), ...rest(found.length));
    }
  }
  if (isCut) lines.push('There are more nearly equal images than were looked for.');
  if (lines.length === 0) lines.push('No image is there twice, nor nearly.');
  return lines;
}

/** Most images that are named of one set. */
const mostOfSet = 4;

function together(images: readonly SeenImage[]): string {
  const rest = images.length - mostOfSet;
  // of a leak the first of each side, as it is the two that matter
  const sides = [...Map.groupBy(images, ({ side }) => side).values()];
  const ordered = [...sides.map(([first]) => first as SeenImage), ...sides.flatMap((group) => group.slice(1))];
  return ordered.slice(0, mostOfSet).map(placed).join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '');
}

const placed = ({ name, side }: SeenImage): string => (side === null ? name : `${name} (${side})`);

function toJson({ seen: _, duplicates, ...rest }: Inspection): unknown {
  return {
    ...rest,
    duplicates: duplicates.map((each) => ({ ...each, images: each.images.map(({ name, side }) => ({ name, side })) })),
  };
}

/** Every file that can't be read, and of each set of duplicates all but the first, as `image,reason`. */
function listOf({ unreadable, duplicates }: Inspection): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = new Map<string, string>();
  for (const { name, reason } of unreadable) rows.set(name, reason);
  for (const { images, isExact } of duplicates) {
    const [first, ...others] = images;
    for (const { name } of others) {
      if (!rows.has(name)) rows.set(name, `${isExact ? 'equal' : 'nearly equal'} to ${first?.name}`);
    }
  }
  return `image,reason\n${[...rows].map(([name, reason]) => `${cell(name)},${cell(reason)}\n`).join('')}`;
}

/** Rows and pictures of a sheet. */
const sheetRows = 24;
const sheetColumns = 8;

/** Some images of each class; of an experiment that changes images, some as its training sees them. */
async function drawSheet(
  { experiment, directory, isDivided }: Named,
  { seen, images, classes }: Inspection,
): Promise<string> {
  const { data, seed } = experiment;
  const [height, width, channels] = experiment.network.inputShape;
  if (isDivided && data.augment !== null) {
    const { store, trainIndices } = await loadDataset({ ...data, unreadable: 'skip' } as typeof data, {
      directory,
      shape: { height, width, channels },
    });
    const rows: ContactRow[] = [];
    const every = Math.max(1, Math.floor(trainIndices.length / sheetRows));
    for (let i = 0; i < Math.min(sheetRows, trainIndices.length); i++) {
      const row = trainIndices[i * every] as number;
      const pictures = await picturesOfSteps(store, data.augment, {
        seed,
        row,
        steps: sheetColumns - 1,
        size: pictureSize,
      });
      rows.push({ name: `image ${row}`, pictures });
    }
    return contactSheet(experiment.name, 'Training images as they are, then as seven steps see them', rows);
  }
  const byClass = Map.groupBy(seen, ({ label }) => label);
  const shownClasses = [...byClass.keys()].sort((a, b) => a - b).slice(0, sheetRows);
  const rows: ContactRow[] = [];
  for (const label of shownClasses) {
    const members = byClass.get(label) ?? [];
    const every = Math.max(1, Math.floor(members.length / sheetColumns));
    const chosen = members.filter((_, i) => i % every === 0).slice(0, sheetColumns);
    const pictures = await Promise.all(chosen.map((image) => pictureOf(image, pictureSize)));
    rows.push({ name: chosen[0]?.part.classNames[label] ?? String(label), pictures });
  }
  const shownOf = classes.length > sheetRows ? `, ${sheetRows} of them shown` : '';
  return contactSheet('Images', `${plural(images, 'image')} in ${plural(byClass.size, 'class')}${shownOf}`, rows);
}
