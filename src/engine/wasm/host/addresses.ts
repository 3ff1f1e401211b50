/** Whether the address space is large enough for WebAssembly. */
import { formatGibibytes } from '../../../text/index.ts';
import { addressLimit } from '../../host/memory.ts';

/**
 * V8 reserves addresses around every WebAssembly memory, so that it need not check each access, and for each worker;
 * it uses few of them. Measured: with one thread a run has 27 GiB of addresses, with each further one 0.8 more; at a
 * limit of 31 GiB a worker of two dies.
 */
const reservedBytes = 34 * 2 ** 30;
const reservedPerThread = 0.85 * 2 ** 30;

/** What is wrong, in sentences; null where nothing is. */
export function lackOfAddresses(threads: number, limit = addressLimit()): string | null {
  const needed = reservedBytes + threads * reservedPerThread;
  if (limit === null || limit >= needed) return null;
  return (
    `ulimit -v allows this process ${formatGibibytes(limit)} of addresses; WebAssembly reserves ${formatGibibytes(needed)} of them, ` +
    'though it uses little. Run it after `ulimit -v unlimited`; what limits memory itself is a control group, for example `systemd-run --user --scope -p MemoryMax=4G`.'
  );
}
