import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkout, siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = writeExperiment(folder, 'tiny');

describe('validate', () => {
  it('shows layers, totals, steps, memory and a labelled estimate, and writes nothing', async () => {
    const { code, stdout, stderr } = await siamese(['validate', file], { directory: folder });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tiny {2}tiny\.yaml {2}[0-9a-f]{6} {2}valid$/m);
    expect(stdout).toMatch(/^layer +output +parameters +multiply-adds$/m);
    // 14 × 14 positions, 2 × 2 taps, 1 channel in, 2 out; 2·2·1·2 weights and 2 biases
    expect(stdout).toMatch(/^blocks\/0\/conv +14 × 14 × 2 +10 +1,568$/m);
    // 2 features to 3 units
    expect(stdout).toMatch(/^embedding +3 +9 +6$/m);
    expect(stdout).toMatch(/^tower +19 /m);
    expect(stdout).toMatch(/^head +2 +1$/m);
    expect(stdout).toMatch(/^data +120 pairs an epoch in 4 steps of 32; 80 validation pairs$/m);
    expect(stdout).toMatch(/^memory +\d+ MB held by the engine$/m);
    expect(stdout).toMatch(
      /^time +about [\d.]+ ms a step, .* an epoch, .* for 2 epochs \(an estimate, from \d+ steps? measured just now\)$/m,
    );
    expect(readdirSync(folder)).toEqual(['tiny.yaml']);
  });

  it('gives scripts the same figures, of several files', async () => {
    const second = writeExperiment(folder, 'second');
    const { code, stdout } = await siamese(['validate', file, 'second.yaml', 'training.batchSize=16', '--json'], {
      directory: folder,
    });
    expect(code).toBe(0);
    rmSync(second);
    const { experiments } = JSON.parse(stdout);
    expect(experiments).toHaveLength(2);
    expect(experiments[0]).toMatchObject({
      name: 'tiny',
      totals: { parameters: 19, trainable: 19, head: 2 },
      examples: { kind: 'pairs', training: 120, stepsPerEpoch: 8, validationPairs: 80, epochs: 2 },
      engine: { name: 'reference' },
    });
    const { estimate } = experiments[0];
    expect(estimate.millisecondsPerStep).toBeGreaterThan(0);
    expect(estimate.secondsInAll).toBeCloseTo(2 * estimate.secondsPerEpoch, 10);
  });

  it('knows parameters that are not trained, and triplets', async () => {
    const other = writeExperiment(
      folder,
      'other',
      `${tiny}objective: { loss: triplet }\n`.replace('pool: 2', 'pool: 2, batchNorm: true'),
    );
    const { stdout } = await siamese(['validate', other]);
    rmSync(other);
    expect(stdout).toMatch(/^4 of the parameters are moving statistics, not trained$/m);
    expect(stdout).toMatch(/^data +60 triplets an epoch in 2 steps of 32; 80 validation pairs$/m);
    expect(stdout).not.toMatch(/^head/m);
  });

  it('lists the trials of a sweep: what differs, parameters, time of each and in all', async () => {
    const sweep = 'sweep: { grid: { network.embeddingDim: [3, 5], training.epochs: [2, 6] } }\n';
    const swept = writeExperiment(folder, 'swept', tiny + sweep);
    const { code, stdout, stderr } = await siamese(['validate', 'swept.yaml', file], { directory: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^tiny {2}swept\.yaml {2}4 trials, all valid$/m);
    expect(stdout).toMatch(/^network\.embeddingDim {2}parameters {2}epochs {2}ms a step {2}an epoch +in all {2}hash$/m);
    // 10 of the convolution; 2 features to 3 or 5 units. The longer trial goes on with the shorter one's epochs.
    const [short, long, , wide] = stdout.split('\n').slice(3);
    expect(short).toMatch(/^3 +19 +2 .* [0-9a-f]{6}$/);
    expect(long).toMatch(/^3 +19 +2 \+ 4 /);
    expect(wide).toMatch(/^5 +25 +2 \+ 4 /);
    expect(stdout).toMatch(/^4 trials: about .* in all \(an estimate, from a few steps measured just now\)$/m);
    expect(stdout).toMatch(/^tiny {2}tiny\.yaml {2}[0-9a-f]{6} {2}valid$/m);

    const json = await siamese([
      'validate',
      swept,
      'sweep.budget={min: 1}',
      'sweep.grid.training.epochs=[4]',
      '--json',
    ]);
    rmSync(swept);
    const { experiments, sweeps } = JSON.parse(json.stdout);
    expect(experiments).toEqual([]);
    const [{ trials, budget, secondsInAll }] = sweeps;
    expect(trials.map(({ label }: { label: string }) => label)).toEqual([
      'network.embeddingDim=3 training.epochs=4',
      'network.embeddingDim=5 training.epochs=4',
    ]);
    expect(trials[1]).toMatchObject({ totals: { parameters: 25 }, epochs: 4, epochsFromAnother: 0 });
    // Both for 1 epoch, one of them for all 4: 5 epochs.
    expect(budget).toMatchObject({
      max: 4,
      rungs: [
        { epochs: 1, trials: 2 },
        { epochs: 4, trials: 1 },
      ],
    });
    const perEpoch = trials.map(({ estimate }: { estimate: { secondsPerEpoch: number } }) => estimate.secondsPerEpoch);
    expect(secondsInAll).toBeCloseTo((5 * (perEpoch[0] + perEpoch[1])) / 2, 10);
  });

  it('tells every problem of every file at once', async () => {
    const one = writeExperiment(folder, 'one', `${tiny}sede: 3\n`);
    const two = writeExperiment(folder, 'two', tiny.replace('batchSize: 32', 'batchSize: none'));
    const { code, stderr, stdout } = await siamese(['validate', one, two]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/one\.yaml/);
    expect(stderr).toMatch(/two\.yaml/);
    rmSync(one);
    rmSync(two);
  });
});

