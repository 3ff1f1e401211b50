/** `npm run test:mutants -- 100000 SEED` tries more of them. */
import { describe, expect, test } from 'vitest';
import { unknownKeysOf, unknownKeysOfOverride, unknownKeysOfTrial } from './oracle.ts';
import { tryMutants } from './trials.ts';

test('mutated files and overrides are loaded or refused with sentences, soon, and with no unknown key', () => {
  const { failures, accepted } = tryMutants(1, 0, 1500);
  expect(failures).toEqual([]);
  expect(accepted).toBeGreaterThan(30);
});

describe('what judges them', () => {
  test('knows every key of the sound files, and no other', () => {
    expect(unknownKeysOf('network: { blocks: [{ filters: 1, pool: { size: 2 } }] }\nextends: a.yaml')).toEqual([]);
    expect(unknownKeysOf('network: { blocks: [{ filtres: 1, pool: { sise: 2 } }] }\nx: 1\n__proto__: 1')).toEqual([
      'network.blocks[0].filtres',
      'network.blocks[0].pool.sise',
      'x',
      '__proto__',
    ]);
    expect(unknownKeysOfTrial({ seed: 1, 'network.blocks.0.filters': 2, 'training.optimizer': { lr: 1 } })).toEqual([
      'training.optimizer.lr',
    ]);
    expect(unknownKeysOfOverride('track.mlflow.tags.any=b')).toEqual([]);
    expect(unknownKeysOfOverride('training.lr=1')).toEqual(['training.lr']);
  });
});
