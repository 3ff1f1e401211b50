/**
 * Watches what this process does to the files below a folder, call by call, as the system sees it: Node's functions that
 * make several calls (writeFileSync, rmSync, …) are taken apart. Who watches may refuse a call, or cut a write short.
 * Calls that only read are not watched.
 */
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `file`: a number of its own for each time that a file is opened. Paths are absolute. */
export type FileCall =
  | {
      readonly name: 'open';
      readonly path: string;
      readonly file: number;
      readonly isNew: boolean;
      readonly empties: boolean;
    }
  | {
      readonly name: 'write';
      readonly path: string;
      readonly file: number;
      readonly at: number;
      readonly bytes: Uint8Array;
    }
  | { readonly name: 'truncate'; readonly path: string; readonly file: number; readonly length: number }
  | { readonly name: 'flush' | 'close'; readonly path: string; readonly file: number }
  | { readonly name: 'flushFolder' | 'makeFolder' | 'removeFolder' | 'remove'; readonly path: string }
  | { readonly name: 'rename' | 'link'; readonly path: string; readonly to: string };

export interface Watcher {
  /** Before a call. What is thrown here, the program gets; → of a write, how many bytes at most are written. */
  before(call: FileCall): number | undefined;
  /** After it, if it was done; of a write with the bytes that were written. */
  after?(call: FileCall): void;
}

/** As Node would throw it. */
export function systemError(code: string, syscall: string, path: string): NodeJS.ErrnoException {
  const texts: Readonly<Record<string, string>> = {
    ENOSPC: 'no space left on device',
    EDQUOT: 'disk quota exceeded',
    EROFS: 'read-only file system',
    EIO: 'i/o error',
    EMFILE: 'too many open files',
    EACCES: 'permission denied',
  };
  return Object.assign(new Error(`${code}: ${texts[code] ?? code}, ${syscall} '${path}'`), { code, syscall, path });
}

/** Node's own functions: who watches uses these, and isn't watched. */
export const unwatched = { ...fs };

interface OpenFile {
  readonly path: string;
  readonly file: number;
  readonly isRead: boolean;
  readonly appends: boolean;
  /** where the next write goes */
  position: number;
}

interface Watched {
  readonly root: string;
  readonly watcher: Watcher;
  readonly open: Map<number, OpenFile>;
  readonly openFolders: Map<number, string>;
}

let watched: Watched | null = null;
let filesOpened = 0;

/** From now on, in place of what was watched before; `root`: without symbolic links. null: nothing. */
export function watchFileCalls(root: string, watcher: Watcher): void;
export function watchFileCalls(root: null): void;
export function watchFileCalls(root: string | null, watcher?: Watcher): void {
  watched = root === null || watcher === undefined ? null : { root, watcher, open: new Map(), openFolders: new Map() };
  install();
}

/** The whole path; null where it isn't watched. */
function watchedPath(path: unknown): string | null {
  if (watched === null || (typeof path !== 'string' && !(path instanceof URL) && !Buffer.isBuffer(path))) return null;
  const whole = resolve(path instanceof URL ? fileURLToPath(path) : String(path));
  return whole === watched.root || !/^\.\.(\/|$)/.test(relative(watched.root, whole)) ? whole : null;
}

function watch<Result>(
  call: FileCall,
  does: (most: number) => Result,
  done: (result: Result) => FileCall = () => call,
): Result {
  const { watcher } = watched as Watched;
  const most = watcher.before(call) ?? Number.POSITIVE_INFINITY;
  const result = does(most);
  watcher.after?.(done(result));
  return result;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever Node's functions take
type Arguments = any[];

const {
  O_ACCMODE = 3,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_TRUNC,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
} = fs.constants as typeof fs.constants & {
  O_ACCMODE?: number;
};
const flagBits: Readonly<Record<string, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  w: O_WRONLY | O_CREAT | O_TRUNC,
  wx: O_WRONLY | O_CREAT | O_TRUNC | O_EXCL,
  'w+': O_RDWR | O_CREAT | O_TRUNC,
  'wx+': O_RDWR | O_CREAT | O_TRUNC | O_EXCL,
  a: O_WRONLY | O_CREAT | O_APPEND,
  ax: O_WRONLY | O_CREAT | O_APPEND | O_EXCL,
  'a+': O_RDWR | O_CREAT | O_APPEND,
};

