/** Valid experiment files at random, for properties that hold of all. */
import fc from 'fast-check';

/** A value as a person may write it in short, and the same written out. */
export interface Ways {
  short: unknown;
  long: unknown;
}
const plainly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Ways> =>
  arbitrary.map((value) => ({ short: value, long: value }));
const square = fc.integer({ min: 1, max: 5 }).map((n): Ways => ({ short: n, long: [n, n] }));
const pool: fc.Arbitrary<Ways> = fc.oneof(
  plainly(fc.constant(null)),
  fc.integer({ min: 1, max: 2 }).map((n) => ({ short: n, long: { type: 'max', size: [n, n] } })),
  fc.constant({ short: [1, 2], long: { type: 'max', size: [1, 2] } }),
  fc.constant({ short: { type: 'average', size: 2 }, long: { size: [2, 2], type: 'average' } }),
);
const rate = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const reachable = fc.double({ min: 1e-9, max: 2, noNaN: true }); // by every distance
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const optimizer: fc.Arbitrary<Ways> = fc.oneof(
  fc.constantFrom('sgd', 'rmsprop', 'adam', 'adamw').map((name) => ({ short: name, long: { name } })),
  plainly(
    fc.record(
      { name: fc.constant('adamw'), learningRate: rate, beta1: share, weightDecay: rate },
      { requiredKeys: ['name'] },
    ),
  ),
);
const warmupEpochs = fc.double({ min: 0, max: 9, noNaN: true }); // less than the default of training.epochs
const schedule: fc.Arbitrary<Ways> = fc.oneof(
  fc.constantFrom('constant', 'cosine').map((name) => ({ short: name, long: { name, warmupEpochs: 0 } })),
  warmupEpochs.map((warmup) => ({
    short: { warmupEpochs: warmup },
    long: { name: 'constant', warmupEpochs: warmup },
  })),
  plainly(
    fc.record({ name: fc.constant('step'), every: fc.constant(3), warmupEpochs }, { requiredKeys: ['name', 'every'] }),
  ),
);
const validation: fc.Arbitrary<Ways> = fc.oneof(
  fc.constant({ short: 'test', long: { from: 'test' } }),
  fc
    .double({ min: 0.1, max: 0.9, noNaN: true })
    .map((fraction) => ({ short: fraction, long: { from: 'train', fraction } })),
);
const objective = plainly(
  fc.oneof(
    fc.record(
      { loss: fc.constant('binaryCrossentropy'), distance: fc.constantFrom('euclidean', 'cosine') },
      { requiredKeys: [] },
    ),
    fc.record({ loss: fc.constantFrom('contrastive', 'triplet'), margin: reachable }, { requiredKeys: ['loss'] }),
  ),
);

/** {key: Ways} → Ways of the mapping; keys are left out at random unless required. */
function mapping(keys: Record<string, fc.Arbitrary<Ways>>, requiredKeys: string[] = []): fc.Arbitrary<Ways> {
  return fc.record(keys, { requiredKeys }).map((ways) => {
    const one = (way: 'short' | 'long') =>
      Object.fromEntries(Object.entries(ways as Record<string, Ways>).map(([key, value]) => [key, value[way]]));
    return { short: one('short'), long: one('long') };
  });
}

const block = mapping(
  {
    filters: plainly(fc.integer({ min: 1, max: 64 })),
    kernelSize: square,
    strides: square.map(({ short }) => ({
      short: Math.min(short as number, 2),
      long: Array(2).fill(Math.min(short as number, 2)),
    })),
    activation: plainly(fc.constantFrom('linear', 'elu')),
    pool,
    dropout: plainly(share),
  },
  ['filters'],
);
export const randomFile: fc.Arbitrary<Ways> = mapping(
  {
    name: fc.constant({ short: 'x', long: 'x' }),
    description: plainly(fc.oneof(fc.string(), fc.constantFrom('yes', '5', ' # no', 'a: b', 'zwei\nZeilen\n'))),
    seed: plainly(fc.integer({ min: 0, max: 0xffffffff })),
    data: mapping(
      { source: plainly(fc.constant('mnist')), validation, limit: plainly(fc.constantFrom({}, { train: 5000 })) },
      ['source'],
    ),
    network: mapping(
      {
        inputShape: plainly(fc.constant([28, 28, 1])),
        blocks: fc
          .array(block, { minLength: 1, maxLength: 2 })
          .map((ways) => ({ short: ways.map((w) => w.short), long: ways.map((w) => w.long) })),
        normalize: plainly(fc.boolean()),
      },
      ['inputShape', 'blocks'],
    ),
    objective,
    training: mapping({
      optimizer,
      epochs: plainly(fc.integer({ min: 11, max: 1000 })),
      schedule,
      earlyStopping: plainly(
        fc.option(fc.record({ patience: fc.constant(3), minDelta: rate }, { requiredKeys: ['patience'] })),
      ),
    }),
    checkpoint: mapping({ everySteps: plainly(fc.option(fc.integer({ min: 1, max: 1000 }))) }),
    track: mapping({ tensorboard: plainly(fc.boolean()) }),
  },
  ['name', 'data', 'network'],
);
