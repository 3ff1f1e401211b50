/** Paths of keys as people write them: `network.blocks.0.filters`, `network.blocks[0].filters`. */
import type { Span } from './text-source.ts';

/** A step into a tree: a key or a list's index, and where it was asked for. */
export interface Step {
  readonly name: string;
  readonly at: Span;
}

/** `a.b[0].c` and `a.b.0.c` → the steps a, b, 0, c. `placeOf` says where characters [start, end) of the path stand. */
export function stepsOf(path: string, placeOf: (start: number, end: number) => Span): Step[] {
  return partsOf(path).map(([start, end]) => ({
    name: path.slice(start, end).trim(),
    at: placeOf(start, Math.max(end, start + 1)),
  }));
}

/** A path in its one spelling: `a.b.0.c` for `a.b[0].c`. */
export function keyOf(path: string): string {
  return partsOf(path)
    .map(([start, end]) => path.slice(start, end).trim())
    .join('.');
}

/** Where each step's name stands. */
function partsOf(path: string): [start: number, end: number][] {
  const parts: [number, number][] = [];
  let start = 0;
  const push = (end: number) => {
    parts.push([start, end]);
    start = end + 1;
  };
  for (let i = 0; i <= path.length; i++) {
    const char = i === path.length ? '.' : path[i];
    if (char === '[') push(i);
    else if (char === '.') {
      if (path[i - 1] === ']' && start === i) start = i + 1;
      else push(i);
    } else if (char === ']') {
      push(i);
    }
  }
  return parts;
}

/** Whether a key path is another one, or lies below it. */
export function isWithin(outer: string, key: string): boolean {
  return key === outer || key.startsWith(`${outer}.`);
}

/** From the first step's start to the last one's end. */
export function spanOf(steps: readonly Step[]): Span {
  const [first, last] = [steps[0] as Step, steps.at(-1) as Step];
  return { source: first.at.source, start: first.at.start, end: last.at.end };
}

/** `network.blocks[2].kernelSize`: as sentences say it. */
export function pathText(steps: readonly Step[]): string {
  return steps.map(({ name }, i) => (/^\d+$/.test(name) ? `[${name}]` : `${i > 0 ? '.' : ''}${name}`)).join('');
}