function openSync(path: unknown, flags: unknown = 'r', ...rest: Arguments): number {
  const bits = typeof flags === 'number' ? flags : flagBits[String(flags ?? 'r')];
  const whole = watchedPath(path);
  const open = (): number => (unwatched.openSync as (...all: Arguments) => number)(path, flags, ...rest);
  if (whole === null) return open();
  if (bits === undefined) throw new Error(`The watch of file calls doesn't know the flags ${flags}.`);
  const { open: files, openFolders } = watched as Watched;
  if ((bits & O_ACCMODE) === O_RDONLY) {
    const descriptor = open();
    if (unwatched.fstatSync(descriptor).isDirectory()) openFolders.set(descriptor, whole);
    else files.set(descriptor, { path: whole, file: ++filesOpened, isRead: true, appends: false, position: 0 });
    return descriptor;
  }
  const isNew = (bits & O_CREAT) !== 0 && unwatched.lstatSync(whole, { throwIfNoEntry: false }) === undefined;
  const file = ++filesOpened;
  const descriptor = watch({ name: 'open', path: whole, file, isNew, empties: (bits & O_TRUNC) !== 0 }, open);
  files.set(descriptor, { path: whole, file, isRead: false, appends: (bits & O_APPEND) !== 0, position: 0 });
  return descriptor;
}

function writeSync(descriptor: number, content: unknown, ...rest: Arguments): number {
  const opened = watched?.open.get(descriptor);
  if (opened === undefined) return (unwatched.writeSync as (...all: Arguments) => number)(descriptor, content, ...rest);
  let bytes: Uint8Array;
  let position: number | null;
  if (typeof content === 'string') {
    bytes = Buffer.from(content, rest[1] ?? 'utf8');
    position = rest[0] ?? null;
  } else {
    const view = content as Uint8Array;
    const whole = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    const {
      offset = 0,
      length = whole.length - offset,
      position: at = null,
    } = typeof rest[0] === 'object' && rest[0] !== null
      ? rest[0]
      : { offset: rest[0] ?? 0, length: rest[1] ?? whole.length - (rest[0] ?? 0), position: rest[2] ?? null };
    bytes = whole.subarray(offset, offset + length);
    position = at;
  }
  const at = position ?? (opened.appends ? unwatched.fstatSync(descriptor).size : opened.position);
  const { path, file } = opened;
  const call = (written: Uint8Array): FileCall => ({ name: 'write', path, file, at, bytes: written });
  const count = watch(
    call(bytes),
    (most) => unwatched.writeSync(descriptor, bytes, 0, Math.min(most, bytes.length), position),
    (written) => call(bytes.subarray(0, written)),
  );
  if (position === null) opened.position = at + count;
  return count;
}

function flush(descriptor: number): void {
  const folder = watched?.openFolders.get(descriptor);
  const opened = watched?.open.get(descriptor);
  // the disk itself needn't take part: who watches knows what it has been told
  if (folder !== undefined) watch({ name: 'flushFolder', path: folder }, () => {});
  else if (opened !== undefined) watch({ name: 'flush', path: opened.path, file: opened.file }, () => {});
  else unwatched.fsyncSync(descriptor);
}

function ftruncateSync(descriptor: number, length = 0): void {
  const opened = watched?.open.get(descriptor);
  const truncate = () => unwatched.ftruncateSync(descriptor, length);
  if (opened === undefined) truncate();
  else watch({ name: 'truncate', path: opened.path, file: opened.file, length }, truncate);
}

/** A file is closed whatever the system says. */
function closeSync(descriptor: number): void {
  const opened = watched?.open.get(descriptor);
  watched?.open.delete(descriptor);
  watched?.openFolders.delete(descriptor);
  unwatched.closeSync(descriptor);
  if (opened?.isRead === false) watch({ name: 'close', path: opened.path, file: opened.file }, () => {});
}

function withOpened(path: unknown, flags: unknown, mode: unknown, does: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, ...(mode === undefined ? [] : [mode]));
  try {
    does(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeFileWith(flag: string) {
  return (path: unknown, content: unknown, options?: unknown): void => {
    const {
      flag: asked = flag,
      mode,
      flush: flushes = false,
    } = (typeof options === 'object' && options !== null ? options : {}) as {
      flag?: string;
      mode?: number;
      flush?: boolean;
    };
    const bytes = typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array);
    const writeAll = (descriptor: number): void => {
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, bytes.length - done);
      if (flushes) flush(descriptor);
    };
    if (typeof path === 'number') writeAll(path);
    else withOpened(path, asked, mode, writeAll);
  };
}

