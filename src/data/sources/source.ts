/** What a source of images is. Each is a file here, or a folder where it reads files, and a line in the table. */
import type { Experiment } from '../../experiment/index.ts';
import type { ImageStore } from '../store.ts';
import type { ImageShape, Pairs } from '../types.ts';

/** What an experiment file says of its data. */
export type DataSettings = Experiment['data'];
export type SourceName = DataSettings['source'];
/** The same of one source. */
export type SettingsOf<Name extends SourceName> = Extract<DataSettings, { source: Name }>;

/** What a source has its images in: those to train on, and those to test on. */
export type Part = 'train' | 'test';

export interface OpenOptions {
  /** told after each image that had to be decoded */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

export interface SourceOptions extends OpenOptions {
  /** where relative paths begin, absolute; default: where the program was started */
  readonly directory?: string;
  /** what the network takes: images of any size are brought to it; default: as they are */
  readonly shape?: ImageShape;
  /** where MNIST's files lie; default: in their package */
  readonly mnist?: string;
}

export interface Source<Settings = DataSettings> {
  /** What is known before anything is read: what an experiment is checked against. null: nothing. */
  describe(data: Settings): SourceDescription | null;
  /** A part and its labels; reads no pixel. Throws an InputError where it isn't there or isn't what it should be. */
  open(part: Part, data: Settings, options: SourceOptions): Promise<SourcePart>;
}

export interface SourceDescription {
  readonly shape: ImageShape;
  readonly classes: number;
  /** of each part: its images, and those of its rarest class */
  readonly counts: Readonly<Record<Part, { readonly images: number; readonly rarest: number }>>;
}

export interface SourcePart {
  /** [images], 0 … classes - 1 */
  readonly labels: Int32Array;
  /** [classes] */
  readonly classNames: readonly string[];
  /** the pairs that a person lists, instead of classes to draw them from */
  readonly listed?: ListedPairs;
  /** What an image is called where it lies: a path below the source; null: it has but a number. */
  nameOf(image: number): string | null;
  /** An image as it lies in its file, where it must be decoded. */
  readonly encodedAt?: (image: number) => EncodedImage;
  /**
   * Looks at where the pixels of these images are kept, and decodes what must be.
   *   rows: ascending, places in the part; none but these will be read
   * Throws an InputError where they can't be these labels' images.
   */
  openImages(rows: Int32Array): Promise<PartImages>;
}

/** An encoded image: a file, or a part of one. */
export interface EncodedImage {
  /** as a sentence names it */
  readonly name: string;
  /** what it is known by unread, from `identityOf`; null: it may have changed without a sign, so look at its content */
  readonly identity: string | null;
  /** Throws Unreadable. */
  read(): Promise<Uint8Array>;
}

/** Pairs of images, as places in their part. */
export interface ListedPairs {
  readonly pairs: Pairs;
  /** [pairs] what each is for; null: the list doesn't say */
  readonly sides: readonly ('train' | 'validation' | 'test')[] | null;
}

/** A part's images, by their place in it. */
export interface PartImages extends Pick<ImageStore, 'shape' | 'read'> {
  /** where they are kept, as a sentence names it: a file */
  readonly where: string;
  /** those that can't be read and are to be passed over, ascending, each with a sentence; none where left out */
  readonly unreadable?: readonly { readonly row: number; readonly sentence: string }[];
  /** SHA-256 of an image's pixels, in hexadecimal, where it is known unread */
  readonly digestOf?: (row: number) => string;
}
