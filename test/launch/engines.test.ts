/**
 * What every engine promises to a run: it is gone on with and repeated to its bits, and is as good as another's. The
 * reference is what most other tests of runs train on.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/compare/index.ts';
import { openRun, readDetails } from '../../src/record/index.ts';
import { siamese } from '../commands/siamese.ts';
import { enginesUnderTest } from '../engine/engines.ts';
import { load, readRuns, sweep, temporaryFolder } from './tiny.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const seedsOn = (engine: string) => load(folder, ...[1, 2].map((seed) => [`seed=${seed}`, `engine=${engine}`]));

for (const { name, engine, reason } of enginesUnderTest.filter(({ name }) => name !== 'reference')) {
  describe.skipIf(engine === null)(`a run on ${name}${engine === null ? `: ${reason}` : ''}`, () => {
    test('that was stopped goes on, on the same engine, to the bits of one that never was', async () => {
      const runsFolder = join(folder, `${name}-stopped`);
      const stop = new AbortController();
      const hear = (line: string) => line.startsWith('epoch 1/') && stop.abort();
      const first = await sweep(load(folder, [`engine=${name}`]), { runsFolder, signal: stop.signal, hear });
      expect(first.results[0]).toMatchObject({ status: 'stopped', epochs: 1, engine: name });
      const second = await sweep(load(folder, ['engine=auto']), { runsFolder }); // whatever the file says by now
      expect(second.results[0]).toMatchObject({ status: 'completed', how: 'resumed', engine: name });

      const { path, run } = openRun(second.results[0]?.folder as string);
      expect([run.engine?.name, run.resumes[0]?.engine.name]).toEqual([name, name]);
      const { code, stdout, stderr } = await siamese(['reproduce', path, '--runs', join(folder, `${name}-anew`)]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^engine ${name}: The run to reproduce used it\\. It `));
      expect(stdout).toMatch(/^Identical to .*: 2 epochs to the last bit of .*, and the final weights\.$/m);
    });

    if (name === 'wasm') return;
    test('is no better and no worse than on wasm: compare finds noise alone', async () => {
      const runsFolder = join(folder, `${name}-compared`);
      await sweep(seedsOn('wasm'), { runsFolder });
      await sweep(seedsOn(name), { runsFolder, wishes: { again: true } });
      const { differing, groups } = await compareRuns(readDetails({ runs: readRuns(runsFolder), unreadable: [] }).runs);
      expect(differing).toEqual(['engine']);
      const [{ rows = [], differences = [] } = {}] = groups;
      expect(rows.map(({ values }) => values['engine']).sort()).toEqual([name, 'wasm'].sort());
      expect(rows.map(({ seeds }) => seeds)).toEqual([
        [1, 2],
        [1, 2],
      ]);
      expect(['identical', 'withinNoise', 'tooCoarse']).toContain(differences[0]?.last.verdict);
      const [a, b] = rows.map(({ last }) => last?.valLoss.mean as number) as [number, number];
      expect(Math.abs(a - b)).toBeLessThan(1e-3);
    });
  });
}