function truncateSync(path: unknown, length = 0): void {
  withOpened(path, 'r+', undefined, (descriptor) => ftruncateSync(descriptor, length));
}

function copyFileSync(from: unknown, to: unknown, mode = 0): void {
  const bytes = unwatched.readFileSync(from as string);
  writeFileWith((mode & fs.constants.COPYFILE_EXCL) === 0 ? 'w' : 'wx')(to, bytes);
}

function unlinkSync(path: unknown): void {
  const whole = watchedPath(path);
  if (whole === null) unwatched.unlinkSync(path as string);
  else watch({ name: 'remove', path: whole }, () => unwatched.unlinkSync(whole));
}

function rmdirSync(path: unknown, ...rest: Arguments): void {
  const whole = watchedPath(path);
  if (whole === null) (unwatched.rmdirSync as (...all: Arguments) => void)(path, ...rest);
  else watch({ name: 'removeFolder', path: whole }, () => unwatched.rmdirSync(whole));
}

function rmSync(path: unknown, options: { recursive?: boolean; force?: boolean } = {}): void {
  const whole = watchedPath(path);
  const stat = whole === null ? undefined : unwatched.lstatSync(whole, { throwIfNoEntry: false });
  if (whole === null || stat === undefined || (stat.isDirectory() && !options.recursive)) {
    unwatched.rmSync(path as string, options);
  } else if (stat.isDirectory()) {
    for (const name of unwatched.readdirSync(whole)) rmSync(join(whole, name), options);
    rmdirSync(whole);
  } else unlinkSync(whole);
}

function mkdirSync(path: unknown, options?: unknown): string | undefined {
  const whole = watchedPath(path);
  const isRecursive = typeof options === 'object' && (options as { recursive?: boolean } | null)?.recursive === true;
  if (whole === null) return unwatched.mkdirSync(path as string, options as { recursive: true });
  const make = (folder: string): void => watch({ name: 'makeFolder', path: folder }, () => unwatched.mkdirSync(folder));
  if (!isRecursive) {
    make(whole);
    return undefined;
  }
  const missing: string[] = [];
  for (
    let folder = whole;
    unwatched.statSync(folder, { throwIfNoEntry: false }) === undefined;
    folder = dirname(folder)
  )
    missing.unshift(folder);
  if (missing.length === 0) unwatched.mkdirSync(whole, { recursive: true }); // throws where a file stands there
  for (const folder of missing) make(folder);
  return missing[0];
}

function moveWith(name: 'rename' | 'link', does: (from: string, to: string) => void) {
  return (from: unknown, to: unknown): void => {
    const [path, target] = [watchedPath(from), watchedPath(to)];
    if (path === null && target === null) does(from as string, to as string);
    else if (path === null || target === null) throw new Error('A file was moved into what is watched, or out of it.');
    else watch({ name, path, to: target }, () => does(path, target));
  };
}

const replacements = {
  openSync,
  writeSync,
  fsyncSync: flush,
  fdatasyncSync: flush,
  ftruncateSync,
  closeSync,
  writeFileSync: writeFileWith('w'),
  appendFileSync: writeFileWith('a'),
  truncateSync,
  copyFileSync,
  unlinkSync,
  rmdirSync,
  rmSync,
  mkdirSync,
  renameSync: moveWith('rename', unwatched.renameSync),
  linkSync: moveWith('link', unwatched.linkSync),
};

/** What would change files unseen: the watch has to learn it before the program may use it. */
const unknown = ['cpSync', 'symlinkSync', 'mkdtempSync', 'createWriteStream'] as const;
const unknownAsync = ['writeFile', 'appendFile', 'rename', 'rm', 'unlink', 'mkdir', 'rmdir', 'copyFile', 'cp'] as const;

let isInstalled = false;

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  Object.assign(fs, replacements);
  const refuseIn = (functions: object, names: readonly string[]) => {
    for (const name of names) {
      const own = Reflect.get(functions, name) as (...all: Arguments) => unknown;
      Reflect.set(functions, name, (...all: Arguments) => {
        if (all.slice(0, 2).some((path) => watchedPath(path) !== null))
          throw new Error(`The watch of file calls doesn't know ${name}.`);
        return own(...all);
      });
    }
  };
  refuseIn(fs, [...unknown, ...unknownAsync]);
  refuseIn(fsPromises, unknownAsync);
  syncBuiltinESMExports();
}
