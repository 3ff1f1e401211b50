/** The sources of images, by the name that `data.source` gives. */
import { folder } from './folder/folder.ts';
import { idx } from './idx/idx.ts';
import { mnist } from './mnist/mnist.ts';
import { pairs } from './pairs/pairs.ts';
import { parquet } from './parquet/parquet.ts';
import type { DataSettings, SettingsOf, Source, SourceName } from './source.ts';

export const sources: { readonly [Name in SourceName]: Source<SettingsOf<Name>> } = {
  mnist,
  idx,
  folder,
  pairs,
  parquet,
};

/** The source that these settings are of. */
export function sourceOf({ source }: DataSettings): Source {
  return sources[source] as Source;
}
