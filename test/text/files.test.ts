import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { makeFolders, openFile, readText } from '../../src/text/node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siamese-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('a file is opened', () => {
  it('but nothing else', async () => {
    writeFileSync(join(folder, 'file'), 'text');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    await new Promise((done) => server.on('listening', done));
    for (const [path, kind] of [
      [join(folder, 'pipe'), 'a pipe'],
      [join(folder, 'socket'), 'a socket'],
      [folder, 'a folder'],
      ['/dev/zero', 'a device'],
    ] as const) {
      expect(() => readText(path)).toThrow(`it is ${kind}, not a file`);
      symlinkSync(path, join(folder, 'link'));
      expect(() => readText(join(folder, 'link'))).toThrow(`it is ${kind}, not a file`);
      expect(() => openFile(join(folder, 'link'), constants.O_RDONLY, false)).toThrow('it is a link, not a file');
      rmSync(join(folder, 'link'));
    }
    server.close();
    closeSync(openFile(join(folder, 'file'), constants.O_RDONLY, false));
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    expect(readText(join(folder, 'link'))).toBe('text');
  });
});

describe('folders are made', () => {
  it('with those above them, and once', () => {
    makeFolders(join(folder, 'a/b/c'));
    makeFolders(join(folder, 'a/b/c'));
    expect(statSync(join(folder, 'a/b/c')).isDirectory()).toBe(true);
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    makeFolders(join(folder, 'link/d'));
    expect(statSync(join(folder, 'real/d')).isDirectory()).toBe(true);
  });

  it('not below a file, nor where a link leads to nothing', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nothing'), join(folder, 'link'));
    expect(() => makeFolders(join(folder, 'file/a'))).toThrow(/ENOTDIR|EEXIST/);
    expect(() => makeFolders(join(folder, 'link/a'))).toThrow(
      new InputError(`${join(folder, 'link')} is a link to ${join(folder, 'nothing')}, which isn't there.`),
    );
  });

  it
    .skipIf(process.platform !== 'linux')
    .each(['/proc/runs/a', '/proc/self/runs', '/proc/sys/runs', '/sys/runs/a', '/dev/null/a'])(
    'not in %s, which takes none, and without going round for ever',
    (path) => {
      expect(() => makeFolders(path)).toThrow();
    },
  );
});
