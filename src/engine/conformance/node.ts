/** Conformance to the cases in files. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../errors/index.ts';
import { readText } from '../../text/node.ts';
import type { Engine } from '../contract/contract.ts';
import type { Case } from './case.ts';
import { caseOf } from './cases.ts';
import { type CaseResult, runCase } from './suite.ts';

/**
 * Runs every case of a folder (its `*.json`, in the order of their names). All files are read before the first
 * runs: throws an InputError where the folder can't be read, holds no case, or a case is malformed.
 */
export async function* conformance(request: { folder: string; engine: Engine }): AsyncGenerator<CaseResult> {
  const { folder, engine } = request;
  const cases = caseFiles(folder).map((file) => readCase(join(folder, file)));
  for (const one of cases) yield await runCase(engine, one);
}

/** The case files of a folder, by name. */
export function caseFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new InputError(`The folder ${folder} can't be read: ${(cause as Error).message}.`, { cause });
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) throw new InputError(`The folder ${folder} holds no conformance case (no *.json).`);
  return files;
}

/** Throws an InputError that names the file and the place in it. */
export function readCase(file: string): Case {
  let content: unknown;
  try {
    content = JSON.parse(readText(file));
  } catch (cause) {
    throw new InputError(`${file} is not a conformance case: ${(cause as Error).message}.`, { cause });
  }
  return caseOf(file, content);
}
