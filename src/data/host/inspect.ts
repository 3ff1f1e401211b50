/** What is worth knowing of images before anything is trained on them. */
import { InputError } from '../../errors/index.ts';
import { sha256 } from '../../text/index.ts';
import { exactDuplicates, joinedBy, nearDuplicates } from '../inspect/duplicates.ts';
import type { Side } from '../sides.ts';
import type { DataSettings, OpenOptions, Part, SourceOptions, SourcePart } from '../sources/source.ts';
import { sourceOf } from '../sources/sources.ts';
import { splitSource } from '../split.ts';
import { imageBytes, rowRange } from '../store.ts';
import { Unreadable } from './decode.ts';
import { examineImages, type ImageFacts } from './examine.ts';

/** An image that was looked at. */
export interface SeenImage {
  /** as a person finds it: a path below the source; `train 17` where it has but a number */
  readonly name: string;
  readonly part: SourcePart;
  /** its place in the part */
  readonly row: number;
  readonly label: number;
  /** null: the images are not divided */
  readonly side: Side | null;
}

/** Images that are there more than once, or nearly. */
export interface Duplicate {
  readonly images: readonly SeenImage[];
  readonly isExact: boolean;
  /** on two sides of a split, so that what is trained on is measured on */
  readonly isLeak: boolean;
  /** of two classes, one of which must be wrong */
  readonly isContradiction: boolean;
}

export interface Inspection {
  readonly images: number;
  /** none: pairs are listed, without classes */
  readonly classes: readonly { readonly name: string; readonly images: number }[];
  /** with one image alone, which has no partner */
  readonly smallClasses: readonly string[];
  readonly sides: Readonly<Partial<Record<Side, number>>>;
  /** how many of each: png, jpeg …; of each number of channels; of each size, the most frequent first */
  readonly kinds: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, number>>;
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly images: number }[];
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
  /** leaks first, then contradictions, then the rest; exact ones before near ones */
  readonly duplicates: readonly Duplicate[];
  /** there are more near duplicates than are listed */
  readonly isCut: boolean;
  readonly seen: readonly SeenImage[];
}

/** Most near duplicates that are listed. */
const mostNear = 10_000;

export interface InspectOptions extends SourceOptions {
  /** whether the settings say how the images are divided; else the source's own parts are their sides */
  readonly isDivided: boolean;
}

/** Looks at every image of a source. Throws an InputError where there is none to look at. */
export async function inspectData(data: DataSettings, options: InspectOptions): Promise<Inspection> {
  const { seen, hasClasses } = options.isDivided ? await dividedImages(data, options) : await allImages(data, options);
  const facts = await factsOf(seen, options);
  const readable = seen.flatMap((image, i) => {
    const fact = facts[i];
    return fact === undefined || fact instanceof Unreadable ? [] : [{ image, fact }];
  });
  const unreadable = seen.flatMap(({ name }, i) => {
    const fact = facts[i];
    return fact instanceof Unreadable ? [{ name, reason: fact.message }] : [];
  });
  return {
    images: seen.length,
    ...(hasClasses ? classesOf(seen) : { classes: [], smallClasses: [] }),
    sides: countsBy(seen.flatMap(({ side }) => (side === null ? [] : [side]))),
    kinds: countsBy(readable.map(({ fact }) => fact.kind)),
    channels: countsBy(readable.map(({ fact }) => String(fact.channels))),
    sizes: sizesOf(readable.map(({ fact }) => fact)),
    unreadable,
    ...duplicatesAmong(readable, hasClasses),
    seen,
  };
}

interface Listing {
  readonly seen: SeenImage[];
  readonly hasClasses: boolean;
}

async function dividedImages(data: DataSettings, options: SourceOptions): Promise<Listing> {
  const { train, validation, test } = await splitSource(sourceOf(data), data, options);
  const pieces = { train, validation, test };
  const seen = Object.entries(pieces).flatMap(([side, piece]) => {
    const name = data.validation.from === 'test' && side === 'validation' ? 'test' : 'train';
    return piece === null ? [] : imagesOf(piece.part, piece.rows, side as Side, name);
  });
  return { seen, hasClasses: train.part.listed === undefined };
}

