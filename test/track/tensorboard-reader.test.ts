/** Event files read back by what TensorBoard's own page reads them with. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFiles } from '../../src/record/index.ts';
import { siamese, start, temporaryFolder, tiny, writeExperiment } from '../commands/siamese.ts';
import { columnsIn, digestOf, jsonIn, settingsIn, summaryIn } from './folder.ts';
import { PythonScript, pythonWith } from './python.ts';

const python = await pythonWith('tensorboard', ['tensorboard>=2.20,<3']);
if (typeof python !== 'string') console.warn(`NOT TESTED against TensorBoard: ${python.why}`);

/** TensorBoard's run → tag → what it has there. */
type Runs<Item> = Record<string, Record<string, Item[]>>;
interface ReadBack {
  readonly scalars: Runs<[step: number, value: number, seconds: number]>;
  /** bins [from, to, count] */
  readonly histograms: Runs<[step: number, bins: [number, number, number][]]>;
  /** width, height, SHA-256 */
  readonly images: Runs<[step: number, image: [string, string, string]]>;
  readonly hparams: {
    readonly name: string;
    readonly status: string;
    readonly startSeconds: number;
    readonly settings: Record<string, string | number | boolean>;
    /** group/tag → the latest */
    readonly figures: Record<string, number>;
  }[];
}

