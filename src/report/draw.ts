/** A chart described for Vega-Lite → SVG → PNG. Vega is loaded once something is drawn. */
import { createRequire } from 'node:module';
import type { TopLevelSpec } from 'vega-lite';
import { escapeControls } from '../text/index.ts';
import { chartFont } from './chart-theme.ts';

/** The PNG has this many pixels for one of the SVG. */
const zoom = 2;

/** The same text for the same figures, on every machine. */
export async function drawSvg(chart: TopLevelSpec): Promise<string> {
  const [{ compile }, { View, parse, None }] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new View(parse(compile(chart).spec), { renderer: 'none', logLevel: None });
  try {
    return `${escapeControls(await view.toSVG())}\n`; // of names: XML knows no control characters
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
