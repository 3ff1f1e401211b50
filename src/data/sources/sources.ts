/** The sources of images, by the name that `data.source` gives. */
import { mnist } from './mnist/mnist.ts';
import type { DataSettings, Source } from './source.ts';

export const sources: Readonly<Record<DataSettings['source'], Source>> = { mnist };
