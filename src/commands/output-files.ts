/** Files that output goes into. Those that a person asks for by name: never over a folder, whole or not at all. */
import { fstatSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors/index.ts';
import { writeAtomically } from '../record/index.ts';
import type { Surroundings } from './command.ts';
import { expandPath, shortPath } from './experiments.ts';

/** → the file's whole path. Throws an InputError where it can't be written, before any work is done for it. */
export function checkTarget(file: string, option: string, surroundings: Surroundings): string {
  const path = resolve(surroundings.directory, expandPath(file, option, surroundings.env));
  const shown = shortPath(path, surroundings);
  if (/[\\/]$/.test(file) || statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const example = shortPath(join(path, `comparison.${option.slice(2)}`), surroundings);
    throw new InputError(`${option} needs a file, and ${shown} is a folder; write ${option} ${example}.`);
  }
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${option} ${shown} can't be written: there is no folder ${shortPath(folder, surroundings)}.`);
  }
  return path;
}

/** Throws an InputError where the system refuses. */
export function writeTarget(path: string, content: string | Uint8Array): void {
  try {
    writeAtomically(path, content);
  } catch (error) {
    const [, reason = String(error)] = /^\w+: ([^,]+)/.exec(((error as Error).cause as Error)?.message ?? '') ?? [];
    throw new InputError(`${path} can't be written: ${reason}.`, { cause: error });
  }
}

/** The name of the file that standard output goes into; null where it goes elsewhere, or the system doesn't tell. */
export function standardOutputFile(): string | null {
  try {
    return fstatSync(1).isFile() ? basename(readlinkSync('/proc/self/fd/1')) : null;
  } catch {
    return null;
  }
}
