/**
 * The order of rooms, enforced: a file imports only from its own room and from the faces of rooms before it: index.ts,
 * and node.ts where a room has one for what only Node can do.
 * Counts every import there is: `import`, `import type`, `export … from`, `import()`, and `import('…')` in a type.
 */
import { posix } from 'node:path';
import { findImports, type SourceFile } from './imports.ts';

export const rooms = [
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
  'record',
  'track',
  'compare',
  'query',
  'report',
  'launch',
  'commands',
  'cli',
] as const;

/** A sentence for each import against the order, as `file:line …`. */
export function checkImportDirection(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => path.startsWith('src/')).flatMap(({ path, text }) => importProblems(path, text));
}

/** The same for one file; `path` is relative to the folder that holds src, with forward slashes. */
export function importProblems(path: string, text: string): string[] {
  const room = roomOf(path);
  const position = rooms.indexOf(room as (typeof rooms)[number]);
  if (position < 0) return [`${path}:1 lies in no room: src/${room} is none of ${rooms.join(', ')}.`];
  return findImports(text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .flatMap(({ specifier, line }) => {
      const target = posix.join(posix.dirname(path), specifier);
      const problem = judge(path, room, position, target);
      return problem === null ? [] : [`${path}:${line} imports ${specifier}, but ${problem}`];
    });
}

/** AssemblyScript can't read a face, but it can read the one file of constants that all engines share. */
const kernelConstants = /^src\/engine\/wasm\/kernels\//;

function judge(path: string, room: string, position: number, target: string): string | null {
  if (!target.startsWith('src/')) {
    const isData = target === 'package.json' || /^schemas\/.+\.json$/.test(target);
    return isData ? null : 'of what lies outside src it may import only package.json and schemas/.';
  }
  const targetRoom = roomOf(target);
  if (targetRoom === room) return null;
  const targetPosition = rooms.indexOf(targetRoom as (typeof rooms)[number]);
  if (targetPosition < 0) return `src/${targetRoom} is no room.`;
  if (targetPosition > position)
    return `${targetRoom} comes after ${room}: import only from rooms before (${order()}).`;
  if (kernelConstants.test(path) && target === 'src/network/conventions') return null;
  const face = `src/${targetRoom}/index.ts`;
  const isFace = target === face || target === `src/${targetRoom}/node.ts`;
  return isFace ? null : `from another room import only its face, ${face}.`;
}

/** `src/data/split.ts` → `data`; `src/cli.ts` → `cli` */
function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.[cm]?[jt]s$/, '');
}

function order(): string {
  return rooms.join(' → ');
}
