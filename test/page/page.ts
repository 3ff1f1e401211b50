/** What is bundled for a page: every room that a page could use, by its face, and the two engines that a page has. */
import * as data from '../../src/data/index.ts';
import * as engine from '../../src/engine/index.ts';
import { referenceEngine } from '../../src/engine/reference/index.ts';
import { webgpuEngineOn } from '../../src/engine/webgpu/index.ts';
import * as errors from '../../src/errors/index.ts';
import * as evaluation from '../../src/evaluation/index.ts';
import * as experiment from '../../src/experiment/index.ts';
import * as network from '../../src/network/index.ts';
import * as objective from '../../src/objective/index.ts';
import * as random from '../../src/random/index.ts';
import * as text from '../../src/text/index.ts';
import * as training from '../../src/training/index.ts';
import { type Trained, trainHundredSteps } from './hundred-steps.ts';

export const rooms = { data, engine, errors, evaluation, experiment, network, objective, random, text, training };

/** → `Trained` as JSON: what comes out of a context of its own is best a text. */
export async function trainOnReference(): Promise<string> {
  return JSON.stringify((await trainHundredSteps(referenceEngine)) satisfies Trained);
}

/** `webgpu`: a page's navigator.gpu */
export async function trainOnWebgpu(webgpu: GPU): Promise<string> {
  return JSON.stringify((await trainHundredSteps(webgpuEngineOn(webgpu))) satisfies Trained);
}
