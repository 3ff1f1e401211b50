/** A disk that refuses calls from some moment on, or one of them. */
import { join } from 'node:path';
import { type FileCall, systemError, unwatched, type Watcher } from './file-calls.ts';

/** What may befall a disk, and which calls meet it. */
export interface Trouble {
  readonly name: string;
  /** what the system says; null where files are gone instead */
  readonly code: 'ENOSPC' | 'EDQUOT' | 'EROFS' | 'EIO' | 'EMFILE' | 'EACCES' | null;
  /** `once`: one call is refused; `lasting`: from that one on, all that it concerns */
  readonly extent: 'once' | 'lasting';
  concerns(call: FileCall): boolean;
}

const makesName = (call: FileCall): boolean =>
  (call.name === 'open' && call.isNew) || call.name === 'makeFolder' || call.name === 'link';
const takesRoom = (call: FileCall): boolean => call.name === 'write' || call.name === 'makeFolder';
const opens = (call: FileCall): boolean => call.name === 'open' || call.name === 'flushFolder';
const changesFolder = (call: FileCall): boolean =>
  makesName(call) || ['rename', 'remove', 'removeFolder'].includes(call.name);
const changes = (call: FileCall): boolean => changesFolder(call) || ['open', 'write', 'truncate'].includes(call.name);

export const troubles: readonly Trouble[] = [
  { name: 'disk full', code: 'ENOSPC', extent: 'lasting', concerns: takesRoom },
  { name: 'no inodes', code: 'ENOSPC', extent: 'lasting', concerns: makesName },
  { name: 'read-only', code: 'EROFS', extent: 'lasting', concerns: changes },
  {
    name: 'input/output errors',
    code: 'EIO',
    extent: 'lasting',
    concerns: (call) => changes(call) || /^flush/.test(call.name),
  },
  { name: 'full once', code: 'ENOSPC', extent: 'once', concerns: (call) => changes(call) || call.name === 'flush' },
  { name: 'quota once', code: 'EDQUOT', extent: 'once', concerns: (call) => takesRoom(call) || call.name === 'close' },
  { name: 'one input/output error', code: 'EIO', extent: 'once', concerns: () => true },
  { name: 'too many open files', code: 'EMFILE', extent: 'once', concerns: opens },
  { name: 'permission denied', code: 'EACCES', extent: 'once', concerns: changesFolder },
  { name: 'run folder removed', code: null, extent: 'once', concerns: changes },
  { name: 'runs folder removed', code: null, extent: 'once', concerns: changes },
];

/** Which of the calls of a command a trouble can begin at. */
export const momentsOf = (trouble: Trouble, calls: readonly FileCall[]): number[] =>
  calls.flatMap((call, nth) => (trouble.concerns(call) ? [nth] : []));

/** Bytes that a folder takes. */
const folderBytes = 4096;

/** Meets its trouble at the call with this number, counted from 0. */
export class FailingDisk implements Watcher {
  readonly #trouble: Trouble;
  readonly #moment: number;
  /** what is removed where files are gone */
  readonly #remove: (name: 'run' | 'runs') => void;
  #count = 0;
  /** what has been given back since the disk is full */
  #room = 0;
  #inodes = 0;
  #hasBegun = false;
  #cut: number | null = null;
  /** the call that was refused first; null: none yet */
  refused: FileCall | null = null;

  constructor(trouble: Trouble, moment: number, remove: (name: 'run' | 'runs') => void) {
    this.#trouble = trouble;
    this.#moment = moment;
    this.#remove = remove;
  }

  before(call: FileCall): number | undefined {
    const nth = this.#count++;
    if (nth < this.#moment) return undefined;
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    const { code, extent } = this.#trouble;
    if (code === null) {
      if (isFirst) this.#remove(this.#trouble.name === 'run folder removed' ? 'run' : 'runs');
      if (isFirst) this.refused = call;
      return undefined;
    }
    if (extent === 'lasting') return this.#refuseLasting(call, code);
    if (call.name === 'write' && this.#cut === call.file) {
      this.#cut = null;
      return this.#refuse(call, code);
    }
    if (!isFirst) return undefined;
    if (call.name !== 'write' || call.bytes.length < 2) return this.#refuse(call, code);
    this.#cut = call.file; // what there was room for is written, and the next call is refused
    this.refused = call;
    return call.bytes.length >> 1;
  }

  #refuseLasting(call: FileCall, code: string): number | undefined {
    if (!this.#trouble.concerns(call)) {
      this.#takeBack(call);
      return undefined;
    }
    if (this.#trouble.name === 'no inodes') {
      if (this.#inodes === 0) return this.#refuse(call, code);
      this.#inodes--;
      return undefined;
    }
    if (!takesRoom(call) || /read-only|errors/.test(this.#trouble.name)) return this.#refuse(call, code);
    const asked = call.name === 'write' ? call.bytes.length : folderBytes;
    const given = Math.min(asked, this.#room);
    if (asked > 0 && (given === 0 || (given < asked && call.name !== 'write'))) return this.#refuse(call, code);
    this.#room -= given;
    return given;
  }

  /** Room and inodes that a call frees. */
  #takeBack(call: FileCall): void {
    const freed =
      call.name === 'rename'
        ? call.to
        : call.name === 'remove' || (call.name === 'open' && call.empties)
          ? call.path
          : null;
    if (call.name === 'removeFolder') this.#inodes++;
    const stat = freed === null ? undefined : unwatched.lstatSync(freed, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory()) return;
    this.#room += stat.size;
    if (call.name !== 'open') this.#inodes++;
  }

  #refuse(call: FileCall, code: string): never {
    this.refused ??= call;
    const syscalls: Partial<Record<FileCall['name'], string>> = {
      flush: 'fsync',
      flushFolder: 'fsync',
      remove: 'unlink',
      makeFolder: 'mkdir',
      removeFolder: 'rmdir',
      truncate: 'ftruncate',
    };
    throw systemError(code, syscalls[call.name] ?? call.name, call.path);
  }
}

/** Passes all calls on, and keeps them. */
export class CallList implements Watcher {
  readonly calls: FileCall[] = [];
  before(call: FileCall): undefined {
    this.calls.push(call);
  }
}

/** Removes a folder as somebody else does, unwatched. */
export function removeElsewhere(
  folder: string,
  name: 'run' | 'runs',
  runOf: (runsFolder: string) => string | null,
): void {
  const runs = join(folder, 'runs');
  const target = name === 'runs' ? runs : runOf(runs);
  if (target !== null) unwatched.rmSync(target, { recursive: true, force: true });
}
