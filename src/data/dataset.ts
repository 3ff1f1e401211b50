/** An experiment's data: images chosen and split; the examples of every epoch. */

import { InputError } from '../errors/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { purpose, streamKey } from '../random/index.ts';
import { plural } from '../text/index.ts';
import { augmented } from './augment/augment.ts';
import { shuffleExamples } from './examples.ts';
import { fingerprintSplit } from './fingerprint.ts';
import { pairsInStore } from './listed.ts';
import { drawPairs } from './samplers/pairs.ts';
import { samplers } from './samplers/samplers.ts';
import { checkPartners, countAnchors } from './samplers/triplets.ts';
import type { DataSettings, SourceOptions } from './sources/source.ts';
import { sourceOf } from './sources/sources.ts';
import { joinPieces, labelsOf, type Split, splitSource } from './split.ts';
import { type ImageStore, rowRange } from './store.ts';
import type { Examples, ImageShape, Pairs } from './types.ts';

export interface Dataset {
  /** everything that will be used: the training images in the order of their source, then the validation images */
  readonly store: ImageStore;
  /** rows of the store */
  readonly trainIndices: Int32Array;
  readonly validationIndices: Int32Array;
  /** pairs that a person listed, their images as rows of the store; undefined where they are drawn */
  readonly listed?: { readonly train: Pairs; readonly validation: Pairs };
}

/** The same of an experiment's own images. */
export interface LoadedDataset extends Dataset {
  /** [classes] */
  readonly classNames: readonly string[];
  /** where the images are from, and those kept for the end; without those that were passed over */
  readonly split: Split;
  /** what a person should know of the images before training, a sentence each */
  readonly warnings: readonly string[];
}

/**
 * Opens an experiment's images. Their pixels are read once, for the fingerprint, and kept nowhere: who needs them
 * reads them from the store.
 *
 *   limit ─▶ split ─▶ one store ─▶ check classes ─▶ fingerprint
 *
 * Throws an InputError where a file isn't what it should be or the data can't be paired.
 */
export async function loadDataset(data: DataSettings, options: SourceOptions = {}): Promise<LoadedDataset> {
  const split = await splitSource(sourceOf(data), data, options);
  const { store, train, validation, unreadable } = await joinPieces(split);
  checkShape(store.shape, data, options);
  const trainIndices = rowRange(0, train.rows.length);
  const validationIndices = rowRange(trainIndices.length, validation.rows.length);
  const { classNames } = train.part;
  const fingerprint = await fingerprintSplit(store, trainIndices.length);
  const parts = { train, validation, test: split.test };
  const common = { store: { ...store, fingerprint }, trainIndices, validationIndices, classNames };
  if (split.listed !== undefined) {
    const listed = {
      train: pairsInStore(split.listed.train, train.rows, 0),
      validation: pairsInStore(split.listed.validation, validation.rows, trainIndices.length),
    };
    const warnings = [...skipped(unreadable), ...sharedImages(train.rows, validation.rows)];
    return { ...common, listed, split: { ...parts, listed: split.listed }, warnings };
  }
  const check = (indices: Int32Array, part: 'train' | 'validation'): string[] =>
    checkPartners(
      { labels: store.labels, indices, classNames },
      `${part === 'train' ? 'training' : part} images`,
      adviceFor(part, data),
    );
  const warnings = [...skipped(unreadable), ...check(trainIndices, 'train'), ...check(validationIndices, 'validation')];
  return { ...common, split: parts, warnings };
}

/** What an epoch works through, without an image read: examples to train, and images to validate on. */
export async function countWork(
  { data, pairs, examples: kind }: Pick<Experiment, 'data'> & Omit<Drawing, 'seed'>,
  options: SourceOptions = {},
): Promise<{ examples: number; validationImages: number }> {
  const { train, validation, listed } = await splitSource(sourceOf(data), data, options);
  if (listed !== undefined) return { examples: listed.train.left.length, validationImages: validation.rows.length };
  const anchors = countAnchors(labelsOf(train));
  const examples = anchors * pairs.perImage * samplers[kind].examplesPerImage;
  return { examples, validationImages: validation.rows.length };
}

