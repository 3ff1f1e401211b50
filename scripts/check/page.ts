/**
 * What a page in a browser could use needs no Node: in the rooms up to training, `node:*` and Node's globals are met
 * only in `node.ts`, in a folder `host`, and in what no page's code leads to.
 */
import { type Aliases, codeOf, findImports, type SourceFile, targetsOf } from './imports.ts';

const rooms = [
  'errors',
  'text',
  'random',
  'experiment',
  'data',
  'network',
  'objective',
  'engine',
  'evaluation',
  'training',
];

/** Where a page comes in: the rooms' faces, and the engines that a page has. */
const entrances = [
  ...rooms.map((room) => `src/${room}/index.ts`),
  ...['reference', 'webgpu'].map((engine) => `src/engine/${engine}/index.ts`),
];

/** Whether a file may use Node. */
const isOfNode = (path: string): boolean => /\/node\.ts$|^src\/\w+\/(\w+\/)*host\//.test(path);

const globals = /(?<![.\w$'"])(process|Buffer|__dirname|__filename|require|setImmediate|global)(?=\s*[.([?])/g;

/** A sentence for each use of Node where there may be none, as `file:line …`. */
export function checkPage(files: readonly SourceFile[], aliases: Aliases): string[] {
  const ofRooms = files.filter(({ path }) => rooms.includes(path.split('/')[1] ?? ''));
  return [...ofRooms.flatMap(usesOfNode), ...waysToNode(files, aliases)];
}

/** Uses of Node in a file that may have none. */
export function usesOfNode({ path, text }: SourceFile): string[] {
  if (isOfNode(path)) return [];
  const places = 'node.ts or a folder host';
  const imports = findImports(text)
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(
      ({ specifier, line }) => `${path}:${line} imports ${specifier}, which a page lacks; that belongs into ${places}.`,
    );
  const uses = codeOf(text)
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(globals)].map(
        ([, name]) => `${path}:${i + 1} uses ${name}, which a page lacks; that belongs into ${places}.`,
      ),
    );
  return [...imports, ...uses];
}

/** Imports that lead from a page's entrances to a file that may use Node. */
function waysToNode(files: readonly SourceFile[], aliases: Aliases): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const seen = new Set(entrances);
  const problems: string[] = [];
  for (const path of seen) {
    for (const { specifier, line, isType } of findImports(texts.get(path) ?? '')) {
      const target = targetsOf(path, specifier, aliases).default;
      if (isType || target === undefined) continue;
      if (isOfNode(target)) problems.push(`${path}:${line} imports ${specifier}, which needs Node; a page leads here.`);
      else seen.add(target);
    }
  }
  return problems;
}
