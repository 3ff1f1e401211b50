/** Benchmarks and scripts know the rooms by their faces, as the rooms know one another. */
import { findImports, type SourceFile, targetsOf } from './imports.ts';

/** What the generator reads: it can't go through a face that imports what it generates. */
const schema = 'src/experiment/schema.ts';

/** A sentence for each import of another file of src than a face, as `file:line …`. */
export function checkFaces(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    findImports(text).flatMap(({ specifier, line }) => {
      const target = targetsOf(path, specifier, {}).node ?? '';
      const isFace = /^src\/(.+\/)?(index|node)\.ts$/.test(target);
      if (!target.startsWith('src/') || isFace || (target === schema && path.startsWith('scripts/generate'))) return [];
      return [`${path}:${line} imports ${specifier}; import a face of its room, index.ts or node.ts.`];
    }),
  );
}
