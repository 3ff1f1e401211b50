/**
 * Files that output goes into. Those that a person asks for by name: never over a folder, whole or not at all, and never
 * in place of what isn't a file.
 */
import { closeSync, constants, existsSync, fstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError, RunError, SiameseError } from '../errors/index.ts';
import { writeAtomically } from '../record/index.ts';
import { writeAll } from '../text/node.ts';
import type { Surroundings } from './command.ts';
import { expandPath, shortPath } from './experiments.ts';
import { print } from './print.ts';

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

/** Throws where the system refuses: a RunError where there is no room, else an InputError. */
export function writeTarget(path: string, content: string | Uint8Array): void {
  if (typeof content === 'string' && standardOutput.test(path)) {
    print(content); // a socket behind it can't be opened a second time
    return;
  }
  try {
    if (isReplaceable(path)) writeAtomically(existsSync(path) ? realpathSync(path) : path, content);
    else writeInto(path, content);
  } catch (error) {
    const refusal = (error instanceof SiameseError ? error.cause : error) as NodeJS.ErrnoException;
    const [, reason = String(error)] = /^\w+: ([^,]+)/.exec(refusal?.message ?? '') ?? [];
    const isFull = /^(ENOSPC|EDQUOT|EFBIG|EIO|EPIPE)$/.test(refusal?.code ?? '');
    throw new (isFull ? RunError : InputError)(`${path} can't be written: ${reason}.`, { cause: error });
  }
}

const standardOutput = /^\/(dev\/stdout|(dev|proc\/self)\/fd\/1)$/;

/**
 * Whether another file may take its place: not that of a device, a pipe or a socket, nor, as behind /dev/stdout, of a file
 * that a process has open.
 */
function isReplaceable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || (stats.isFile() && !/^\/(dev\/(std|fd\/)|proc\/)/.test(path));
}

function writeInto(path: string, content: string | Uint8Array): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeAll(descriptor, content);
  } finally {
    closeSync(descriptor);
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
