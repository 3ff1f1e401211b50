import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { tryHostileFolders } from './trials.ts';

const folder = mkdtempSync(join(tmpdir(), 'siamese-links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32')(
  'no command writes, moves or deletes anything outside the runs folder, whatever links lie in it',
  { timeout: 600_000 },
  async () => {
    const { failures, commands } = await tryHostileFolders(folder, 7, 3);
    expect(failures).toEqual([]);
    expect(commands).toBeGreaterThan(40);
  },
);
