/** Pairs of image files, as a CSV file lists them. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../../../errors/index.ts';
import { allOf, nearest, printable } from '../../../text/index.ts';
import { openDecoded } from '../../host/decoded-images.ts';
import { imageFile } from '../../host/image-files.ts';
import { whyUnread } from '../../host/why-unread.ts';
import { smallGrey } from '../../store.ts';
import type { Pairs } from '../../types.ts';
import type { ListedPairs, SettingsOf, SourceOptions, SourcePart } from '../source.ts';

type PairSettings = SettingsOf<'pairs'>;

/** Largest list that is read, some three million pairs: twice as much is more than a string may hold. */
const mostBytes = 2 ** 28;

const sameWords = new Map(
  Object.entries({ 1: 1, true: 1, yes: 1, y: 1, same: 1, 0: 0, false: 0, no: 0, n: 0, different: 0 }),
);
const sideWords = new Map<string, 'train' | 'validation' | 'test'>(
  Object.entries({
    train: 'train',
    training: 'train',
    validation: 'validation',
    valid: 'validation',
    val: 'validation',
    dev: 'validation',
    test: 'test',
    testing: 'test',
  } as const),
);

/** The images of all pairs, each once, and the pairs. Throws an InputError where the file isn't such a list. */
export async function openPart(data: PairSettings, options: SourceOptions): Promise<SourcePart> {
  const { directory = process.cwd(), shape = smallGrey, ...open } = options;
  const file = resolve(directory, data.path);
  const { paths, listed } = readList(file);
  const from = dirname(file);
  const { resize, background, unreadable } = data;
  const encodedAt = (image: number) => {
    const path = resolve(from, paths[image] as string);
    return imageFile(path, path);
  };
  return {
    labels: new Int32Array(paths.length).map((_, image) => image), // no classes: nothing is known alike but what the pairs say
    classNames: paths,
    listed,
    nameOf: (image) => paths[image] as string,
    encodedAt,
    openImages: (rows) =>
      openDecoded(encodedAt, rows, { ...open, rule: { shape, resize, background }, where: file, unreadable }),
  };
}

interface List {
  /** [images] as written, each once */
  readonly paths: readonly string[];
  readonly listed: ListedPairs;
}

function readList(file: string): List {
  const { columns, records } = parsed(file);
  const paths: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (path: string): number => {
    const key = join('.', path); // `./a.png` is `a.png`
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, paths.length);
    paths.push(path);
    return paths.length - 1;
  };
  const pairs: Pairs = {
    kind: 'pairs',
    left: new Int32Array(records.length),
    right: new Int32Array(records.length),
    isSame: new Uint8Array(records.length),
  };
  const sides: ('train' | 'validation' | 'test')[] = [];
  for (const [i, { record, info }] of records.entries()) {
    const cell = (column: number): string => record[column]?.trim() ?? '';
    const refuse = (sentence: string): never => {
      throw new InputError(`${file}:${info.lines}: ${sentence}`);
    };
    const [left, right, same] = [cell(columns.left), cell(columns.right), cell(columns.same).toLowerCase()];
    if (left === '' || right === '')
      refuse(`${left === '' ? 'left' : 'right'} is empty; each pair needs the paths of two images.`);
    const isSame = sameWords.get(same);
    if (isSame === undefined) refuse(`same is "${printable(same)}"; write 1 or 0, true or false, yes or no.`);
    pairs.left[i] = placeOf(left);
    pairs.right[i] = placeOf(right);
    pairs.isSame[i] = isSame as number;
    if (pairs.left[i] === pairs.right[i])
      refuse(`an image is paired with itself, ${printable(left)}; a pair has two images.`);
    if (columns.split === undefined) continue;
    const side = sideWords.get(cell(columns.split).toLowerCase());
    if (side === undefined) refuse(`split is "${printable(cell(columns.split))}"; write train, validation or test.`);
    sides.push(side as 'train');
  }
  return { paths, listed: { pairs, sides: columns.split === undefined ? null : sides } };
}

interface Columns {
  readonly left: number;
  readonly right: number;
  readonly same: number;
  readonly split: number | undefined;
}

interface Parsed {
  readonly columns: Columns;
  readonly records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
}

function parsed(file: string): Parsed {
  const text = textOf(file);
  const delimiter = delimiterOf(text);
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count_more: true,
    }) as never;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause['lines'] === 'number' ? `:${cause['lines']}` : '';
    throw new InputError(`${file}${line} is no CSV: ${printable(cause.message).replace(/\.?$/, '.')}`, { cause });
  }
  const [head, ...records] = rows;
  const columns = columnsIn(file, head?.record ?? []);
  if (records.length === 0) throw new InputError(`${file} lists no pairs below its first line.`);
  return { columns, records };
}

function textOf(file: string): string {
  try {
    const stats = statSync(file);
    if (stats.isDirectory())
      throw new InputError(
        `data.path names ${file}, which is a folder; expected a CSV file of pairs. A folder of images is data.source: folder.`,
      );
    if (!stats.isFile()) throw new InputError(`data.path names ${file}, which is no regular file.`);
    if (stats.size > mostBytes)
      throw new InputError(`${file} has more than 256 MiB, which is the most that is read of a list of pairs.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (cause instanceof TypeError)
      throw new InputError(`${file} is not UTF-8 text. Save it as CSV in UTF-8.`, { cause });
    throw new InputError(`data.path names ${file}, which ${whyUnread(cause)}; expected a CSV file of pairs.`, {
      cause,
    });
  }
}

/** What spreadsheets put between cells, told by the first line. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  const counts = [',', ';', '\t'].map((mark) => [mark, head.split(mark).length] as const);
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function columnsIn(file: string, head: readonly string[]): Columns {
  const names = head.map((name) => name.trim().toLowerCase());
  const place = (name: string): number => {
    const at = names.indexOf(name);
    if (at >= 0) return at;
    const similar = nearest(name, names);
    const found = names.length === 0 ? 'nothing' : allOf(names.map((each) => `\`${printable(each)}\``));
    const hint = similar === undefined ? '' : ` Did you mean ${name} by \`${printable(similar)}\`?`;
    throw new InputError(
      `${file} has no column \`${name}\`; its first line must be left,right,same or left,right,same,split, and has ${found}.${hint}`,
    );
  };
  const split = names.indexOf('split');
  return { left: place('left'), right: place('right'), same: place('same'), split: split < 0 ? undefined : split };
}
