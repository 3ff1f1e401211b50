/** Has a run's plot drawn, by another process: Vega takes memory that training should not hold. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Objective } from '../spec/index.ts';
import type { ChartRequest } from './chart.ts';
import { runFiles } from './files.ts';

/** → null, or why there is none, as a sentence. */
export async function drawPlot(runFolder: string, request: ChartRequest): Promise<string | null> {
  const [svg, png] = [join(runFolder, runFiles.plotSvg), join(runFolder, runFiles.plotPng)];
  const reason = await drawInAnotherProcess(request, svg, png);
  return reason === null ? null : `The plot could not be drawn: ${reason}`;
}

/** What an objective's figures are called in a plot. */
export function describeFigures({ loss }: Objective): Pick<ChartRequest, 'lossTitle' | 'accuracyNote'> {
  const accuracyNote = loss === 'triplet' ? 'at the threshold best for these very pairs: optimistic' : null;
  const titles = {
    binaryCrossentropy: 'binary cross-entropy',
    contrastive: 'contrastive loss',
    triplet: 'triplet loss',
  };
  return { lossTitle: titles[loss], accuracyNote };
}

function drawInAnotherProcess(request: ChartRequest, svgFile: string, pngFile: string): Promise<string | null> {
  const script = join(import.meta.dirname, 'draw.ts');
  return new Promise((resolve) => {
    const options = { timeout: 120_000, windowsHide: true };
    const child = execFile(process.execPath, [script, svgFile, pngFile], options, (error, _, complaint) => {
      if (error === null) return resolve(null);
      const reason = /^\w*Error(?: \[\w+\])?: (.*)$/m.exec(complaint)?.[1];
      resolve(
        reason ??
          (error.killed ? 'it took longer than two minutes.' : `its process ended with ${error.code ?? error.signal}.`),
      );
    });
    child.stdin?.on('error', () => {}); // it ended before it had read all: its exit says why
    child.stdin?.end(JSON.stringify(request));
  });
}
