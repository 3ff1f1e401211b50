import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contend } from './claims/contend.ts';
import { temporaryFolder } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('processes that contend for one claim, of which some die with it', () => {
  it.each(['run', 'experiment'] as const)(
    'never hold it at once, nor lose it while they live: on a %s',
    async (kind) => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const contention = { folder, kind, processes: 3, grants: 500, seed, milliseconds: 1500 };
      expect({ seed, ...(await contend(contention)) }).toMatchObject({ doubles: 0, losses: 0 });
    },
  );
});
