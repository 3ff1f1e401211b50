/**
 * Reads back what `toResolvedYaml` writes, some twenty times as fast as a YAML parser: for those who look at a thousand
 * runs. It knows that dialect alone, and takes nothing on trust: the experiment's hash must come out.
 */
import { hashExperiment } from './hash.ts';
import { resolve } from './resolve.ts';
import { experimentFileSchema } from './schema.ts';
import { setOwn, treeOf } from './tree.ts';
import type { Experiment } from './types.ts';

/** What is known of the experiment beforehand: its hash, and what may be any text. */
export type KnownOfExperiment = Pick<Experiment, 'name' | 'description'> & { readonly hash: string };

/** null where the text isn't as `toResolvedYaml` writes it, or not of that hash: then `loadExperiments` says more. */
export function readResolved(text: string, { name, description, hash }: KnownOfExperiment): Experiment | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('seed:'));
  if (start < 0 || lines.pop() !== '') return null;
  try {
    const rest = new Reader(lines, start).block(0);
    const { value } = resolve(treeOf({ name, description, ...(rest as object) }), experimentFileSchema);
    return hashExperiment(value as Experiment) === hash ? (value as Experiment) : null;
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

class Unusual extends Error {}

class Reader {
  readonly #lines: string[];
  #next: number;

  constructor(lines: string[], start: number) {
    this.#lines = lines;
    this.#next = start;
  }

  /** The lines from here that are indented by so many blanks: a mapping, or a list of mappings. */
  block(indent: number): unknown {
    const isList = this.#lines[this.#next]?.startsWith('- ', indent) ?? false;
    const value = isList ? this.#list(indent) : this.#mapping(indent);
    if (this.#indentHere() > indent || (indent === 0 && this.#next < this.#lines.length)) throw new Unusual();
    return value;
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    while (this.#indentHere() === indent && this.#lines[this.#next]?.startsWith('- ', indent)) {
      // an item's first key stands behind its dash: with a blank for the dash, all its keys are a mapping
      const line = this.#lines[this.#next] as string;
      this.#lines[this.#next] = `${' '.repeat(indent + 2)}${line.slice(indent + 2)}`;
      items.push(this.#mapping(indent + 2));
    }
    return items;
  }

  #mapping(indent: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    while (this.#indentHere() === indent) {
      const [, key, text] = /^(\w+):(?: (.+))?$/.exec((this.#lines[this.#next] as string).slice(indent)) ?? [];
      if (key === undefined || Object.hasOwn(object, key)) throw new Unusual();
      this.#next++;
      setOwn(object, key, text === undefined ? this.block(indent + 2) : flow(text));
    }
    if (Object.keys(object).length === 0) throw new Unusual();
    return object;
  }

  #indentHere(): number {
    return this.#lines[this.#next]?.search(/[^ ]/) ?? -1;
  }
}

/** What stands on one line: a plain value, or a list or mapping of such. */
function flow(text: string): unknown {
  const inside = text.slice(1, -1);
  if (text.startsWith('[') && text.endsWith(']')) return partsOf(inside).map(scalar);
  if (!text.startsWith('{') || !text.endsWith('}')) return scalar(text);
  const object: Record<string, unknown> = {};
  for (const part of partsOf(inside)) {
    const [, key, value] = /^(\w+): (.+)$/.exec(part) ?? [];
    if (key === undefined || Object.hasOwn(object, key)) throw new Unusual();
    setOwn(object, key, scalar(value as string));
  }
  return object;
}

const partsOf = (text: string): string[] => (text === '' ? [] : text.split(', '));

function scalar(text: string): unknown {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) return Number(text);
  if (/^[a-z/]([\w ./-]*[\w./-])?$/i.test(text) && !/^(null|true|false)$/i.test(text)) return text;
  throw new Unusual();
}
