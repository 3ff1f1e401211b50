/** How much memory there is for a training, as the system, its groups of processes and the shell's limits have it. */
import { readFileSync } from 'node:fs';

export interface Room {
  readonly bytes: number;
  /** follows the bytes in a sentence: `are free here` */
  readonly why: string;
}

/** What this process may still take. */
export function availableMemory(): Room {
  const free = process.availableMemory(); // of the machine, and of the process's group where it has a limit
  const group = process.constrainedMemory();
  const isLimited = group > 0 && group < 2 ** 52;
  const whole: Room = {
    bytes: free,
    why: isLimited ? `are left of the limit of this container or group` : 'are free here',
  };
  const addresses = addressesLeft();
  return addresses !== null && addresses < free ? { bytes: addresses, why: 'are left by ulimit -v' } : whole;
}

/** The most of the address space that a process may have, in bytes: `ulimit -v`; null: no limit, or none that the system tells. */
export function addressLimit(): number | null {
  const [, limit] = /^Max address space +(\d+)/m.exec(textOf('/proc/self/limits')) ?? [];
  return limit === undefined ? null : Number(limit);
}

function addressesLeft(): number | null {
  const limit = addressLimit();
  const [, used] = /^VmSize:\s+(\d+) kB/m.exec(textOf('/proc/self/status')) ?? [];
  return limit === null || used === undefined ? null : Math.max(0, limit - 1024 * Number(used));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // no Linux
  }
}
