/** What the checks of imports read: files, and what each imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface SourceFile {
  /** relative to the project's folder, with forward slashes */
  readonly path: string;
  readonly text: string;
}

/** Every file of code in these folders of the project's, by path. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.[cm]?[jt]s$/.test(path))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

/** What package.json's `imports` stand for: paths, for Node and for pages. */
export type Aliases = Readonly<Record<string, Readonly<Record<'node' | 'default', string>>>>;

export function readAliases(root: string): Aliases {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports ?? {};
}

/** The paths, as of `SourceFile`, that an import may lead to; none where it leads out of the project. */
export function targetsOf(
  path: string,
  specifier: string,
  aliases: Aliases,
): Partial<Record<'node' | 'default', string>> {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return { node: target, default: target };
  }
  const { node, default: page } = aliasOf(specifier, aliases);
  return node === undefined || page === undefined
    ? {}
    : { node: posix.normalize(node), default: posix.normalize(page) };
}

/** What package.json says of a specifier; a `*` there stands for any text. */
function aliasOf(specifier: string, aliases: Aliases): Partial<Record<'node' | 'default', string>> {
  for (const [name, { node, default: page }] of Object.entries(aliases)) {
    const [before, after] = name.split('*') as [string, string | undefined];
    if (after === undefined ? specifier !== name : !specifier.startsWith(before) || !specifier.endsWith(after))
      continue;
    const any = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
    return { node: node.replace('*', any), default: page.replace('*', any) };
  }
  return {};
}

export interface FoundImport {
  readonly specifier: string;
  /** from 1, of the specifier */
  readonly line: number;
  /** whether only types come from there, which is gone when the file runs */
  readonly isType: boolean;
}

/** Every quoted text that follows `from`, `import`, `import(` or `require(` in code, outside comments and strings. */
export function findImports(text: string): FoundImport[] {
  return read(text).imports;
}

/** The code without its comments, and with every text emptied; line for line as it was. */
export function codeOf(text: string): string {
  return read(text).code;
}

function read(text: string): { readonly code: string; readonly imports: FoundImport[] } {
  const found: FoundImport[] = [];
  let code = ''; // what was read so far
  let i = 0;
  const templates: number[] = []; // braces open in each `${` we are inside of
  while (i < text.length) {
    const rest = text.slice(i, i + 2);
    const char = text[i] as string;
    if (rest === '//') i = endOr(text.indexOf('\n', i), text.length);
    else if (rest === '/*') {
      const end = endOr(text.indexOf('*/', i + 2), text.length - 2) + 2;
      code += lineEnds(text.slice(i, end));
      i = end;
    } else if (char === '/' && regexMayStart(code)) {
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
      code += lineEnds(text.slice(i, end)) + (text[end] === '$' ? '(' : '""');
      i = end + (text[end] === '$' ? 2 : 1);
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && char === '{') templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === '}') templates[templates.length - 1] = depth - 1;
      code += char;
      i++;
    }
  }
  return { code, imports: found };

  function note(specifier: string): void {
    if (!/(^|[^.\w$])(from|import|(import|require)\s*\()\s*$/.test(code.slice(-200))) return;
    const statement = code.slice(Math.max(code.lastIndexOf(';'), code.lastIndexOf('}\n')) + 1);
    const isType = /(^|\n)\s*(import|export)\s+type\b[^;]*\bfrom\s*$/.test(statement);
    found.push({ specifier, line: text.slice(0, i).split('\n').length, isType });
  }
}

function lineEnds(text: string): string {
  return text.replaceAll(/[^\n]/g, '');
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
