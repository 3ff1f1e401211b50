/** From bytes to the first activation: a chunk's images, gathered by their rows. */
import type { Arguments } from './kernels.ts';
import type { Layout } from './layout.ts';
import type { Context } from './nodes/node.ts';
import type { Command, Work } from './work.ts';

export interface ImageProgram {
  /** the images of a chunk of examples */
  loadChunk(work: Work, command: Command): void;
  /** `work.images` neighbours among the command's indices, from `first` on */
  loadImages(work: Work, command: Command, first: number): void;
  /** An image without anything on it. Its ground is taken to be what the first image's first pixel is. */
  loadBlank(work: Work, command: Command): void;
}

export function imageProgram(
  layout: Layout,
  { kernels, floats, words, slot, ofWorker, division }: Context,
): ImageProgram {
  const { image, chunkIndices } = layout;
  const { height, width, channels } = image.shape;
  const { imagesPerExample, examplesPerChunk } = division;
  const indices = ofWorker(chunkIndices) >>> 2;
  const call: Arguments['gatherImages'] = {
    bytes: 0,
    indices: ofWorker(chunkIndices),
    images: 0,
    rows: height,
    rowLength: width * channels,
    out: 0,
    outRow: image.rowBytes,
    outImage: image.imageBytes,
  };
  const gather = (work: Work, { imagesAt }: Command) => {
    call.bytes = imagesAt;
    call.images = work.images;
    call.out = slot(image, work);
    kernels.gatherImages(call);
  };
  return {
    loadChunk(work, command) {
      const examples = work.images / imagesPerExample;
      const first = work.chunk * examplesPerChunk;
      for (let part = 0; part < imagesPerExample; part++) {
        for (let i = 0; i < examples; i++) {
          words[indices + part * examples + i] = command.indices[part * command.count + first + i] as number;
        }
      }
      gather(work, command);
    },
    loadImages(work, command, first) {
      words.set(command.indices.subarray(first, first + work.images), indices);
      gather(work, command);
    },
    loadBlank(work, command) {
      words[indices] = 0;
      gather(work, command);
      const first = slot(image, work) >>> 2;
      const ground = floats.slice(first, first + channels);
      for (let y = 0; y < height; y++) {
        const row = first + ((y * image.rowBytes) >>> 2);
        for (let x = 0; x < width; x++) floats.set(ground, row + x * channels);
      }
    },
  };
}
