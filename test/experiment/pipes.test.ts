/** Experiments from pipes, and files that are none. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadExperiments, readPipes } from '../../src/experiment/node.ts';
import { readPipe } from '../../src/experiment/pipe/node.ts';
import { rules } from '../../src/training/index.ts';
import { folderWith, load, minimal, refusal } from './folder.ts';

function pipeIn(folder: string): string {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  return join(folder, 'pipe');
}

async function loadPiped(cwd: string) {
  const piped = await readPipes(['pipe'], cwd);
  return loadExperiments({ cwd, files: ['pipe'], overrides: [], rules, piped });
}

/** Runs a shell's command while the test waits for what it writes. */
function meanwhile(command: string, cwd: string): void {
  const child = spawn('sh', ['-c', command], { cwd, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
}

describe.skipIf(process.platform === 'win32')('pipes', () => {
  test('one with a path is read to its end, however late and slowly it is written', async () => {
    const cwd = folderWith({ 'base.yaml': minimal('seed: 7') });
    pipeIn(cwd);
    meanwhile('sleep 0.2; (printf "extends: base"; sleep 0.2; printf ".yaml\\nname: late\\n") > pipe', cwd);
    expect((await loadPiped(cwd))[0]?.experiment).toMatchObject({ name: 'late', seed: 7 });
  });

  test.each(['cat a.yaml | CLI exp /dev/stdin', 'CLI exp /dev/stdin < a.yaml', 'CLI exp <(cat a.yaml)'])(
    '%s reads it, and what it extends from where the user stands',
    (command) => {
      const cwd = folderWith({ 'base.yaml': minimal(), 'a.yaml': 'extends: base.yaml\nname: a\nseed: -1\n' });
      const cli = `"${process.execPath}" "${join(import.meta.dirname, '../../src/cli.ts')}"`;
      const { stderr, status } = spawnSync('bash', ['-c', command.replace('CLI', cli)], {
        cwd,
        env: { ...process.env, INIT_CWD: cwd },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect(String(stderr)).toMatch(/^\/\S+:3:7\n {2}seed is -1;[\s\S]*\n1 problem in 1 file\.\n$/);
      expect(status).toBe(2);
    },
  );

  test('no more is read than an experiment needs', async () => {
    const cwd = folderWith({});
    pipeIn(cwd);
    meanwhile('yes "# much" > pipe', cwd);
    await expect(loadPiped(cwd)).rejects.toThrow(
      'The file has more; an experiment file has at most 256 KiB. It was not read.',
    );
  });

  test('one that nobody writes to, or writes on, is given up', async () => {
    const cwd = folderWith({});
    const pipe = pipeIn(cwd);
    const hurry = { openingSeconds: 0.1, writingSeconds: 0.2 };
    expect(await readPipe(pipe, 10, hurry)).toMatch(/^This is a pipe that nobody has written to for 0\.1 s\./);
    meanwhile('(printf x; sleep 60) > pipe', cwd);
    expect(await readPipe(pipe, 10, { ...hurry, openingSeconds: 10 })).toMatch(
      /^This is a pipe from which nothing has come for 0\.2 s/,
    );
  });

  test('Ctrl-C and SIGTERM end the wait for one', async () => {
    const cwd = folderWith({});
    pipeIn(cwd);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const cli = join(import.meta.dirname, '../../src/cli.ts');
      const child = spawn(process.execPath, [cli, 'exp', 'pipe'], {
        cwd,
        env: { ...process.env, INIT_CWD: cwd },
        stdio: 'ignore',
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      await sleep(1500); // it waits ten seconds for someone to write
      child.kill(signal);
      const started = performance.now();
      const [code] = await once(child, 'exit');
      expect(code ?? signal).toBe(child.signalCode ?? 130);
      expect(performance.now() - started).toBeLessThan(5000);
    }
  });

  test('a socket that blocks whoever reads it is read to its end', async () => {
    const cwd = folderWith({ 'a.yaml': minimal('seed: -1') });
    const python = `import os, socket, subprocess, sys
ours, theirs = socket.socketpair()
child = subprocess.Popen(sys.argv[1:], stdin=theirs, stderr=subprocess.PIPE)
theirs.close()
ours.sendall(open('a.yaml', 'rb').read())
ours.close()
sys.stderr.buffer.write(child.communicate()[1])
sys.exit(child.returncode)`;
    const cli = join(import.meta.dirname, '../../src/cli.ts');
    const { stderr, status, error } = spawnSync('python3', ['-c', python, process.execPath, cli, 'exp', '/dev/stdin'], {
      cwd,
      env: { ...process.env, INIT_CWD: cwd },
      encoding: 'utf8',
    });
    if (error !== undefined) return; // no Python
    expect(stderr).toContain('seed is -1');
    expect(status).toBe(2);
  });

  test('a file can’t extend one', () => {
    const cwd = folderWith({ 'a.yaml': 'extends: pipe\nname: a' });
    pipeIn(cwd);
    expect(refusal(() => load(cwd, 'a.yaml')).problems[0]?.sentence).toBe(
      'a.yaml extends pipe: this is not a regular file.',
    );
  });
});

describe('a file that is no experiment is never quoted', () => {
  const secret = 'hunter2';
  test.each([
    ['an environment', `USER=x\0PASSWORD=${secret}\0`],
    ['a list of passwords', `root:${secret}:19000:0:99999:7:::\nname:${secret}:1::\n`],
    ['settings', `[default]\nkey = ${secret}\n`],
    ['JSON', `{ "token": "${secret}" }`],
    ['a mapping of other keys', `user: x\npassword: ${secret}\n  name: y\n`],
    ['a Secret of Kubernetes', `apiVersion: v1\nkind: Secret\nmetadata: { name: x }\ndata:\n  password: ${secret}\n`],
    ['one whose only key may be ours', `data: ${secret}\n`],
    ['one with two such keys', `name: ${secret}\ndata: { user: ${secret} }\n`],
    ['a network of Netplan', `network:\n  wifis: { wlan0: { access-points: { x: { password: ${secret} } } } }\n`],
    ['a broken one', `data:\n  password: "${secret}\n`],
    ['one with a key twice', `${secret}: 1\n${secret}: 2\n`],
    ['one with an alias', `user: *${secret}\n`],
    ['one with a tag', `user: !${secret} x\n`],
    ['a key', `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`],
    ['a block', `key: |${secret}\n  x\n`],
    ['bytes', Uint8Array.of(0xff, ...Buffer.from(secret))],
  ])('%s', (_, content) => {
    const cwd = folderWith({ 'a.yaml': 'extends: secret\nname: a', secret: content });
    for (const file of ['a.yaml', 'secret']) {
      const { message, colored, problems } = refusal(() => load(cwd, file));
      expect(`${message}${colored}${JSON.stringify(problems)}`).not.toContain(secret);
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  test.runIf(process.platform === 'linux')('the process’s own environment', () => {
    const cwd = folderWith({ 'a.yaml': 'extends: /proc/self/environ\nname: a' });
    const { message } = refusal(() => load(cwd, 'a.yaml'));
    expect(message).not.toContain(String(process.env['PATH']));
    expect(message).toContain('/proc/self/environ');
  });
});
