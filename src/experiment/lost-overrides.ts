/** Overrides that would decide nothing, because something else sets the same key: told, not dropped. */
import { isWithin, printable } from '../text/index.ts';
import { inline } from './check.ts';
import { spanOf } from './key-path.ts';
import type { Override } from './overrides.ts';
import type { Findings } from './problems.ts';
import type { Sweep } from './sweep-parts.ts';
import { type Node, plain } from './tree.ts';

/**
 * Overrides of a part that a later one replaces as a whole: `optimizer.learningRate=0.1 optimizer=sgd`. The other way
 * round both count, and of two for the very same key the later one does.
 */
export function refuseReplacedOverrides(overrides: readonly Override[], findings: Findings): void {
  /** key path → the first override of a part of what stands there */
  const parts = new Map<string, Override>();
  for (const override of overrides) {
    const leaves = leavesOf(override.steps.map(({ name }) => name).join('.'), override.value);
    for (const leaf of leaves) {
      const part = parts.get(leaf);
      if (part === undefined || part === override) continue;
      const [earlier, later] = [part, override].map(({ steps }) => printable(spanOf(steps).source.text));
      const path = printable(leaf);
      const sentence = `${earlier} would be lost: ${later}, which comes after it, replaces ${path} as a whole. Write it after that one, or leave one of them out.`;
      findings.add({ at: spanOf(part.steps), kind: 'lost', path, sentence });
    }
    for (const leaf of leaves) {
      for (let end = leaf.lastIndexOf('.'); end > 0; end = leaf.lastIndexOf('.', end - 1)) {
        const whole = leaf.slice(0, end);
        if (!parts.has(whole)) parts.set(whole, override);
      }
    }
  }
}

/** The key paths that a value replaces: mappings are laid over what is there, all else takes its place. */
function leavesOf(path: string, value: Node): string[] {
  if (value.kind !== 'map') return [path];
  return [...value.entries].flatMap(([key, entry]) => leavesOf(`${path}.${key}`, entry.value));
}

/** Overrides that no trial would see, because the sweep sets the same key. `file` is the sweep's. */
export function refuseLostOverrides(
  overrides: readonly Override[],
  sweep: Sweep,
  file: string,
  findings: Findings,
): void {
  for (const { steps, value } of overrides) {
    const path = steps.map(({ name }) => name).join('.');
    const lose = (key: string, by: string, remedy: string) => {
      const sentence = `${isWithin(key, path) ? path : key} would be lost: ${by} of ${file} sets it in every trial. ${remedy}`;
      findings.add({ at: spanOf(steps), kind: `lost ${key}`, path, sentence });
    };
    for (const axis of sweep.dimensions.flatMap(({ axes }) => axes)) {
      if (!sets(path, value, axis.key)) continue;
      const list = axis.key === path ? `[${inline(plain(value))}]` : '[…]';
      const remedy =
        axis.part === 'grid'
          ? `Write 'sweep.grid.${axis.key}=${list}' to have other values, or sweep=null to have no sweep.`
          : "Write 'sweep.zip=[…]' to have other values, or sweep=null to have no sweep.";
      lose(axis.key, `sweep.${axis.part === 'grid' ? `grid.${axis.key}` : 'zip'}`, remedy);
    }
    if (sweep.budget?.maxNode !== undefined && sets(path, value, 'training.epochs')) {
      const epochs = path === 'training.epochs' ? inline(plain(value)) : '…';
      lose(
        'training.epochs',
        'sweep.budget.max',
        `Write sweep.budget.max=${epochs}, or sweep.budget=null to train every trial whole.`,
      );
    }
  }
}

/** Whether setting `path` to `value` says something of `key`, or of a part of it. */
function sets(path: string, value: Node, key: string): boolean {
  if (isWithin(key, path)) return true;
  if (!key.startsWith(`${path}.`)) return false;
  let node: Node | undefined = value;
  for (const name of key.slice(path.length + 1).split('.')) {
    node = node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
  }
  return node !== undefined;
}