describe('runs', () => {
  it('says where there are none', async () => {
    const { code, stdout } = await siamese(['runs', '--runs', 'nothing'], { directory: folder });
    expect([code, stdout]).toEqual([0, 'No runs yet in nothing.\n']);
  });

  it('lists a thousand, newest first, and a line for what is no run', async () => {
    const runs = join(folder, 'many');
    for (let i = 0; i < 1000; i++) {
      mkdirSync(join(runs, `r${i}`), { recursive: true });
      const startedAt = new Date(Date.UTC(2026, 0, 1) + 1000 * i).toISOString();
      const run = {
        format: 1,
        name: `n${i}`,
        status: 'completed',
        startedAt,
        epochs: 1,
        accuracyMeans: {},
        result: null,
        seconds: 65,
        process: null,
      };
      writeFileSync(join(runs, `r${i}`, 'run.json'), JSON.stringify(run));
    }
    mkdirSync(join(runs, 'foreign'));
    writeFileSync(join(runs, 'r7', 'run.json'), '{');
    const { code, stdout } = await siamese(['runs'], { directory: folder, env: { SIAMESE_RUNS: 'many' } });
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1 + 999 + 2);
    expect(lines[0]).toMatch(/^folder +status +epochs +valAccuracy +time$/);
    expect(lines[1]).toMatch(/^r999 +completed +0\/1 +– +1 min 5 s$/);
    expect(lines.slice(-2)).toEqual([
      "many/r7: run.json is damaged: it isn't JSON.",
      'many/foreign: Not a run: there is no run.json in it.',
    ]);
    rmSync(runs, { recursive: true });
  });
});

describe('init', () => {
  it('writes an experiment that is valid, and never over another', async () => {
    const project = temporaryFolder();
    const first = await siamese(['init', 'my-first'], { directory: project });
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('npm run exp experiments/my-first.yaml');
    const written = join(project, 'experiments/my-first.yaml');
    const text = readFileSync(written, 'utf8');
    expect(text).toMatch(/^name: my-first$/m);
    expect((await siamese(['exp', written, '--dry-run'])).code).toBe(0);

    writeFileSync(written, 'mine');
    const again = await siamese(['init', 'my-first.yaml'], { directory: project });
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^experiments\/my-first\.yaml is there already, and stays as it is/);
    expect(readFileSync(written, 'utf8')).toBe('mine');
    rmSync(project, { recursive: true });
  });

  it('says so where experiments is a file', async () => {
    const project = temporaryFolder();
    writeFileSync(join(project, 'experiments'), '');
    const { code, stderr } = await siamese(['init', 'x'], { directory: project });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^A file stands where a folder is needed/);
    rmSync(project, { recursive: true });
  });
});

