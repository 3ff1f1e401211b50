/** What stands in a page for the part of a source that reads files. */
import { InputError } from '../../errors/index.ts';

export async function openPart(): Promise<never> {
  throw new InputError("These images are in files, which a page can't read; train on a store of images in memory.");
}
