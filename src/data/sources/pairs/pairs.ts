/** A CSV file of pairs: `left,right,same[,split]`. */
import type { SettingsOf, Source } from '../source.ts';

export const pairs: Source<SettingsOf<'pairs'>> = {
  describe: () => null,
  async open(_, data, options) {
    const { openPart } = await import('#files/pairs');
    return openPart(data, options);
  },
};
