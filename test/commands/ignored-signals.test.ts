import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkout, startProgram, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = writeExperiment(folder, 'long', tiny.replace('epochs: 2', 'epochs: 20'));
const other = writeExperiment(folder, 'other', tiny.replace('epochs: 2', 'epochs: 21'));
const cli = join(checkout, 'src/cli.ts');
const launcher = join(checkout, 'bin/siamese.js');

/** Starts a shell's line in a group of its own, sends all of it a signal once a training is under way, and waits. */
async function interrupted(line: string, signal: NodeJS.Signals, started: string): Promise<string[]> {
  const runs = join(folder, `runs-${readdirSync(folder).length}`);
  const old = `data:text/javascript,Object.defineProperty(process,"version",{value:"v20.0.0"});process.execve=undefined`;
  const command = line
    .replace('PROGRAM', `'${process.execPath}' '${cli}'`)
    .replace('OLD LAUNCHER', `'${process.execPath}' --import '${old}' '${launcher}'`)
    .replace('LAUNCHER', `'${process.execPath}' '${launcher}'`);
  const { child, ended, seen } = startProgram('bash', ['-c', command], {
    directory: folder,
    env: { SIAMESE_RUNS: runs },
    detached: true,
  });
  await seen(started);
  process.kill(-(child.pid as number), signal);
  await ended;
  if (!existsSync(runs)) return [];
  const folders = readdirSync(runs).filter((name) => !name.startsWith('.'));
  return folders.map((name) => JSON.parse(readFileSync(join(runs, name, 'run.json'), 'utf8')).status);
}

describe.skipIf(process.platform !== 'linux')('a signal that the caller ignores', () => {
  it.each([
    ["nohup's", `nohup PROGRAM exp ${file}; true`, 'SIGHUP'],
    ["nohup's, through the launcher", `nohup LAUNCHER exp ${file}; true`, 'SIGHUP'],
    ["nohup's, through a launcher that stays", `nohup OLD LAUNCHER exp ${file}; true`, 'SIGHUP'],
    ["a shell's, through a launcher that stays", `trap '' HUP; OLD LAUNCHER exp ${file}; true`, 'SIGHUP'],
    ["a shell's", `trap '' HUP; PROGRAM exp ${file}; true`, 'SIGHUP'],
    ["a shell's Ctrl-C", `trap '' INT; PROGRAM exp ${file}; true`, 'SIGINT'],
  ] as const)('leaves a training alone: %s', async (_, line, signal) => {
    expect(await interrupted(line, signal, 'epoch  2/20')).toEqual(['completed']);
  });

  it('leaves trainings in other processes alone', async () => {
    const line = `nohup PROGRAM exp ${file} ${other} --parallel=2; true`;
    expect(await interrupted(line, 'SIGHUP', 'epoch  2/2')).toEqual(['completed', 'completed']);
  });

  it('stops a training where it is not ignored', async () => {
    expect(await interrupted(`PROGRAM exp ${file}; true`, 'SIGHUP', 'epoch  2/20')).toEqual(['stopped']);
  });
});
