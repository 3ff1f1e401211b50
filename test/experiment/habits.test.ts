/** What people write out of habit from other tools gets a sentence with what is right here. */
import { describe, expect, test } from 'vitest';
import { folderWith, load, minimal, mistakesOf, refusal } from './folder.ts';

describe('on the command line', () => {
  test.each<[string, string]>([
    ['data.limit.train=1_000', 'Did you mean 1000?'],
    ['data.limit.train=1,000', 'Did you mean 1000?'],
    ['training.optimizer.learningRate=0,001', 'Did you mean 0.001?'],
    ['data.validation=10%', 'Did you mean 0.1?'],
    ['data.validation=12.5 %', 'Did you mean 0.125?'],
    ['training.epochs=1,2,3', "To try each, write 'sweep.grid.training.epochs=[1, 2, 3]'."],
    ['seed=1,2,3', "To try each, write 'sweep.grid.seed=[1, 2, 3]'."],
    ['seed=[1, 2]', "To try each, write 'sweep.grid.seed=[1, 2]'."],
    ['training.optimizer=sgd,adam', "To try each, write 'sweep.grid.training.optimizer=[sgd, adam]'."],
    [`training.epochs=\${training.batchSize}`, "Values can't refer to others: write the value itself."],
    ['training.lr=0.1', 'Did you mean `training.optimizer.learningRate`?'],
    ['training.optimizer.lr=0.1', 'Did you mean `learningRate`?'],
    ['training.optimizer.learning_rate=0.1', 'Did you mean `learningRate`?'],
    ['training.batch_size=3', 'Did you mean `batchSize`?'],
    ['weight_decay=3', 'Did you mean `training.optimizer.weightDecay`?'],
    ['network.embedding_dim=3', 'Did you mean `embeddingDim`?'],
    ['num_epochs=3', 'Did you mean `training.epochs`?'],
  ])('%s: %s', (override, hint) => {
    const mistakes = mistakesOf(minimal(), [override]);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(/^= /);
    expect(mistakes[0]?.endsWith(` ${hint}`)).toBe(true);
  });
});

describe('in a file', () => {
  test.each<[string, string]>([
    [
      'training.epochs: 3',
      '4:1 training.epochs is a key path, for the command line and sweeps; in a file write `training: { epochs: 3 }`.',
    ],
    [
      'training: { optimizer.learningRate: 0.1 }',
      '4:13 training.optimizer.learningRate is a key path, for the command line and sweeps; in a file write `optimizer: { learningRate: 0.1 }`.',
    ],
    [
      'seed: [1, 2, 3]',
      '4:7 seed is [1, 2, 3]; it must be an integer from 0 to 4294967295. To try each, write `sweep: { grid: { seed: [1, 2, 3] } }`.',
    ],
    ['seed: [{ toString: 1 }, 2]', '4:7 seed is [{ toString: 1 }, 2]; it must be an integer from 0 to 4294967295.'],
    ['lr: 0.1', '4:1 lr is not a known key here. Did you mean `training.optimizer.learningRate`?'],
    ['random_seed: 1', '4:1 random_seed is not a known key. Did you mean `seed`?'],
  ])('%s', (line, mistake) => {
    expect(mistakesOf(minimal(line))).toEqual([mistake]);
  });

  test('a name without its ending finds its file, in experiments too', () => {
    const cwd = folderWith({ 'quick.yaml': minimal() });
    expect(refusal(() => load(cwd, 'quick')).problems[0]?.sentence).toBe(
      'There is no such file. Did you mean `quick.yaml`?',
    );
    const root = new URL('../..', import.meta.url).pathname;
    expect(refusal(() => load(root, 'mnist-quick')).problems[0]?.sentence).toBe(
      'There is no such file. Did you mean `experiments/mnist-quick.yaml`?',
    );
  });
});
