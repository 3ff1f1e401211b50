import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
});
