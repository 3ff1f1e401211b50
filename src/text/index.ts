/** The text room: how figures, words, JSON and paths of keys are written and read; and a text's digest. Pure. */
export { sha256 } from '#digest'; // Node's or a page's: see package.json
export type { Digest } from './digest/digest.ts';
export const formatCount = (count: number): string => count.toLocaleString('en-US');
export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const formatMegabytes = (bytes: number): string => `${formatCount(Math.ceil(bytes / 1e6))} MB`;
/** `820 bytes`, `3.4 kB`, `12 MB`, `1.2 GB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const figure = bytes / 1000 ** power;
  return `${figure < 10 ? figure.toFixed(1) : Math.round(figure)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
export const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < 100 ? milliseconds.toFixed(1) : formatCount(Math.round(milliseconds));
export const plural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

/** `a, b or c` */
export function eitherOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `a, b and c` */
export function allOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A loss: `0.6836`, and `9.81e+25` where training has gone astray. */
export const formatFigure = (figure: number, digits = 4): string =>
  Math.abs(figure) < 10_000 ? figure.toFixed(digits) : figure.toPrecision(3);

/** A difference of shares in points, to where its margin begins: `0.8 ± 0.3`, `0.82 ± 0.03`; without one to the tenth. */
export function formatPoints(difference: number, margin: number | null = null): string {
  if (margin === null) return (100 * difference).toFixed(1);
  const digits = 100 * margin >= 0.095 ? 1 : 100 * margin >= 0.0095 ? 2 : 3;
  return `${(100 * difference).toFixed(digits)} ± ${(100 * margin).toFixed(digits)}`;
}

/** `2.5 GiB`, for limits of memory that are powers of 2 */
export const formatGibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** A value of a setting as an override writes it; `–` where there is none. */
export function formatSetting(value: unknown): string {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `8.4 s`, `12 s`, `3 min 5 s`, `2 h 4 min` */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  return whole < 3600 ? `${minutes} min ${whole % 60} s` : `${hours} h ${minutes % 60} min`;
}

/**
 * Control characters, and marks that turn the direction of writing, as `\u001b`: in a terminal they would move the cursor,
 * set its title, or show another text than there is. Ends of lines and tabs stay.
 */
export const escapeControls = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(controls, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const controls = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A word as a shell takes it. */
export const quote = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export { canonicalJson, formatJson, isRecord, parseJson } from './json.ts';
export { flatten, isWithin, keyBelow, keyOf, type Plain, partsOf, valueAt } from './key-path.ts';
export { didYouMean, editDistance, nearest } from './nearest.ts';
export { printable, printableLines } from './printable.ts';
export { parseQuantity, type Quantity } from './quantities.ts';
export { hideInAddresses, hideSecrets, hideSecretsIn, secretsIn } from './secrets.ts';
export { type Teller, tellerOf } from './teller.ts';
