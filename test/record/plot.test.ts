import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChartRequest, describeChart, draw, drawSvg, runFiles } from '../../src/record/index.ts';
import { drawPlot } from '../../src/record/plot.ts';
import { rowOf } from './fixtures.ts';

const request = {
  name: 'small one',
  lossTitle: 'binary cross-entropy',
  accuracyNote: null,
  metrics: [rowOf(1, 0.75), rowOf(2, 0.8), rowOf(3, 0.79)],
};

const svgOf = (request: ChartRequest) => drawSvg(describeChart(request));

describe('the plot', () => {
  it('shows loss and accuracy of training and validation', async () => {
    await expect(await svgOf(request)).toMatchFileSnapshot('plot.svg.snap');
  });

  it('is drawn with the shipped font, letters and all', async () => {
    const { png } = await draw(request);
    const without = await draw({ ...request, name: '', lossTitle: '', accuracyNote: null });
    expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(png.length).toBeGreaterThan(without.png.length + 3000); // letters take bytes
  });

  it('leaves a gap where a figure is not finite, and copes with one epoch', async () => {
    const broken = { ...rowOf(2), loss: Number.NaN, valLoss: Number.POSITIVE_INFINITY };
    expect(await svgOf({ ...request, metrics: [rowOf(1), broken, rowOf(3)] })).not.toMatch(/NaN|Infinity/);
    expect(await svgOf({ ...request, metrics: [rowOf(1)] })).toContain('1 epoch ·');
    expect(await svgOf({ ...request, metrics: [broken] })).not.toMatch(/NaN|Infinity/);
  });

  it('writes names as text, whatever is in them', async () => {
    expect(await svgOf({ ...request, name: '<script>&' })).toContain('&lt;script&gt;&amp;');
  });

  it('is the same whatever was drawn before it, and one that fails harms no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'siamese-plot-'));
    const file = (name: string) => readFileSync(join(folder, name));
    const longer = { ...request, metrics: [...request.metrics, rowOf(4, 0.9)] };
    const { svg, png } = await draw(request);
    try {
      expect(await drawPlot(folder, longer)).toBeNull();
      expect(file(runFiles.plotSvg).toString()).not.toBe(svg);
      expect(await drawPlot(join(folder, 'missing'), request)).toMatch(
        /^The plot could not be drawn: .*missing.plot\.svg could not be written: /,
      );
      expect(await drawPlot(folder, request)).toBeNull();
      expect(file(runFiles.plotSvg).toString()).toBe(svg);
      expect(file(runFiles.plotPng).equals(png)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
