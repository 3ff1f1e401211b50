/** The files that an experiment names. */
import { resolve } from 'node:path';
import { openIdxPart } from '../../host/idx.ts';
import type { SourcePart } from '../source.ts';

export function openPart(
  files: { readonly images: string; readonly labels: string },
  directory = process.cwd(),
): Promise<SourcePart> {
  return openIdxPart({ images: resolve(directory, files.images), labels: resolve(directory, files.labels) });
}
