/** An experiment as a list of settings. */
import type { Experiment } from '../experiment/index.ts';

export type Plain = string | number | boolean | null;

/** `network.blocks.0.filters` → 64, in the file's order, without `track`; a list of plain values is one, as JSON. */
export function flattenExperiment({ track: _, ...experiment }: Experiment): [key: string, value: Plain][] {
  return flatten('', experiment);
}

function flatten(path: string, value: unknown): [string, Plain][] {
  if (typeof value !== 'object' || value === null) return [[path, value as Plain]];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => flatten(path === '' ? key : `${path}.${key}`, child));
}
