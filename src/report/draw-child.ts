/**
 * Draws runs' plots as a process of its own, because Vega takes 100 MB that training should not hold. It takes one order
 * after another from the process that has started it, and ends with that.
 */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TopLevelSpec } from 'vega-lite';
import { drawSvg, rasterize } from './draw.ts';

/** A chart to be drawn. */
export interface DrawOrder {
  readonly chart: TopLevelSpec;
}

export type DrawAnswer = { readonly svg: string; readonly png: Uint8Array } | { readonly problem: string };

enableCompileCache();
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {}); // meant for training: a plot is soon done
process.on('message', async (order: DrawOrder) => {
  const answer = await draw(order).catch(({ message }: Error): DrawAnswer => ({ problem: message }));
  process.send?.(answer, undefined, undefined, () => {}); // nobody may listen any more
  collectGarbage(); // by itself it knows nothing of the megabytes that Resvg holds for each picture
});

async function draw({ chart }: DrawOrder): Promise<DrawAnswer> {
  const svg = await drawSvg(chart);
  return { svg, png: await rasterize(svg) };
}
