/** The images of a folder. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../../../errors/index.ts';
import { openDecoded } from '../../host/decoded-images.ts';
import { checkFolder, entriesOf, type FoundFiles, filesBelow, imageFile, isFolder } from '../../host/image-files.ts';
import { smallGrey } from '../../store.ts';
import type { Part, SettingsOf, SourceOptions, SourcePart } from '../source.ts';

type FolderSettings = SettingsOf<'folder'>;

/** A part of a folder and its labels. Throws an InputError where there are no classes or no images. */
export async function openPart(part: Part, data: FolderSettings, options: SourceOptions): Promise<SourcePart> {
  const { directory = process.cwd(), shape = smallGrey, ...open } = options;
  const root = resolve(directory, data.path);
  checkFolder(root, 'data.path');
  const isDivided = hasParts(root);
  if (part === 'test' && !isDivided) {
    throw new InputError(
      `data.path, ${root}, has no folders \`train\` and \`test\`, so there are no test images to validate on. ` +
        'Write data.split: { validation: 0.1, test: 0.2 }, or data.validation: 0.1.',
    );
  }
  const folders = isDivided ? (['train', 'test'] as const).map((name) => join(root, name)) : [root];
  const classNames = [...new Set(folders.flatMap(classesIn))].sort();
  const from = isDivided ? join(root, part) : root;
  const { paths, labels } = listImages(from, classNames);
  if (paths.length === 0) {
    throw new InputError(
      `data.path, ${from}, has no folders with images in them; expected a folder for each class, which has its images.`,
    );
  }
  const below = isDivided ? `${part}/` : '';
  const { resize, background, unreadable } = data;
  const rule = { shape, resize, background };
  const encodedAt = (image: number) => {
    const path = join(from, paths[image] as string);
    return imageFile(path, path);
  };
  return {
    labels,
    classNames,
    nameOf: (image) => below + paths[image],
    encodedAt,
    openImages: (rows) => openDecoded(encodedAt, rows, { ...open, rule, where: from, unreadable }),
  };
}

/** Whether the classes lie below `train` and `test`, and not beside them. */
function hasParts(root: string): boolean {
  return existsSync(join(root, 'train')) && existsSync(join(root, 'test'));
}

function classesIn(folder: string): string[] {
  checkFolder(folder, 'data.path');
  return entriesOf(folder).entries.flatMap((entry) => (isFolder(folder, entry) ? [entry.name] : []));
}

function listImages(folder: string, classNames: readonly string[]): { paths: string[]; labels: Int32Array } {
  const paths: string[] = [];
  const labels: number[] = [];
  const there = new Set(classesIn(folder));
  for (const [label, name] of classNames.entries()) {
    if (!there.has(name)) continue;
    const found: FoundFiles = filesBelow(join(folder, name));
    for (const path of found.paths) {
      paths.push(`${name}/${path}`);
      labels.push(label);
    }
  }
  return { paths, labels: Int32Array.from(labels) };
}
