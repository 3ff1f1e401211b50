import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { photoFolder, put } from '../data/images.ts';
import { FaultServer } from '../track/fault-server.ts';
import { siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const orders = '\x1b]0;owned\x07\x1b[2J\x9b1m\u202e';
/** Whether a terminal would take a part of it for an order. */
const hasOrders = (text: string) => /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);

describe.skipIf(process.platform === 'win32')('names that hold orders to a terminal', () => {
  it.each([
    [['runs', '--runs', `a${orders}b`]],
    [['runs', '--json', '--runs', `a${orders}b`]],
    [[`com${orders}mand`]],
    [['exp', `file${orders}.yaml`]],
    [['exp', 'tiny.yaml', `engine=${orders}`]],
    [['exp', 'tiny.yaml', '--dry-run', `--${orders}`]],
    [['resume', orders]],
    [['compare', orders, '--debug']],
    [['tag', 'latest', orders]],
  ])('never reach it: %j', async (args) => {
    writeExperiment(folder, 'tiny');
    mkdirSync(join(folder, `a${orders}b`, `run${orders}`), { recursive: true });
    const { stdout, stderr } = await siamese(args, { directory: folder });
    expect(stdout + stderr).not.toBe('');
    expect(hasOrders(stdout)).toBe(false);
    expect(hasOrders(stderr)).toBe(false);
  });

  it('reach neither it nor the log in a training', async () => {
    const file = join(folder, `name${orders}.yaml`);
    writeFileSync(
      file,
      tiny.replace('name: tiny', `name: ${JSON.stringify(`tiny ${orders}`)}`).replace('epochs: 2', 'epochs: 1'),
    );
    const { code, stdout, stderr } = await siamese(['exp', file, '--runs', 'kept'], {
      directory: folder,
      env: { MLFLOW_TRACKING_URI: `http://127.0.0.1:9/${encodeURI('x')}` },
    });
    expect(stderr + stdout).not.toBe('');
    expect([hasOrders(stdout), hasOrders(stderr)]).toEqual([false, false]);
    if (code === 2) return; // such a name may be refused
    const [run] = readdirSync(join(folder, 'kept')).filter((name) => !name.startsWith('.'));
    expect(hasOrders(readFileSync(join(folder, 'kept', run as string, 'log.txt'), 'utf8'))).toBe(false);
  });

  it('of classes and of images: told where an image is none, and trained on where they are', async () => {
    const photos = await photoFolder(join(folder, 'photos'), [`a${orders}`, '=1+1', '<b>', '`c`'], 12);
    const data = `data: { source: folder, path: photos, validation: 0.5 }\n`;
    const text = tiny
      .replace(/data: .*\n/, data)
      .replace('epochs: 2', 'epochs: 1')
      .replace('[28, 28, 1]', '[8, 8, 3]');
    const file = writeExperiment(folder, 'classes', text);
    const trained = await siamese(['exp', file, '--runs', 'classes'], { directory: folder });
    expect(trained).toMatchObject({ code: 0 });
    put(photos, `a${orders}/0.png`, 'no image');
    const refused = await siamese(['exp', file, '--runs', 'refused', '--debug'], { directory: folder });
    expect(refused.stderr).toContain('photos');
    for (const { stdout, stderr } of [trained, refused])
      expect([hasOrders(stdout), hasOrders(stderr)]).toEqual([false, false]);
    const [run = ''] = readdirSync(join(folder, 'classes')).filter((name) => !name.startsWith('.'));
    expect(hasOrders(readFileSync(join(folder, 'classes', run, 'log.txt'), 'utf8'))).toBe(false);
  });

  it.each([[], ['--json'], ['--debug']])('in what a server says: %j', async (...options) => {
    const server = new FaultServer();
    await server.start();
    const forged = 'tiny: completed 2 epochs, validation accuracy 99.9 %';
    const message = `No${orders} ${'x'.repeat(20)}\r${forged}\u0085${forged}\n${forged}`;
    server.fault = ({ number }) =>
      number > 2 ? { status: 400, body: JSON.stringify({ error_code: 'BAD', message }) } : 'none';
    const runs = `told${options.join('')}`;
    const env = { MLFLOW_TRACKING_URI: server.uri };
    const args = ['exp', writeExperiment(folder, 'tiny'), '--runs', runs, ...options];
    const { code, stdout, stderr } = await siamese(args, { directory: folder, env });
    await server.stop();
    expect(code).toBe(0);
    const [run = ''] = readdirSync(join(folder, runs)).filter((name) => !name.startsWith('.'));
    const log = readFileSync(join(folder, runs, run, 'log.txt'), 'utf8');
    expect(log).toContain('refuses what it was sent (400): No');
    for (const text of [stdout, stderr, log]) {
      expect(hasOrders(text)).toBe(false);
      expect(text.split('\n')).not.toContain(forged);
    }
  });
});
