/** What a filter compares with: a text as a person writes it → a figure, a period of time or a pattern. */
import { matchesGlob } from 'node:path';
import { didYouMean, eitherOf, parseQuantity, type Quantity } from '../text/index.ts';
import { errorAt, type Operator, textAt, type WrittenComparison, type WrittenValue } from './filter-syntax.ts';
import type { Key, Kind } from './keys.ts';

export type Operand =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string; readonly isGlob: boolean }
  | { readonly kind: 'figure'; readonly figure: number; readonly text: string }
  | Period;

/** Milliseconds since 1970: [from, to) */
export interface Period {
  readonly kind: 'period';
  readonly from: number;
  readonly to: number;
}

/** Throws an InputError, which points at the value, where the key can't have it. */
export function operandFor(key: Key, { operator, value, place }: WrittenComparison): Operand {
  const isEquality = operator === '=' || operator === '!=';
  if (isEquality && !value.isQuoted && /^(null|none|–)$/i.test(value.text)) return { kind: 'none' };
  if (operator === '~') return textOf(value);
  const refuse = (why: string) => errorAt(value.place, `${textAt(place)}: ${why}`);
  if (key.kind === 'moment') {
    const period = periodOf(value.text);
    if (period === null) throw refuse(whyNoMoment(key.name, value.text, operator));
    return period;
  }
  if (key.kind === 'text') {
    const isOther = isEquality && !isPattern(value) && key.values !== null && !key.values.includes(value.text);
    if (!isOther || key.values === null) return textOf(value);
    throw refuse(`${key.name} is ${eitherOf(key.values)}.${didYouMean(value.text, key.values)}`);
  }
  const quantity = parseQuantity(value.text);
  if (key.kind === null) {
    return quantity === null || (quantity.unit !== null && quantity.unit !== 'share')
      ? textOf(value)
      : { kind: 'figure', figure: quantity.value, text: value.text };
  }
  if (isEquality && key.name === 'epochs' && /^\d+\/\d+$/.test(value.text)) return textOf(value);
  const why = quantity === null ? whyNoFigure(key, value.text) : whyNotIts(key, quantity, value.text, operator);
  if (quantity === null || why !== null) throw refuse(why ?? '');
  return { kind: 'figure', figure: quantity.value, text: value.text };
}

const textOf = (value: WrittenValue): Operand => ({ kind: 'text', text: value.text, isGlob: isPattern(value) });
const isPattern = ({ text, isQuoted }: WrittenValue): boolean => !isQuoted && /[*?]/.test(text);

/** Capitals count. A glob's `*` is any letters, also those that part the folders of a path. */
export const isTextEqual = (text: string, { text: wanted, isGlob }: { text: string; isGlob: boolean }): boolean =>
  isGlob ? matchesGlob(withoutFolders(text), withoutFolders(wanted)) : text === wanted;

/** Whatever the capitals. */
export function isTextWithin(text: string, { text: part, isGlob }: { text: string; isGlob: boolean }): boolean {
  const [whole, wanted] = [text.toLowerCase(), part.toLowerCase()];
  return isGlob ? isTextEqual(whole, { text: `*${wanted}*`, isGlob }) : whole.includes(wanted);
}

/** So that a glob takes a text for one name, which no dot hides. */
const withoutFolders = (text: string): string => `-${text.replaceAll(/[/\\]/g, '\u2215')}`;

/**
 * `2026-11-23 16:20` is the minute from then on, `2026-11` a month; null where a text is no moment. In UTC, as tables
 * show them, unless a text says otherwise.
 */
function periodOf(text: string): Period | null {
  const [, year, month, day, hour, minute, second, fraction, zone] = momentPattern.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const time = `${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}${fraction ?? ''}`;
  const from = Date.parse(`${date}T${time}${zone?.toUpperCase() ?? 'Z'}`);
  if (Number.isNaN(from) || Number(day ?? 1) > daysIn(Number(year), Number(month ?? 1))) return null;
  const seconds = minute === undefined ? 86_400 : second === undefined ? 60 : fraction === undefined ? 1 : 0.001;
  if (day !== undefined) return { kind: 'period', from, to: from + 1000 * seconds };
  const to = month === undefined ? Date.UTC(Number(year) + 1) : Date.UTC(Number(year), Number(month));
  return { kind: 'period', from, to };
}
const momentPattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/i;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function whyNoMoment(key: string, text: string, operator: Operator): string {
  const quantity = parseQuantity(text);
  const example = `'${key}>=${new Date().toISOString().slice(0, 10)}'`;
  if (quantity?.unit !== 'seconds') return `${key} is a moment, and ${text} is none; write it as in ${example}.`;
  const before = new Date(Date.now() - 1000 * quantity.value);
  const moment = Number.isNaN(before.getTime()) ? '…' : before.toISOString().slice(0, 16).replace('T', ' ');
  const since = operator === '<' || operator === '<=' ? '<' : '>';
  const byAge =
    key === 'started'
      ? `'age<${text}' asks for runs that started within the last ${text}, 'age>${text}' for older ones`
      : null;
  const byMoment = `'${key}${since}${moment}' names the moment of ${text} ago`;
  return `${key} is a moment, and ${text} a length of time: ${[byAge, byMoment].filter(Boolean).join('; ')}.`;
}

function whyNoFigure({ name, kind }: Key, text: string): string {
  const [whole, fraction] = /^(\d+),(\d+)%?$/.exec(text)?.slice(1) ?? [];
  if (fraction !== undefined) return `${name} is a number, which has a point and no comma: ${whole}.${fraction}.`;
  if (/^\d+(,\s*\d+)+$/.test(text))
    return `${name} is a number, and ${text} are several; write ${text.replaceAll(/,\s*/g, '|')}.`;
  if (kind === 'seconds' && /\dm$/i.test(text)) return `m may be minutes or months; write ${text.slice(0, -1)}min.`;
  const example = kind === null ? undefined : examples[kind];
  return `${name} is ${example ?? 'a number'}, and ${text} is none.`;
}

const examples: Readonly<Partial<Record<Kind, string>>> = {
  seconds: 'a length of time, such as 90 s, 5 min, 2 h or 3 d',
  bytes: 'a number of bytes, such as 512 MB',
};

/** A sentence where a quantity is of another unit, or none that such a key can have; else null. */
function whyNotIts({ name, kind }: Key, { value, unit }: Quantity, text: string, operator: Operator): string | null {
  if (unit !== null && unit !== kind && !(kind === 'number' && unit === 'share')) {
    const what = { share: 'a share', seconds: 'a length of time', bytes: 'a size' }[unit];
    const is = kind === 'share' ? 'a share, such as 90 %' : ((kind && examples[kind]) ?? 'a number without a unit');
    return `${name} is ${is}, and ${text} is ${what}.`;
  }
  if (kind === 'share' && unit === null && Math.abs(value) > 1)
    return `${name} is a share from 0 to 1, and ${text} is more; write ${name}${operator}${text}%.`;
  if (name === 'age' && unit === null && value !== 0)
    return `${text} needs a unit: ${text}min, ${text}h, ${text}d or ${text}w.`;
  return null;
}
