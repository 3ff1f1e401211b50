/**
 * `status=failed or valAccuracy>90%`: a filter as a person writes it → what is asked, and where each part of it stands.
 *
 *   filter      all ( or all )*
 *   all         part ( and part )*
 *   part        comparison, or a filter in parentheses
 *   comparison  key operator value; behind `or` a value alone has the key and the operator of the one before
 *
 * `|` and `||` are `or`, `&&` is `and`. A value goes as far as the next of these, or is in quotes.
 */
import { InputError } from '../errors/index.ts';
import { printable } from '../text/index.ts';

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

/** A part of a filter's text. */
export interface Place {
  /** the whole filter, as typed */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

export interface WrittenComparison {
  readonly kind: 'comparison';
  readonly key: string;
  readonly keyPlace: Place;
  readonly operator: Operator;
  readonly value: WrittenValue;
  /** of key, operator and value */
  readonly place: Place;
}

export interface WrittenValue {
  readonly text: string;
  /** then it is a text, and `*` stands for itself */
  readonly isQuoted: boolean;
  readonly place: Place;
}

/** `all`: every part holds; `any`: at least one. */
export type Combined<Comparison> =
  | Comparison
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Combined<Comparison>[] };

export type WrittenFilter = Combined<WrittenComparison>;

/** null where a word has no operator: it may name runs. Throws an InputError for half a filter. */
export function parseFilter(word: string): WrittenFilter | null {
  return isFilter(word) ? new Parser(word).filter() : null;
}

/** An InputError whose sentence is followed by the filter, with a part of it marked. */
export function errorAt({ word, start, end }: Place, sentence: string): InputError {
  const marks = '^'.repeat(Math.max(1, end - start));
  return new InputError(`${sentence}\n  > ${printable(word)}\n    ${' '.repeat(start)}${marks}`);
}

export const textAt = ({ word, start, end }: Place): string => word.slice(start, end);

