/** Runs the program as a person does: a process, its exit code, and what it wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const checkout = resolve(import.meta.dirname, '../..');
const cli = join(checkout, 'src/cli.ts');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits for a text on standard output. */
  seen(text: string): Promise<void>;
}

export interface Surround {
  readonly directory?: string;
  readonly env?: Record<string, string>;
  /** a process group of its own */
  readonly detached?: boolean;
}

/** As bin/siamese.js has it: TypeScript is stripped once, not at each of some hundred starts. */
const compileCache = join(tmpdir(), 'node-compile-cache');

/** No setting of the npm that runs the tests gets through. */
function cleanEnv(more: Record<string, string> = {}): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^(npm_|INIT_CWD|SIAMESE|MLFLOW|FORCE_COLOR|VITEST|NODE_OPTIONS)/.test(key),
  );
  return { NODE_COMPILE_CACHE: compileCache, ...Object.fromEntries(kept), ...more };
}

export function start(args: readonly string[], { directory = checkout, env }: Surround = {}): Started {
  return startProgram(process.execPath, [cli, ...args], { directory, ...(env === undefined ? {} : { env }) });
}

export function startProgram(
  program: string,
  args: readonly string[],
  { directory = checkout, env, detached = false }: Surround,
): Started {
  const child = spawn(program, args, {
    cwd: directory,
    env: cleanEnv(env),
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout?.on('data', (text) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  const seen = (text: string) =>
    new Promise<void>((done, fail) => {
      const look = () => {
        if (stdout.includes(text)) done();
      };
      listeners.add(look);
      look();
      ended.then((end) => fail(new Error(`It ended before it said ${text}: ${JSON.stringify(end)}`)));
    });
  return { child, ended, seen };
}

export const siamese = (args: readonly string[], surround?: Surround): Promise<Ended> => start(args, surround).ended;

/** A folder of its own for each test file. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'siamese-commands-'));

/** A network so small that the reference engine trains it in a moment. */
export const tiny = `
name: tiny
data: { source: mnist, limit: { train: 60, test: 40 } }
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 2, kernelSize: 2, strides: 2, pool: 2 }
  embeddingDim: 3
training: { batchSize: 32, epochs: 2 }
engine: reference
`;

export function writeExperiment(folder: string, name: string, text: string = tiny): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}
