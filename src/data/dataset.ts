/** An experiment's data: images read, chosen and split; the examples of every epoch. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InputError } from '../errors/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { purpose, streamKey } from '../random/index.ts';
import { shuffleExamples } from './examples.ts';
import { fingerprintImages } from './fingerprint.ts';
import { drawPairs } from './samplers/pairs.ts';
import { checkPartners, drawTriplets } from './samplers/triplets.ts';
import { chooseShare } from './select.ts';
import { type IdxHeader, readIdxImagesInto, readIdxLabels, withIdxFile } from './sources/idx/node.ts';
import { mnistClasses, mnistFiles, type Part, type PartFiles } from './sources/mnist/node.ts';
import type { Examples, LabelledImages, Pairs } from './types.ts';

export interface Dataset {
  /** everything that will be used: the training images in the order of their file, then the validation images */
  readonly images: LabelledImages;
  readonly trainIndices: Int32Array;
  readonly validationIndices: Int32Array;
  readonly classes: number;
  /** SHA-256 of images, labels and split, hexadecimal */
  readonly fingerprint: string;
}

export interface DatasetOptions {
  /** where the four MNIST files lie; default: the installed package */
  readonly directory?: string;
}

/**
 * Reads an experiment's images.
 *
 *   limit ─▶ split ─▶ read into one array ─▶ check classes ─▶ fingerprint
 *
 * `validation: {from: test}` takes the test images for validation; `{from: train, fraction}` sets a share of each
 * class of the training images aside (and leaves the test images unread). Both choices hang on data.seed alone.
 * Throws an InputError where a file isn't what it should be or the data can't be paired.
 */
export async function loadDataset(data: Experiment['data'], options: DatasetOptions = {}): Promise<Dataset> {
  const { train, validation, sources } = await chooseImages(data, options);
  const images = await readImages(sources);
  const trainIndices = range(0, train);
  const validationIndices = range(train, validation);
  const { labels } = images;
  checkPartners(labels, trainIndices, 'training images', adviceFor('train', data));
  checkPartners(labels, validationIndices, 'validation images', adviceFor('validation', data));
  const fingerprint = fingerprintImages(images, train);
  return { images, trainIndices, validationIndices, classes: mnistClasses, fingerprint };
}

/** What an epoch works through, without an image read: examples to train, and images to validate on. */
export async function countWork(
  { data, pairs, objective }: Pick<Experiment, 'data' | 'pairs' | 'objective'>,
  options: DatasetOptions = {},
): Promise<{ examples: number; validationImages: number }> {
  const { train, validation } = await chooseImages(data, options);
  const examples = train * pairs.perImage * (objective.loss === 'triplet' ? 1 : 2);
  return { examples, validationImages: validation };
}

/**
 * Drops the images' bytes and collects the garbage, so that their memory is free at once unless the engine works on
 * these very bytes; labels and indices stay. Call it after `Session.load`, or at training's `start` event. The data
 * set can't be loaded into an engine again.
 */
