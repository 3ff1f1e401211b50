/** Laying one tree over another: what `extends` and overrides do. */
import { pathText, type Step, spanOf } from './key-path.ts';
import {
  childOf,
  formsOf,
  itemOf,
  type JsonSchema,
  keyPathValue,
  mappingsOf,
  propertyOf,
  tagOf,
  takesNull,
} from './schema.ts';
import type { Span } from './text-source.ts';
import { type Entry, type MapNode, type Node, treeOf } from './tree.ts';

/**
 * `upper` over `lower`: mappings merge key by key, a shorthand below a mapping is written out first, all else
 * replaces. Where a discriminator changes (another loss, another optimizer), keys below that only the old kind knows
 * go with it. A null for a key that takes none takes away what `lower` says of it: the default holds again.
 */
export function merge(lower: Node, upper: Node, schema: JsonSchema | undefined): Node {
  if (upper.kind !== 'map') return upper;
  const below = lower.kind === 'map' || schema === undefined ? lower : (writtenOut(lower, schema) ?? lower);
  if (below.kind !== 'map') return upper;
  const entries = new Map(schema === undefined ? below.entries : entriesThatStay(below, upper, schema));
  for (const [key, entry] of upper.entries) {
    const under = entries.get(key);
    const child = schema === undefined ? undefined : childOf(schema, key);
    if (clears(entry.value, child)) entries.delete(key);
    else entries.set(key, { ...entry, value: merge(under?.value ?? nothing, entry.value, child) });
  }
  return { kind: 'map', entries, at: upper.at };
}

const nothing: MapNode = { kind: 'map', entries: new Map(), at: null };

/** Whether a value says that a key shall have its default: null, where that is no value of the key. */
function clears(value: Node, schema: JsonSchema | undefined): boolean {
  return isWrittenNull(value) && schema !== undefined && !takesNull(schema);
}

/** `null` or `~`, not just nothing after a key. */
export function isWrittenNull(node: Node): boolean {
  if (node.kind !== 'scalar' || node.value !== null) return false;
  return node.at === null || /^(null|Null|NULL|~)$/.test(node.at.source.text.slice(node.at.start, node.at.end));
}

function entriesThatStay(below: MapNode, upper: MapNode, schema: JsonSchema): Iterable<[string, Entry]> {
  const tag = tagOf(schema);
  if (tag === undefined || !upper.entries.has(tag)) return below.entries;
  const before = kindOf(below, schema);
  const after = kindOf(upper, schema);
  if (before === undefined || after === undefined || before === after) return below.entries;
  return [...below.entries].filter(
    ([key, entry]) =>
      propertyOf(before, key) === undefined ||
      propertyOf(after, key) !== undefined ||
      entry.isAsked || // beside the new kind: say that it has no meaning
      entry.key?.source.kind === 'argument',
  );
}

/** Which kind of mapping a mapping is, by its discriminator or the discriminator's default. */
export function kindOf(node: MapNode, schema: JsonSchema): JsonSchema | undefined {
  const kinds = mappingsOf(schema);
  const tag = tagOf(schema);
  if (tag === undefined) return kinds[0];
  const written = node.entries.get(tag)?.value;
  return kinds.find((kind) => {
    const { const: value, default: byDefault } = propertyOf(kind, tag) ?? {};
    return written === undefined ? byDefault !== undefined : written.kind === 'scalar' && written.value === value;
  });
}

/** A shorthand's long form, one step; undefined where the value isn't a shorthand of this schema. */
export function writtenOut(node: Node, schema: JsonSchema): Node | undefined {
  const type = node.kind === 'scalar' ? typeOfScalar(node.value) : node.kind === 'list' ? 'array' : 'object';
  const form = formsOf(schema).find(
    (each) => Object.hasOwn(each, 'x-long') && (each.type === type || (each.type === 'integer' && type === 'number')),
  );
  return form === undefined ? undefined : filled(form['x-long'], node);
}

function typeOfScalar(value: string | number | boolean | null): string {
  return value === null ? 'null' : typeof value;
}

