/**
 * What can't be tested everywhere: engines, and `page` for a browser. It shows as skipped, with its reason, but where
 * REQUIRED_ENGINES names it, as .ci/run does, it is a failure: REQUIRED_ENGINES=wasm,webgpu,tfjs,page.
 */
import { engineNames } from '../src/engine/node.ts';

const known: readonly string[] = [...engineNames, 'page'];

/** Says that something isn't tested, and why; throws where it is required. */
export function skipUnlessRequired(
  name: string,
  reason: string,
  required: string = process.env['REQUIRED_ENGINES'] ?? '',
): void {
  const names = required.split(',').filter((each) => each !== '');
  const unknown = names.find((each) => !known.includes(each));
  if (unknown !== undefined) {
    throw new Error(`REQUIRED_ENGINES names ${unknown}; what can be required is ${known.join(', ')}.`);
  }
  if (names.includes(name)) throw new Error(`REQUIRED_ENGINES names ${name}, which can't be tested here. ${reason}`);
  console.warn(`${name} IS NOT TESTED: ${reason}`);
}
