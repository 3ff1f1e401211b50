/** Plots as a Vega-Lite description: curves laid over one another, and histograms. */
import type { TopLevelSpec } from 'vega-lite';
import { chartTheme } from './chart-theme.ts';
import type { CurvePanel, HistogramPanel, Panel, Plot, Point, Series, Unit } from './sheet.ts';

/**
 * Ten colours that people with any kind of colour vision tell apart: Petroff 2021, arXiv:2107.02270. The second half is
 * dashed too, for those that print in grey.
 */
export const palette = [
  '#3f90da',
  '#bd1f01',
  '#ffa90e',
  '#832db6',
  '#717581',
  '#a96b59',
  '#e76300',
  '#b9ac70',
  '#94a4a2',
  '#92dadd',
] as const;
const dashes = palette.map((_, i) => (i < palette.length / 2 ? [1, 0] : [5, 3]));

/** Panels are this wide and high, in pixels. */
const size = { width: 400, height: 240 };
/** A chart with this many points or fewer has a dot for each: with one epoch there is no line to see. */
const mostDots = 240;
/** A curve of more points is thinned: a panel has so many pixels only. */
const mostPoints = 2 * size.width;
/** Up to this many epochs each one has its number on the axis. */
const mostNumbers = 12;
/** A longer name is cut in the legend, in pixels. */
const labelLimit = 560;

/** Two panels, their axes and what lies between, in pixels. */
const legendWidth = 2 * size.width + 76;
const pixelsOf = (names: readonly string[]): number => 7 * Math.max(...names.map((name) => name.length));

export interface ChartHeading {
  readonly title: string;
  readonly subtitle: string;
}

/** A plot under another, two panels abreast; each has its legend. */
export function describeSheetChart(plots: readonly Plot[], heading: ChartHeading | null): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...(heading !== null && { title: { text: heading.title, subtitle: heading.subtitle } }),
    vconcat: plots.map(describePlot),
    resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
    config: { ...chartTheme, ...(heading === null && { background: null }) },
  } as TopLevelSpec;
}

function describePlot({ panels }: Plot) {
  const names = [
    ...new Set(
      panels.flatMap(({ kind, series }) => (kind === 'curves' ? series.map(labelOf) : series.map(({ name }) => name))),
    ),
  ];
  const points = panels.flatMap((panel) =>
    panel.kind === 'curves' ? panel.series.map((each) => each.points.length) : [],
  );
  const hasDots = points.reduce((sum, count) => sum + count, 0) <= mostDots;
  return {
    concat: panels.map((panel) => describePanel(panel, names, hasDots)),
    columns: 2,
    bounds: 'flush',
    spacing: { column: 76, row: 84 },
  };
}

function describePanel(panel: Panel, names: readonly string[], hasDots: boolean) {
  return panel.kind === 'curves' ? describeCurves(panel, names, hasDots) : describeHistogram(panel, names);
}

const labelOf = ({ letter, name }: Series): string => `${letter}  ${name}`;

const mutely = { aria: false, clip: false } as const;

function describeCurves(
  { title, unit, along, domain, series }: CurvePanel,
  names: readonly string[],
  hasDots: boolean,
) {
  // Longer curves first: what a shorter one has in common with them lies on top, so that its end shows.
  const values = series
    .toSorted((a, b) => b.points.length - a.points.length)
    .flatMap((each) => thin(each.points).map((point) => ({ name: labelOf(each), ...finite(point) })));
  const xs = [...new Set(values.map(({ x }) => x))].sort((a, b) => a - b);
  const [first = 1, last = 1] = [xs[0], xs.at(-1)];
  const x = {
    field: 'x',
    type: 'quantitative',
    title: along,
    scale: { domain: last > first ? [first, last] : [first - 1, first + 1], nice: false, padding: 10 },
    // Vega drops every other value where it thinks that there are more than whole steps: 0.5 makes room.
    axis: { format: 'd', ...(xs.length <= mostNumbers ? { values: xs, tickMinStep: 0.5 } : { tickCount: 10 }) },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    title: null,
    scale: { domain: names, range: palette.slice(0, names.length) },
    legend: {
      columns: Math.max(1, Math.floor(legendWidth / (Math.min(labelLimit, pixelsOf(names)) + 60))),
      labelLimit,
      symbolOpacity: 1,
    },
  };
  const strokeDash = {
    field: 'name',
    type: 'nominal',
    title: null,
    scale: { domain: names, range: dashes.slice(0, names.length) },
  };
  const yOf = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { zero: false, nice: domain === null, padding: 8, ...yDomain(domain, values) },
    axis: { ...panelTitle(title), format: formats[unit], tickCount: 6 },
  });
  const hasBand = values.some(({ low }) => low !== null);
  const band = {
    mark: { type: 'area', opacity: 0.2, line: false, ...mutely },
    encoding: { x, y: yOf('low'), y2: { field: 'high' }, color },
  };
  const line = {
    mark: { type: 'line', point: hasDots ? { size: 26, opacity: 1, ...mutely } : false, ...mutely },
    encoding: { x, y: yOf('y'), color, strokeDash },
  };
  const ends = {
    data: { values: endsOf(values) },
    mark: { type: 'point', filled: true, size: 40, opacity: 1, ...mutely },
    encoding: { x, y: yOf('y'), color },
  };
  return { ...size, data: { values }, layer: [...(hasBand ? [band] : []), line, ...(hasDots ? [] : [ends])] };
}

