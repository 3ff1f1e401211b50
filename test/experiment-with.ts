/** Experiments for tests: written as in a file, so that a test names only what it is about. */
import { type Experiment, type ExperimentFile, experimentsFromTexts } from '../src/experiment/index.ts';

/**
 * The resolved experiment of a file with these keys; the defaults are the schema's. Without `data` and `network` those of
 * a network so small that any engine trains it in a moment. No rule looks whether the network fits its input.
 */
export function experimentWith(parts: Partial<ExperimentFile> = {}): Experiment {
  const file: ExperimentFile = {
    name: 'small',
    data: { source: 'mnist' },
    network: { inputShape: [4, 4, 1], blocks: [{ filters: 2, kernelSize: 2, pool: 2 }], embeddingDim: 3 },
    engine: 'reference',
    ...parts,
  };
  const [loaded] = experimentsFromTexts({ texts: { 'test.yaml': JSON.stringify(file) }, overrides: [], rules: {} });
  if (loaded === undefined) throw new TypeError('A file with these keys holds no experiment.');
  return loaded.experiment;
}
