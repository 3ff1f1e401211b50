/** Puts what `make.ts` made into @tensorflow/tfjs-node-gpu, as two links, and takes it out again. */
import { existsSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const linked = ['deps', 'lib'];

/** Replaces what is there, be it links or the folders of an install by the package itself. */
export function link(packageFolder: string, made: string): void {
  for (const name of linked) {
    const [path, fresh] = [join(packageFolder, name), join(packageFolder, `${name}-${process.pid}`)];
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
    rmSync(fresh, { force: true });
    symlinkSync(join(made, name), fresh);
    renameSync(fresh, path); // at once: another setup may be doing the same
  }
}

export function unlink(packageFolder: string): void {
  for (const name of linked) rmSync(join(packageFolder, name), { recursive: true, force: true });
}

/** → the folder that the links lead into; null where there are none */
export function linkedFolder(packageFolder: string): string | null {
  try {
    return join(readlinkSync(join(packageFolder, 'lib')), '..');
  } catch {
    return null;
  }
}

/** Folders being made are called after their machine and process: those of processes that have died here go. */
export function makingFolder(parent: string): string {
  const prefix = `making-${hostname()}-`;
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  return join(parent, `${prefix}${process.pid}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
