/** What is laid over an experiment file, and what becomes of what it says of itself. */
import { printable } from '../text/index.ts';

/** What decides an experiment beside its own file. */
export interface Changes {
  /** the files that it extends, the nearest first */
  readonly extended: readonly string[];
  /** `key=value` of the command line, in their order */
  readonly overrides: readonly string[];
}

/** What a person said of an experiment, and what has been changed since: `The tutorial's network. [with seed=7]`. */
export function describedWith(description: string, changes: readonly string[]): string {
  if (description === '' || changes.length === 0) return description;
  const all = printable(changes.join(' '));
  return `${description} [with ${all.length > mostLetters ? `${all.slice(0, mostLetters)} …` : all}]`;
}
const mostLetters = 200;
