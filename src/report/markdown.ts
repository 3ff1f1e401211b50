/** A sheet → Markdown, as GitHub shows it. */

import { escapeControls } from '../text/index.ts';
import type { Screen } from './screen.ts';
import type { Block, Cell, Sheet } from './sheet.ts';
import { renderPlot } from './terminal-plot.ts';

export function renderMarkdown({ title, blocks }: Sheet): string {
  return [`# ${escapeText(title)}`, ...blocks.map(renderBlock)].join('\n\n').concat('\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escapeText(block.text)}`;
    case 'text':
      return block.tone === 'strong' ? `**${escapeText(block.text)}**` : escapeText(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeText(item)}`).join('\n');
    case 'table': {
      const rule = block.columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
      const lines = [
        block.columns.map(({ title }) => escapeText(title)),
        rule,
        ...block.rows.map((row) => row.map(show)),
      ];
      return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    }
    case 'plot':
      return ['```text', ...renderPlot(block, page), '```'].join('\n');
    default:
      return block satisfies never;
  }
}

const page: Screen = { columns: null, isUnicode: true, isColoured: false };

const show = ({ text, isBest }: Cell): string => (isBest ? `**${escapeText(text)}**` : escapeText(text));

/** So that a name can't become a table, a link or HTML; an underscore within a word is none of Markdown's. */
const escapeText = (text: string): string =>
  escapeControls(text.replace(/\s/g, ' '))
    .replace(/[\\`*[\]<>|&~#]|(?<!\w)_|_(?!\w)/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|(?<=\w)@(?=\w)/gi, '\\$&'); // GitHub makes links of bare addresses
