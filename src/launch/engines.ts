/** Which engine trains. */
import { join } from 'node:path';
import type { Engine } from '../engine/index.ts';
import { availabilityOf, chooseEngine, describePlace, engineNames, loadEngine } from '../engine/node.ts';
import { InputError } from '../errors/index.ts';
import type { Experiment, LoadedExperiment } from '../experiment/index.ts';
import { type Resumption, runFiles } from '../record/index.ts';

export interface ChosenEngine {
  readonly engine: Engine;
  readonly why: string;
}

/** Each engine is chosen once. Throws an InputError where one that is asked for by name can't run here. */
export async function chooseEngines(
  experiments: readonly LoadedExperiment[],
): Promise<Map<Experiment['engine'], ChosenEngine>> {
  const names = new Set(experiments.map(({ experiment }) => experiment.engine));
  const chosen = new Map<Experiment['engine'], ChosenEngine>();
  for (const name of names) {
    const { engine, why } = await chooseEngine(name);
    chosen.set(name, { engine, why: name === 'auto' ? why : `The experiment asks for ${name}. ${why}` });
  }
  return chosen;
}

/** The engine that the run at a path has used, which must be there. `why` says what for. */
export async function chooseEngineOf(name: string, why: string, path: string): Promise<ChosenEngine> {
  const known = (['auto', ...engineNames] as const).find((each) => each === name);
  if (known === undefined) {
    throw new InputError(
      `The run was trained on the engine ${name}, which this version doesn't have (it has ${engineNames.join(', ')}); ` +
        'another would give other bits.',
    );
  }
  if (known === 'auto') return chooseEngine(known);
  const availability = await availabilityOf(known);
  if ('devices' in availability)
    return { engine: await loadEngine(known), why: `${why} ${describePlace(known, availability.devices)}` };
  throw new InputError(
    `The run was trained on the engine ${name}, which can't run here; another would give other bits. ` +
      `${availability.missing} To train it as a new run on another: npm run exp ${join(path, runFiles.resolved)} engine=auto`,
  );
}

/** The engine that the run has used: another one gives other bits. */
export async function chooseEngineToResume({ loaded, engine, path }: Resumption): Promise<ChosenEngine> {
  const wanted = loaded.experiment.engine;
  if (engine !== null && wanted !== 'auto' && wanted !== engine) {
    throw new InputError(
      `The run has been trained on ${engine}, but its resolved.yaml now asks for ${wanted}, which gives other bits; ` +
        `write engine: ${engine} again.`,
    );
  }
  return chooseEngineOf(engine ?? wanted, 'The run has been trained on it.', path);
}
