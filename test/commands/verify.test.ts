import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRun, runFiles, verifyRun } from '../../src/record/index.ts';
import { renewDigests } from '../run-json.ts';
import { checkout, siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

/** Runs of an earlier version, without digests; and one of this version. */
const directory = temporaryFolder();
const kept = join(directory, 'kept');
const runs = join(directory, 'runs');
const own = join(runs, 'own');
const old = join(runs, 'old');
const file = writeExperiment(directory, 'tiny', tiny);
const other = writeExperiment(directory, 'other', tiny.replace('name: tiny', 'name: other\nseed: 5'));

beforeAll(async () => {
  const trained = await siamese(['exp', file, '--json', '--runs', join(directory, 'first')], { directory });
  const [{ folder }] = JSON.parse(trained.stdout).runs;
  cpSync(folder, join(kept, 'own'), { recursive: true });
  cpSync(join(checkout, 'test/fixtures/runs-0.1.0/completed'), join(kept, 'old'), { recursive: true });
});
beforeEach(() => {
  rmSync(runs, { recursive: true, force: true });
  cpSync(kept, runs, { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ask = (...args: string[]) => siamese([...args, '--runs', runs], { directory });
const verify = (...args: string[]) => ask('runs', ...args, '--verify');
const flipBit = (path: string): void => {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
};
const filesWithDigests = [
  ...[runFiles.experiment, runFiles.resolved, runFiles.metrics, runFiles.evaluation],
  ...['model', 'model-best'].flatMap((name) => [`${name}/model.json`, `${name}/weights.bin`, `${name}/verifier.json`]),
];

describe('runs --verify', () => {
  it('finds nothing wrong with what was left as it was, and says what cannot be told of older runs', async () => {
    mkdirSync(join(runs, 'notes'));
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 runs are whole\.$/m);
    expect(stdout).toMatch(
      /^1 run of an earlier version has no digests: there, only what can't be right is noticed\.$/m,
    );
  });

  it.each([...filesWithDigests, runFiles.checkpointLast])(
    'finds a bit of %s that was flipped, and that it is gone',
    (name) => {
      flipBit(join(own, name));
      const named = [{ file: name, problem: expect.stringMatching(new RegExp(`${name}.*\\b(damaged|contradict)`)) }];
      expect(verifyRun(openRun(own))).toEqual(named);
      rmSync(join(own, name));
      if (name !== runFiles.checkpointLast)
        expect(verifyRun(openRun(own))).toMatchObject([
          { file: name, problem: expect.stringMatching(/is gone|ENOENT/) },
        ]);
    },
  );

  it.each([
    [runFiles.weights, runFiles.model, /the weights aren't those whose hash is in run\.json/],
    [runFiles.verifier, runFiles.model, /verifier\.json is damaged|the weights aren't those/],
    [runFiles.modelJson, runFiles.model, /model\.json/],
    [runFiles.checkpointPrevious, runFiles.checkpointPrevious, /its checksum is wrong|damaged/],
  ])('of a run without digests finds a bit of %s, too', (name, where, problem) => {
    expect(verifyRun(openRun(old))).toEqual([]);
    if (name === runFiles.verifier)
      writeFileSync(join(old, name), readFileSync(join(old, name), 'utf8').replace(/"bias": -?\d/, '"bias": 7'));
    else flipBit(join(old, name));
    expect(verifyRun(openRun(old))).toEqual([{ file: where, problem: expect.stringMatching(problem) }]);
  });

  it('tells of each damaged run what is wrong, and what would be right', async () => {
    flipBit(join(own, runFiles.weights));
    writeFileSync(join(old, runFiles.run), readFileSync(join(old, runFiles.run), 'utf8').replaceAll('0.585', '0.95'));
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^runs\/own is damaged:$/m);
    expect(stdout).toMatch(
      /^- model\/weights\.bin is damaged: it isn't what was written, as its digest in run\.json shows\.$/m,
    );
    expect(stdout).toMatch(/^- npm run reproduce own trains it anew/m);
    expect(stdout).toMatch(
      /^runs\/old can't be read: metrics\.csv and run\.json contradict each other: valAccuracy of epoch 2 /m,
    );
    expect(stdout).toMatch(/^1 is damaged and 1 can't be read\.$/m);
    const json = JSON.parse((await verify('--json')).stdout);
    expect(json).toMatchObject({ whole: [], damaged: [{ folder: 'own', problems: [{ file: runFiles.weights }] }] });
  });

  it('finds figures that contradict one another though their digests fit', async () => {
    const metrics = join(own, runFiles.metrics);
    writeFileSync(metrics, readFileSync(metrics, 'utf8').replace(/\n2,(\d+),0\.\d/, '\n2,$1,0.1'));
    renewDigests(own);
    const { code, stdout } = await verify('own');
    expect(code).toBe(1);
    expect(stdout).toMatch(/metrics\.csv of own and run\.json contradict each other: loss of epoch 2 is 0\.1/);
  });

  it('is asked alone', async () => {
    const { code, stderr } = await verify('--prune');
    expect([code, stderr]).toEqual([2, '--verify changes nothing, and prunes nothing: ask for it alone.\n']);
    expect((await verify('--csv')).stderr).toBe('--csv has no meaning with --verify.\n');
  });
});

it('finds another threshold in a model of a run without digests', () => {
  const triplets = join(runs, 'triplets');
  cpSync(join(checkout, 'test/fixtures/runs-0.1.0/triplets'), triplets, { recursive: true });
  expect(verifyRun(openRun(triplets))).toEqual([]);
  const verifier = join(triplets, runFiles.verifier);
  writeFileSync(verifier, readFileSync(verifier, 'utf8').replace(/"value": (\d)/, '"value": 1$1'));
  expect(verifyRun(openRun(triplets))).toMatchObject([
    { problem: expect.stringMatching(/^model\/verifier\.json is damaged/) },
  ]);
});

describe('a damaged run', () => {
  it('is not called identical by reproduce, which makes its model anew', async () => {
    rmSync(join(own, runFiles.model), { recursive: true });
    const { code, stdout } = await ask('reproduce', 'own');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^own repeats, 2 epochs to the last bit of .*, but its model is damaged, so that not all of it is identical:$/m,
    );
    expect(stdout).toMatch(/^ {2}model\/weights\.bin is gone\.$/m);
    expect(stdout).not.toMatch(/^Identical/m);
    flipBit(join(own, runFiles.weightsBest));
    const json = JSON.parse((await ask('reproduce', 'own', '--json')).stdout);
    expect(json).toMatchObject({ identical: false, weights: 'damaged', difference: null, damages: { length: 4 } });
  });

  it('is refused by reproduce where its epochs are', async () => {
    flipBit(join(own, runFiles.metrics));
    const { code, stderr } = await ask('reproduce', 'own');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^metrics\.csv of own (is damaged: |and run\.json contradict)/);
  });

  it('does not count as done: the experiment is trained again, and the log says why', async () => {
    const before = JSON.parse((await ask('exp', file, other, '--json')).stdout);
    expect(before.runs.map(({ how }: { how: string }) => how)).toEqual(['skipped', 'trained']);
    flipBit(join(own, runFiles.evaluation));
    const { runs: results } = JSON.parse((await ask('exp', file, other, '--json')).stdout);
    expect(results.map(({ how }: { how: string }) => how)).toEqual(['trained', 'skipped']);
    const why = /^own has completed, but doesn't count, as it is damaged: (own: )?evaluation\.json /;
    expect(results[0].notes).toEqual([expect.stringMatching(why)]);
    expect(readFileSync(join(results[0].folder, runFiles.log), 'utf8')).toMatch(why);
  });

  it('goes on from its checkpoint, and has its epochs written anew', async () => {
    const whole = await siamese(['exp', file, 'training.epochs=3', '--json', '--runs', join(directory, 'long')], {
      directory,
    });
    flipBit(join(own, runFiles.metrics));
    flipBit(join(own, runFiles.weights));
    const { code, stdout } = await ask('resume', 'own', 'training.epochs=3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^metrics\.csv of own .* Its epochs are written anew, from what the checkpoint holds\.$/m);
    expect(verifyRun(openRun(own))).toEqual([]);
    const [{ folder }] = JSON.parse(whole.stdout).runs;
    expect(openRun(own).run.weightsHash).toBe(openRun(folder).run.weightsHash);
  });

  it('is not sent', async () => {
    flipBit(join(own, runFiles.weights));
    const { code, stderr } = await ask('sync', 'own', '--uri', 'http://127.0.0.1:9');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^own is damaged, and isn't sent:\n {2}model\/weights\.bin is damaged/);
  });
});
