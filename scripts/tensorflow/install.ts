/** Puts what `make.ts` made into @tensorflow/tfjs-node-gpu, as two links, and takes it out again. */
import { existsSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const linked = ['deps', 'lib'];

/** Replaces what is there, be it links or the folders of an install by the package itself. */
export function link(packageFolder: string, made: string): void {
  unlink(packageFolder);
  for (const name of linked) symlinkSync(join(made, name), join(packageFolder, name));
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

/** Folders being made are called after their process: those of processes that have died go. */
export function makingFolder(parent: string): string {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const [, pid] = /^making-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  return join(parent, `making-${process.pid}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
