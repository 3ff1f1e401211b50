/** Parquet files as public sets of images have them: a column of encoded images, a column of labels. */
import { InputError } from '../../../errors/index.ts';
import type { SettingsOf, Source } from '../source.ts';

export const parquet: Source<SettingsOf<'parquet'>> = {
  describe: () => null,
  async open(part, data, options) {
    const files = data[part];
    if (files === null) {
      throw new InputError(
        'data.test is null, but validation is to be on test images; name their files, or write data.validation: 0.1, a share of the training images.',
      );
    }
    const { openPart } = await import('#files/parquet');
    return openPart(files, data, options);
  },
};
