/** Everything that is wrong with one experiment: the schema, then the rules whose parts are sound. */
import { complaints, silent } from './check.ts';
import { validateExperiment } from './generated/validate.js';
import type { Finding } from './problems.ts';
import type { Resolved } from './resolve.ts';
import type { Rules } from './rules.ts';
import type { Span } from './text-source.ts';
import type { Experiment } from './types.ts';

export interface Mistake extends Finding {
  readonly at: Span;
  /** JSON pointers to what it depends on; `*` is any item */
  readonly concerns: readonly string[];
}

export interface Assessment {
  readonly mistakes: readonly Mistake[];
  /** no mistake, nor anything that another one speaks for */
  readonly isSound: boolean;
}

/** `whole` is where to point when nothing nearer was written. */
export function assess(resolved: Resolved, whole: Span, rules: Rules): Assessment {
  const found = complaints(resolved, validateExperiment);
  const mistakes: Mistake[] = [];
  for (const { at, spoils: _, within, ...complaint } of found) {
    if (complaint.kind !== silent) mistakes.push({ at: at ?? whole, ...complaint, concerns: [within] });
  }
  const spoiled = found.flatMap(({ spoils }) => spoils ?? []);
  for (const [kind, rule] of Object.entries(rules)) {
    if (rule.needs.some((need) => spoiled.some((pointer) => touches(need, pointer)))) continue;
    for (const { pointer, sentence } of rule.check(resolved.value as Experiment)) {
      const trace = resolved.traces.get(pointer);
      mistakes.push({ at: trace?.place ?? whole, kind, path: trace?.path ?? '', sentence, concerns: rule.needs });
    }
  }
  return { mistakes, isSound: found.length === 0 && mistakes.length === 0 };
}

/** Whether one of two JSON pointers lies within the other; `*` in the first stands for any item. */
export function touches(need: string, pointer: string): boolean {
  const a = need.split('/');
  const b = pointer.split('/');
  return a.slice(0, b.length).every((part, i) => part === '*' || part === b[i]);
}
