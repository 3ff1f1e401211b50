/** Through npm itself, as the README says it. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkout, startProgram, temporaryFolder, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeExperiment(folder, 'tiny');

/** From the folder where the user stands, with runs in it. */
const npm = (args: readonly string[], name: string) =>
  startProgram('npm', ['run', '-s', '--prefix', checkout, ...args], {
    directory: folder,
    detached: true,
    env: { SIAMESE_RUNS: name },
  });

describe.skipIf(process.platform === 'win32')('npm run', () => {
  it('takes paths from where the user stands', async () => {
    const { code, stdout } = await npm(['exp', 'tiny.yaml', 'training.epochs=1'], 'from-here').ended;
    expect(stdout).toMatch(/^tiny +completed +1\/1/m);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'from-here'))).toHaveLength(1);
  });

  it('keeps --dry-run for itself, so it is refused with the command that works', async () => {
    const { code, stderr } = await npm(['exp', 'tiny.yaml', '--dry-run'], 'none').ended;
    expect(stderr).toContain('npm run exp tiny.yaml -- --dry-run');
    expect(code).toBe(2);
    const works = await npm(['exp', 'tiny.yaml', '--', '--dry-run'], 'none').ended;
    expect(works.stdout).toMatch(/^Would do; nothing is trained or written:$/m);
    expect(readdirSync(folder)).not.toContain('none');
  });

  it('hands one Ctrl-C over as one, though it arrives from the terminal and from npm', async () => {
    const { child, ended, seen } = npm(['exp', 'tiny.yaml', 'training.epochs=100000'], 'stopped');
    await seen('epoch      1/100000');
    process.kill(-(child.pid as number), 'SIGINT'); // what a terminal does: to every process it runs
    const { stdout, code } = await ended;
    expect(stdout).toMatch(/^tiny: stopped after epoch/m);
    expect(code).not.toBe(0);
    const runs = join(folder, 'stopped');
    const run = JSON.parse(readFileSync(join(runs, readdirSync(runs)[0] as string, 'run.json'), 'utf8'));
    expect(run.status).toBe('stopped');
  });
});
