/** Settings that would decide nothing, because something else sets the same key: told, not dropped. */
import { allOf, isWithin, printable } from '../text/index.ts';
import { inline, unquoted } from './check.ts';
import { pathText, spanOf } from './key-path.ts';
import { isWrittenNull, kindOf, writtenOut } from './merge.ts';
import type { Override } from './overrides.ts';
import type { Findings } from './problems.ts';
import { childOf, experimentFileSchema, itemOf, type JsonSchema, propertyOf, tagOf } from './schema.ts';
import type { Axis, Sweep } from './sweep-parts.ts';
import { type Entry, type MapNode, type Node, plain } from './tree.ts';

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

/**
 * Settings of `base`, the file's tree, that an axis would drop where its value replaces a whole: `optimizer: [sgd, adam]`
 * over the file's `optimizer.learningRate`. A value written out as a mapping keeps them, and so does an axis over a part.
 * What has no meaning beside the value goes with the old kind, as it does in `extends`; null says that nothing shall stay.
 */
export function refuseLostSettings(base: MapNode, sweep: Sweep, findings: Findings): void {
  for (const { axes, options } of sweep.dimensions) {
    for (const [nth, axis] of axes.entries()) {
      const whole = placeOf(base, axis);
      if (whole?.node.kind !== 'map') continue;
      const { node, schema } = whole;
      for (const option of options) {
        const value = option[nth]?.value as Node;
        const lost = lostBeneath(node, value, schema);
        if (lost.length === 0) continue;
        const sentence = lostSentence(axis, value, lost, tagOf(schema));
        findings.add({ at: value.at ?? spanOf(axis.steps), kind: 'lost', path: axis.key, sentence });
        break; // once for each axis
      }
    }
  }
}

/** What a tree has where an axis points, with what may be written there; undefined where it has nothing. */
function placeOf(tree: Node, { steps }: Axis): { node: Node; schema: JsonSchema } | undefined {
  let node: Node | undefined = tree;
  let schema: JsonSchema | undefined = experimentFileSchema;
  for (const { name } of steps) {
    if (node?.kind === 'map') {
      schema = schema && childOf(schema, name);
      node = node.entries.get(name)?.value;
    } else if (node?.kind === 'list') {
      schema = schema && itemOf(schema);
      node = node.items[Number(name)];
    } else return undefined;
  }
  return node === undefined || schema === undefined ? undefined : { node, schema };
}

/** The settings of a mapping that would have a meaning beside a value that replaces it, and that the value lacks. */
function lostBeneath(below: MapNode, value: Node, schema: JsonSchema): [string, Entry][] {
  const long = value.kind === 'map' || isWrittenNull(value) ? undefined : writtenOut(value, schema);
  const kind = long?.kind === 'map' ? kindOf(long, schema) : undefined;
  if (long?.kind !== 'map' || kind === undefined) return [];
  return [...below.entries].filter(
    ([key, { key: at }]) =>
      !long.entries.has(key) && propertyOf(kind, key) !== undefined && at?.source.kind !== 'argument', // told as an override
  );
}

function lostSentence(axis: Axis, value: Node, lost: readonly [string, Entry][], tag: string | undefined): string {
  const name = axis.part === 'grid' ? `sweep.grid.${axis.key}` : `${axis.key} in sweep.zip`;
  const written = unquoted(plain(value));
  const path = pathText(axis.steps);
  const parts = lost.map(([key, entry]) => `${key}: ${unquoted(plain(entry.value))}`);
  const files = [...new Set(lost.map(([, { value: each }]) => each.at?.source.name ?? 'the file'))];
  const first = tag === undefined ? '' : `${tag}: ${written}, `;
  const byPart = tag === undefined ? '' : `Sweep ${path}.${tag} to keep it in every trial, or write `;
  return printable(
    `${name} has ${written}, which replaces ${path} as a whole, so that ${allOf(parts)} of ${allOf(files)} would be lost. ` +
      `${byPart || 'Write '}each value with all that it shall have, for example { ${first}${parts.join(', ')} }.`,
  );
}