/** The pairs that validate every epoch: those listed; else each validation image once with its class, once with another. */
export function validationPairs(dataset: Dataset, dataSeed: number): Pairs {
  if (dataset.listed !== undefined) return dataset.listed.validation;
  const key = streamKey(dataSeed, purpose.partner, forValidation);
  return drawPairs(dataset.store.labels, dataset.validationIndices, 1, key);
}

/**
 * The pairs of `validationPairs`, as places among the validation images, drawn again from the labels alone.
 * Throws an InputError where the labels can't be read.
 */
export async function redrawValidationPairs(data: Experiment['data'], options: SourceOptions = {}): Promise<Pairs> {
  const { validation, listed } = await splitSource(sourceOf(data), data, options);
  if (listed !== undefined) return pairsInStore(listed.validation, validation.rows, 0);
  const labels = labelsOf(validation);
  return drawPairs(labels, rowRange(0, labels.length), 1, streamKey(data.seed, purpose.partner, forValidation));
}

/** What an engine trains on: the images, changed as the experiment says whenever they are read for a step. */
export function trainingStore({ store }: Dataset, { data, seed }: Pick<Experiment, 'data' | 'seed'>): ImageStore {
  return data.augment === null ? store : augmented(store, data.augment, seed);
}

/** What training examples are drawn by. */
export interface Drawing extends Pick<Experiment, 'seed' | 'pairs'> {
  readonly examples: Examples['kind'];
}

/** An epoch's training examples (from 1), as drawn, before the shuffle: the same for every epoch unless refreshed. */
export function drawnExamples(dataset: Dataset, { seed, pairs, examples }: Drawing, epoch: number): Examples {
  if (dataset.listed !== undefined) return dataset.listed.train;
  const key = streamKey(seed, purpose.partner, forTraining, pairs.refresh === 'epoch' ? epoch : 0);
  return samplers[examples].draw(dataset.store.labels, dataset.trainIndices, pairs.perImage, key);
}

/** An epoch's training examples (from 1), in the order in which they are trained. */
export function trainingExamples(dataset: Dataset, drawing: Drawing, epoch: number): Examples {
  return shuffleExamples(drawnExamples(dataset, drawing, epoch), streamKey(drawing.seed, purpose.shuffle, epoch));
}

/** Which partners a stream draws: part of every result, never change one. */
const forTraining = 0;
const forValidation = 1;

/** Where sources differ in size, it is known only now. */
function checkShape(found: ImageShape, { source }: DataSettings, { shape }: SourceOptions): void {
  if (shape === undefined) return;
  const written = ({ height, width, channels }: ImageShape): string => `[${height}, ${width}, ${channels}]`;
  if (written(found) === written(shape)) return;
  throw new InputError(
    `network.inputShape is ${written(shape)}, but the images of ${source} are ${written(found)}; write that.`,
  );
}

function sharedImages(train: Int32Array, validation: Int32Array): string[] {
  const trained = new Set(train);
  const shared = validation.filter((image) => trained.has(image)).length;
  if (shared === 0) return [];
  return [
    `${plural(shared, 'image')} of ${validation.length} in validation pairs ${shared === 1 ? 'is' : 'are'} in training pairs too, so that validation tells less about images never seen.`,
  ];
}

/** Most files passed over that are named. */
const mostNamed = 10;

function skipped(sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const rest = sentences.length - mostNamed;
  const more = rest > 0 ? [`And ${plural(rest, 'more file')}.`] : [];
  return [
    `${plural(sentences.length, 'file')} passed over, as data.unreadable says:`,
    ...sentences.slice(0, mostNamed),
    ...more,
  ];
}

/** Which key to change where a part can't be paired. */
function adviceFor(part: 'train' | 'validation', data: DataSettings): string {
  const { validation, split, limit } = data;
  if (split !== null) return 'Use more images, or other shares in data.split.';
  if (part === 'validation' && validation.from === 'test') {
    return limit.test === null ? 'Use another data set.' : `Raise data.limit.test (it is ${limit.test}).`;
  }
  const advice: string[] = [];
  if (limit.train !== null) advice.push(`raise data.limit.train (it is ${limit.train})`);
  if (validation.from === 'train') {
    advice.push(`${part === 'train' ? 'lower' : 'raise'} data.validation.fraction (it is ${validation.fraction})`);
  }
  const sentence = advice.length === 0 ? 'use another data set' : advice.join(' or ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
