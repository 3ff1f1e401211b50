/** Rows of small pictures with their names, as SVG. */
import { printable } from '../text/index.ts';
import { chartFont } from './chart-theme.ts';

export interface ContactRow {
  readonly name: string;
  /** PNG each; null: it can't be shown */
  readonly pictures: readonly (Uint8Array | null)[];
}

const cell = 72;
const gap = 6;
const nameWidth = 150;
const margin = 16;
const headHeight = 56;

/** `size` is what pictures are drawn at most: the height and width of a cell, for both screens and paper. */
export const pictureSize = cell;

export function contactSheet(title: string, subtitle: string, rows: readonly ContactRow[]): string {
  const columns = Math.max(1, ...rows.map(({ pictures }) => pictures.length));
  const width = 2 * margin + nameWidth + columns * (cell + gap);
  const height = 2 * margin + headHeight + rows.length * (cell + gap);
  const text = (x: number, y: number, content: string, style: string): string =>
    `<text x="${x}" y="${y}" ${style}>${escaped(content)}</text>`;
  const body = rows.flatMap(({ name, pictures }, row) => {
    const top = margin + headHeight + row * (cell + gap);
    const shown = name.length > 20 ? `${name.slice(0, 19)}…` : name;
    return [
      text(margin, top + cell / 2 + 4, shown, 'font-size="12" fill="#333333"'),
      ...pictures.map((picture, column) => {
        const left = margin + nameWidth + column * (cell + gap);
        if (picture === null) return `<rect x="${left}" y="${top}" width="${cell}" height="${cell}" fill="#EBEBEB"/>`;
        const href = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;
        return `<image x="${left}" y="${top}" width="${cell}" height="${cell}" href="${href}"/>`;
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${chartFont}">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    text(margin, margin + 18, title, 'font-size="17" font-weight="bold" fill="#333333"'),
    text(margin, margin + 38, subtitle, 'font-size="12" fill="#6E6E6E"'),
    ...body,
    '</svg>\n',
  ].join('\n');
}

const escaped = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
