/**
 * Files that output goes into. Those that a person asks for by name: never over a folder, whole or not at all, and never
 * in place of what isn't a file. A link that they name is followed, and stays.
 */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
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
  const refuse = (why: string, cause?: unknown): never => {
    throw new InputError(`${option} ${shown} can't be written: ${why}.`, { cause });
  };
  if (/[\\/]$/.test(file) || statOf(path)?.isDirectory()) {
    const example = shortPath(join(path, `comparison.${option.slice(2)}`), surroundings);
    throw new InputError(`${option} needs a file, and ${shown} is a folder; write ${option} ${example}.`);
  }
  if (standardOutput.test(path)) return path;
  const target = leadsTo(path);
  if (target === null) return refuse('it is a link that leads in a circle');
  const folder = dirname(target);
  if (!statOf(folder)?.isDirectory()) {
    const what = target === path ? '' : `it is a link to ${target}, and `;
    return refuse(`${what}there is no folder ${shortPath(folder, surroundings)}`);
  }
  const stat = statOf(target);
  if (stat?.isSocket()) return refuse('it is a socket');
  try {
    accessSync(stat === undefined ? folder : target, constants.W_OK);
  } catch (error) {
    return refuse(reasonOf(error), error);
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
    const target = leadsTo(path) ?? path;
    const stat = statOf(target);
    if (stat === undefined) writeAtomically(target, content);
    else if (!isReplaceable(target, stat)) writeInto(target, content, constants.O_APPEND);
    else replace(target, stat, content);
  } catch (error) {
    const refusal = (error instanceof SiameseError ? error.cause : error) as NodeJS.ErrnoException;
    const isFull = /^(ENOSPC|EDQUOT|EFBIG|EIO|EPIPE|EMFILE|ENFILE)$/.test(refusal?.code ?? '');
    throw new (isFull ? RunError : InputError)(`${path} can't be written: ${reasonOf(refusal)}.`, { cause: error });
  }
}

const standardOutput = /^\/(dev\/stdout|(dev|proc\/self)\/fd\/1)$/;

/** Links by which the system names what a process has open. */
const openFiles = /^\/(dev\/(std|fd\/)|proc\/)/;

/** As many as Linux follows. */
const mostLinks = 40;

/** Where a name leads that may be a link, perhaps to a file that isn't there yet; null: in a circle. */
function leadsTo(path: string): string | null {
  let at = path;
  for (let links = 0; links < mostLinks; links++) {
    if (openFiles.test(at)) return at;
    const folder = dirname(at);
    if (!statOf(folder)?.isDirectory()) return at;
    at = join(realpathSync(folder), basename(at));
    if (!lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return at;
    at = resolve(dirname(at), readlinkSync(at));
  }
  return null;
}

/** undefined also where what leads there isn't there, or keeps it from being seen. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Whether another file may take its place: not that of a device, a pipe or a socket, nor, as behind /dev/stdout, of a file
 * that a process has open.
 */
const isReplaceable = (path: string, stat: Stats): boolean => stat.isFile() && !openFiles.test(path);

/** Whole, by another file of the same owner and permissions; where its folder takes none, as for one mounted alone, in place. */
function replace(path: string, like: Stats, content: string | Uint8Array): void {
  try {
    writeAtomically(path, content, like);
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    if (!/^(EACCES|EPERM|EROFS|EBUSY|EXDEV)$/.test(code ?? '')) throw error;
    writeInto(path, content, constants.O_TRUNC);
  }
}

function writeInto(path: string, content: string | Uint8Array, flag: number): void {
  const descriptor = openSync(path, constants.O_WRONLY | flag);
  try {
    writeAll(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

/** What the system says, without its code. */
function reasonOf(error: unknown): string {
  const [, reason = String(error)] = /^\w+: ([^,]+)/.exec((error as Error | undefined)?.message ?? '') ?? [];
  return reason;
}

/** The name of the file that standard output goes into; null where it goes elsewhere, or the system doesn't tell. */
export function standardOutputFile(): string | null {
  try {
    return fstatSync(1).isFile() ? basename(readlinkSync('/proc/self/fd/1')) : null;
  } catch {
    return null;
  }
}
