/**
 * `tags.json`: what people say of a run, a word each and perhaps why. A file of its own, as run.json belongs to the
 * process that trains.
 */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { formatJson, isRecord } from '../text/index.ts';
import { explainWriteFailure, refuseLink, runFiles, writeAtomically } from './files.ts';
import { readWritten } from './json.ts';

/** Raised when a reader of the old format would misread the new one. */
const tagsFormat = 1;

export interface Tags {
  /** in alphabetical order */
  readonly tags: readonly string[];
  /** tag → why it was given; of those that say it */
  readonly notes: Readonly<Record<string, string>>;
  /** why the tags can't be told, a sentence; null where they can */
  readonly tagsProblem: string | null;
}

/** Never throws: a run is one without its tags, too. */
export function readTags(runFolder: string): Tags {
  const unknown = (problem: string | null): Tags => ({ tags: [], notes: {}, tagsProblem: problem });
  const read = readWritten<TagsFile>(runFolder, runFiles.tags, tagsFormat);
  if ('what' in read && read.what === 'absent') return unknown(null);
  if ('what' in read && read.what !== 'damaged') return unknown(read.problem);
  if ('what' in read || !isRecord(read.value.tags))
    return unknown(`${runFiles.tags} is damaged; mend it, or delete it and tag anew.`);
  const entries = Object.entries(read.value.tags).sort(byName);
  return {
    tags: entries.map(([tag]) => tag),
    notes: withoutPrototype(entries.filter(([, note]) => typeof note === 'string')) as Tags['notes'],
    tagsProblem: null,
  };
}

interface TagsFile {
  format: number;
  /** tag → why, or null */
  tags: Record<string, string | null>;
}

/** Gives a run a tag. `note` undefined: what was said of it before stays. Throws an InputError where it can't. */
export function addTag(runFolder: string, tag: string, note: string | undefined): void {
  refuseTagName(tag);
  const before = readToChange(runFolder);
  before.set(tag, note === undefined ? (before.get(tag) ?? null) : oneLine(note) || null);
  write(runFolder, before);
}

/** Takes a tag from a run. Throws an InputError where it hasn't got it. */
export function removeTag(runFolder: string, tag: string): void {
  const before = readToChange(runFolder);
  if (!before.delete(tag)) {
    const has = before.size === 0 ? 'it has none' : `it has ${[...before.keys()].join(', ')}`;
    throw new InputError(`${basename(runFolder)} has no tag ${tag}; ${has}.`);
  }
  write(runFolder, before);
}

/** Throws an InputError where a word can't be a tag. */
export function refuseTagName(tag: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,39}$/u.test(tag)) return;
  const shown = tag === '' || /[^\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(tag) ? `"${oneLine(tag)}"` : tag;
  throw new InputError(
    `${shown} can't be a tag: a tag is one word of at most 40 letters, digits, points, dashes and underscores, e.g. best. ` +
      'What you have to say of it comes behind, in quotes.',
  );
}

function readToChange(runFolder: string): Map<string, string | null> {
  const { tags, notes, tagsProblem } = readTags(runFolder);
  if (tagsProblem !== null) throw new InputError(`${basename(runFolder)}: ${tagsProblem}`);
  return new Map(tags.map((tag) => [tag, notes[tag] ?? null]));
}

function write(runFolder: string, tags: ReadonlyMap<string, string | null>): void {
  const file = join(runFolder, runFiles.tags);
  refuseLink(runFolder);
  if (tags.size > 0) {
    const sorted = withoutPrototype([...tags].sort(byName));
    writeAtomically(file, formatJson({ format: tagsFormat, tags: sorted }));
    return;
  }
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw explainWriteFailure(error, file);
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** A tag may be called `constructor`. */
const withoutPrototype = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.assign(Object.create(null), Object.fromEntries(entries));

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
