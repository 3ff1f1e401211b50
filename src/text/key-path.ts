/** Paths of keys as people write them: `network.blocks.0.filters`, `network.blocks[0].filters`. */

/** Where each step's name stands in a path: characters [start, end). */
export function partsOf(path: string): [start: number, end: number][] {
  const parts: [number, number][] = [];
  let start = 0;
  const push = (end: number) => {
    parts.push([start, end]);
    start = end + 1;
  };
  for (let i = 0; i <= path.length; i++) {
    const char = i === path.length ? '.' : path[i];
    if (char === ']') push(i);
    else if (char === '.' || char === '[') {
      if (path[i - 1] === ']' && start === i) start = i + 1;
      else push(i);
    }
  }
  return parts;
}

/** A path in its one spelling: `a.b.0.c` for `a.b[0].c`. */
export function keyOf(path: string): string {
  return partsOf(path)
    .map(([start, end]) => path.slice(start, end).trim())
    .join('.');
}

/** The path of a key below another path; below the empty one it is the key itself. */
export const keyBelow = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

/** Whether a key path is another one, or lies below it. */
export const isWithin = (outer: string, key: string): boolean => key === outer || key.startsWith(`${outer}.`);

/** What stands at a path in a value; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of keyOf(path).split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

export type Plain = string | number | boolean | null;

/** `network.blocks.0.filters` → 64, in the value's order; a list of plain values is one, as JSON. */
export function flatten(value: unknown, path = ''): [key: string, value: Plain][] {
  if (typeof value !== 'object' || value === null) return [[path, value as Plain]];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => flatten(child, keyBelow(path, key)));
}