function endsOf<Value extends { readonly name: string; readonly y: number | null }>(values: readonly Value[]): Value[] {
  return [...new Map(values.filter(({ y }) => y !== null).map((value) => [value.name, value])).values()];
}

const formats: Readonly<Record<Unit, string>> = { share: '.1~%', figure: '~g' };

/** As the title of the vertical axis, which can be put at a place of its own: a panel's title gives way to labels. */
const panelTitle = (title: string) => ({
  title,
  titleAngle: 0,
  titleAlign: 'left',
  titleBaseline: 'bottom',
  titleX: 0,
  titleY: -8,
  titleFontSize: 13,
  titleFontWeight: 'bold',
});

function yDomain(domain: CurvePanel['domain'], values: readonly { y: number | null }[]) {
  if (domain !== null) return { domain };
  return values.some(({ y }) => y !== null) ? {} : { domain: [0, 1] };
}

const finite = ({ x, y, low, high }: Point) => ({ x, y: orNull(y), low: orNull(low), high: orNull(high) });
const orNull = (figure: number | undefined): number | null =>
  figure === undefined || !Number.isFinite(figure) ? null : figure;

/** Least and greatest of each stretch stay: thinning hides no peak. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= mostPoints) return points;
  const stretch = Math.ceil((2 * points.length) / mostPoints);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const least = part.reduce((a, b) => (b.y < a.y ? b : a));
    const greatest = part.reduce((a, b) => (b.y > a.y ? b : a));
    kept.push(...(least.x === greatest.x ? [least] : least.x < greatest.x ? [least, greatest] : [greatest, least]));
  }
  return kept;
}

function describeHistogram({ title, along, from, to, series, mark }: HistogramPanel, names: readonly string[]) {
  const values = series.flatMap(({ name, counts }) => {
    const width = (to - from) / Math.max(1, counts.length);
    const all = Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
    return counts.map((count, i) => ({ name, from: from + i * width, to: from + (i + 1) * width, share: count / all }));
  });
  const bars = {
    mark: { type: 'rect', opacity: 0.55, ...mutely },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        title: along,
        scale: { domain: [from, to], nice: false },
        axis: { tickCount: 6 },
      },
      x2: { field: 'to' },
      y: { field: 'share', type: 'quantitative', axis: { ...panelTitle(title), format: '.0%', tickCount: 4 } },
      y2: { datum: 0 },
      color: {
        field: 'name',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: palette.slice(0, names.length) },
        legend: { symbolType: 'square', symbolOpacity: 0.7, labelLimit },
      },
    },
  };
  const rule =
    mark === null
      ? []
      : [
          {
            data: { values: [{ x: mark.x }] },
            mark: { type: 'rule', strokeDash: [4, 3], color: '#333333', ...mutely },
            encoding: { x: { field: 'x', type: 'quantitative' } },
          },
          {
            data: { values: [{ x: mark.x, label: mark.label }] },
            mark: { type: 'text', align: 'left', baseline: 'top', dx: 5, color: '#333333', ...mutely },
            encoding: { x: { field: 'x', type: 'quantitative' }, y: { value: 4 }, text: { field: 'label' } },
          },
        ];
  return { ...size, height: 160, data: { values }, layer: [bars, ...rule] };
}
