/** The hash that names an experiment, and the YAML that repeats it. */
import { createHash } from 'node:crypto';
import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Experiment } from './types.ts';

/**
 * SHA-256, in hexadecimal, of what decides the result: seed, data, pairs, network, objective, training. Not of name,
 * description and engine. Of the resolved form, as JSON with sorted keys and no spaces.
 */
export function hashExperiment(experiment: Experiment): string {
  const { seed, data, pairs, network, objective, training } = experiment;
  const text = canonicalJson({ seed, data, pairs, network, objective, training });
  return createHash('sha256').update(text).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The experiment with nothing left out, as an experiment file: it loads again to the same hash. */
export function toResolvedYaml(experiment: Experiment): string {
  const document = new Document(experiment, { version: '1.2', aliasDuplicateObjects: false });
  visit(document, {
    // lists and mappings of plain values on one line, as a person would write them
    Collection(key, node) {
      if (key === null) return;
      const values: unknown[] = isMap(node) ? node.items.map((pair) => pair.value) : isSeq(node) ? node.items : [];
      if (values.every((value) => isScalar(value))) node.flow = true;
    },
  });
  const comment = `# Everything that decides this experiment, with no default left out. It runs as it is.\n# hash: ${hashExperiment(experiment)}\n`;
  return comment + document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
