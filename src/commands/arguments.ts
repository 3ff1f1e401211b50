/** The words of a command line → options and the rest; every mistake is a sentence. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { InputError } from '../errors/index.ts';
import { didYouMean } from '../text/index.ts';
import { type CommandFace, commonOptions, type Option, type Options } from './command.ts';

export interface ParsedArguments {
  readonly words: readonly string[];
  readonly options: Options;
}

/** Throws an InputError for an option that is unknown, lacks its value, or has one that it doesn't take. */
export async function parseArguments(command: CommandFace, args: readonly string[]): Promise<ParsedArguments> {
  const known: Readonly<Record<string, Option>> = { ...commonOptions, ...command.options };
  const types = Object.entries(known).map(
    ([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }] as const,
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(types), help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known[token.name];
    if (option === undefined) {
      const { allKeyPaths } = await import('../experiment/index.ts'); // only here: commands start without it
      const isKey = /[.[]/.test(token.name) || allKeyPaths().includes(token.name);
      const hint = isKey
        ? ` A setting has no dashes: ${token.name}=${token.value ?? '…'}.`
        : didYouMean(token.name, Object.keys(known), '--');
      throw new InputError(
        `siamese ${command.name} knows no option ${token.rawName}.${hint} See siamese ${command.name} --help.`,
      );
    }
    if (option.value === undefined && token.value !== undefined) {
      throw new InputError(`--${token.name} takes no value; write --${token.name} alone.`);
    }
    // parseArgs takes the next option for a value that was forgotten.
    const isForgotten =
      !token.value || (!token.inlineValue && token.value.startsWith('-') && !isMeant(option, token.value));
    if (option.value !== undefined && isForgotten) {
      throw new InputError(`--${token.name} needs a value: --${token.name} ${option.value}.`);
    }
    options[token.name] = token.value ?? true;
  }
  return { words, options: options as Options };
}

const isMeant = ({ allowsDash }: Option, value: string): boolean => allowsDash === true && !value.startsWith('--');

/** `key.path=value` is an override, all else names a file; a file whose name holds = is written with its folder, ./a=b.yaml. */
export function splitOverrides(words: readonly string[]): { files: string[]; overrides: string[] } {
  refuseSpaces(words);
  const isOverride = (word: string) => /^[^/\\=]+=/.test(word);
  return { files: words.filter((word) => !isOverride(word)), overrides: words.filter(isOverride) };
}

/** `training.epochs = 3`: three words, of which none means anything alone. */
function refuseSpaces(words: readonly string[]): void {
  for (const [i, word] of words.entries()) {
    const [before, after] = [words[i - 1], words[i + 1]];
    const isValue = after !== undefined && !/=|\.ya?ml$/.test(after);
    const typed =
      word === '=' && before !== undefined && after !== undefined
        ? [before, word, after]
        : word.startsWith('=') && before !== undefined
          ? [before, word]
          : /^[\w.[\]]+=$/.test(word) && isValue
            ? [word, after]
            : undefined;
    if (typed !== undefined)
      throw new InputError(`A setting is one word: write ${typed.join('')} for ${typed.join(' ')}.`);
  }
}

/** Throws an InputError where no file is named. */
export function needFiles(command: string, words: readonly string[]): { files: string[]; overrides: string[] } {
  const split = splitOverrides(words);
  if (split.files.length > 0) return split;
  throw new InputError(
    `siamese ${command} needs an experiment file, e.g. siamese ${command} experiments/mnist-quick.yaml.`,
  );
}

/** Throws an InputError where not exactly one run is named. */
export function needRun(command: string, words: readonly string[]): { word: string; overrides: string[] } {
  const { files, overrides } = splitOverrides(words);
  const [word, ...more] = files;
  if (word !== undefined && more.length === 0) return { word, overrides };
  throw new InputError(
    `siamese ${command} needs one run: its folder, a unique part of its name, or latest, e.g. siamese ${command} latest.`,
  );
}

/** A whole number of at least 1; undefined where the option wasn't given. */
export function countOption(
  options: Options,
  name: 'threads' | 'parallel' | 'max-failures' | 'limit' | 'keep-best',
  most = isAtOnce(name) ? mostAtOnce() : 1024,
): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count;
  const why = isAtOnce(name) ? `, as this machine runs ${availableParallelism()} at once` : '';
  throw new InputError(`--${name} is ${text}; it must be a whole number from 1 to ${most}${why}.`);
}

const isAtOnce = (name: string): boolean => name === 'threads' || name === 'parallel';

/** More than can run at once wait for one another, and each takes memory of its own; a few more let results be compared. */
const mostAtOnce = (): number => Math.max(16, 2 * availableParallelism());

/** Throws an InputError where a command that takes no words gets some. */
export function refuseWords(command: string, words: readonly string[]): void {
  if (words.length > 0)
    throw new InputError(`siamese ${command} takes nothing but options; ${words.join(' ')} is one too many.`);
}
