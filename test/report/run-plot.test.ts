import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Objective } from '../../src/experiment/index.ts';
import { type EpochRecord, runFiles } from '../../src/record/index.ts';
import { drawSvg, rasterize } from '../../src/report/draw.ts';
import { openPlot } from '../../src/report/index.ts';
import { type ChartRequest, describeRunChart } from '../../src/report/run-chart.ts';
import type { TrainingEvent } from '../../src/training/index.ts';
import { checkpoint, end, epoch, experiment, rowOf, start } from '../record/fixtures.ts';

const request = {
  name: 'small one',
  lossTitle: 'binary cross-entropy',
  accuracyNote: null,
  metrics: [rowOf(1, 0.75), rowOf(2, 0.8), rowOf(3, 0.79)],
};

const svgOf = (request: ChartRequest) => drawSvg(describeRunChart(request));

describe('the plot', () => {
  it('shows loss and accuracy of training and validation', async () => {
    await expect(await svgOf(request)).toMatchFileSnapshot('run-plot.svg.snap');
  });

  it('is drawn with the shipped font, letters and all', async () => {
    const png = await rasterize(await svgOf(request));
    const without = await rasterize(await svgOf({ ...request, name: '', lossTitle: '', accuracyNote: null }));
    expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(png.length).toBeGreaterThan(without.length + 3000); // letters take bytes
  });

  it('leaves a gap where a figure is not finite, and copes with one epoch', async () => {
    const broken = { ...rowOf(2), loss: Number.NaN, valLoss: Number.POSITIVE_INFINITY };
    expect(await svgOf({ ...request, metrics: [rowOf(1), broken, rowOf(3)] })).not.toMatch(/NaN|Infinity/);
    expect(await svgOf({ ...request, metrics: [rowOf(1)] })).toContain('1 epoch ·');
    expect(await svgOf({ ...request, metrics: [broken] })).not.toMatch(/NaN|Infinity/);
  });

  it('has no panel of a figure that no epoch has kept, being of a version before it', () => {
    const panelsOf = (metrics: ChartRequest['metrics']) =>
      (describeRunChart({ ...request, metrics }) as { hconcat: unknown[] }).hconcat.length;
    const older = request.metrics.map(({ valLoss: _, ...row }) => row as (typeof request.metrics)[0]);
    expect(panelsOf(request.metrics)).toBe(2);
    expect(panelsOf(older)).toBe(1);
    expect(panelsOf([...older, ...request.metrics])).toBe(2);
  });

  it('names the best epoch only where it is not the last', () => {
    const subtitleOf = (...accuracies: number[]) => {
      const metrics = accuracies.map((accuracy, i) => rowOf(i + 1, accuracy));
      return (describeRunChart({ ...request, metrics }).title as { subtitle: string }).subtitle;
    };
    expect(subtitleOf(0.7, 0.9, 0.8)).toBe('3 epochs · validation accuracy 80.0 %, best 90.0 % after epoch 2');
    expect(subtitleOf(0.7, 0.8)).toBe('2 epochs · validation accuracy 80.0 %');
    expect(subtitleOf(0.8, 0.7, 0.8)).toBe('3 epochs · validation accuracy 80.0 %');
  });

  it('writes names as text, whatever is in them', async () => {
    expect(await svgOf({ ...request, name: '<script>&' })).toContain('&lt;script&gt;&amp;');
  });
});

describe("the sink that leaves a run's plot", () => {
  const runs = mkdtempSync(join(tmpdir(), 'siamese-plot-'));
  afterAll(() => rmSync(runs, { recursive: true, force: true }));
  const completed = { status: 'completed', reason: 'allEpochs' } as const;
  const objectives: Record<string, Objective> = {
    binaryCrossentropy: { loss: 'binaryCrossentropy', distance: 'euclidean' },
    contrastive: { loss: 'contrastive', distance: 'euclidean', margin: 1 },
    triplet: { loss: 'triplet', distance: 'euclidean', margin: 1 },
  };
  /** → what is warned of */
  async function plotIn(
    folder: string,
    events: readonly TrainingEvent[],
    { before = [] as readonly EpochRecord[], objective = experiment.objective } = {},
  ): Promise<string[]> {
    const warnings: string[] = [];
    const plotted = { experiment: { ...experiment, objective }, folder: { folder }, before };
    const plot = openPlot(plotted, { warn: (line) => warnings.push(line) });
    for (const event of events) await plot.take(event);
    await plot.finish?.(completed);
    return warnings;
  }
  const folderOf = (name: string) => mkdtempSync(join(runs, name));
  const svgIn = (folder: string) => readFileSync(join(folder, runFiles.plotSvg), 'utf8');

  it('draws the same of a run that went on as of one that was trained whole', async () => {
    const [whole, rest] = [folderOf('whole'), folderOf('rest')];
    const later = [epoch(2), checkpoint(2), end(2)];
    expect(await plotIn(whole, [start, epoch(1), ...later])).toEqual([]);
    await plotIn(rest, [start, ...later], { before: [{ metrics: epoch(1).metrics, threshold: null }] });
    expect(svgIn(rest)).toBe(svgIn(whole));
    expect(svgIn(whole)).toContain('small-one');
    expect(svgIn(whole)).toContain('2 epochs');
    expect(readFileSync(join(whole, runFiles.plotPng)).subarray(1, 4).toString()).toBe('PNG');
  });

  it('draws the same whatever was drawn before, and one that fails harms no other', async () => {
    const [folder, other] = [folderOf('first'), folderOf('other')];
    const svg = await svgOf({ ...request, name: experiment.name, metrics: [rowOf(1), rowOf(2)] });
    const two = [start, epoch(1), epoch(2)];
    expect(await plotIn(other, [...two, epoch(3)])).toEqual([]);
    expect(svgIn(other)).not.toBe(svg);
    expect(await plotIn(join(folder, 'missing'), two)).toEqual([
      expect.stringMatching(/^The plot could not be drawn: .*missing.plot\.svg could not be written: /),
    ]);
    expect(await plotIn(folder, two)).toEqual([]);
    expect(svgIn(folder)).toBe(svg);
    expect(readFileSync(join(folder, runFiles.plotPng)).equals(await rasterize(svg))).toBe(true);
  });

  it('leaves none where no epoch was done', async () => {
    const folder = folderOf('none');
    expect(await plotIn(folder, [start, end(0, 'stopped', 3)])).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['binaryCrossentropy', 'binary cross-entropy', false],
    ['contrastive', 'contrastive loss', false],
    ['triplet', 'triplet loss', true],
  ])('calls %s by its name, and notes where its accuracy is optimistic', async (loss, title, isOptimistic) => {
    const folder = folderOf(loss);
    await plotIn(folder, [start, epoch(1)], { objective: objectives[loss] });
    expect(svgIn(folder)).toContain(`>${title}</text>`);
    expect(svgIn(folder).includes('at the threshold best for these very pairs: optimistic')).toBe(isOptimistic);
  });
});
