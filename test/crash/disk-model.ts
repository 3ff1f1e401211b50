/**
 * What a disk may hold after a loss of power: of the calls until then, what was flushed, and of the rest any part.
 *
 *   data of a file        is there for certain once the file has been flushed since
 *   a name in a folder    is there, or gone, for certain once the folder has been flushed since
 *
 * That is what POSIX promises. A journal promises more: names change in the order of the calls, and to flush anything
 * flushes all names before it.
 */
import { basename, dirname, join } from 'node:path';
import type { FileCall } from './file-calls.ts';
import { unwatched } from './file-calls.ts';

export type Promised = 'posix' | 'journal';

/** A file or a folder, whatever its names are. */
interface Node {
  readonly isFolder: boolean;
  /** of a file, before all calls */
  readonly content: Uint8Array;
  /** of a folder, before all calls */
  readonly names: ReadonlyMap<string, Node>;
}

/** Bytes that go to a place of a file; null: the file is cut there. */
interface Data {
  readonly node: Node;
  readonly at: number;
  readonly bytes: Uint8Array | null;
  isFlushed: boolean;
}

/** Names that change at once; null: one that goes. */
interface Naming {
  readonly changes: readonly { readonly folder: Node; readonly name: string; readonly node: Node | null }[];
  /** folders whose flush is still to come */
  readonly unflushed: Set<Node>;
}

export class DiskModel {
  readonly #promise: Promised;
  readonly #tree: Node;
  /** as the program sees it: path → node, of all that has a name */
  readonly #seen = new Map<string, Node>();
  readonly #open = new Map<number, Node>();
  readonly #data: Data[] = [];
  readonly #namings: Naming[] = [];

  /** `folder`: how it is before all calls, which were made below `root`. */
  constructor(promise: Promised, folder: string, root: string) {
    this.#promise = promise;
    this.#tree = this.#read(folder, root);
  }

