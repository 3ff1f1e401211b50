/** `valAccuracy>0.9`: what a person asks of runs. */
import { InputError } from '../errors/index.ts';
import { formatSetting } from '../text/index.ts';
import { formatValue, type Key, type ListedRun } from './keys.ts';

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

export interface WrittenFilter {
  /** as typed */
  readonly word: string;
  readonly key: string;
  readonly operator: Operator;
  readonly text: string;
}

export interface Filter extends Omit<WrittenFilter, 'key'> {
  readonly key: Key;
}

/** null where a word has no operator: it may name runs. Throws an InputError for half a filter. */
export function parseFilter(word: string): WrittenFilter | null {
  const [, key = '', operator = '', rest = ''] = /^([^=!<>~/\\*?]*?)(!=|>=|<=|==|=|>|<|~)(.*)$/s.exec(word) ?? [];
  if (operator === '') return null;
  if (key.trim() === '') {
    throw new InputError(
      `${word} lacks a key before ${operator}: a filter is one word, in quotes: 'status=completed'.`,
    );
  }
  const text = rest.trim().replace(/^"(.*)"$/s, '$1');
  if (text === '') {
    throw new InputError(
      `${word} has no value after ${operator}; ${key.trim()}${operator}null asks for runs without one.`,
    );
  }
  return { word, key: key.trim(), operator: (operator === '==' ? '=' : operator) as Operator, text };
}

/** Throws an InputError where a value has no such order, or isn't one value. */
export function matches({ word, key, operator, text }: Filter, run: ListedRun): boolean {
  const value = key.valueIn(run);
  if (isMapping(value)) {
    const [part] = Object.keys(value);
    throw new InputError(`${word}: ${key.name} is several values; ask for one of them, e.g. ${key.name}.${part}.`);
  }
  if (key.name === 'hash' && operator === '=') return String(value).startsWith(text);
  if (operator === '=') return isEqual(value, text);
  if (operator === '!=') return !isEqual(value, text);
  if (value === undefined || value === null) return false;
  if (value instanceof Set) {
    if (operator === '~') return [...value].some((each) => contains(String(each), text));
    throw new InputError(
      `${word}: a run may have several tags; ask for one, 'tag=${text}', or for a part, 'tag~${text}'.`,
    );
  }
  if (operator === '~') return contains(formatSetting(value), text);
  if (typeof value === 'number') {
    const figure = figureOf(text);
    if (figure === null) throw new InputError(`${word}: ${key.name} is a number, and ${text} is none.`);
    return inOrder(value, figure, operator);
  }
  if (typeof value === 'string') return inOrder(value, text, operator);
  const kind = Array.isArray(value) ? 'a list; ask with =, != or ~' : 'true or false; ask with = or !=';
  throw new InputError(`${word}: ${key.name} is ${kind}.`);
}

/** What the runs have in place of what a filter asks for: `0.71 to 0.93`, `completed, stopped`. */
export function describeValues({ key }: Filter, runs: readonly ListedRun[]): string {
  const values = runs.flatMap((run) => {
    const value = key.valueIn(run);
    return value instanceof Set ? [...value] : value === undefined || value === null ? [] : [value];
  });
  const numbers = values.filter((value) => typeof value === 'number');
  if (values.length === 0) return 'none of them has any';
  if (numbers.length === values.length) {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)].map((figure) => Number(figure.toPrecision(4)));
    return least === most ? `it is ${least} in all of them` : `it is ${least} to ${most} in them`;
  }
  const texts = [...new Set(values.map((value) => formatValue(key.name, value)))].sort();
  const shown = texts.slice(0, mostShown).join(', ');
  return `it is ${shown}${texts.length > mostShown ? ` and ${texts.length - mostShown} others` : ''} in them`;
}
const mostShown = 5;

function isEqual(value: unknown, text: string): boolean {
  if (value === undefined || value === null) return /^(null|none)$/i.test(text);
  if (value instanceof Set) return value.has(text) || (value.size === 0 && /^(null|none)$/i.test(text));
  if (typeof value === 'string') return value === text;
  if (typeof value === 'number') return value === figureOf(text);
  return JSON.stringify(value) === text.replaceAll(' ', '');
}

/** `0.9`, `1e-3`, `90%` */
function figureOf(text: string): number | null {
  const [, figure, percent] = /^([^%]+?)\s*(%?)$/.exec(text) ?? [];
  const number = figure === undefined ? Number.NaN : Number(figure);
  return Number.isNaN(number) ? null : percent === '%' ? number / 100 : number;
}

function inOrder<T extends number | string>(value: T, than: T, operator: Exclude<Operator, '=' | '!=' | '~'>): boolean {
  switch (operator) {
    case '>':
      return value > than;
    case '>=':
      return value >= than;
    case '<':
      return value < than;
    case '<=':
      return value <= than;
  }
}

const contains = (value: string, text: string): boolean => value.toLowerCase().includes(text.toLowerCase());

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
