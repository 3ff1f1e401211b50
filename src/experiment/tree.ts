/** What was written, as a tree that knows where each part of it stands. */
import type { Span } from './text-source.ts';

export type Node = MapNode | ListNode | ScalarNode;
interface Written {
  /** where it stands; null for what nobody wrote: defaults, values given by code */
  readonly at: Span | null;
  /** set where a shorthand was written out: the shorthand */
  readonly shorthand?: Node;
}
export interface MapNode extends Written {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
}
export interface Entry {
  readonly key: Span | null;
  readonly value: Node;
  /** set by a key path, an override's or an axis's */
  readonly isAsked?: true;
}
export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly Node[];
}
export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** A value as a tree. Keys with undefined values are left out. */
export function treeOf(value: unknown, at: Span | null = null): Node {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => treeOf(item, at)), at };
  if (typeof value === 'object' && value !== null) {
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    return {
      kind: 'map',
      entries: new Map(given.map(([key, item]) => [key, { key: at, value: treeOf(item, at) }])),
      at,
    };
  }
  return { kind: 'scalar', value: value as ScalarNode['value'], at };
}

/** A tree as a plain value. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const object: Record<string, unknown> = {};
  for (const [key, { value }] of node.entries) setOwn(object, key, plain(value));
  return object;
}

/** Sets a key as its own, `__proto__` too. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
