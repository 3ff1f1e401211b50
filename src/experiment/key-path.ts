/** Paths of keys that know where they were written. */
import { formatCount, partsOf } from '../text/index.ts';
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

/** Most keys of a path: an experiment file is nested as deep at most. */
export const mostSteps = 100;

/** What is wrong with a path that is too long; undefined where it isn't. */
export function tooManySteps(steps: readonly Step[]): string | undefined {
  return steps.length > mostSteps
    ? `This key path has ${formatCount(steps.length)} keys; ${mostSteps} are the most, and no key lies as deep.`
    : undefined;
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
