/** A folder with a folder of images for each class, or with `train` and `test` that have them. */
import type { SettingsOf, Source } from '../source.ts';

export const folder: Source<SettingsOf<'folder'>> = {
  describe: () => null,
  async open(part, data, options) {
    const { openPart } = await import('#files/folder');
    return openPart(part, data, options);
  },
};
