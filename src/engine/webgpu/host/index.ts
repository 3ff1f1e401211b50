/** The engine in Node, on the GPU that Dawn finds. */
import type { Engine } from '../../contract/contract.ts';
import { engineOn } from '../engine.ts';
import { findAdapter } from './adapter.ts';

export { profileSteps } from './profile.ts';

export const webgpuEngine: Engine = engineOn(findAdapter, (gpu) => process.once('exit', gpu.close));
