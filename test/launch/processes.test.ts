/** Sweeps as people run them: several terminals, several processes, killed and typed again. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrialResult } from '../../src/launch/index.ts';
import { findCheckpoint } from '../../src/record/index.ts';
import { type Ended, siamese, start, writeExperiment } from '../commands/siamese.ts';
import { randomShares } from '../moments.ts';
import { bitsOf, foldersIn, readRuns, temporaryFolder, tiny } from './tiny.ts';

let folder: string;
let runs: string;
beforeEach(() => {
  folder = temporaryFolder();
  runs = join(folder, 'runs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 })); // a child may still be stopping

/** Files of experiments, `[epochs, seed]` each. */
function write(...experiments: readonly (readonly [epochs: number, seed: number])[]): string[] {
  return experiments.map(([epochs, seed]) => {
    const name = `seed-${seed}-epochs-${epochs}`;
    const text = `seed: ${seed}\n${tiny.replace('name: tiny', `name: ${name}`).replace('epochs: 2', `epochs: ${epochs}`)}`;
    return writeExperiment(folder, name, text);
  });
}

const exp = (files: readonly string[], ...options: readonly string[]) => ['exp', ...files, '--runs', runs, ...options];
const resultsOf = ({ stdout }: Ended): (TrialResult & { hash: string })[] => JSON.parse(stdout).runs;
const short = [
  [3, 1],
  [3, 2],
  [5, 1],
  [2, 3],
] as const;

/** → milliseconds */
async function trainUndisturbed(files: readonly string[]): Promise<number> {
  const began = performance.now();
  await siamese([...exp(files), '--runs', undisturbed()]);
  return performance.now() - began;
}
const undisturbed = () => join(folder, 'undisturbed');

/** By name: every run once, and with the bits that it has when nobody disturbs it. */
function expectUndisturbed(files: readonly string[]): void {
  const byName = (runsFolder: string) =>
    Object.fromEntries(readRuns(runsFolder).map(({ run, path }) => [run.name, bitsOf(path)]));
  expect(byName(runs)).toEqual(byName(undisturbed()));
  expect(foldersIn(runs)).toHaveLength(files.length);
  expect(readdirSync(join(runs, '.claims'))).toEqual([]);
}

describe('two terminals with the same command', () => {
  it('share the work: each experiment is trained once, and both end with the whole table', async () => {
    const files = write(...short);
    const ended = await Promise.all([files, files.toReversed()].map((each) => siamese(exp(each, '--json'))));
    const results = ended.map(resultsOf);
    for (const [i, { code }] of ended.entries()) {
      expect(code).toBe(0);
      expect(results[i]).toHaveLength(4);
      for (const { status } of results[i] ?? []) expect(status).toBe('completed');
    }
    expect(results.flat().filter(({ how }) => how !== 'skipped')).toHaveLength(4);
    await trainUndisturbed(files);
    expectUndisturbed(files);
  });

  it('one that waits for the other can be stopped too', async () => {
    const files = write([4000, 1], [2, 2]);
    const first = start(exp(files));
    await first.seen('epoch    2/4000');
    const second = start(exp(files));
    await second.seen('Waiting for other processes');
    second.child.kill('SIGINT');
    const { code, stdout } = await second.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^seed-1-epochs-4000 +not started /m);
    first.child.kill('SIGINT');
    await first.ended;
  });

  it('one waits for what the other is at, and takes over when it dies', async () => {
    const files = write([4000, 1], [2, 2]);
    const first = start(exp(files));
    await first.seen('epoch    2/4000');
    const second = start(exp(files));
    await second.seen('Waiting for other processes to end with seed-1-epochs-4000.');
    first.child.kill('SIGKILL');
    await second.seen('going on after epoch');
    second.child.kill('SIGINT');
    const { code, stdout } = await second.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^seed-1-epochs-4000 +stopped +resumed after \d+ /m);
    expect(stdout).toContain(`To go on: npm run exp ${files.join(' ')} -- --runs=${runs}\n`);
  });
});

describe('a sweep that is killed', () => {
  it.each([1, 2])(
    'is finished by the same command, with %i at once, to the same bits',
    async (parallel) => {
      const files = write(...short);
      const milliseconds = await trainUndisturbed(files);
      const share = randomShares('A sweep');
      for (let kills = 0; kills < 5; kills++) {
        const { child, ended } = start(exp(files, `--parallel=${parallel}`));
        await sleep(share() * milliseconds);
        child.kill('SIGKILL');
        await ended;
      }
      const { code, stderr } = await siamese(exp(files, '--parallel', String(parallel)));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expectUndisturbed(files);
    },
    300_000,
  );
});

describe('trials in parallel', () => {
  it('give the bits that they give one after another', async () => {
    const files = write(...short);
    const { code, stdout } = await siamese(exp(files, '--parallel=3', '--threads=2'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^seed-2-epochs-3: epoch 3\/3 /m);
    await trainUndisturbed(files);
    expectUndisturbed(files);
  });

  it('stop together, and say what goes on with them', async () => {
    const files = write([4000, 1], [4000, 2], [4000, 3]);
    const { child, ended, seen } = start(exp(files, '--parallel=2'));
    await seen('seed-1-epochs-4000: epoch    1/4000');
    await seen('seed-2-epochs-4000: epoch    1/4000');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^seed-1-epochs-4000 +stopped /m);
    expect(stdout).toMatch(/^seed-2-epochs-4000 +stopped /m);
    expect(stdout).toMatch(/^seed-3-epochs-4000 +not started /m);
    expect(stdout).toMatch(/^To go on: npm run exp \S+ \S+ \S+ -- /m);
    expect(readRuns(runs).map(({ status }) => status)).toEqual(['stopped', 'stopped']);
  });

  it('fail alone when their process dies; the others go on', async () => {
    const files = write([4000, 1], [3, 2], [3, 3]);
    const { ended, seen } = start(exp(files, '--parallel=2'));
    await seen('seed-1-epochs-4000: epoch    1/4000');
    const [dying] = readRuns(runs).filter(({ run }) => run.epochs === 4000);
    process.kill(dying?.run.process?.id ?? 0, 'SIGKILL');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^seed-1-epochs-4000 failed: Its process died \(killed by SIGKILL\)\. The same command goes on with it\.$/m,
    );
    expect(stdout.match(/^seed-[23]-epochs-3 +completed /gm)).toHaveLength(2);
  });

  it('end with the process that has started them, also when that one is killed', async () => {
    const files = write([100_000, 1], [100_000, 2]);
    const { child, seen } = start(exp(files, '--parallel=2'));
    await seen('seed-1-epochs-100000: epoch      1/');
    await seen('seed-2-epochs-100000: epoch      1/');
    child.kill('SIGKILL');
    while (readRuns(runs).some(({ status }) => status === 'running')) await sleep(50);
    for (const { status, path } of readRuns(runs)) {
      expect(status).toBe('stopped');
      expect(findCheckpoint(path)).not.toBeNull();
      expect(readFileSync(join(path, 'log.txt'), 'utf8')).toMatch(/: stopped after epoch/);
    }
  });
});