  take(call: FileCall): void {
    switch (call.name) {
      case 'open': {
        if (call.isNew) this.#name(call.path, newNode(false));
        const node = this.#nodeAt(call.path);
        this.#open.set(call.file, node);
        if (call.empties && !call.isNew) this.#data.push({ node, at: 0, bytes: null, isFlushed: false });
        break;
      }
      case 'write':
        this.#data.push({ node: this.#openAs(call.file), at: call.at, bytes: call.bytes.slice(), isFlushed: false });
        break;
      case 'truncate':
        this.#data.push({ node: this.#openAs(call.file), at: call.length, bytes: null, isFlushed: false });
        break;
      case 'flush': {
        const node = this.#open.get(call.file) ?? this.#nodeAt(call.path);
        for (const data of this.#data) if (data.node === node) data.isFlushed = true;
        if (this.#promise === 'journal') this.#flushNames(null);
        break;
      }
      case 'flushFolder':
        this.#flushNames(this.#promise === 'journal' ? null : this.#nodeAt(call.path));
        break;
      case 'makeFolder':
        this.#name(call.path, newNode(true));
        break;
      case 'remove':
      case 'removeFolder':
        this.#rename([{ path: call.path, node: null }]);
        break;
      case 'rename':
        this.#rename([
          { path: call.path, node: null },
          { path: call.to, node: this.#nodeAt(call.path) },
        ]);
        break;
      case 'link':
        this.#name(call.to, this.#nodeAt(call.path));
        break;
      case 'close':
        break;
    }
  }

  /** Writes what is left into a new folder. `share`: a random number of [0, 1) a call. */
  leaveIn(folder: string, share: () => number): void {
    const likely = [0, 1, share(), share()][Math.floor(share() * 4)] as number; // nothing of the rest, all of it, or some
    const pending = this.#namings.filter(({ unflushed }) => unflushed.size > 0);
    const prefix = Math.round(likely * pending.length);
    const kept = new Set(pending.filter((_, nth) => (this.#promise === 'journal' ? nth < prefix : share() < likely)));
    const names = new Map<Node, Map<string, Node>>();
    const namesOf = (node: Node): Map<string, Node> => {
      const known = names.get(node) ?? new Map(node.names);
      names.set(node, known);
      return known;
    };
    for (const naming of this.#namings) {
      if (naming.unflushed.size > 0 && !kept.has(naming)) continue;
      for (const { folder: parent, name, node } of naming.changes)
        node === null ? namesOf(parent).delete(name) : namesOf(parent).set(name, node);
    }
    const contents = this.#contents(likely, share);
    const write = (node: Node, path: string): void => {
      if (node.isFolder) {
        unwatched.mkdirSync(path, { recursive: true });
        for (const [name, child] of namesOf(node)) write(child, join(path, name));
      } else unwatched.writeFileSync(path, contents.get(node) ?? node.content);
      unwatched.utimesSync(path, 1, 1); // it takes a while until the power is back
    };
    write(this.#tree, folder);
  }

  #contents(likely: number, share: () => number): Map<Node, Uint8Array> {
    const contents = new Map<Node, Uint8Array>();
    for (const { node, at, bytes, isFlushed } of this.#data) {
      if (!isFlushed && share() >= likely) continue;
      const before = contents.get(node) ?? node.content;
      if (bytes === null) {
        contents.set(node, before.slice(0, at));
        continue;
      }
      const isTorn = !isFlushed && share() < 0.2;
      const count = isTorn
        ? Math.min(bytes.length, sectorBytes * Math.floor((share() * bytes.length) / sectorBytes))
        : bytes.length;
      const after = new Uint8Array(Math.max(before.length, at + bytes.length)); // zeros where nothing has arrived
      after.set(before);
      after.set(bytes.subarray(0, count), at);
      contents.set(node, after);
    }
    return contents;
  }

  #name(path: string, node: Node): void {
    this.#rename([{ path, node }]);
  }

  #rename(changes: readonly { readonly path: string; readonly node: Node | null }[]): void {
    const named = changes.map(({ path, node }) => ({
      folder: this.#nodeAt(dirname(path)),
      name: basename(path),
      node,
    }));
    this.#namings.push({ changes: named, unflushed: new Set(named.map(({ folder }) => folder)) });
    const [from, to] = changes;
    if (to !== undefined && from !== undefined) this.#moveSeen(from.path, to.path);
    else if (from?.node == null) this.#seen.delete(from?.path ?? '');
    else this.#seen.set(from.path, from.node);
  }

  #moveSeen(from: string, to: string): void {
    for (const [path, node] of [...this.#seen]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#seen.delete(path);
      this.#seen.set(to + path.slice(from.length), node);
    }
  }

  /** null: all of them */
  #flushNames(folder: Node | null): void {
    for (const { unflushed } of this.#namings) folder === null ? unflushed.clear() : unflushed.delete(folder);
  }

  #nodeAt(path: string): Node {
    const node = this.#seen.get(path);
    if (node === undefined) throw new Error(`The model knows no ${path}.`);
    return node;
  }

  #openAs(file: number): Node {
    const node = this.#open.get(file);
    if (node === undefined) throw new Error(`The model knows no open file ${file}.`);
    return node;
  }

  /** Everything below, into what the program sees too. */
  #read(folder: string, path: string): Node {
    const names = new Map<string, Node>();
    for (const entry of unwatched.readdirSync(folder, { withFileTypes: true })) {
      const [source, target] = [join(folder, entry.name), join(path, entry.name)];
      if (entry.isDirectory()) names.set(entry.name, this.#read(source, target));
      else {
        const node: Node = { isFolder: false, content: unwatched.readFileSync(source), names: noNames };
        this.#seen.set(target, node);
        names.set(entry.name, node);
      }
    }
    const node: Node = { isFolder: true, content: new Uint8Array(), names };
    this.#seen.set(path, node);
    return node;
  }
}

/** A write arrives by these. */
const sectorBytes = 512;

const noNames: ReadonlyMap<string, Node> = new Map();
const newNode = (isFolder: boolean): Node => ({ isFolder, content: new Uint8Array(), names: noNames });
