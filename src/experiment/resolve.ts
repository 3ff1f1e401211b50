/** A tree of what was written → the resolved form: shorthands written out, defaults filled in. */
import { kindOf, writtenOut } from './merge.ts';
import { childOf, isPath, itemOf, type JsonSchema, propertyOf, tagOf, tagSchema } from './schema.ts';
import type { Source, Span } from './text-source.ts';
import { type Node, plain, setOwn, treeOf } from './tree.ts';

/** Where a part of a resolved value comes from. */
export interface Trace {
  /** as a person would write it: `network.blocks[2].kernelSize`; a shorthand's parts have the shorthand's */
  readonly path: string;
  /** the value as written */
  readonly written: Node;
  /** what its key allows */
  readonly schema: JsonSchema;
  /** the mapping it was taken for, where it is one */
  readonly mapping: JsonSchema | undefined;
  readonly key: Span | null;
  /** the place to point at: the value, or what stands nearest around it */
  readonly place: Span | null;
}

/** JSON pointer → trace. The whole is ''. */
export type Traces = ReadonlyMap<string, Trace>;

export interface Resolved {
  /** in the resolved form wherever what was written allows it; a mistake stays as it was written */
  readonly value: unknown;
  readonly traces: Traces;
}

/** A path in a file, as a person wrote it, as it is from where an experiment's paths begin. */
export type PathOf = (path: string, writtenIn: Source | undefined) => string;

/** `path` is the value's own place in an experiment: '' for the whole. `pathOf` is asked for each path in a value. */
export function resolve(node: Node, schema: JsonSchema, path = '', pathOf: PathOf = (path) => path): Resolved {
  const traces = new Map<string, Trace>();
  const root: Context = { path, schema, key: null, around: node.at, pathOf };
  return { value: resolveNode(node, schema, '', root, traces), traces };
}

interface Context {
  readonly path: string;
  /** what the key as written allows */
  readonly schema: JsonSchema;
  readonly key: Span | null;
  readonly around: Span | null;
  readonly pathOf: PathOf;
}

function resolveNode(
  node: Node,
  schema: JsonSchema,
  pointer: string,
  context: Context,
  traces: Map<string, Trace>,
): unknown {
  const long = writtenOut(node, schema);
  if (long !== undefined) return resolveNode(long, schema, pointer, context, traces);

  const mapping = node.kind === 'map' ? kindOf(node, schema) : undefined;
  const place = placeOf(node, context.key) ?? context.around;
  const { path, key, pathOf } = context;
  traces.set(pointer, {
    path,
    written: node.shorthand ?? node,
    schema: context.schema,
    mapping,
    key,
    place,
  });

  /** A shorthand's parts answer to the shorthand's name. */
  const below = (child: Node, name: string, childSchema: JsonSchema, childKey: Span | null): Context =>
    node.shorthand !== undefined && (child === node.shorthand || child.shorthand === node.shorthand)
      ? { ...context, around: place }
      : {
          path: name.startsWith('[') ? path + name : path === '' ? name : `${path}.${name}`,
          schema: childSchema,
          key: childKey,
          around: place,
          pathOf,
        };

  if (node.kind === 'scalar') {
    if (typeof node.value === 'string' && isPath(schema)) return pathOf(node.value, node.at?.source);
    return Object.is(node.value, -0) ? 0 : node.value;
  }
  if (node.kind === 'list') {
    const item = itemOf(schema);
    if (item === undefined) return plain(node);
    return node.items.map((child, i) =>
      resolveNode(child, item, `${pointer}/${i}`, below(child, `[${i}]`, item, null), traces),
    );
  }

  const object: Record<string, unknown> = {};
  for (const { name, child, byDefault } of propertiesOf(mapping)) {
    const entry = node.entries.get(name);
    const value = entry?.value ?? byDefault;
    if (value === undefined) continue;
    object[name] = resolveNode(
      value,
      child,
      `${pointer}/${name}`,
      below(value, name, child, entry?.key ?? null),
      traces,
    );
  }
  for (const [name, { key: unknownKey, value }] of node.entries) {
    if (mapping !== undefined && propertyOf(mapping, name) !== undefined) continue;
    const allowed = name === tagOf(schema) ? tagSchema(schema) : (childOf(schema, name) ?? {});
    const childContext = below(value, name, allowed, unknownKey);
    traces.set(`${pointer}/${escaped(name)}`, {
      ...childContext,
      written: value,
      mapping: undefined,
      place: placeOf(value, unknownKey) ?? place,
    });
    setOwn(object, name, plain(value));
  }
  return object;
}

interface Property {
  readonly name: string;
  readonly child: JsonSchema;
  readonly byDefault: Node | undefined;
}

const knownProperties = new WeakMap<JsonSchema, readonly Property[]>();

/** A mapping's keys, gathered once: trials by the thousand ask for the same few. */
function propertiesOf(mapping: JsonSchema | undefined): readonly Property[] {
  if (mapping === undefined) return [];
  const known = knownProperties.get(mapping);
  if (known !== undefined) return known;
  const properties = Object.entries(mapping.properties ?? {}).map(([name, child]) => ({
    name,
    child,
    byDefault: child.default === undefined ? undefined : treeOf(child.default),
  }));
  knownProperties.set(mapping, properties);
  return properties;
}

/** Where to point for a value: itself if it stands on one line, else its key. */
function placeOf({ at }: Node, key: Span | null): Span | null {
  return at !== null && isOnOneLine(at) ? at : (key ?? at);
}

/** Worked out once: the trials of a sweep share nearly all of a file. */
const onOneLine = new WeakMap<Span, boolean>();

function isOnOneLine(at: Span): boolean {
  const known = onOneLine.get(at);
  if (known !== undefined) return known;
  const isIt = !at.source.text.slice(at.start, at.end).trimEnd().includes('\n');
  onOneLine.set(at, isIt);
  return isIt;
}

/** A key as JSON pointers write it. */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
