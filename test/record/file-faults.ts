/** Takes Node's calls for files away from what is tested, as other systems and a kill would. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: unknown[]) => unknown;
const calls = fs as unknown as Record<string, Call>;

function replacing<T>(names: readonly string[], replace: (name: string, call: Call) => Call, action: () => T): T {
  const before = new Map(names.map((name) => [name, calls[name] as Call]));
  for (const [name, call] of before) calls[name] = replace(name, call);
  syncBuiltinESMExports();
  try {
    return action();
  } finally {
    for (const [name, call] of before) calls[name] = call;
    syncBuiltinESMExports();
  }
}

/** As on overlayfs, where folders of an image's layer can't be renamed; here none can. */
export const withoutFolderRenames = <T>(action: () => T): T =>
  replacing(
    ['renameSync'],
    (_, rename) => (from, to) => {
      if (!fs.lstatSync(from as string).isDirectory()) return rename(from, to);
      throw Object.assign(new Error('EXDEV: cross-device link not permitted'), { code: 'EXDEV', syscall: 'rename' });
    },
    action,
  );

/** That change what lies on the disk. */
const changing = [
  ...['renameSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'copyFileSync', 'symlinkSync', 'writeFileSync'],
  ...['writeSync', 'utimesSync'],
];

export class Killed extends Error {}

/** As if the process were killed before the call number `last`: from there on nothing changes any more. → whether it was. */
export function killedAfter(last: number, action: () => void): boolean {
  let count = 0;
  const counted = (_: string, call: Call): Call => {
    return (...args) => {
      if (count++ < last) return call(...args);
      throw new Killed();
    };
  };
  try {
    replacing(changing, counted, action);
  } catch (error) {
    if (count <= last) throw error;
  }
  return count > last;
}
