/**
 * The order of rooms, enforced: a file imports only from its own room and from the faces of rooms before it: index.ts,
 * and node.ts where a room has one for what only Node can do.
 * Counts every import there is: `import`, `import type`, `export … from`, `import()`, and `import('…')` in a type.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

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

/** A sentence for each import against the order, as `file:line …`. `folder` is the one that holds src. */
export function checkImportDirection(folder: string): string[] {
  const paths = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.[cm]?[jt]s$/.test(path))
    .sort();
  return paths.flatMap((path) => importProblems(path, readFileSync(join(folder, path), 'utf8')));
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

/** `src/data/idx.ts` → `data`; `src/cli.ts` → `cli` */
function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.[cm]?[jt]s$/, '');
}

function order(): string {
  return rooms.join(' → ');
}

interface FoundImport {
  readonly specifier: string;
  /** from 1, of the specifier */
  readonly line: number;
}

/** Every quoted text that follows `from`, `import`, `import(` or `require(` in code, outside comments and strings. */
export function findImports(text: string): FoundImport[] {
  const found: FoundImport[] = [];
  let code = ''; // what was read so far, without comments, and with every text emptied
  let i = 0;
  const templates: number[] = []; // braces open in each `${` we are inside of
  while (i < text.length) {
    const rest = text.slice(i, i + 2);
    const char = text[i] as string;
    if (rest === '//') i = endOr(text.indexOf('\n', i), text.length);
    else if (rest === '/*') i = endOr(text.indexOf('*/', i + 2), text.length - 2) + 2;
    else if (char === '/' && regexMayStart(code)) {
      i = endOfRegex(text, i);
      code += '/r/';
    } else if (char === "'" || char === '"') {
      const end = endOfText(text, i, char);
      note(text.slice(i + 1, end));
      code += '""';
      i = end + 1;
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop();
      const end = endOfTemplate(text, i + 1);
      if (text[end] === '$') templates.push(0);
      else if (char === '`') note(text.slice(i + 1, end));
      code += text[end] === '$' ? '(' : '""';
      i = end + (text[end] === '$' ? 2 : 1);
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && char === '{') templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === '}') templates[templates.length - 1] = depth - 1;
      code += char;
      i++;
    }
  }
  return found;

  function note(specifier: string): void {
    if (!/(^|[^.\w$])(from|import|(import|require)\s*\()\s*$/.test(code.slice(-200))) return;
    found.push({ specifier, line: text.slice(0, i).split('\n').length });
  }
}

function endOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}

/** After a value a slash divides; after an operator, a bracket or `return` it opens a regular expression. */
function regexMayStart(code: string): boolean {
  const before = code.trimEnd();
  return before === '' || /[(,=:[!&|?{};+\-*%<>~^]$/.test(before) || /\b(return|typeof|case|in|of)$/.test(before);
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '\n') return i;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return i + 1;
  }
  return text.length;
}

function endOfText(text: string, start: number, quote: string): number {
  let i = start + 1;
  while (i < text.length && text[i] !== quote && text[i] !== '\n') i += text[i] === '\\' ? 2 : 1;
  return i;
}

/** → the position of the closing backtick, or of the `$` of the next `${` */
function endOfTemplate(text: string, start: number): number {
  let i = start;
  while (i < text.length && text[i] !== '`' && !(text[i] === '$' && text[i + 1] === '{')) i += text[i] === '\\' ? 2 : 1;
  return i;
}
