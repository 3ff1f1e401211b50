/** A plot in letters: curves of Braille dots with letters riding on them, histograms of blocks; or both in ASCII. */
import { formatFigure, formatPercent } from '../text/index.ts';
import { cut, type Format, padEnd, paint, plain, type Screen, widthOf, wrap, wrapItems } from './screen.ts';
import type { CurvePanel, HistogramPanel, Panel, Plot, Point, Series, Unit } from './sheet.ts';

/** A pipe gets plots of this many columns in all. */
const columnsOfPipe = 100;
const gap = 3;
/** A panel is at least and at most this wide, its axis counted. */
const leastWidth = 36;
const mostWidth = 60;
/** Lines of a curve, and of each kind in a histogram. */
const curveHeight = 8;
const histogramHeight = 2;

/** Told apart by their letters too, where there is no colour. */
const colours: readonly Format[] = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red'];
const colourOf = (index: number): Format => colours[index % colours.length] as Format;

export function renderPlot({ panels, note }: Plot, screen: Screen): string[] {
  const columns = screen.columns ?? columnsOfPipe;
  const abreast = Math.max(1, Math.min(panels.length, Math.floor((columns + gap) / (leastWidth + gap))));
  const width = Math.min(mostWidth, Math.floor((columns + gap) / abreast) - gap, columns);
  const lines: string[] = [];
  for (let first = 0; first < panels.length; first += abreast) {
    const row = panels.slice(first, first + abreast).map((panel) => renderPanel(panel, width, screen));
    lines.push(...sideBySide(row, width));
  }
  lines.push(...renderLegend(panels, screen));
  if (note !== null) lines.push(...wrap(plain(note), screen.columns).map((line) => paint(screen, 'dim', line)));
  return lines;
}

function renderPanel(panel: Panel, width: number, screen: Screen): string[] {
  return panel.kind === 'curves' ? renderCurves(panel, width, screen) : renderHistogram(panel, width, screen);
}

