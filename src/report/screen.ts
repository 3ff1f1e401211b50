/** What a terminal, or a pipe, can show. */
import { stripVTControlCharacters, styleText } from 'node:util';

export interface Screen {
  /** null: a pipe, where lines may be as long as they are */
  readonly columns: number | null;
  /** letters beyond ASCII, lines and Braille dots */
  readonly isUnicode: boolean;
  readonly isColoured: boolean;
}

export type Format = Parameters<typeof styleText>[0];

/** The screen behind standard output. */
export function screenOf(
  stream: NodeJS.WriteStream,
  env: Readonly<Partial<Record<string, string>>>,
  platform: NodeJS.Platform = process.platform,
): Screen {
  return {
    columns: stream.isTTY ? Math.max(40, stream.columns || 80) : null,
    isUnicode: showsUnicode(env, platform),
    isColoured: styleText('bold', 'x', { stream }) !== 'x',
  };
}

/** Where no locale is set, as in a container, the terminal is taken for a modern one; Linux's console has no Braille. */
function showsUnicode(env: Readonly<Partial<Record<string, string>>>, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return platform === 'win32' || locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

export function paint({ isColoured }: Screen, format: Format, text: string): string {
  return isColoured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
}

/** Text from a file may hold anything: what would move the cursor, or turn the direction of writing, becomes a blank. */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');

/** Columns that a text takes: Chinese, Japanese and Korean letters and emoji take two, accents on a letter none. */
export function widthOf(text: string): number {
  const shown = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(shown)) return shown.length;
  let width = 0;
  for (const letter of shown) width += /\p{M}|\p{Cf}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return width;
}
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Cut to a width, the cut shown. */
export function cut(text: string, width: number, { isUnicode }: Screen): string {
  if (widthOf(text) <= width) return text;
  const sign = isUnicode ? '…' : '~';
  let [kept, room] = ['', width - 1];
  for (const letter of text) {
    room -= widthOf(letter);
    if (room < 0) break;
    kept += letter;
  }
  return `${kept}${sign}`;
}

/** Lines no wider than the screen, broken at blanks where there are any. */
export function wrap(text: string, columns: number | null, indents: { first?: string; rest?: string } = {}): string[] {
  const { first = '', rest = '' } = indents;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? (lines.length === 0 ? first : rest) + word : `${line} ${word}`;
    if (line !== '' && columns !== null && widthOf(longer) > columns) {
      lines.push(line);
      line = rest + word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Items side by side, three blanks apart; each stays whole, but for one that is wider than the screen. */
export function wrapItems(items: readonly string[], columns: number | null, indent = ''): string[] {
  const between = '   ';
  const lines: string[] = [];
  for (const item of items) {
    const longer = lines.length === 0 ? '' : `${lines.at(-1)}${between}${item}`;
    if (longer !== '' && (columns === null || widthOf(longer) <= columns)) lines[lines.length - 1] = longer;
    else lines.push(...wrap(item, columns, { first: indent, rest: indent }));
  }
  return lines;
}
