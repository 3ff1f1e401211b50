/** Several containers on one runs folder: the host's name is the same, but process ids mean others in each. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../src/record/index.ts';
import { type Ended, siamese, start, startProgram, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');
const inNamespace = ['-u', '-p', '-f', '--kill-child', '--mount-proc'];
const canUnshare = spawnSync('unshare', [...inNamespace, 'true']).status === 0;
/** Loaded by itself: the wrapper shares memory by process id, which is the same in each namespace. */
const faketime = ['x86_64', 'aarch64']
  .map((processor) => `/usr/lib/${processor}-linux-gnu/faketime/libfaketime.so.1`)
  .find((library) => existsSync(library));
if (!canUnshare) console.warn('RUNS IN OTHER NAMESPACES ARE NOT TESTED: only root may unshare here.');
if (faketime === undefined) console.warn('CLOCKS THAT DIFFER ARE NOT TESTED: there is no faketime here.');

let folder: string;
let runs: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  runs = join(folder, 'runs');
  file = writeExperiment(folder, 'tiny', tiny.replace(/epochs: \d+/, 'epochs: 100000'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

/** In a namespace of its own, where it has one of the lowest ids; `clock`: how far its own is off, as `+10m`. */
const startApart = (args: readonly string[], clock = '') =>
  startProgram('unshare', [...inNamespace, process.execPath, cli, ...args, '--runs', runs], {
    directory: folder,
    env: clock === '' ? {} : { LD_PRELOAD: faketime ?? '', FAKETIME: clock, FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  });
const here = (...args: readonly string[]): Promise<Ended> => siamese([...args, '--runs', runs], { directory: folder });
const onlyRun = (): string => join(runs, readdirSync(runs).find((name) => !name.startsWith('.')) ?? '');
/** As if it had given no sign of life for so long. */
function silence(file: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(file, time, time);
}
/** The process in the namespace, as it is numbered here. */
function processOf({ child }: ReturnType<typeof startApart>): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}
/** What is written, but for the heartbeat. */
const written = (run: string) =>
  ['metrics.csv', 'log.txt', 'checkpoint/last.bin'].map((name) => readFileSync(join(run, name), 'base64'));

describe.skipIf(!canUnshare)('a run in another namespace of the same host', () => {
  it.for([
    ['', ''],
    [', by a clock ten minutes ahead', '+10m'],
    [', by a clock ten minutes behind', '-10m'],
  ])('is left alone while it lives%s', async ([, clock], { skip }) => {
    if (clock !== '' && faketime === undefined) skip('there is no faketime');
    const running = startApart(['exp', file], clock);
    await running.seen('epoch      2/');
    const run = onlyRun();
    expect(openRun(run)).toMatchObject({ status: 'running', silence: expect.any(Number) });
    const resumed = await here('resume', run);
    expect(resumed).toMatchObject({ code: 2, stdout: '' });
    expect(resumed.stderr).toMatch(
      /is still running, by process \d+ on \S+ \(last sign of life \S+ m?s ago; without another it counts as gone in [45] min.*\); wait/,
    );
    const pruned = await here('runs', 'status=running', '--prune', '--delete');
    expect(pruned.stdout).toContain('1 run stays: running.');
    expect(existsSync(join(run, 'run.json'))).toBe(true);
    process.kill(processOf(running), 'SIGINT');
    await running.ended;
    expect(openRun(run).status).toBe('stopped');
  });

  it('counts as gone five minutes after it was killed, and is gone on with', async () => {
    const running = startApart(['exp', file]);
    await running.seen('epoch      2/');
    process.kill(processOf(running), 'SIGKILL');
    await running.ended;
    const run = onlyRun();
    silence(join(run, 'run.json'), 42);
    expect(openRun(run).status).toBe('running');
    const list = await here('runs');
    expect(list.stdout.replace(/\s+/g, ' ')).toMatch(
      /running, by process \d+ on \S+ \(last sign of life 4\d s ago; without another it counts as gone in 4 min/,
    );
    silence(join(run, 'run.json'), 301);
    expect(openRun(run).status).toBe('interrupted');
    const resumed = start(['resume', run, '--runs', runs]);
    await resumed.seen('going on after epoch');
    resumed.child.kill('SIGINT');
    expect((await resumed.ended).code).toBe(130);
  });

  it('that was frozen while another went on with it writes nothing more when it wakes', async () => {
    const frozen = startApart(['exp', file]);
    await frozen.seen('epoch      2/');
    const id = processOf(frozen);
    process.kill(id, 'SIGSTOP');
    const run = onlyRun();
    while (!/^State:\s+T/m.test(readFileSync(`/proc/${id}/status`, 'utf8'))) await sleep(10);
    silence(join(run, 'run.json'), 301);
    const resumed = start(['resume', run, '--runs', runs]);
    await resumed.seen('going on after epoch');
    await sleep(300);
    resumed.child.kill('SIGINT');
    expect((await resumed.ended).code).toBe(130);
    const [before, record] = [written(run), readFileSync(join(run, 'run.json'), 'utf8')];
    process.kill(id, 'SIGCONT');
    const woken = await frozen.ended;
    expect(woken.code).toBe(1);
    expect(woken.stdout + woken.stderr).toMatch(
      /was taken over by .*, as this process gave no sign of life for so long/,
    );
    expect(written(run)).toEqual(before);
    expect(readFileSync(join(run, 'run.json'), 'utf8')).toBe(record);
    expect(openRun(run).status).toBe('stopped');
  });
});

describe.skipIf(!canUnshare)('a sweep in several namespaces', () => {
  it('has each of its trials trained once', async () => {
    const sweep = writeExperiment(
      folder,
      'sweep',
      `${tiny.replace(/epochs: \d+/, 'epochs: 3')}\nsweep: { grid: { seed: [1, 2, 3, 4, 5, 6] } }\n`,
    );
    const ended = await Promise.all([1, 2, 3].map(() => startApart(['exp', sweep, '--json']).ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    const hows = ended.flatMap(({ stdout }) => (JSON.parse(stdout).runs as { how: string }[]).map(({ how }) => how));
    expect(hows.filter((how) => how === 'trained')).toHaveLength(6);
    expect(hows.filter((how) => how === 'skipped')).toHaveLength(12);
    expect(readdirSync(runs).filter((name) => !name.startsWith('.'))).toHaveLength(6);
  });
});
