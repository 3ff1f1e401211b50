/** `key.path=value` from the command line. */
import { formatCount } from '../text/index.ts';
import { type Step, stepsOf, tooManySteps } from './key-path.ts';
import { CannotSet, setAt } from './merge.ts';
import { parseTree } from './parse.ts';
import type { Findings } from './problems.ts';
import { experimentFileSchema } from './schema.ts';
import type { Source } from './text-source.ts';
import type { MapNode, Node } from './tree.ts';

export interface Override {
  readonly steps: readonly Step[];
  readonly value: Node;
}

/** Most overrides: each is laid over every file. */
const mostOverrides = 1000;

/**
 * Parses arguments, the values as YAML; those that can't be are added to the findings and left out. Paths in them begin
 * in `directory`.
 */
export function parseOverrides(texts: readonly string[], findings: Findings, directory: string): Override[] {
  if (texts.length > mostOverrides) {
    const text = texts[mostOverrides] as string;
    const at = { source: { kind: 'argument', name: text, text } as const, start: 0, end: text.length };
    const sentence = `This is one more than the ${formatCount(mostOverrides)} overrides that are read of ${formatCount(texts.length)}; write an experiment file that extends the other.`;
    findings.add({ at, kind: 'argument', sentence });
    return [];
  }
  const overrides: Override[] = [];
  for (const text of texts) {
    const source: Source = { kind: 'argument', name: text, text, directory };
    const refuse = (start: number, end: number, sentence: string): void =>
      findings.add({ at: { source, start, end }, kind: 'argument', sentence });
    const equals = text.indexOf('=');
    if (equals < 0) {
      refuse(0, text.length, 'An override is written key=value, for example training.epochs=5.');
      continue;
    }
    const steps = stepsOf(text.slice(0, equals), (start, end) => ({ source, start, end }));
    const empty = steps.find((step) => step.name === '');
    if (empty !== undefined || text.slice(0, equals).trim() === '') {
      refuse(
        empty?.at.start ?? 0,
        empty?.at.end ?? 1,
        'A key is missing here: write key.path=value, for example training.epochs=5.',
      );
      continue;
    }
    const tooLong = tooManySteps(steps);
    if (tooLong !== undefined) {
      refuse(0, equals, tooLong);
      continue;
    }
    const first = steps[0] as Step;
    if (first.name === 'extends' || first.name === 'directory') {
      refuse(first.at.start, first.at.end, `${first.name} can't be overridden: it stands in a file.`);
      continue;
    }
    if (text.slice(equals + 1).trim() === '') {
      refuse(0, text.length, `There is no value after \`=\`. Write ${text}null or ${text}"" if you mean that.`);
      continue;
    }
    const value = parseTree(source, findings, equals + 1);
    if (value !== null) overrides.push({ steps, value });
  }
  return overrides;
}

/** The tree with the overrides laid over it, in their order. */
export function applyOverrides(tree: MapNode, overrides: readonly Override[], findings: Findings): MapNode {
  let result: Node = tree;
  for (const { steps, value } of overrides) {
    try {
      result = setAt(result, steps, value, experimentFileSchema);
    } catch (error) {
      if (!(error instanceof CannotSet)) throw error;
      findings.add({ at: error.at, kind: 'argument', sentence: error.message });
    }
  }
  return result as MapNode;
}