describe.skipIf(typeof python !== 'string')('TensorBoard', { timeout: 180_000 }, () => {
  const runs = temporaryFolder();
  let reader: PythonScript;
  beforeAll(() => {
    reader = new PythonScript(python as string, 'read_tensorboard.py', runs);
  });
  afterAll(() => {
    reader?.close();
    rmSync(runs, { recursive: true, force: true });
  });

  const track = 'track: { tensorboard: true }\n';
  const read = () => reader.ask<ReadBack>('');
  const foldersOf = (name: string) => readdirSync(runs).filter((folder) => folder.includes(`-${name}-`));
  const epochsOf = ({ scalars }: ReadBack, run: string) =>
    ['train', 'validation'].map((part) =>
      scalars[`${run}/${runFiles.tensorboard}/${part}`]?.['loss']?.map(([step]) => step),
    );
  /** Event files hold figures as float32. */
  const asFloats = (rows: readonly (readonly number[])[] = []) => rows.map((row) => row.map(Math.fround));

  test('shows every figure, distance, setting and the plot of several runs', async () => {
    const sweep = 'sweep: { grid: { seed: [1, 2] } }\n';
    const file = writeExperiment(runs, 'swept', `${tiny.replace('name: tiny', 'name: swept')}${track}${sweep}`);
    expect(await siamese(['exp', file, '--runs', runs])).toMatchObject({ code: 0, stderr: '' });
    const shown = await read();
    const folders = foldersOf('swept');
    expect(folders).toHaveLength(2);
    for (const folder of folders) {
      const run = join(runs, folder);
      const root = `${folder}/${runFiles.tensorboard}`;
      const columns = columnsIn(run);
      const lastEpoch = columns['loss']?.at(-1)?.[0];

      const { step: _, ...figures } = columns;
      const ofValidation = Object.entries(figures).filter(([column]) => column.startsWith('val'));
      const ofTraining = Object.entries(figures).filter(([column]) => !column.startsWith('val'));
      const expected = {
        [`${root}/train`]: Object.fromEntries(ofTraining),
        [`${root}/validation`]: Object.fromEntries(
          ofValidation.map(([column, rows]) => [`${column.charAt(3).toLowerCase()}${column.slice(4)}`, rows]),
        ),
        [root]: Object.fromEntries(Object.entries(summaryIn(run)).map(([tag, value]) => [tag, [[lastEpoch, value]]])),
      };
      for (const [part, tags] of Object.entries(expected)) {
        const series = shown.scalars[part] ?? {};
        expect(Object.keys(series).sort()).toEqual(Object.keys(tags).sort());
        for (const [tag, rows] of Object.entries(tags))
          expect(series[tag]?.map(([step, value]) => [step, value])).toEqual(asFloats(rows as number[][]));
        const { startedAt, endedAt } = jsonIn(run, runFiles.run);
        const times = Object.values(series).flatMap((each) => each.map(([, , seconds]) => 1000 * seconds));
        expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse(startedAt));
        if (part !== root) expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse(endedAt));
      }

      const { last, measuredOn } = jsonIn(run, runFiles.evaluation);
      const { least, greatest, ...kinds } = last.separation.histogram;
      expect(Object.keys(shown.histograms[`${root}/validation`] ?? {}).sort()).toEqual(
        Object.keys(kinds)
          .map((kind) => `distance/${kind}`)
          .sort(),
      );
      for (const [kind, counts] of Object.entries<number[]>(kinds)) {
        const series = shown.histograms[`${root}/validation`]?.[`distance/${kind}`];
        expect(series?.map(([step]) => step)).toEqual(columns['loss']?.map(([epoch]) => epoch));
        for (const [, bins] of series ?? []) {
          expect(bins.reduce((sum, [, , count]) => sum + count, 0)).toBe(measuredOn.pairs / 2);
        }
        const limits = counts.map((_, i) => least + ((greatest - least) * i) / counts.length);
        const bins = counts.map((count, i) => [limits[i] as number, limits[i + 1] ?? greatest, count]);
        const [from, to] = [counts.findIndex(Boolean), counts.findLastIndex(Boolean)]; // it drops empty ends
        const [, lastBins = []] = series?.at(-1) ?? [];
        expect(lastBins).toHaveLength(to + 1 - from);
        for (const [i, bin] of bins.slice(from, to + 1).entries())
          for (const [j, value] of bin.entries()) expect(lastBins[i]?.[j]).toBeCloseTo(value, 5);
      }

      const [plot, ...others] = shown.images[root]?.['plot'] ?? [];
      expect(others).toEqual([]);
      expect([plot?.[0], plot?.[1][2]]).toEqual([lastEpoch, digestOf(join(run, runFiles.plotPng))]);

      const row = shown.hparams.find(({ name }) => name === root);
      const asText = Object.entries(row?.settings ?? {}).map(([key, value]) => [key, String(value)]);
      const settings = Object.entries(settingsIn(run)).filter(([, value]) => value !== 'null');
      expect(Object.fromEntries(asText)).toEqual(Object.fromEntries(settings));
      expect(row).toMatchObject({
        status: 'STATUS_SUCCESS',
        startSeconds: Date.parse(jsonIn(run, runFiles.run).startedAt) / 1000,
        figures: {
          'train/loss': Math.fround(columns['loss']?.at(-1)?.[1] as number),
          'validation/accuracy': Math.fround(columns['valAccuracy']?.at(-1)?.[1] as number),
          '/best.epoch': summaryIn(run)['best.epoch'],
          '/best.auc': Math.fround(summaryIn(run)['best.auc'] as number),
        },
      });
    }
    expect(shown.hparams).toHaveLength(2);
  });

  test('shows what a killed run had done, and each epoch once when it has gone on, without being started anew', async () => {
    const file = writeExperiment(runs, 'killed', `${tiny.replace('name: tiny', 'name: killed')}${track}`);
    const { child, ended, seen } = start(['exp', file, 'training.epochs=40', '--runs', runs]);
    await seen('epoch  3/40');
    child.kill('SIGKILL');
    await ended;
    const [folder = ''] = foldersOf('killed');
    const before = await read();
    const done = epochsOf(before, folder)[0]?.length as number;
    expect(done).toBeGreaterThanOrEqual(3);
    const firstEpochs = Array.from({ length: done }, (_, i) => i + 1);
    expect(epochsOf(before, folder)).toEqual([firstEpochs, expect.arrayContaining([1, 2, 3])]);
    expect(before.hparams.find(({ name }) => name.startsWith(folder))?.status).toBe('STATUS_UNKNOWN');

    const { code, stderr } = await siamese(['resume', folder, '--runs', runs]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const after = await read();
    const allEpochs = Array.from({ length: 40 }, (_, i) => i + 1);
    expect(epochsOf(after, folder)).toEqual([allEpochs, allEpochs]);
    expect(after.scalars[`${folder}/${runFiles.tensorboard}/train`]?.['loss']?.map(([, value]) => value)).toEqual(
      columnsIn(join(runs, folder))['loss']?.map(([, value]) => Math.fround(value)),
    );
    expect(after.hparams.find(({ name }) => name.startsWith(folder))?.status).toBe('STATUS_SUCCESS');
  });
});
