/** No file imports another that leads back to it: such files can only be understood, and moved, together. */
import { type Aliases, findImports, type SourceFile, targetsOf } from './imports.ts';

/** A sentence for each circle of files that import one another; every kind of import counts, types too. */
export function checkCircles(files: readonly SourceFile[], aliases: Aliases): string[] {
  const imports = new Map(files.map((file) => [file.path, importedBy(file, aliases)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    const start = chain.indexOf(path);
    if (start >= 0) {
      circles.push(
        `${[...chain.slice(start), path].join(' → ')} is a circle; move what they share to a file of its own.`,
      );
      return;
    }
    if (done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...chain, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return circles;
}

function importedBy({ path, text }: SourceFile, aliases: Aliases): string[] {
  const targets = findImports(text).flatMap(({ specifier }) => Object.values(targetsOf(path, specifier, aliases)));
  return [...new Set(targets)];
}
