/** Which of a source's images an experiment trains on, validates on, and keeps for the end: limit, then split. */
import { InputError } from '../errors/index.ts';
import { purpose, streamKey } from '../random/index.ts';
import { plural } from '../text/index.ts';
import { divideListed, imagesOf, type SidesOfPairs } from './listed.ts';
import { chooseShare, membersByClass } from './select.ts';
import { dealUnits, groupTeller, type Side } from './sides.ts';
import type { DataSettings, Part, PartImages, Source, SourceOptions, SourcePart } from './sources/source.ts';
import { type ImageStore, imageBytes, rowRange } from './store.ts';

/** Some images of a part. */
export interface Piece {
  readonly part: SourcePart;
  /** [images] ascending: places in the part */
  readonly rows: Int32Array;
}

export interface Split {
  readonly train: Piece;
  readonly validation: Piece;
  /** what nothing is trained or chosen by; null: no images are kept for it */
  readonly test: Piece | null;
  /** pairs that were listed, their images as places in the part; undefined where pairs are drawn */
  readonly listed?: SidesOfPairs;
}

function splitOfListed(part: SourcePart, listed: SidesOfPairs): Split {
  const piece = (side: Side): Piece => ({ part, rows: imagesOf(listed[side]) });
  const test = piece('test');
  return { train: piece('train'), validation: piece('validation'), test: test.rows.length === 0 ? null : test, listed };
}

/** How a source's images are divided, where the experiment says so. */
export type Division = NonNullable<DataSettings['split']>;

/**
 * What limit and split leave. `validation: {from: test}` takes the test images for validation; `{from: train,
 * fraction}` sets a share of each class of the training images aside (and leaves the test images unread); a `split`
 * divides the training images in three. All choices depend on data.seed alone. Reads labels, but no pixel.
 */
export async function splitSource(source: Source, data: DataSettings, options: SourceOptions): Promise<Split> {
  const whole = await source.open('train', data, options);
  if (whole.listed !== undefined) return splitOfListed(whole, divideListed(whole, whole.listed, data));
  const train = limited('train', whole, data);
  const { validation, split, seed } = data;
  if (split !== null) return divide(train, split, seed);
  if (validation.from === 'test') {
    return { train, validation: limited('test', await source.open('test', data, options), data), test: null };
  }
  const { part, rows } = train;
  const aside = Math.round(rows.length * validation.fraction);
  const { chosen, rest } = chooseShare(part.labels, rows, aside, keyOfClass(seed));
  return { train: { part, rows: rest }, validation: { part, rows: chosen }, test: null };
}

const keyOfClass = (seed: number) => (label: number) => streamKey(seed, purpose.split, label);

/** A part's images that the limit leaves. */
function limited(name: Part, part: SourcePart, { limit: limits, seed }: DataSettings): Piece {
  const { labels } = part;
  const limit = limits[name];
  const all = rowRange(0, labels.length);
  if (limit === null || limit === labels.length) return { part, rows: all };
  if (limit > labels.length) {
    throw new InputError(`data.limit.${name} is ${limit}, but there are ${labels.length} ${name} images; use less.`);
  }
  const keyOf = (label: number) => streamKey(seed, purpose.limit, name === 'train' ? 0 : 1, label);
  return { part, rows: chooseShare(labels, all, limit, keyOf).chosen };
}

/** Test is set aside first, so that another share for validation leaves it as it is. */
function divide({ part, rows }: Piece, division: Division, seed: number): Split {
  const { by, validation, test } = division;
  if (by === 'image') {
    const { labels } = part;
    const outer = chooseShare(labels, rows, Math.round(rows.length * test), keyOfClass(seed));
    const aside = Math.round(rows.length * validation);
    // a stream of its own: test's would choose the same places within each class again
    const keyOf = (label: number) => streamKey(seed, purpose.split, label, 1);
    const inner = chooseShare(labels, outer.rest, aside, keyOf);
    return piecesOf(part, inner.rest, inner.chosen, outer.chosen);
  }
  const units = (by === 'class' ? membersByClass(part.labels, rows) : membersByGroup(part, rows, division)).filter(
    ({ length }) => length > 0,
  );
  // classes are counted as classes are what is judged; groups by their images, as they may differ much in size
  const dealt = dealUnits(
    units.map(({ length }) => (by === 'class' ? 1 : length)),
    division,
    seed,
  );
  const of = (side: Side): number[] => units.filter((_, unit) => dealt[unit] === side).flat();
  const sides = { train: of('train'), validation: of('validation'), test: of('test') };
  checkSides(sides, { by, count: units.length, division });
  const ascending = (rows: number[]) => Int32Array.from(rows).sort();
  return piecesOf(part, ascending(sides.train), ascending(sides.validation), ascending(sides.test));
}

