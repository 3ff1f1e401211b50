/** A Python of our own with packages from pip, in the user's cache folder: made once, by whoever needs it first. */
import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src/text/node.ts';

const execute = promisify(execFile);

/** → the program, or why there is none. `name`: of the environment. Takes minutes the first time. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string | { why: string }> {
  const folder = join(cacheFolder(), name);
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

/** A script that answers each line of input with a line of JSON. */
export class PythonScript {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(python: string, script: string, ...args: readonly string[]) {
    const options: SpawnOptions = { stdio: ['pipe', 'pipe', 'inherit'] };
    this.#child = spawn(python, [join(import.meta.dirname, script), ...args], options);
    const lines = createInterface({ input: this.#child.stdout as Readable });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  async ask<T>(line: string): Promise<T> {
    this.#child.stdin?.write(`${line}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('The script has ended; what it said is above.');
    return JSON.parse(value) as T;
  }

  close(): void {
    this.#child.kill();
  }
}
