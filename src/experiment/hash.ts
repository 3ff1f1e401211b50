/** The hash that names an experiment, and the YAML that repeats it. */
import { Document, isMap, isScalar, isSeq, type ScalarTag, visit } from 'yaml';
import { canonicalJson, sha256 } from '../text/index.ts';
import { decidingKeys } from './deciding-keys.ts';
import { kindOf } from './merge.ts';
import { resolve } from './resolve.ts';
import { experimentFileSchema, itemOf, type JsonSchema } from './schema.ts';
import { type MapNode, type Node, plain, treeOf } from './tree.ts';
import type { Experiment } from './types.ts';

/**
 * SHA-256, in hexadecimal, of what decides the result: seed, data, pairs, network, objective, training. Not of name,
 * description, engine, checkpoint and track. Of the resolved form without the keys that hold their default, as JSON with
 * sorted keys and no spaces.
 *
 * So a key that a later version adds leaves old hashes as they are, where its default does what was done before it
 * came. The price: a default that a version once had must never change, for old hashes stand for it.
 */
export function hashExperiment(experiment: Experiment): string {
  return hashTree(treeOf(experiment) as MapNode);
}

/** The same of a tree in the resolved form. */
export function hashTree(tree: MapNode): string {
  return sha256()
    .update(canonicalJson(withoutDefaults(decidingPart(tree), experimentFileSchema)))
    .hex();
}

export type Deciding = Pick<Experiment, (typeof decidingKeys)[number]>;

/** What decides the result, without the keys that hold their default. */
export function nonDefaults(experiment: Experiment): unknown {
  return withoutDefaults(decidingPart(treeOf(experiment) as MapNode), experimentFileSchema);
}

/**
 * SHA-256, in hexadecimal, of what names a sweep among others: its name, what the file says for all trials alike of what
 * decides a result, and which keys they differ in. With more values of these keys it is the same sweep.
 */
export function hashSweep(name: string, base: MapNode, keys: readonly string[]): string {
  const facts = [name, plain(decidingPart(base)), keys.toSorted()];
  return sha256().update(canonicalJson(facts)).hex();
}

function decidingPart({ entries, ...tree }: MapNode): MapNode {
  const kept = decidingKeys.flatMap((key) => {
    const entry = entries.get(key);
    return entry === undefined ? [] : [[key, entry] as const];
  });
  return { ...tree, entries: new Map(kept) };
}

/** What decides the result. */
export function deciding({ seed, data, pairs, network, objective, training }: Experiment): Deciding {
  return { seed, data, pairs, network, objective, training };
}

/** A resolved value without the keys that hold their default, at any depth; `schema` is what may be written there. */
export function withoutDefaults(node: Node, schema: JsonSchema): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') {
    const items = itemOf(schema);
    return items === undefined ? plain(node) : node.items.map((each) => withoutDefaults(each, items));
  }
  const kept: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(kindOf(node, schema)?.properties ?? {})) {
    const entry = node.entries.get(key);
    if (entry === undefined) continue;
    const given = withoutDefaults(entry.value, child);
    if (child.default !== undefined && canonicalJson(given) === defaultOf(child)) continue;
    kept[key] = given;
  }
  return kept;
}

const defaults = new WeakMap<JsonSchema, string>();

/** A key's default as the hash sees it, worked out once. */
function defaultOf(schema: JsonSchema): string {
  const known = defaults.get(schema);
  if (known !== undefined) return known;
  const text = canonicalJson(withoutDefaults(treeOf(resolve(treeOf(schema.default), schema).value), schema));
  defaults.set(schema, text);
  return text;
}

/** Whether an experiment names files of its own. */
export function hasPaths(experiment: Experiment): boolean {
  let found = false;
  resolve(treeOf(experiment), experimentFileSchema, '', (path) => {
    found = true;
    return path;
  });
  return found;
}

/** `1.0e-7` for 1e-7, which YAML 1.1 takes for text. */
const exponent: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number' && /^-?\d+e/.test(String(value)),
  stringify: ({ value }) => String(value).replace('e', '.0e'),
  test: /(?!)/, // nothing is read by it
  resolve: Number,
};

/**
 * The experiment with nothing left out, as an experiment file: it loads again to the same hash. YAML 1.1's readers read
 * the same values: `on`, `0x10` and `2026-11-30` are quoted where they are text.
 *   directory: where its paths begin; said where it has some
 */
export function toResolvedYaml(experiment: Experiment, directory?: string): string {
  const { name, description, ...rest } = experiment;
  const comment = `# Everything that decides this experiment, with no default left out. It runs as it is.\n# hash: ${hashExperiment(experiment)}\n`;
  return comment + toYaml(hasPaths(experiment) ? { name, description, directory, ...rest } : experiment);
}

/** Readers of YAML 1.1 read the same. */
export function toYaml(value: object): string {
  const document = new Document(value, {
    version: '1.2',
    compat: 'yaml-1.1',
    customTags: (tags) => [exponent, ...tags],
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node) {
      if (node.value === '=') node.type = 'QUOTE_DOUBLE'; // a type of its own in YAML 1.1
    },
    // lists and mappings of plain values on one line, as a person would write them
    Collection(key, node) {
      if (key === null) return;
      const values: unknown[] = isMap(node) ? node.items.map((pair) => pair.value) : isSeq(node) ? node.items : [];
      if (values.every((value) => isScalar(value))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