export function releaseImages(dataset: Dataset): void {
  const holder = dataset as { images: LabelledImages };
  holder.images = { ...dataset.images, bytes: new Uint8Array(0) };
  // Training makes so little garbage that V8 would not collect for minutes: all of MNIST stayed for three epochs.
  // Asked, it takes 20 ms and gives 55 MB back.
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The pairs that validate every epoch: each validation image once with its class, once with another. */
export function validationPairs(dataset: Dataset, dataSeed: number): Pairs {
  const key = streamKey(dataSeed, purpose.partner, forValidation);
  return drawPairs(dataset.images.labels, dataset.validationIndices, 1, key);
}

/**
 * The pairs of `validationPairs`, as places among the validation images, drawn again from the labels alone.
 * Throws an InputError where the labels can't be read.
 */
export async function redrawValidationPairs(data: Experiment['data'], options: DatasetOptions = {}): Promise<Pairs> {
  const { sources, train } = await chooseImages(data, options);
  const labels = labelsOf(sources).subarray(train);
  return drawPairs(labels, range(0, labels.length), 1, streamKey(data.seed, purpose.partner, forValidation));
}

/** An epoch's training examples (from 1), as drawn, before the shuffle: the same for every epoch unless refreshed. */
export function drawnExamples(dataset: Dataset, experiment: Experiment, epoch: number): Examples {
  const { seed, pairs, objective } = experiment;
  const key = streamKey(seed, purpose.partner, forTraining, pairs.refresh === 'epoch' ? epoch : 0);
  const draw = objective.loss === 'triplet' ? drawTriplets : drawPairs;
  return draw(dataset.images.labels, dataset.trainIndices, pairs.perImage, key);
}

/** An epoch's training examples (from 1), in the order in which they are trained. */
export function trainingExamples(dataset: Dataset, experiment: Experiment, epoch: number): Examples {
  return shuffleExamples(drawnExamples(dataset, experiment, epoch), streamKey(experiment.seed, purpose.shuffle, epoch));
}

/** Which partners a stream draws: part of every result, never change one. */
const forTraining = 0;
const forValidation = 1;

/** Images of one file, and where they go. */
interface Source {
  readonly files: PartFiles;
  readonly labels: Int32Array;
  /** [images wanted], ascending: places in the file */
  readonly rows: Int32Array;
  /** the first one's place among all images */
  readonly at: number;
}

/** What limit and split leave: how many images of each kind, the training images first, and where they are read. */
async function chooseImages(
  { validation, limit, seed }: Experiment['data'],
  { directory }: DatasetOptions,
): Promise<{ train: number; validation: number; sources: Source[] }> {
  const trainPart = await choosePart('train', limit.train, seed, directory);
  if (validation.from === 'test') {
    const testPart = await choosePart('test', limit.test, seed, directory);
    const train = trainPart.rows.length;
    const sources = [
      { ...trainPart, at: 0 },
      { ...testPart, at: train },
    ];
    return { train, validation: testPart.rows.length, sources };
  }
  const aside = Math.round(trainPart.rows.length * validation.fraction);
  const keyOf = (label: number) => streamKey(seed, purpose.split, label);
  const { chosen, rest } = chooseShare(trainPart.labels, trainPart.rows, aside, keyOf);
  const sources = [
    { ...trainPart, rows: rest, at: 0 },
    { ...trainPart, rows: chosen, at: rest.length },
  ];
  return { train: rest.length, validation: chosen.length, sources };
}

/** A part's labels, and the images that the limit leaves. */
async function choosePart(
  part: Part,
  limit: number | null,
  seed: number,
  directory: string | undefined,
): Promise<Omit<Source, 'at'>> {
  const files = mnistFiles(part, directory);
  const labels = Int32Array.from(await readIdxLabels(files.labels));
  const wrong = labels.findIndex((label) => label >= mnistClasses);
  if (wrong >= 0) {
    throw new InputError(
      `${files.labels} gives image ${wrong} (counted from 0) the label ${labels[wrong]}; ` +
        `MNIST's labels run from 0 to ${mnistClasses - 1}. Install it again with \`npm ci\`.`,
    );
  }
  const all = range(0, labels.length);
  if (limit === null || limit === labels.length) return { files, labels, rows: all };
  if (limit > labels.length) {
    throw new InputError(`data.limit.${part} is ${limit}, but there are ${labels.length} ${part} images; use less.`);
  }
  const keyOf = (label: number) => streamKey(seed, purpose.limit, part === 'train' ? 0 : 1, label);
  return { files, labels, rows: chooseShare(labels, all, limit, keyOf).chosen };
}

/** Reads all sources into one array. A file that two sources share is read once. */
async function readImages(sources: readonly Source[]): Promise<LabelledImages> {
  const labels = labelsOf(sources);
  const count = labels.length;
  let bytes: Uint8Array | undefined;
  let first: IdxHeader | undefined;
  for (const file of new Set(sources.map((source) => source.files.images))) {
    const wanted = sources.filter((source) => source.files.images === file);
    await withIdxFile(file, 'images', async (handle, header) => {
      const [images, height, width] = header.dimensions as [number, number, number];
      const ofFile = (wanted[0] as Source).labels;
      if (images !== ofFile.length) {
        throw new InputError(
          `${file} holds ${images} images, but ${(wanted[0] as Source).files.labels} holds ${ofFile.length} labels; ` +
            'each image needs one label. Take both files from one source.',
        );
      }
      first ??= header;
      if (height !== first.dimensions[1] || width !== first.dimensions[2]) {
        throw new InputError(
          `${file} holds images of ${height} × ${width}, but ${first.file} holds images of ` +
            `${first.dimensions[1]} × ${first.dimensions[2]}; all must have one size.`,
        );
      }
      bytes ??= new Uint8Array(count * height * width);
      const placeOf = new Int32Array(images).fill(-1);
      for (const { rows, at } of wanted)
        rows.forEach((row, i) => {
          placeOf[row] = at + i;
        });
      await readIdxImagesInto(handle, header, placeOf, bytes);
    });
  }
  const [, height, width] = (first as IdxHeader).dimensions as [number, number, number];
  return { shape: [count, height, width, 1], bytes: bytes as Uint8Array, labels };
}

/** [images of all sources] */
function labelsOf(sources: readonly Source[]): Int32Array {
  const labels = new Int32Array(sources.reduce((sum, { rows }) => sum + rows.length, 0));
  for (const { rows, at, labels: ofFile } of sources) {
    for (let i = 0; i < rows.length; i++) labels[at + i] = ofFile[rows[i] as number] as number;
  }
  return labels;
}

/** Which key to change where a part can't be paired. */
function adviceFor(part: 'train' | 'validation', { validation, limit }: Experiment['data']): string {
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

function range(start: number, count: number): Int32Array {
  const indices = new Int32Array(count);
  for (let i = 0; i < count; i++) indices[i] = start + i;
  return indices;
}
