import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkout, siamese, temporaryFolder, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = writeExperiment(folder, 'tiny');
const runs = join(folder, 'runs');

/** The program with its standard output, and if so asked its standard error, on a file. */
function onto(path: string, flags: string, args: readonly string[], { withAsides = false } = {}) {
  const out = openSync(path, flags);
  const child = spawn(process.execPath, [join(checkout, 'src/cli.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, SIAMESE_RUNS: runs },
    stdio: ['ignore', out, withAsides ? out : 'pipe'],
    timeout: 60_000,
  });
  closeSync(out);
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  return new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on('close', (code) => done({ code, stderr })),
  );
}

const logOf = (folderName: string) => readFileSync(join(runs, folderName, 'log.txt'), 'utf8');
const newest = () => readdirSync(runs).sort().at(-1) as string;

describe.skipIf(process.platform !== 'linux')('an output that refuses to be written', () => {
  const full = "Standard output (/dev/full) can't be written: no space left on device.\n";

  it.each(['runs', 'runs --json', 'runs --csv', '--help', '--version'])(
    'ends siamese %s with one sentence',
    async (words) => {
      expect(await onto('/dev/full', 'w', words.split(' '))).toEqual({ code: 1, stderr: full });
    },
  );

  it('that is open for reading alone is named with its reason', async () => {
    const { code, stderr } = await onto(file, 'r', ['runs']);
    expect(stderr).toBe(`Standard output (${file}) can't be written: bad file descriptor.\n`);
    expect(code).toBe(1);
  });

  it('ends a command that has no place left to say so', async () => {
    expect(await onto('/dev/full', 'w', ['runs'], { withAsides: true })).toEqual({ code: 1, stderr: '' });
    expect(await onto('/dev/full', 'w', ['nonsense'], { withAsides: true })).toEqual({ code: 2, stderr: '' });
  });

  it('leaves a training to its end, and the log says so', async () => {
    const { code, stderr } = await onto('/dev/full', 'w', ['exp', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: full });
    expect(JSON.parse(readFileSync(join(runs, newest(), 'run.json'), 'utf8')).status).toBe('completed');
    expect(logOf(newest())).toContain(`${full.trim()} Training goes on; its lines are here alone.\n`);
    expect(logOf(newest()).match(/its lines are here alone/g)).toHaveLength(1);
  });

  it('fails a training whose answer a script waits for, once it is done', async () => {
    const { code, stderr } = await onto('/dev/full', 'w', ['exp', file, 'seed=2', '--json']);
    expect(code).toBe(1);
    expect(stderr.endsWith(full)).toBe(true);
    expect(JSON.parse(readFileSync(join(runs, newest(), 'run.json'), 'utf8')).status).toBe('completed');
  });

  it('is told to the logs of trainings in other processes', async () => {
    const args = ['exp', file, 'seed=3', writeExperiment(folder, 'other'), '--parallel', '2'];
    expect((await onto('/dev/full', 'w', args)).code).toBe(0);
    expect(logOf(newest())).toContain('its lines are here alone');
  });
});

describe.skipIf(process.platform === 'win32')('an answer for scripts', () => {
  it('that finds room for a part of it alone is no success', async () => {
    const { code, stdout, stderr } = await siamese(['runs', '--json', '--runs', runs]);
    expect([code, stderr]).toEqual([0, '']);
    const limited = join(folder, 'limited');
    const room = 1024; // bytes; a block of ulimit -f
    expect(stdout.length).toBeGreaterThan(room);
    const command = `ulimit -f 1; exec "$0" "$1" runs --json --runs "$2" > "$3"`;
    const child = spawn('bash', ['-c', command, process.execPath, join(checkout, 'src/cli.ts'), runs, limited]);
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    const ended = await new Promise((done) => child.on('close', done));
    expect(told).toBe(`Standard output (${limited}) can't be written: file too large.\n`);
    expect(ended).toBe(1);
    expect(readFileSync(limited, 'utf8')).toBe(stdout.slice(0, room));
  });

  it('of which `head` has seen enough is one', async () => {
    const command = `"$0" "$1" runs --json --runs "$2" | head -1; echo "\${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['-c', command, process.execPath, join(checkout, 'src/cli.ts'), runs]);
    let seen = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        seen += text;
      });
    await new Promise((done) => child.on('close', done));
    expect(seen).toBe('{\n0\n');
  });
});
