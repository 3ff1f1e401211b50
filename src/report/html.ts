/** A sheet → one page that needs nothing else: no script, no font, no network. Light, dark and printed. */

import { escapeControls } from '../text/index.ts';
import type { Block, Cell, Sheet, Table } from './sheet.ts';
import { palette } from './sheet-chart.ts';

export interface PageParts {
  /** an SVG for each plot, in order */
  readonly drawings: readonly string[];
  /** what made it, e.g. `siamese-lab 0.1.0` */
  readonly maker: string;
}

export function renderHtml({ title, blocks }: Sheet, { drawings, maker }: PageParts): string {
  const left = [...drawings];
  const body = blocks.map((block) =>
    block.kind === 'plot' ? figure(left.shift() ?? '', block.note) : renderBlock(block),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${escapeText(maker)}">
<title>${escapeText(title)}</title>
<style>
${css}</style>
</head>
<body>
<main>
<h1>${escapeText(title)}</h1>
${body.join('\n')}
<footer>${escapeText(maker)}</footer>
</main>
</body>
</html>
`;
}

function renderBlock(block: Exclude<Block, { kind: 'plot' }>): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeText(block.text)}</h2>`;
    case 'text':
      return `<p${block.tone === undefined ? '' : ` class="${block.tone}"`}>${escapeText(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escapeText(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return renderTable(block);
    default:
      return block satisfies never;
  }
}

function renderTable({ columns, rows }: Table): string {
  const side = (j: number) => (columns[j]?.align === 'right' ? ' class="right"' : '');
  const head = columns.map(({ title }, j) => `<th scope="col"${side(j)}>${breakable(title)}</th>`).join('');
  const cell = ({ text, isBest }: Cell, j: number) =>
    `<td${side(j)}>${isBest ? `<strong>${escapeText(text)}</strong>` : escapeText(text)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<div class="wide"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

/** A long key may go on in the next line after each of its dots. */
const breakable = (title: string): string => escapeText(title).replaceAll('.', '.<wbr>');

function figure(svg: string, note: string | null): string {
  const caption = note === null ? '' : `\n<figcaption>${escapeText(note)}</figcaption>`;
  return `<figure>\n${embed(svg)}${caption}\n</figure>`;
}

/** HTML needs no namespaces; nobody sees the third digit of a coordinate. */
const embed = (svg: string): string =>
  svg
    .trim()
    .replace(/ xmlns(:\w+)?="[^"]*"/g, '')
    .replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))));

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeText = (text: string): string =>
  escapeControls(text).replace(/[&<>"']/g, (letter) => entities[letter] as string);

/** A chart's own colours → those that a dark page shows; palette colours that are too dark for it among them. */
const darkStrokes: Readonly<Record<string, string>> = {
  [palette[1]]: '#ee5b48',
  [palette[3]]: '#b57be0',
  [palette[4]]: '#9aa0ad',
};

const css = `:root { --page: #fff; --ink: #222; --quiet: #666; --line: #d8d8d8; --soft: #f4f5f6; --best: #0b6e3a; }
@media screen and (prefers-color-scheme: dark) {
  :root { --page: #14181d; --ink: #e4e6e8; --quiet: #9aa2ab; --line: #333a42; --soft: #1c2228; --best: #6fd39a; color-scheme: dark; }
  svg [fill="#EBEBEB"] { fill: #1f252c }
  svg [stroke="white"] { stroke: #343c45 }
  svg text[fill="#333333"] { fill: #e4e6e8 }
  svg text[fill="#6E6E6E"] { fill: #9aa2ab }
  svg [stroke="#333333"] { stroke: #e4e6e8 }
${Object.entries(darkStrokes)
  .map(([light, dark]) => `  svg [stroke="${light}"] { stroke: ${dark} }\n  svg [fill="${light}"] { fill: ${dark} }`)
  .join('\n')}
}
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p, ul { margin: .5rem 0; max-width: 75ch; }
ul { padding-left: 1.2rem; }
.strong { font-weight: 600; }
.note, figcaption, footer { color: var(--quiet); font-size: .87rem; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .3rem .7rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { vertical-align: bottom; font-weight: 600; background: var(--soft); }
td { white-space: pre; }
.right { text-align: right; }
td strong { color: var(--best); }
figure { margin: 1.25rem 0; }
figure svg { max-width: 100%; height: auto; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .5rem; }
@page { size: landscape; margin: 12mm; }
@media print {
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  table { font-size: .68rem; }
  th, td { padding: .2rem .3rem; }
  td:not(.right) { overflow-wrap: anywhere; }
  td { white-space: pre-wrap; }
  tr, figure { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
