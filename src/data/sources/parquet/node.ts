/** Images in Parquet files. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../../errors/index.ts';
import { allOf, nearest, printable } from '../../../text/index.ts';
import { Unreadable } from '../../host/decode.ts';
import { openDecoded } from '../../host/decoded-images.ts';
import { identityOf } from '../../host/image-cache.ts';
import { whyUnread } from '../../host/why-unread.ts';
import { smallGrey } from '../../store.ts';
import type { EncodedImage, SettingsOf, SourceOptions, SourcePart } from '../source.ts';

type ParquetSettings = SettingsOf<'parquet'>;

interface ParquetFile {
  readonly path: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** what it is known by unread */
  readonly facts: readonly (string | bigint)[];
  /** first row of each group, and the count of all rows */
  readonly groups: readonly number[];
}

/** The rows of files, one after another. Throws an InputError where they aren't such files. */
export async function openPart(
  paths: readonly string[],
  data: ParquetSettings,
  options: SourceOptions,
): Promise<SourcePart> {
  const { directory = process.cwd(), shape = smallGrey, ...open } = options;
  const files: ParquetFile[] = [];
  for (const path of paths) files.push(await openFile(resolve(directory, path), data));
  const { labels, classNames } = await readLabels(files, data.label);
  const places = placesIn(files);
  const groups = new Groups(data.image);
  const { resize, background, unreadable } = data;
  const imageAt = (image: number): EncodedImage => {
    const { file, row } = places(image);
    return {
      name: `image ${row} (counted from 0) of ${file.path}`,
      identity: identityOf(...file.facts, data.image, row),
      read: () => groups.read(file, row),
    };
  };
  return {
    labels,
    classNames,
    nameOf: () => null,
    encodedAt: imageAt,
    openImages: (rows) =>
      openDecoded(imageAt, rows, { ...open, rule: { shape, resize, background }, where: paths.join(', '), unreadable }),
  };
}

async function openFile(path: string, { image, label }: ParquetSettings): Promise<ParquetFile> {
  let file: ParquetFile;
  try {
    const stats = statSync(path, { bigint: true });
    if (!stats.isFile()) throw new InputError(`${path} is no regular file; expected a Parquet file.`);
    const buffer = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(buffer);
    const groups = [0];
    for (const { num_rows: rows } of metadata.row_groups) groups.push((groups.at(-1) as number) + Number(rows));
    file = { path, buffer, metadata, groups, facts: [path, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino] };
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const isOfSystem = (cause as NodeJS.ErrnoException).code !== undefined;
    const why = isOfSystem
      ? `${whyUnread(cause)}; expected a Parquet file`
      : `is no Parquet file, or a damaged one (${printable((cause as Error).message)})`;
    throw new InputError(`${path} ${why}.`, { cause });
  }
  const columns = columnsOf(file.metadata);
  for (const [key, name] of Object.entries({ image, label })) {
    if (columns.includes(name)) continue;
    const similar = nearest(name, columns);
    const hint = similar === undefined ? '' : ` Did you mean \`${printable(similar)}\`?`;
    throw new InputError(
      `${path} has no column \`${printable(name)}\`, which data.${key} names; it has ${allOf(columns.map((each) => `\`${printable(each)}\``))}.${hint}`,
    );
  }
  return file;
}

/** The names of the outermost columns. */
function columnsOf({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  for (let at = 1; at < schema.length; ) {
    names.push(schema[at]?.name ?? '');
    let left = 1; // elements still to be passed over: this one and all within it
    while (left > 0) left += (schema[at++]?.num_children ?? 0) - 1;
  }
  return names;
}

/** Whole numbers are classes by number, and named where the file says so; texts are classes by name. */
async function readLabels(
  files: readonly ParquetFile[],
  column: string,
): Promise<Pick<SourcePart, 'labels' | 'classNames'>> {
  const values: unknown[] = [];
  for (const { path, buffer, metadata } of files) {
    try {
      const rows = await parquetReadObjects({ file: buffer, metadata, columns: [column], compressors });
      for (const row of rows) values.push(row[column]);
    } catch (cause) {
      throw new InputError(`${path} is damaged: its labels can't be read (${printable((cause as Error).message)}).`, {
        cause,
      });
    }
  }
  if (values.length === 0) throw new InputError(`${files.map(({ path }) => path).join(', ')} holds no rows.`);
  const numbers = values.map((value) => (typeof value === 'bigint' ? Number(value) : value));
  if (numbers.every((value) => typeof value === 'string')) {
    const classNames = [...new Set(numbers)].sort();
    const labelOf = new Map(classNames.map((name, label) => [name, label]));
    return { labels: Int32Array.from(numbers, (name) => labelOf.get(name) as number), classNames };
  }
  const wrong = numbers.findIndex(
    (value) => !Number.isInteger(value) || (value as number) < 0 || (value as number) >= 2 ** 24,
  );
  if (wrong >= 0) {
    throw new InputError(
      `Row ${wrong} (counted from 0) has the label ${printable(String(numbers[wrong]))} in column \`${column}\`; expected whole numbers from 0 on, or texts.`,
    );
  }
  const labels = Int32Array.from(numbers as number[]);
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const stated = files[0] === undefined ? [] : statedNames(files[0].metadata, column);
  return { labels, classNames: Array.from({ length: classes }, (_, label) => stated[label] ?? String(label)) };
}