function sideBySide(blocks: readonly (readonly string[])[], width: number): string[] {
  const height = Math.max(...blocks.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((lines) => padEnd(lines[line] ?? '', width))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function renderLegend(panels: readonly Panel[], screen: Screen): string[] {
  const names = new Map<string, string>();
  let index = 0;
  for (const panel of panels) {
    if (panel.kind !== 'curves' || panel.series.length < 2) continue;
    for (const { letter, name } of panel.series) {
      if (!names.has(letter)) names.set(letter, `${paint(screen, colourOf(index++), letter)} ${plain(name)}`);
    }
  }
  return names.size === 0 ? [] : wrapItems([...names.values()], screen.columns);
}

// Curves

/** A cell of a terminal holds 2 × 4 Braille dots: bits of the letter's number, [row][column]. */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const braille = 0x2800;
const [dotsAcross, dotsDown] = [2, 4];

/**
 *   title
 *   max ┤      ⡠⠒A⠊
 *       │  ⡠B⠊
 *   min ┤⡠⠊
 *       └──────────
 *        1  epoch 5
 */
function renderCurves({ title, unit, along, series, domain }: CurvePanel, width: number, screen: Screen): string[] {
  const [left, right] = extent(series.flatMap(({ points }) => points.map(({ x }) => x))) ?? [0, 1];
  const drawn = extent(series.flatMap(({ points }) => points.map(({ y }) => y)));
  const [low, high] = domain ?? drawn ?? [0, 1];
  const [lowText, highText] = [low, high].map((value) => formatValue(value, unit)) as [string, string];
  const margin = Math.max(widthOf(lowText), widthOf(highText));
  const across = width - margin - 2;
  const scale: Scale = {
    x: (x) => (right > left ? ((x - left) / (right - left)) * (across * dotsAcross - 1) : across - 0.5),
    y: (y) => (high > low ? ((high - y) / (high - low)) * (curveHeight * dotsDown - 1) : (curveHeight * dotsDown) / 2),
  };
  const canvas = drawCurves(series, scale, across, screen);
  const { tick, side, corner, bottom } = screen.isUnicode ? lines : asciiLines;
  const label = (row: number) => (row === 0 ? highText : row === curveHeight - 1 ? lowText : '').padStart(margin);
  const isTick = (row: number) => row === 0 || row === curveHeight - 1;
  const [first, last] = [String(left), String(right)];
  const room = across - first.length - last.length;
  const bottomText = right > left ? `${first}${centre(along, room)}${last}` : centre(`${along} ${first}`, across);
  const empty = drawn === null ? paint(screen, 'dim', ' (nothing finite to draw)') : '';
  return [
    cut(plain(title), width, screen) + empty,
    ...canvas.map((text, row) => `${label(row)} ${isTick(row) ? tick : side}${text}`),
    `${' '.repeat(margin + 1)}${corner}${bottom.repeat(across)}`,
    `${' '.repeat(margin + 2)}${bottomText}`,
  ];
}

const lines = { tick: '┤', side: '│', corner: '└', bottom: '─' };
const asciiLines = { tick: '+', side: '|', corner: '+', bottom: '-' };

/** From values to dots, from the upper left corner. */
interface Scale {
  x(value: number): number;
  y(value: number): number;
}

/** → [curveHeight] lines of `across` cells. The first series lies on top. */
function drawCurves(series: readonly Series[], scale: Scale, across: number, screen: Screen): string[] {
  const cells = across * curveHeight;
  const owners = new Int16Array(cells).fill(-1);
  const dots = new Uint8Array(cells);
  const letters: (string | undefined)[] = new Array(cells);
  const tracks = series.map(({ points }) => dotsOf(points, scale, across));
  for (const [i, track] of tracks.entries()) {
    for (const { x, y } of track) {
      const cell = Math.floor(y / dotsDown) * across + Math.floor(x / dotsAcross);
      dots[cell] = (dots[cell] as number) | (dotBits[y % dotsDown]?.[x % dotsAcross] ?? 0);
      if (owners[cell] === -1) owners[cell] = i;
    }
  }
  if (series.length > 1) {
    for (const [i, track] of tracks.entries()) {
      for (const cell of placesForLetters(track, i, series.length, across, letters)) {
        letters[cell] = series[i]?.letter.at(-1); // a cell has room for one, and neighbours differ in it
        owners[cell] = i;
      }
    }
  }
  const cellText = (cell: number): string => {
    if (owners[cell] === -1) return ' ';
    return letters[cell] ?? (screen.isUnicode ? String.fromCharCode(braille + (dots[cell] as number)) : '.');
  };
  return Array.from({ length: curveHeight }, (_, row) => {
    let line = '';
    for (let start = row * across, end = start; start < (row + 1) * across; start = end) {
      const owner = owners[start] as number;
      let text = '';
      while (end < (row + 1) * across && owners[end] === owner) text += cellText(end++);
      line += owner === -1 ? text : paint(screen, colourOf(owner), text);
    }
    return line;
  });
}

/** Every dot that a line through the points touches; a gap where one isn't finite. */
function dotsOf(points: readonly Point[], scale: Scale, across: number): { x: number; y: number }[] {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
  const track: { x: number; y: number }[] = [];
  let before: { x: number; y: number } | null = null;
  for (const point of points) {
    if (!Number.isFinite(point.y)) {
      before = null;
      continue;
    }
    const x = clamp(scale.x(point.x), across * dotsAcross - 1);
    const y = clamp(scale.y(point.y), curveHeight * dotsDown - 1);
    const from: { x: number; y: number } = before ?? { x, y };
    const steps = Math.max(1, Math.abs(x - from.x), Math.abs(y - from.y));
    for (let step = before === null ? steps : 1; step <= steps; step++) {
      const share = step / steps;
      track.push({ x: Math.round(from.x + share * (x - from.x)), y: Math.round(from.y + share * (y - from.y)) });
    }
    before = { x, y };
  }
  return track;
}

/** Columns from a curve's letter to its next, at least. */
const leastApart = 5;

/** Cells of a curve that carry its letter: its last, and some that take turns with the other curves' letters. */
function placesForLetters(
  track: readonly { x: number; y: number }[],
  index: number,
  count: number,
  across: number,
  taken: readonly (string | undefined)[],
): number[] {
  const every = Math.max(12, 3 * count);
  const offset = Math.floor((every * (index + 0.5)) / count);
  const places: number[] = [];
  let nextColumn = across;
  for (let i = track.length - 1; i >= 0; i--) {
    const { x, y } = track[i] as { x: number; y: number };
    const column = Math.floor(x / dotsAcross);
    const cell = Math.floor(y / dotsDown) * across + column;
    const isTurn = places.length === 0 || (column <= nextColumn && column % every === offset);
    if (!isTurn || taken[cell] !== undefined) continue;
    places.push(cell);
    nextColumn = column - leastApart;
  }
  return places;
}

// Histograms

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const asciiBlocks = [' ', '.', ':', '#'];

/**
 *   title
 *   same       ▂▆█▅▂
 *   different      ▁▃▆█▆▂
 *              0 threshold 1.2
 */
function renderHistogram({ title, along, from, to, series, mark }: HistogramPanel, width: number, screen: Screen) {
  const margin = Math.max(...series.map(({ name }) => widthOf(name)));
  const across = width - margin - 1;
  const rows = series.flatMap(({ name, counts }, i) => {
    const bars = renderBars(fitBins(counts, across), screen);
    return bars.map((text, line) => {
      const isLast = line === bars.length - 1;
      return `${padEnd(isLast ? name : '', margin)} ${paint(screen, colourOf(i), text)}`;
    });
  });
  const [first, last] = [from, to].map((value) => formatValue(value, 'figure')) as [string, string];
  const used = fitBins(series[0]?.counts ?? [], across).length;
  const room = Math.max(0, used - first.length - last.length);
  const arrow = screen.isUnicode ? '▴' : '^';
  const at = mark === null ? -1 : Math.round(((mark.x - from) / (to - from)) * (used - 1));
  const scaleText = `${first}${centre(along, room)}${last}`;
  const marks = mark === null || at < 0 || at >= used ? [] : [`${' '.repeat(at)}${arrow} ${mark.label}`];
  return [
    cut(plain(title), width, screen),
    ...rows,
    ...[...marks, scaleText].map((text) => `${' '.repeat(margin + 1)}${text}`),
  ];
}

/** As many bins as fit: several in one, or one stretched over several cells. */
function fitBins(counts: readonly number[], across: number): number[] {
  if (counts.length > across) {
    const each = Math.ceil(counts.length / across);
    return Array.from({ length: Math.ceil(counts.length / each) }, (_, i) =>
      counts.slice(i * each, (i + 1) * each).reduce((sum, count) => sum + count, 0),
    );
  }
  const times = Math.max(1, Math.floor(across / Math.max(1, counts.length)));
  return counts.flatMap((count) => new Array<number>(times).fill(count));
}

/** [histogramHeight] lines; the tallest bar fills them, and what isn't 0 shows. */
function renderBars(counts: readonly number[], { isUnicode }: Screen): string[] {
  const ramp = isUnicode ? blocks : asciiBlocks;
  const full = ramp.length - 1;
  const most = Math.max(1, ...counts);
  const heights = counts.map((count) => Math.ceil((count / most) * full * histogramHeight));
  return Array.from({ length: histogramHeight }, (_, line) => {
    const below = (histogramHeight - 1 - line) * full;
    return heights.map((height) => ramp[Math.min(full, Math.max(0, height - below))]).join('');
  });
}

// Both

const formatValue = (value: number, unit: Unit): string =>
  unit === 'share' ? formatPercent(value) : formatFigure(value, 3);

/** Least and greatest of what is finite; null where nothing is. */
function extent(values: readonly number[]): [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

/** In the middle of `room` columns; nothing where it doesn't fit. */
function centre(text: string, room: number): string {
  const left = Math.floor((room - text.length) / 2);
  return left < 1 ? ' '.repeat(Math.max(0, room)) : `${' '.repeat(left)}${text}`.padEnd(room);
}
