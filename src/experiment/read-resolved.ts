/**
 * Reads back what `toResolvedYaml` writes, some twenty times as fast as a YAML parser: for those who look at a thousand
 * runs. It knows that dialect alone, and takes nothing on trust: the experiment's hash must come out.
 */
import { hashTree } from './hash.ts';
import { kindOf, writtenOut } from './merge.ts';
import { resolve } from './resolve.ts';
import { experimentFileSchema, itemOf, type JsonSchema } from './schema.ts';
import { type Entry, type MapNode, type Node, plain } from './tree.ts';
import type { Experiment } from './types.ts';

/** What is known of the experiment beforehand: its hash, and what may be any text. */
export type KnownOfExperiment = Pick<Experiment, 'name' | 'description'> & { readonly hash: string };

/** null where the text isn't as `toResolvedYaml` writes it, or not of that hash: then `loadExperiments` says more. */
export function readResolved(text: string, { name, description, hash }: KnownOfExperiment): Experiment | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('seed:'));
  if (start < 0 || lines.pop() !== '') return null;
  try {
    const known = Object.entries({ name, description }).map(([key, value]) =>
      entryOf(key, { kind: 'scalar', value, at: null }),
    );
    const tree = mapOf([...known, ...new Reader(lines, start).mapping(0)]);
    if (hashTree(tree) !== hash) return null;
    const isWhole = lacksNothing(tree, experimentFileSchema);
    return (isWhole ? plain(tree) : resolve(tree, experimentFileSchema).value) as Experiment;
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

/** Whether it is what `resolve` would make of it: no shorthand, and every key. What an older version wrote may not be. */
function lacksNothing(node: Node, schema: JsonSchema): boolean {
  if (writtenOut(node, schema) !== undefined) return false;
  if (node.kind === 'scalar') return true;
  if (node.kind === 'list') {
    const item = itemOf(schema);
    return item === undefined || node.items.every((each) => lacksNothing(each, item));
  }
  return Object.entries(kindOf(node, schema)?.properties ?? {}).every(([key, child]) => {
    const entry = node.entries.get(key);
    return entry === undefined ? child.default === undefined : lacksNothing(entry.value, child);
  });
}

class Unusual extends Error {}

type KeyedNode = readonly [key: string, entry: Entry];

class Reader {
  readonly #lines: string[];
  #next: number;

  constructor(lines: string[], start: number) {
    this.#lines = lines;
    this.#next = start;
  }

  /** The lines from here that are indented by so many blanks; at the outermost, all. */
  mapping(indent: number): KeyedNode[] {
    const entries: KeyedNode[] = [];
    while (this.#indentHere() === indent) {
      const [, key, text] = /^ *(\w+):(?: (.+))?$/.exec(this.#lines[this.#next] as string) ?? [];
      if (key === undefined) throw new Unusual();
      this.#next++;
      entries.push(entryOf(key, text === undefined ? this.#block(indent + 2) : flow(text)));
    }
    if (entries.length === 0 || (indent === 0 && this.#next < this.#lines.length)) throw new Unusual();
    return entries;
  }

  #block(indent: number): Node {
    const value: Node = this.#isItem(indent)
      ? { kind: 'list', items: this.#items(indent), at: null }
      : mapOf(this.mapping(indent));
    if (this.#indentHere() > indent) throw new Unusual();
    return value;
  }

  #items(indent: number): Node[] {
    const items: Node[] = [];
    while (this.#isItem(indent)) {
      // an item's first key stands behind its dash: with a blank for the dash, all its keys are a mapping
      this.#lines[this.#next] = (this.#lines[this.#next] as string).replace('-', ' ');
      items.push(mapOf(this.mapping(indent + 2)));
    }
    return items;
  }

  #isItem(indent: number): boolean {
    return this.#indentHere() === indent && (this.#lines[this.#next] as string).startsWith('- ', indent);
  }

  #indentHere(): number {
    return this.#lines[this.#next]?.search(/[^ ]/) ?? -1;
  }
}

/** What stands on one line: a plain value, or a list or mapping of such. */
function flow(text: string): Node {
  const inside = text.slice(1, -1);
  if (text.startsWith('[') && text.endsWith(']')) return { kind: 'list', items: partsOf(inside).map(scalar), at: null };
  if (!text.startsWith('{') || !text.endsWith('}')) return scalar(text);
  return mapOf(
    partsOf(inside).map((part) => {
      const [, key, value] = /^(\w+): (.+)$/.exec(part) ?? [];
      if (key === undefined) throw new Unusual();
      return entryOf(key, scalar(value as string));
    }),
  );
}

const partsOf = (text: string): string[] => (text === '' ? [] : text.split(', '));

function scalar(text: string): Node {
  return { kind: 'scalar', value: plainValue(text), at: null };
}

function plainValue(text: string): string | number | boolean | null {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) return Number(text);
  if (/^https?:\/\/[\w./:-]*[\w/]$/.test(text)) return text;
  if (/^([a-z/]|\.{1,2}\/)([\w ./-]*[\w./-])?$/i.test(text) && !/^(null|true|false)$/i.test(text)) return text;
  throw new Unusual();
}

const entryOf = (key: string, value: Node): KeyedNode => [key, { key: null, value }];

function mapOf(entries: readonly KeyedNode[]): MapNode {
  const map = new Map(entries);
  if (map.size < entries.length) throw new Unusual(); // a key twice
  return { kind: 'map', entries: map, at: null };
}
