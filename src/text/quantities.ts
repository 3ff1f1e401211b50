/** Figures with their units, read as they are written: `90 %`, `3 min 5 s`, `12 MB`, `120,000`. */

export type Unit = 'share' | 'seconds' | 'bytes';

export interface Quantity {
  /** of a share 0 to 1; seconds; bytes; a plain number as it is */
  readonly value: number;
  /** null: a plain number */
  readonly unit: Unit | null;
}

/** In seconds. A month is none, and `m` may be one. */
const lengthsOfTime: Readonly<Record<string, number>> = {
  ...{ ms: 1e-3, millisecond: 1e-3, s: 1, sec: 1, second: 1, min: 60, minute: 60 },
  ...{ h: 3600, hour: 3600, d: 86_400, day: 86_400, w: 604_800, week: 604_800 },
};
const sizes: Readonly<Record<string, number>> = {
  ...{ byte: 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
  ...{ kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 },
};

/** null where a text is no figure, or has a unit that isn't known. */
export function parseQuantity(text: string): Quantity | null {
  const parts = [...text.matchAll(/\s*([-+]?[\d.,]+(?:e[-+]?\d+)?)\s*(%|[a-z]*)/giy)];
  const end = parts.reduce((length, [part]) => length + part.length, 0);
  if (parts.length === 0 || text.slice(end).trim() !== '') return null;
  const read = parts.map(([, figure = '', unit = '']) => quantityOf(figure, unit));
  const [first] = read;
  if (first == null || parts.length === 1) return first ?? null;
  let value = 0;
  for (const part of read) {
    if (part?.unit !== 'seconds') return null; // only times have parts: 3 min 5 s
    value += part.value;
  }
  return { value, unit: 'seconds' };
}

function quantityOf(figure: string, unit: string): Quantity | null {
  const value = numberIn(figure);
  if (value === null) return null;
  if (unit === '') return { value, unit: null };
  if (unit === '%') return { value: value / 100, unit: 'share' };
  const name = unit.toLowerCase();
  const singular = name.length > 2 ? name.replace(/s$/, '') : name;
  if (Object.hasOwn(lengthsOfTime, singular))
    return { value: value * (lengthsOfTime[singular] as number), unit: 'seconds' };
  return Object.hasOwn(sizes, singular) ? { value: value * (sizes[singular] as number), unit: 'bytes' } : null;
}

/** `120,000` and `0.9` are numbers, `0,9` isn't: it may be either. */
function numberIn(figure: string): number | null {
  const plain = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(figure) ? figure.replaceAll(',', '') : figure;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
