/** What a source of images is. Each is a file here, or a folder where it reads files, and a line in the table. */
import type { Experiment } from '../../experiment/index.ts';
import type { ImageStore } from '../store.ts';
import type { ImageShape } from '../types.ts';

/** What an experiment file says of its data. */
export type DataSettings = Experiment['data'];

/** What a source has its images in: those to train on, and those to test on. */
export type Part = 'train' | 'test';

export interface SourceOptions {
  /** where its files lie; default: where the source itself keeps them */
  readonly directory?: string;
}

export interface Source {
  /** What is known before anything is read: what an experiment is checked against. */
  describe(data: DataSettings): SourceDescription;
  /** A part and its labels; reads no pixel. Throws an InputError where it isn't what it should be. */
  open(part: Part, data: DataSettings, options: SourceOptions): Promise<SourcePart>;
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
  /** Looks at where the pixels are kept. Throws an InputError where they can't be these labels' images. */
  openImages(): Promise<PartImages>;
}

/** A part's images, by their place in it. */
export interface PartImages extends Pick<ImageStore, 'shape' | 'read'> {
  /** where they are kept, as a sentence names it: a file */
  readonly where: string;
}