/** The names of classes as the `datasets` library writes them. */
function statedNames({ key_value_metadata: pairs = [] }: FileMetaData, column: string): readonly string[] {
  try {
    const text = pairs.find(({ key }) => key === 'huggingface')?.value;
    const names: unknown = text === undefined ? [] : JSON.parse(text).info?.features?.[column]?.names;
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

function placesIn(
  files: readonly ParquetFile[],
): (image: number) => { readonly file: ParquetFile; readonly row: number } {
  const starts = [0];
  for (const { groups } of files) starts.push((starts.at(-1) as number) + (groups.at(-1) as number));
  return (image) => {
    const at = starts.findIndex((start, i) => image >= start && image < (starts[i + 1] ?? 0));
    return { file: files[at] as ParquetFile, row: image - (starts[at] as number) };
  };
}

/** Groups of rows kept while images are decoded in order. */
const mostKept = 3;

/** Reads images group by group: one can't be had without its group. */
class Groups {
  readonly #column: string;
  readonly #kept = new Map<string, Promise<unknown[]>>();

  constructor(column: string) {
    this.#column = column;
  }

  /** Throws Unreadable. */
  async read(file: ParquetFile, row: number): Promise<Uint8Array> {
    const group = file.groups.findLastIndex((start) => start <= row);
    const start = file.groups[group] as number;
    let values: unknown[];
    try {
      values = await this.#group(file, start, file.groups[group + 1] as number);
    } catch (cause) {
      throw new Unreadable(`can't be read: its group of rows is damaged (${printable((cause as Error).message)})`, {
        cause,
      });
    }
    const value = values[row - start];
    const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
    if (bytes instanceof Uint8Array) return bytes;
    throw new Unreadable(
      value === null || bytes === null ? 'has no bytes' : 'is no encoded image: expected bytes, or a struct with bytes',
    );
  }

  #group(file: ParquetFile, rowStart: number, rowEnd: number): Promise<unknown[]> {
    const key = `${file.path}\n${rowStart}`;
    const known = this.#kept.get(key) ?? this.#load(file, rowStart, rowEnd);
    this.#kept.delete(key); // to the end: Map keeps its keys in the order in which they were set
    this.#kept.set(key, known);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return known;
  }

  async #load({ buffer, metadata }: ParquetFile, rowStart: number, rowEnd: number): Promise<unknown[]> {
    const columns = [this.#column];
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      columns,
      rowStart,
      rowEnd,
      compressors,
      utf8: false,
    });
    return rows.map((row) => row[this.#column]);
  }
}