/** A path or a glob may hold an operator, `runs/a=b`: it begins as no key does. */
export const isFilter = (word: string): boolean =>
  /^\s*!?[^=!<>~/\\*?]*(!=|[=<>~])/.test(word) || (/[=<>~]/.test(word) && /^\s*\(|\s(or|and)\s|\|/i.test(word));

/** More parentheses within one another than anybody needs. */
const deepest = 50;

class Parser {
  readonly #word: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(word: string) {
    this.#word = word;
    this.#tokens = tokensOf(word);
  }

  filter(): WrittenFilter {
    const filter = this.#any();
    const left = this.#tokens[this.#next];
    if (left === undefined) return filter;
    const sentence = left.kind === 'close' ? 'No ( stands before this ).' : 'Behind ) comes and, or, or nothing.';
    throw errorAt(left.place, sentence);
  }

  #any(): WrittenFilter {
    const parts = [this.#all(null)];
    while (this.#take('or')) parts.push(this.#all(parts.at(-1) ?? null));
    return parts.length === 1 ? (parts[0] as WrittenFilter) : { kind: 'any', parts };
  }

  /** `before`: what stands before the `or` that led here; null where none did. */
  #all(before: WrittenFilter | null): WrittenFilter {
    const parts = [this.#part(before)];
    while (this.#take('and')) parts.push(this.#part(null));
    return parts.length === 1 ? (parts[0] as WrittenFilter) : { kind: 'all', parts };
  }

  #part(before: WrittenFilter | null): WrittenFilter {
    const token = this.#tokens[this.#next++];
    if (token?.kind === 'text') return comparisonOf(token.place, before);
    if (token?.kind !== 'open') throw this.#lacking(token);
    if (++this.#depth > deepest) throw errorAt(token.place, `More than ${deepest} parentheses are open here.`);
    const filter = this.#any();
    if (!this.#take('close')) throw errorAt(token.place, 'No ) closes this (.');
    this.#depth--;
    return filter;
  }

  #take(kind: Token['kind']): boolean {
    if (this.#tokens[this.#next]?.kind !== kind) return false;
    this.#next++;
    return true;
  }

  /** Where a comparison should stand. */
  #lacking(token: Token | undefined): InputError {
    const before = this.#tokens[this.#next - 2]?.place;
    const place = token?.place ?? before ?? { word: this.#word, start: 0, end: this.#word.length };
    const where = before === undefined ? `before ${textAt(place)}` : `behind ${textAt(before)}`;
    return errorAt(place, `A filter is missing ${where}: KEY=VALUE, such as status=completed.`);
  }
}

interface Token {
  readonly kind: 'open' | 'close' | 'or' | 'and' | 'text';
  readonly place: Place;
}

const connectives = /(\|\|?|&&)|(?<=[\s)]|^)(or|and)(?=[\s(]|$)/iy;

function tokensOf(word: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < word.length; ) {
    if (/\s/.test(word[at] as string)) {
      at++;
      continue;
    }
    const [kind, end] = tokenAt(word, at);
    tokens.push({ kind, place: { word, start: at, end } });
    at = end;
  }
  return tokens;
}

/** `at`: no blank */
function tokenAt(word: string, at: number): [Token['kind'], number] {
  if (word[at] === '(') return ['open', at + 1];
  if (word[at] === ')') return ['close', at + 1];
  connectives.lastIndex = at;
  const [found] = connectives.exec(word) ?? [];
  if (found !== undefined) return [/^(&&|and)$/i.test(found) ? 'and' : 'or', at + found.length];
  return ['text', at + word.slice(at, endOfText(word, at)).trimEnd().length];
}

/** Where a connective comes, or a parenthesis that was opened before; those in quotes, or opened within, are of the text. */
function endOfText(word: string, start: number): number {
  let depth = 0;
  for (let i = start; i < word.length; i++) {
    const letter = word[i] as string;
    if (/["']/.test(letter) && /^$|[=!<>~]\s*$/.test(word.slice(start, i))) {
      const close = word.indexOf(letter, i + 1);
      if (close < 0) throw errorAt({ word, start: i, end: i + 1 }, `No ${letter} closes this one.`);
      i = close;
      continue;
    }
    if (letter === '(') depth++;
    if (letter === ')' && depth-- === 0) return i;
    connectives.lastIndex = i;
    if (connectives.test(word)) return i;
  }
  return word.length;
}

function comparisonOf(place: Place, before: WrittenFilter | null): WrittenComparison {
  const { word, start } = place;
  const text = textAt(place);
  if (/^(!|not\s)/i.test(text)) {
    throw errorAt(
      place,
      `${text} says not of a whole filter; turn its operator round, e.g. 'status!=failed', 'time<=1h'.`,
    );
  }
  const [found = '', key = '', sign = ''] = /^([^=!<>~"']*)(!=|>=|<=|==|[=<>~])\s*/.exec(text) ?? [];
  if (sign === '' && before !== null && !text.includes('!')) return withAnotherValue(before, place);
  if (sign === '') throw errorAt(place, describeLack(text));
  if (key.trim() === '') {
    throw errorAt(place, `${text} lacks a key before ${sign}: a filter is one word, in quotes: 'status=completed'.`);
  }
  const operator = (sign === '==' ? '=' : sign) as Operator;
  const keyPlace = { word, start, end: start + key.trimEnd().length };
  const valuePlace = { ...place, start: start + found.length };
  if (valuePlace.start === valuePlace.end) {
    const asked = `${key.trim()}${operator}null`;
    throw errorAt(place, `${text} has no value after ${operator}; ${asked} asks for runs without one.`);
  }
  const doubled = /^[=<>!~]+/.exec(textAt(valuePlace));
  if (doubled !== null) {
    const signs = `${sign}${doubled[0]}`;
    const meant = usualSigns[signs];
    const right = meant === undefined ? 'it is one of =, !=, >, >=, <, <= and ~' : `write ${meant}`;
    throw errorAt(valuePlace, `${signs} is no operator; ${right}.`);
  }
  return { kind: 'comparison', key: key.trim(), keyPlace, operator, value: valueAt(valuePlace), place };
}

/** What other languages write. */
const usualSigns: Readonly<Record<string, Operator>> = { '=>': '>=', '=<': '<=', '<>': '!=', '=~': '~', '===': '=' };

function describeLack(text: string): string {
  const habit = /^([\w.[\]]+)\s*(?::|\bin\b|\bis\b|\bcontains\b)\s*(.+)$/i.exec(text);
  const meant = habit === null ? `KEY=VALUE, and its name by 'name=${text}'` : `'${habit[1]}=${habit[2]}'`;
  return `${text} is no filter, for it has none of the operators =, !=, >, >=, <, <= and ~; a run is asked for by ${meant}.`;
}

/** `status=failed or stopped`, `seed=1|2`: the second value. */
function withAnotherValue(before: WrittenFilter, place: Place): WrittenComparison {
  const given = textAt(place);
  if (before.kind !== 'comparison')
    throw errorAt(place, `${given} lacks a key, and what stands before has several; write KEY=${given}.`);
  const { key, keyPlace, operator, place: first } = before;
  if (operator === '=' || operator === '~')
    return { kind: 'comparison', key, keyPlace, operator, value: valueAt(place), place };
  const joined = operator === '!=' ? 'and' : 'or';
  const why = operator === '!=' ? 'every value is another than one of the two' : `${operator} takes one value`;
  throw errorAt(place, `${given} lacks a key: ${why}. Write '${textAt(first)} ${joined} ${key}${operator}${given}'.`);
}

function valueAt(place: Place): WrittenValue {
  const text = textAt(place);
  const [, , inside, behind = ''] = /^(["'])(.*?)\1(.*)$/s.exec(text) ?? [];
  if (inside === undefined) return { text, isQuoted: false, place };
  if (behind.trim() === '') return { text: inside, isQuoted: true, place };
  const start = place.end - behind.trimStart().length;
  throw errorAt({ ...place, start }, 'Behind a value in quotes comes and, or, or nothing.');
}