function piecesOf(part: SourcePart, train: Int32Array, validation: Int32Array, test: Int32Array): Split {
  const piece = (rows: Int32Array): Piece => ({ part, rows });
  return { train: piece(train), validation: piece(validation), test: test.length === 0 ? null : piece(test) };
}

interface Divided {
  readonly by: Division['by'];
  /** of classes or groups */
  readonly count: number;
  readonly division: Division;
}

function checkSides(
  sides: Readonly<Record<'test' | 'validation' | 'train', readonly number[]>>,
  { by, count, division }: Divided,
): void {
  const empty = (['train', 'validation', 'test'] as const).find(
    (side) => sides[side].length === 0 && (side !== 'test' || division.test > 0),
  );
  if (empty === undefined) return;
  const what = plural(count, by === 'class' ? 'class' : 'group');
  throw new InputError(
    `data.split divides ${what} by ${by}, which leaves none for ${empty}; use larger shares, or by: image.`,
  );
}

/** The images of each group, groups in the order of their names. Throws an InputError where an image has none. */
function membersByGroup(part: SourcePart, rows: Int32Array, { group }: Division): number[][] {
  const groups = Map.groupBy(rows, groupTeller(part, group ?? ''));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}

/** [images] of a piece */
export function labelsOf({ part, rows }: Piece): Int32Array {
  return rows.map((row) => part.labels[row] as number);
}

export interface Joined {
  /** the training images, then the validation images */
  readonly store: Omit<ImageStore, 'fingerprint'>;
  readonly train: Piece;
  readonly validation: Piece;
  /** a sentence for each image that can't be read and was passed over */
  readonly unreadable: readonly string[];
}

/** The images of both pieces as rows of one store. Throws an InputError where sizes differ. */
export async function joinPieces(split: Pick<Split, 'train' | 'validation'>): Promise<Joined> {
  const [first, second] = await openBoth(split);
  const { shape } = first;
  if (shape.height !== second.shape.height || shape.width !== second.shape.width) {
    throw new InputError(
      `${second.where} holds images of ${second.shape.height} × ${second.shape.width}, but ${first.where} holds ` +
        `images of ${shape.height} × ${shape.width}; all must have one size.`,
    );
  }
  const train = withoutUnreadable(split.train, first);
  const validation = withoutUnreadable(split.validation, second);
  const trainCount = train.rows.length;
  const labels = new Int32Array(trainCount + validation.rows.length);
  labels.set(labelsOf(train));
  labels.set(labelsOf(validation), trainCount);
  const size = imageBytes(shape);
  const rowOf = (row: number): number =>
    (row < trainCount ? train.rows[row] : validation.rows[row - trainCount]) as number;
  const store: Joined['store'] = {
    shape,
    labels,
    async read(rows, into) {
      for (let at = 0; at < rows.length; ) {
        const isTrain = (rows[at] as number) < trainCount;
        let end = at + 1;
        while (end < rows.length && (rows[end] as number) < trainCount === isTrain) end++;
        const own = rows.subarray(at, end).map(rowOf);
        await (isTrain ? first : second).read(own, into.subarray(at * size, end * size));
        at = end;
      }
    },
  };
  const [ofTrain, ofValidation] = [first.digestOf, second.digestOf];
  const digests =
    ofTrain === undefined || ofValidation === undefined
      ? {}
      : { digestOf: (row: number) => (row < trainCount ? ofTrain : ofValidation)(rowOf(row)) };
  const sentences = new Set([first, second].flatMap(({ unreadable = [] }) => unreadable.map((each) => each.sentence)));
  return { store: { ...store, ...digests }, train, validation, unreadable: [...sentences] };
}

async function openBoth({ train, validation }: Pick<Split, 'train' | 'validation'>): Promise<[PartImages, PartImages]> {
  if (train.part === validation.part) {
    const images = await train.part.openImages(concatenated(train.rows, validation.rows).sort());
    return [images, images];
  }
  return [await train.part.openImages(train.rows), await validation.part.openImages(validation.rows)];
}

function withoutUnreadable({ part, rows }: Piece, { unreadable = [] }: PartImages): Piece {
  if (unreadable.length === 0) return { part, rows };
  const gone = new Set(unreadable.map(({ row }) => row));
  return { part, rows: rows.filter((row) => !gone.has(row)) };
}

function concatenated(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
