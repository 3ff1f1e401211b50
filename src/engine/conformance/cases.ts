/** Conformance cases by their kind. Files are JSON; arrays are base64 and row-major, little-endian. */
import type { Case, CaseReader } from './case.ts';
import { Field } from './field.ts';
import { readOptimizers } from './kinds/optimizers.ts';
import { readTraining } from './kinds/training.ts';

const readers: Readonly<Record<string, CaseReader>> = { training: readTraining, optimizers: readOptimizers };

/** A case from a file's JSON. Throws an InputError that names the file and the place in it. */
export function caseOf(file: string, content: unknown): Case {
  const root = new Field(file, '', content);
  const format = root.at('format').value;
  if (format !== 1) throw root.at('format').wrong(`is ${JSON.stringify(format)}; this version reads 1`);
  const kind = root.at('kind').value;
  const read = typeof kind === 'string' && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (read !== undefined) return read(root);
  const known = Object.keys(readers).map((name) => `"${name}"`);
  throw root.at('kind').wrong(`is ${JSON.stringify(kind)}; it must be ${known.join(' or ')}`);
}