async function allImages(data: DataSettings, options: SourceOptions): Promise<Listing> {
  const source = sourceOf(data);
  const train = await source.open('train', data, options);
  const test = await source.open('test', data, options).catch((error: unknown) => {
    if (error instanceof InputError) return null; // it has no such part
    throw error;
  });
  const whole = (part: SourcePart) => rowRange(0, part.labels.length);
  if (test === null || test === train || train.listed !== undefined) {
    return { seen: imagesOf(train, whole(train), null, 'train'), hasClasses: train.listed === undefined };
  }
  const seen = [...imagesOf(train, whole(train), 'train', 'train'), ...imagesOf(test, whole(test), 'test', 'test')];
  return { seen, hasClasses: true };
}

function imagesOf(part: SourcePart, rows: Int32Array, side: Side | null, of: Part): SeenImage[] {
  return Array.from(rows, (row) => ({
    name: part.nameOf(row) ?? `${of} ${row}`,
    part,
    row,
    label: part.labels[row] as number,
    side,
  }));
}

type Fact = ImageFacts | Unreadable;

async function factsOf(seen: readonly SeenImage[], options: OpenOptions): Promise<Fact[]> {
  const facts = new Array<Fact>(seen.length);
  for (const [part, places] of Map.groupBy(seen.keys(), (i) => (seen[i] as SeenImage).part)) {
    const rows = places.map((i) => (seen[i] as SeenImage).row);
    const { encodedAt } = part;
    const found =
      encodedAt === undefined ? await factsOfPixels(part, rows) : await examineImages(rows.map(encodedAt), options);
    for (const [at, i] of places.entries()) facts[i] = found[at] as Fact;
  }
  return facts;
}

/** Of images that are kept as pixels: no file has a kind, and small images that look alike are no news. */
async function factsOfPixels(part: SourcePart, rows: readonly number[]): Promise<ImageFacts[]> {
  const wanted = Int32Array.from(rows);
  const { shape, read } = await part.openImages(wanted);
  const size = imageBytes(shape);
  const facts: ImageFacts[] = [];
  const most = Math.max(1, Math.floor(2 ** 22 / size));
  for (let at = 0; at < wanted.length; at += most) {
    const some = wanted.subarray(at, at + most);
    const pixels = new Uint8Array(some.length * size);
    await read(some, pixels);
    for (let i = 0; i < some.length; i++) {
      const digest = sha256()
        .update(pixels.subarray(i * size, (i + 1) * size))
        .hex();
      facts.push({ kind: 'pixels', ...shape, digest, hash: null });
    }
  }
  return facts;
}

function classesOf(seen: readonly SeenImage[]): Pick<Inspection, 'classes' | 'smallClasses'> {
  const counts = new Map<number, number>();
  for (const { label } of seen) counts.set(label, (counts.get(label) ?? 0) + 1);
  const names = seen[0]?.part.classNames ?? [];
  const classes = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, images]) => ({ name: names[label] ?? String(label), images }));
  return { classes, smallClasses: classes.filter(({ images }) => images < 2).map(({ name }) => name) };
}

function countsBy<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> & Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts as Partial<Record<Key, number>> & Record<string, number>;
}

function sizesOf(facts: readonly ImageFacts[]): Inspection['sizes'] {
  const groups = Map.groupBy(facts, ({ width, height }) => `${width} ${height}`);
  return [...groups.values()]
    .map((group) => ({ width: group[0]?.width ?? 0, height: group[0]?.height ?? 0, images: group.length }))
    .sort((a, b) => b.images - a.images || a.width * a.height - b.width * b.height);
}

function duplicatesAmong(
  readable: readonly { readonly image: SeenImage; readonly fact: ImageFacts }[],
  hasClasses: boolean,
): Pick<Inspection, 'duplicates' | 'isCut'> {
  const digests = readable.map(({ fact }) => fact.digest);
  const exact = exactDuplicates(digests);
  const isKnown = (a: number, b: number): boolean => digests[a] === digests[b];
  const near = nearDuplicates(
    readable.map(({ fact }) => fact.hash),
    isKnown,
    mostNear,
  );
  const describe = (places: readonly number[], isExact: boolean): Duplicate => {
    const images = places.map((i) => readable[i]?.image as SeenImage);
    return {
      images,
      isExact,
      isLeak: new Set(images.map(({ side }) => side)).size > 1,
      isContradiction: hasClasses && new Set(images.map(({ label }) => label)).size > 1,
    };
  };
  const all = [
    ...exact.map((group) => describe(group, true)),
    ...joinedBy(near.pairs).map((group) => describe(group, false)),
  ];
  const rank = ({ isLeak, isContradiction }: Duplicate): number => (isLeak ? 0 : isContradiction ? 1 : 2);
  return { duplicates: all.toSorted((a, b) => rank(a) - rank(b)), isCut: near.isCut };
}