function filled(template: unknown, shorthand: Node): Node {
  const { at } = shorthand;
  if (template === '$') return shorthand;
  if (template === '-$') return negative(shorthand);
  if (Array.isArray(template)) return { kind: 'list', items: template.map((t) => filled(t, shorthand)), at, shorthand };
  if (typeof template === 'object' && template !== null) {
    const entries = Object.entries(template).map(([key, t]): [string, Entry] => [
      key,
      { key: at, value: filled(t, shorthand) },
    ]);
    return { kind: 'map', entries: new Map(entries), at, shorthand };
  }
  return { ...treeOf(template, at), shorthand };
}

function negative(shorthand: Node): Node {
  if (shorthand.kind !== 'scalar' || typeof shorthand.value !== 'number') return shorthand;
  return { kind: 'scalar', value: -shorthand.value, at: shorthand.at, shorthand };
}

/** Why a value can't be set: at which step, in words. */
export class CannotSet extends Error {
  readonly at: Span;
  constructor(at: Span, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * The tree with a value laid over what stands at a path; shorthands and defaults on the way are written out.
 * Unknown keys are set too: checking the whole reports them. Throws CannotSet for a list's missing item and for a
 * path through something that holds nothing.
 */
export function setAt(
  node: Node | undefined,
  steps: readonly Step[],
  value: Node,
  schema: JsonSchema | undefined,
  done = 0,
): Node {
  if (schema !== undefined && keyPathValue(schema) !== undefined && steps.length > done + 1) {
    return setAt(node, [...steps.slice(0, done), asOneKey(steps.slice(done))], value, schema, done);
  }
  const step = steps[done];
  if (step === undefined) return node === undefined ? value : merge(node, value, schema);
  const below = containerAt(node, schema);
  const path = pathText(steps.slice(0, done));
  if (below.kind === 'list') {
    const index = /^\d{1,9}$/.test(step.name) ? Number(step.name) : -1;
    const item = below.items[index];
    if (item === undefined) {
      const count = below.items.length;
      const indices =
        count === 0 ? 'it is empty' : count === 1 ? 'its only index is 0' : `its indices are 0 to ${count - 1}`;
      throw new CannotSet(step.at, `${path} is a list; ${indices}.`);
    }
    const child = schema === undefined ? undefined : itemOf(schema);
    return { ...below, items: below.items.with(index, setAt(item, steps, value, child, done + 1)) };
  }
  if (below.kind === 'scalar') {
    if (schema === undefined || mappingsOf(schema).length > 0) return below; // a mistake of its own: reported there
    throw new CannotSet(step.at, `${path} is a single value; it has no keys or items.`);
  }
  const child = schema === undefined ? undefined : childOf(schema, step.name);
  if (done === steps.length - 1 && clears(value, child)) {
    return { ...below, entries: new Map([...below.entries].filter(([key]) => key !== step.name)) };
  }
  const set = setAt(below.entries.get(step.name)?.value, steps, value, child, done + 1);
  const upper: MapNode = {
    kind: 'map',
    entries: new Map([[step.name, { key: step.at, value: set, isAsked: true }]]),
    at: below.at,
  };
  const stay = schema === undefined ? below.entries : entriesThatStay(below, upper, schema);
  return { ...below, entries: new Map([...stay, ...upper.entries]) };
}

/** What is left of a path, in a mapping whose keys are key paths themselves. */
function asOneKey(steps: readonly Step[]): Step {
  return { name: steps.map(({ name }) => name).join('.'), at: spanOf(steps) };
}

/** What stands there, or by default would, as a mapping or list where it can be one. */
function containerAt(node: Node | undefined, schema: JsonSchema | undefined): Node {
  if (schema === undefined) return node ?? nothing;
  const given = node ?? (schema.default === undefined ? nothing : treeOf(schema.default));
  if (given.kind === 'map' || given.kind === 'list') return given;
  const long = writtenOut(given, schema);
  if (long !== undefined) return long;
  return given.value === null && mappingsOf(schema).length > 0 ? nothing : given;
}
