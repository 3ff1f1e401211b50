/**
 * Draws runs' plots. As a process of its own, because Vega takes 100 MB that training should not hold, it takes one
 * order after another from the one that has started it.
 */
import { createRequire, enableCompileCache } from 'node:module';
import type { TopLevelSpec } from 'vega-lite';
import { type ChartRequest, chartFont, describeChart } from './chart.ts';
import { writeAtomically } from './files.ts';

/** The PNG has this many pixels for one of the SVG. */
const zoom = 2;

export interface DrawOrder {
  readonly request: ChartRequest;
  readonly svgFile: string;
  readonly pngFile: string;
}

/** null, or why it could not be drawn */
export interface DrawAnswer {
  readonly reason: string | null;
}

export interface Drawing {
  readonly svg: string;
  readonly png: Uint8Array;
}

export async function draw(request: ChartRequest): Promise<Drawing> {
  const svg = await drawSvg(describeChart(request));
  return { svg, png: await rasterize(svg) };
}

/** The same text for the same figures, on every machine. */
export async function drawSvg(chart: TopLevelSpec): Promise<string> {
  const [{ compile }, { View, parse, None }] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new View(parse(compile(chart).spec), { renderer: 'none', logLevel: None });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** → a PNG, with the shipped font. */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const resolve = createRequire(import.meta.url).resolve;
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: chartFont, sansSerifFamily: chartFont },
  });
  return image.render().asPng();
}

if (import.meta.main) {
  enableCompileCache();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {}); // meant for training: a plot is soon done
  process.on('message', async (order: DrawOrder) => {
    const reason = await drawInto(order).then(
      () => null,
      (error: Error) => error.message,
    );
    process.send?.({ reason } satisfies DrawAnswer, undefined, undefined, () => {}); // nobody may listen any more
    globalThis.gc?.(); // it knows nothing of the megabytes that Resvg holds for each picture
  });
}

async function drawInto({ request, svgFile, pngFile }: DrawOrder): Promise<void> {
  const { svg, png } = await draw(request);
  writeAtomically(svgFile, svg);
  writeAtomically(pngFile, png);
}
