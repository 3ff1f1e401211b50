/** Which of a source's images an experiment trains and validates on: limit, then split. */
import { InputError } from '../errors/index.ts';
import { purpose, streamKey } from '../random/index.ts';
import { chooseShare } from './select.ts';
import type { DataSettings, Part, Source, SourceOptions, SourcePart } from './sources/source.ts';
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
}

/**
 * What limit and split leave. `validation: {from: test}` takes the test images for validation; `{from: train,
 * fraction}` sets a share of each class of the training images aside (and leaves the test images unread). Both choices
 * depend on data.seed alone. Reads labels, but no pixel.
 */
export async function splitSource(source: Source, data: DataSettings, options: SourceOptions): Promise<Split> {
  const train = limited('train', await source.open('train', data, options), data);
  const { validation, seed } = data;
  if (validation.from === 'test') {
    return { train, validation: limited('test', await source.open('test', data, options), data) };
  }
  const { part, rows } = train;
  const aside = Math.round(rows.length * validation.fraction);
  const keyOf = (label: number) => streamKey(seed, purpose.split, label);
  const { chosen, rest } = chooseShare(part.labels, rows, aside, keyOf);
  return { train: { part, rows: rest }, validation: { part, rows: chosen } };
}

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

/** [images] of a piece */
export function labelsOf({ part, rows }: Piece): Int32Array {
  return rows.map((row) => part.labels[row] as number);
}

/** The training images, then the validation images, as rows of one store. Throws an InputError where sizes differ. */
export async function joinPieces({ train, validation }: Split): Promise<Omit<ImageStore, 'fingerprint'>> {
  const first = await train.part.openImages();
  const second = validation.part === train.part ? first : await validation.part.openImages();
  const { shape } = first;
  if (shape.height !== second.shape.height || shape.width !== second.shape.width) {
    throw new InputError(
      `${second.where} holds images of ${second.shape.height} × ${second.shape.width}, but ${first.where} holds ` +
        `images of ${shape.height} × ${shape.width}; all must have one size.`,
    );
  }
  const trainCount = train.rows.length;
  const labels = new Int32Array(trainCount + validation.rows.length);
  labels.set(labelsOf(train));
  labels.set(labelsOf(validation), trainCount);
  const size = imageBytes(shape);
  return {
    shape,
    labels,
    async read(rows, into) {
      for (let at = 0; at < rows.length; ) {
        const isTrain = (rows[at] as number) < trainCount;
        let end = at + 1;
        while (end < rows.length && (rows[end] as number) < trainCount === isTrain) end++;
        const images = isTrain ? first : second;
        const own = rows
          .subarray(at, end)
          .map((row) => (isTrain ? train.rows[row] : validation.rows[row - trainCount]) as number);
        await images.read(own, into.subarray(at * size, end * size));
        at = end;
      }
    },
  };
}
