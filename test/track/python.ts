/** A Python of our own with packages from pip, in the user's cache folder: made once, by whoever needs it first. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** → the program, or why there is none. `name`: of the environment. Takes minutes the first time. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string | { why: string }> {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'siamese-lab', name);
  const isWindows = process.platform === 'win32';
  const python = join(folder, isWindows ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(folder, 'installed');
  if (existsSync(stamp)) return python;
  try {
    mkdirSync(folder, { recursive: true });
    await execute(isWindows ? 'python' : 'python3', ['-m', 'venv', folder]);
    const options = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '20'];
    await execute(python, ['-m', 'pip', 'install', ...options, ...packages]);
    writeFileSync(stamp, '');
    return python;
  } catch (error) {
    const lines = (error as Error).message.trim().split('\n');
    return { why: `no Python with ${packages.join(' and ')}: ${lines.at(-1)}` };
  }
}

/** Runs a script that writes JSON. */
export async function readByPython<T>(python: string, script: string, ...args: readonly string[]): Promise<T> {
  const file = join(import.meta.dirname, script);
  const { stdout } = await execute(python, [file, ...args], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as T;
}
