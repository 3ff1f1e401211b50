import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { tryDamages } from './trials.ts';

const folder = mkdtempSync(join(tmpdir(), 'siamese-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('whatever is damaged in run folders: a sentence, no altered figure, no wrong bit', {
  timeout: 600_000,
}, async () => {
  const { failures, commands } = await tryDamages(folder, 11, 24);
  expect(failures).toEqual([]);
  expect(commands).toBeGreaterThan(24 * 12);
});
