/** The engine on a GPU that is still to be found. */
import type { Engine } from '../contract/contract.ts';
import type { Found } from './adapter.ts';
import { cannotRun, type Gpu, openGpu } from './gpu.ts';
import { selfCheck } from './self-check.ts';
import { openSession } from './session.ts';

/**
 * The engine on the GPU that `find` finds. It stays open for all sessions to come; `whenOpened` is given it, for those
 * who have to close it.
 */
export function engineOn(find: () => Promise<Found>, whenOpened: (gpu: Gpu) => void = () => {}): Engine {
  /** one for all sessions, so that they share what is compiled */
  let opened: Promise<Gpu | null> = Promise.resolve(null);
  const gpu = async (): Promise<Gpu> => {
    const next = opened.then(async (before) => {
      if (before !== null && before.failure() === null) return before;
      const opening = await openGpu(find);
      whenOpened(opening);
      return opening;
    });
    opened = next.catch(() => null);
    return next;
  };
  /** found out once; GPUs in software are slow at it, and tested */
  let fault: Promise<string | null> | null = null;
  const faultOf = (checked: Gpu) => {
    fault ??= checked.about.kind === 'gpu' ? selfCheck(checked) : Promise.resolve(null);
    return fault;
  };
  return {
    name: 'webgpu',
    async availability() {
      const found = await find();
      if ('missing' in found) return found;
      const checked = await openGpu(async () => found);
      try {
        const missing = await faultOf(checked);
        return missing === null ? { devices: [{ name: found.name, kind: found.kind }] } : { missing };
      } finally {
        checked.close();
      }
    },
    async open(plan, options) {
      const opening = await gpu();
      const missing = await faultOf(opening);
      if (missing !== null) throw cannotRun(missing);
      return openSession(plan, options, opening);
    },
  };
}
