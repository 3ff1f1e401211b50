/** `valAccuracy>0.9`: what a person asks of runs. */
import { formatSetting } from '../text/index.ts';
import { type Combined, errorAt, type Operator, type Place, textAt, type WrittenFilter } from './filter-syntax.ts';
import { formatValue, type Key, type ListedRun, showIn } from './keys.ts';
import { isTextEqual, isTextWithin, type Operand, operandFor, type Period } from './operands.ts';

export interface Comparison {
  readonly kind: 'comparison';
  readonly key: Key;
  readonly operator: Operator;
  /** as typed */
  readonly text: string;
  readonly operand: Operand;
  readonly place: Place;
}

export interface Filter {
  /** as typed */
  readonly word: string;
  readonly asks: Combined<Comparison>;
  /** all that it is made of, in the order of its text */
  readonly comparisons: readonly Comparison[];
}

/** `keyAt` finds a key by its name, and throws where there is none. Throws an InputError where a key can't have a value. */
export function filterOf(word: string, written: WrittenFilter, keyAt: (name: string, place: Place) => Key): Filter {
  const comparisons: Comparison[] = [];
  const bind = (part: WrittenFilter): Combined<Comparison> => {
    if (part.kind !== 'comparison') return { kind: part.kind, parts: part.parts.map(bind) };
    const { key: name, keyPlace, operator, value, place } = part;
    const key = keyAt(name, keyPlace);
    const operand = operandFor(key, part);
    const comparison: Comparison = { kind: 'comparison', key, operator, text: value.text, operand, place };
    comparisons.push(comparison);
    return comparison;
  };
  return { word, asks: bind(written), comparisons };
}

/** Throws an InputError where a value has no such order, or isn't one value. */
export function matches({ asks }: Pick<Filter, 'asks'>, run: ListedRun): boolean {
  if (asks.kind === 'comparison') return holds(asks, run);
  const each = asks.parts.map((part) => matches({ asks: part }, run)); // all, so that a mistake is told whatever the runs
  return asks.kind === 'all' ? each.every(Boolean) : each.some(Boolean);
}

function holds(comparison: Comparison, run: ListedRun): boolean {
  const { key, operator, operand } = comparison;
  const value = key.valueIn(run);
  if (isMapping(value)) {
    const [part] = Object.keys(value);
    throw refusal(comparison, `${key.name} is several values; ask for one of them, e.g. ${key.name}.${part}.`);
  }
  if (operator === '=') return isEqual(comparison, value, run);
  if (operator === '!=') return !isEqual(comparison, value, run);
  if (value === undefined || value === null) return false;
  if (operator === '~') return operand.kind === 'text' && textsOf(value).some((text) => isTextWithin(text, operand));
  if (operand.kind === 'period') return isInPeriodOrder(Date.parse(String(value)), operand, operator);
  if (value instanceof Set) {
    const { text } = comparison;
    throw refusal(comparison, `a run may have several tags; ask for one, 'tag=${text}', or for a part, 'tag~${text}'.`);
  }
  if (typeof value === 'number') {
    if (operand.kind !== 'figure')
      throw refusal(comparison, `${key.name} is a number, and ${comparison.text} is none.`);
    const isAsShown = operator.endsWith('=') && isShown(comparison, run);
    return isAsShown || inOrder(value, operand.figure, operator);
  }
  if (typeof value === 'string') return inOrder(value, comparison.text, operator);
  const kind = Array.isArray(value) ? 'a list; ask with =, != or ~' : 'true or false; ask with = or !=';
  throw refusal(comparison, `${key.name} is ${kind}.`);
}

const refusal = ({ place }: Comparison, why: string): Error => errorAt(place, `${textAt(place)}: ${why}`);

const textsOf = (value: unknown): string[] => (value instanceof Set ? [...value].map(String) : [formatSetting(value)]);

/** What the runs have in place of what a filter asks for: `0.71 to 0.93`, `completed, stopped`. */
export function describeValues({ key, operator, operand }: Comparison, runs: readonly ListedRun[]): string {
  const values = runs.flatMap((run) => {
    const value = key.valueIn(run);
    return value instanceof Set ? [...value] : value === undefined || value === null ? [] : [value];
  });
  const numbers = values.filter((value) => typeof value === 'number');
  if (values.length === 0) return 'none of them has any';
  if (numbers.length === values.length) {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)].map((figure) => formatValue(key.name, figure));
    return least === most ? `it is ${least} in all of them` : `it is ${least} to ${most} in them`;
  }
  const texts = [...new Set(values.map((value) => formatValue(key.name, value)))].sort();
  const shown = texts.slice(0, mostShown).join(', ');
  const more = texts.length > mostShown ? ` and ${texts.length - mostShown} others` : '';
  const isAfter = operand.kind === 'period' && operator === '>';
  const hint = isAfter ? '; >= takes those of that time itself' : '';
  return `it is ${shown}${more} in them${hint}`;
}
const mostShown = 5;

function isEqual(comparison: Comparison, value: unknown, run: ListedRun): boolean {
  const { key, operand, text } = comparison;
  const isNone = value === undefined || value === null || (value instanceof Set && value.size === 0);
  if (operand.kind === 'none') return isNone || (value instanceof Set && value.has(text));
  if (isNone) return false;
  if (operand.kind === 'period') return isInPeriod(Date.parse(String(value)), operand);
  if (value instanceof Set)
    return operand.kind === 'text' && ([...value].some((tag) => isTextEqual(tag, operand)) || isShown(comparison, run));
  if (typeof value === 'string') {
    if (/hash$/i.test(key.name) && value.startsWith(text)) return true; // tables show its beginning
    return isTextEqual(value, operand.kind === 'text' ? operand : { text, isGlob: false });
  }
  if (typeof value === 'number')
    return (operand.kind === 'figure' && value === operand.figure) || isShown(comparison, run);
  if (typeof value === 'boolean' && !/^(true|false)$/.test(text))
    throw refusal(comparison, `${key.name} is true or false.`);
  return JSON.stringify(value) === text.replaceAll(' ', '');
}

/** Whether tables show a run's value so: 0.65478 as 65.5 %. */
const isShown = ({ key, text }: Comparison, run: ListedRun): boolean =>
  withoutBlanks(showIn(key, run)) === withoutBlanks(text.replace(/\*$/, ''));
const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();

const isInPeriod = (moment: number, { from, to }: Period): boolean => moment >= from && moment < to;

type Order = Exclude<Operator, '=' | '!=' | '~'>;

/** Before and after a day leave the day out. */
function isInPeriodOrder(moment: number, { from, to }: Period, operator: Order): boolean {
  switch (operator) {
    case '>':
      return moment >= to;
    case '>=':
      return moment >= from;
    case '<':
      return moment < from;
    case '<=':
      return moment < to;
  }
}

function inOrder<T extends number | string>(value: T, than: T, operator: Order): boolean {
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

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
