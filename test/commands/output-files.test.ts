import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../src/commands/command.ts';
import { checkTarget, writeTarget } from '../../src/commands/output-files.ts';
import { RunError } from '../../src/errors/index.ts';

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount) console.warn('OUTPUTS THAT ARE MOUNTED ARE NOT TESTED: only root can mount anything here.');

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

  it('keeps its permissions', () => {
    const file = join(folder, 'page.html');
    writeFileSync(file, 'before', { mode: 0o600 });
    writeTarget(file, 'after');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeTarget(join(folder, 'new.html'), 'first');
    expect(statSync(join(folder, 'new.html')).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('comes to be where links lead, over some of them, and they stay', () => {
    mkdirSync(join(folder, 'web/pages'), { recursive: true });
    symlinkSync('web/pages', join(folder, 'pages'));
    symlinkSync('../index.html', join(folder, 'web/pages/latest.html'));
    const named = join(folder, 'pages/latest.html');
    writeTarget(named, 'page');
    expect(readFileSync(join(folder, 'web/index.html'), 'utf8')).toBe('page');
    writeTarget(named, 'again');
    expect(readFileSync(join(folder, 'web/index.html'), 'utf8')).toBe('again');
    expect(lstatSync(join(folder, 'web/pages/latest.html')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(folder, 'web')).sort()).toEqual(['index.html', 'pages']);
  });

  it.skipIf(!canMount)('is written in place where its folder takes no other, as one that is mounted alone', () => {
    const [file, at] = [join(folder, 'mine.html'), join(folder, 'mounted.html')];
    writeFileSync(file, 'a longer page than the next');
    writeFileSync(at, '');
    const module = new URL('../../src/commands/output-files.ts', import.meta.url).href;
    const script = `import { writeTarget } from ${JSON.stringify(module)}; writeTarget(process.argv[1], 'page');`;
    const inside = 'mount --bind "$0" "$1" && exec "$2" --input-type=module --eval "$3" "$1"';
    execFileSync('unshare', ['-m', 'sh', '-c', inside, file, at, process.execPath, script]);
    expect(readFileSync(file, 'utf8')).toBe('page');
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

describe.skipIf(process.platform === 'win32')('an output that can not be written is refused before the work', () => {
  const surroundings = (): Surroundings => ({ directory: folder, env: {} }) as unknown as Surroundings;
  const check = (file: string) => () => checkTarget(file, '--html', surroundings());

  it('where it is a folder, or below none', () => {
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'file'), '');
    expect(check('new')).toThrow(/^--html needs a file, and new is a folder; write --html new\/comparison\.html\.$/);
    expect(check('none/x')).toThrow("--html none/x can't be written: there is no folder none.");
    expect(check('file/x')).toThrow("--html file/x can't be written: there is no folder file.");
  });

  it('where a link leads in a circle, or below no folder', () => {
    symlinkSync('round', join(folder, 'round'));
    symlinkSync('none/x.html', join(folder, 'lost'));
    symlinkSync('new.html', join(folder, 'found'));
    expect(check('round')).toThrow("--html round can't be written: it is a link that leads in a circle.");
    expect(check('lost')).toThrow(
      `--html lost can't be written: it is a link to ${join(folder, 'none/x.html')}, and there is no folder none.`,
    );
    expect(check('found')()).toBe(join(folder, 'found'));
  });

  it.skipIf(!canMount)('where the disk is read-only', () => {
    const module = new URL('../../src/commands/output-files.ts', import.meta.url).href;
    const script =
      `import { checkTarget } from ${JSON.stringify(module)}; try { checkTarget('x.html', '--html', ` +
      `{ directory: process.argv[1], env: {} }) } catch (error) { console.log(error.message) }`;
    const inside = 'mount -t tmpfs -o ro none "$0" && exec "$1" --input-type=module --eval "$2" "$0"';
    const told = execFileSync('unshare', ['-m', 'sh', '-c', inside, folder, process.execPath, script], {
      encoding: 'utf8',
    });
    expect(told).toBe("--html x.html can't be written: read-only file system.\n");
  });

  it.skipIf(process.getuid?.() === 0)('where the user may not', () => {
    writeFileSync(join(folder, 'file'), '', { mode: 0o444 });
    expect(check('file')).toThrow("--html file can't be written: permission denied.");
  });
});
