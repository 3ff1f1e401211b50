/** Paths of keys as people write them: `network.blocks.0.filters`, `network.blocks[0].filters`. */
import type { Span } from './source.ts';

/** A step into a tree: a key or a list's index, and where it was asked for. */
export interface Step {
  readonly name: string;
  readonly at: Span;
}

/** `a.b[0].c` and `a.b.0.c` → the steps a, b, 0, c. `placeOf` says where characters [start, end) of the path stand. */
export function stepsOf(path: string, placeOf: (start: number, end: number) => Span): Step[] {
  const steps: Step[] = [];
  let start = 0;
  const push = (stop: number) => {
    steps.push({ name: path.slice(start, stop).trim(), at: placeOf(start, Math.max(stop, start + 1)) });
    start = stop + 1;
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
  return steps;
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