describe('conformance', () => {
  const golden = join(checkout, 'test/golden');

  it('prints a line a case, and exits with 0 when all pass', async () => {
    const cases = join(folder, 'cases');
    mkdirSync(cases);
    for (const name of ['one-block-all-same.json', 'optimizers.json']) {
      writeFileSync(join(cases, name), readFileSync(join(golden, name)));
    }
    const { code, stdout } = await siamese(['conformance', cases, '--engine', 'reference']);
    expect(stdout.match(/^pass {2}/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^2 cases, all pass$/m);
    expect(code).toBe(0);
    rmSync(cases, { recursive: true });
  });

  it('exits with 1 when a case misses', async () => {
    const cases = join(folder, 'cases');
    mkdirSync(cases);
    const wrong = JSON.parse(readFileSync(join(golden, 'one-block-all-same.json'), 'utf8'));
    wrong.expected.losses[0] *= 1.01;
    writeFileSync(join(cases, 'wrong.json'), JSON.stringify(wrong));
    const { code, stdout } = await siamese(['conformance', cases, '--engine', 'reference']);
    expect(stdout).toMatch(/^MISS {2}.* losses \d/m);
    expect(stdout).toMatch(/^1 case; 1 of 1 missed$/m);
    expect(code).toBe(1);
    rmSync(cases, { recursive: true });
  });

  it('without an engine, a table of all that run here; each miss follows with its errors', async () => {
    const cases = join(folder, 'cases');
    mkdirSync(cases);
    const right = JSON.parse(readFileSync(join(golden, 'one-block-all-same.json'), 'utf8'));
    const wrong = { ...right, name: 'wrong', expected: { ...right.expected, losses: [1000, 1000, 1000] } };
    writeFileSync(join(cases, 'right.json'), JSON.stringify(right));
    writeFileSync(join(cases, 'wrong.json'), JSON.stringify(wrong));
    const { code, stdout } = await siamese(['conformance', cases]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^case .* wasm /m);
    expect(stdout).toMatch(/^one-block-all-same( +<?0\.\d+)+$/m);
    expect(stdout).toMatch(/^wrong( +MISS \d+\.\d+)+$/m);
    expect(stdout).toMatch(/^reference: MISS {2}wrong {2}.*losses \d/m);
    const engines = stdout.match(/^\w+: MISS/gm)?.length as number;
    expect(stdout).toMatch(new RegExp(`^2 cases on ${engines} engines; ${engines} of ${2 * engines} missed$`, 'm'));
    rmSync(cases, { recursive: true });
  });

  it('says so of a folder that is not there', async () => {
    const { code, stderr } = await siamese(['conformance', join(folder, 'none')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/none can't be read/);
  });
});

describe('help and version', () => {
  it('show every command, each with its options and examples', async () => {
    const { code, stdout } = await siamese(['--help']);
    expect(code).toBe(0);
    for (const command of ['exp', 'validate', 'resume', 'reproduce', 'compare', 'runs', 'init', 'conformance'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const one = await siamese(['exp', '--help']);
    expect(one.code).toBe(0);
    for (const option of ['--threads N', '--runs DIR', '--dry-run', '--json', '--debug'])
      expect(one.stdout).toContain(option);
  });

  it('name every value of an option that has few', async () => {
    const { stdout } = await siamese(['compare', '--help']);
    expect(stdout).toMatch(/--metric NAME .*; NAME is valAccuracy, valLoss, dPrime or auc$/m);
  });

  it('name the version and the Node that runs it', async () => {
    expect((await siamese(['--version'])).stdout).toBe(`siamese-lab 0.1.0 on Node ${process.version}\n`);
  });
});
