/** A sheet as a page, and its plots as pictures. */
import { drawSvg, rasterize } from '../draw.ts';
import { renderHtml } from '../html.ts';
import type { Plot, Sheet } from '../sheet.ts';
import { describeSheetChart } from '../sheet-chart.ts';

const plotsOf = ({ blocks }: Sheet): Plot[] => blocks.filter((block) => block.kind === 'plot');

export interface Pictures {
  /** the whole sheet as one page */
  html(): Promise<string>;
  /** all plots in one picture */
  svg(): Promise<string>;
  png(): Promise<Uint8Array>;
}

/** `maker`: what the page says that it was made by. */
export function picturesOf(sheet: Sheet, maker: string): Pictures {
  const plots = plotsOf(sheet);
  let drawn: Promise<string> | undefined;
  const svg = () => {
    const subtitle = plots.flatMap(({ note }) => note ?? []).join(' ');
    drawn ??= drawSvg(describeSheetChart(plots, { title: sheet.title, subtitle }));
    return drawn;
  };
  return {
    svg,
    png: async () => rasterize(await svg()),
    html: async () => {
      const drawings: string[] = [];
      for (const plot of plots) drawings.push(await drawSvg(describeSheetChart([plot], null)));
      return renderHtml(sheet, { drawings, maker });
    },
  };
}
