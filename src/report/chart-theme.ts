/** How all charts look. */

/** The shipped font, so that a plot looks the same on every machine. */
export const chartFont = 'DejaVu Sans';

const ink = '#333333';
const quietInk = '#6E6E6E';

/** After ggplot2's theme_gray and matplotlib's `ggplot` style: white grid on a grey panel, no lines around it. */
export const chartTheme = {
  background: 'white',
  padding: { left: 14, right: 18, top: 16, bottom: 12 },
  font: `${chartFont}, Verdana, sans-serif`,
  view: { fill: '#EBEBEB', stroke: null },
  concat: { spacing: 34 },
  title: {
    anchor: 'start' as const,
    frame: 'bounds' as const,
    fontSize: 17,
    fontWeight: 'bold' as const,
    color: ink,
    subtitleFontSize: 12,
    subtitleColor: quietInk,
    subtitlePadding: 6,
    offset: 16,
  },
  axis: {
    domain: false,
    grid: true,
    gridColor: 'white',
    gridWidth: 1.1,
    tickColor: '#7F7F7F',
    tickSize: 4,
    labelColor: quietInk,
    labelFontSize: 11,
    labelPadding: 4,
    titleColor: ink,
    titleFontSize: 12.5,
    titleFontWeight: 'normal' as const,
    titlePadding: 10,
  },
  legend: {
    orient: 'bottom' as const,
    direction: 'horizontal' as const,
    symbolType: 'stroke' as const,
    symbolStrokeWidth: 3,
    symbolSize: 260,
    labelFontSize: 12,
    labelColor: ink,
    columnPadding: 22,
    offset: 14,
  },
  line: { strokeWidth: 2.2, strokeCap: 'round' as const, strokeJoin: 'round' as const },
};
