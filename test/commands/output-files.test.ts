import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTarget } from '../../src/commands/output-files.ts';
import { RunError } from '../../src/errors/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'siamese-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const large = 'a line of a page\n'.repeat(20_000); // more than a pipe holds

describe.skipIf(process.platform === 'win32')('what a person names for an output', () => {
  it('is written into where it is a pipe, whole, and stays one', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
    let read = '';
    reader.stdout.on('data', (text) => {
      read += text;
    });
    const module = new URL('../../src/commands/output-files.ts', import.meta.url).href;
    const script = `import { writeTarget } from ${JSON.stringify(module)}; writeTarget(process.argv[1], process.argv[2].repeat(20_000));`;
    const args = ['--input-type=module', '--eval', script, pipe, 'a line of a page\n'];
    const writer = spawn(process.execPath, args, { stdio: 'inherit' }); // it waits for the reader
    await Promise.all([writer, reader].map((child) => new Promise((done) => child.on('close', done))));
    expect(read).toBe(large);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('is replaced where it is a file, also where a link of theirs leads to it', () => {
    const file = join(folder, 'page.html');
    const link = join(folder, 'link.html');
    writeFileSync(file, 'before');
    symlinkSync(file, link);
    writeTarget(link, 'after');
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    writeTarget(file, 'last');
    expect(readFileSync(file, 'utf8')).toBe('last');
  });

  it.skipIf(process.platform !== 'linux')('goes to whoever has it open, where it is an open file', () => {
    const file = join(folder, 'out.txt');
    const module = new URL('../../src/commands/output-files.ts', import.meta.url).href;
    const script = `import { writeTarget } from ${JSON.stringify(module)}; writeTarget('/proc/self/fd/1', 'page');`;
    execFileSync('sh', [
      '-c',
      `echo first > "$1"; exec "$0" --input-type=module --eval "$2" >> "$1"`,
      process.execPath,
      file,
      script,
    ]);
    expect(readFileSync(file, 'utf8')).toBe('first\npage');
  });

  it('goes whole into standard output, whatever that is', async () => {
    const module = new URL('../../src/commands/output-files.ts', import.meta.url).href;
    const script = `import { writeTarget } from ${JSON.stringify(module)}; writeTarget('/dev/stdout', process.argv[1].repeat(20_000));`;
    const args = ['--input-type=module', '--eval', script, 'a line of a page\n'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }); // a socket
    let read = '';
    child.stdout.on('data', (text) => {
      read += text;
    });
    await new Promise((done) => child.on('close', done));
    expect(read).toBe(large);
  });

  it.skipIf(process.platform !== 'linux')('fails with its reason where there is no room', () => {
    const full = join(folder, 'full');
    symlinkSync('/dev/full', full);
    expect(() => writeTarget(full, 'page')).toThrow(new RunError(`${full} can't be written: no space left on device.`));
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});
