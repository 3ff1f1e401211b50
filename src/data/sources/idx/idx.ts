/** IDX files by path: MNIST's kin, as downloaded. */
import { InputError } from '../../../errors/index.ts';
import type { SettingsOf, Source } from '../source.ts';

export const idx: Source<SettingsOf<'idx'>> = {
  describe: () => null,
  async open(part, data, { directory }) {
    const files = data[part];
    if (files === null) {
      throw new InputError(
        'data.test is null, but validation is to be on test images; name them, or write data.validation: 0.1, a share of the training images.',
      );
    }
    const { openPart } = await import('#files/idx');
    return openPart(files, directory);
  },
};
