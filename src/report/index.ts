/** The report room: what a sheet is, and how it is shown: terminal, Markdown, CSV, HTML, SVG. Plain data → text. */
export { comparisonSheet, comparisonTable } from './comparing/comparison-sheet.ts';
export { contrastSheet } from './comparing/contrast-sheet.ts';
export { picturesOf } from './comparing/pictures.ts';
export { type ContactRow, contactSheet, pictureSize } from './contact-sheet.ts';
export { renderCsv } from './csv.ts';
export { rasterize } from './draw.ts';
export { renderMarkdown } from './markdown.ts';
export { openPlot } from './run-plot.ts';
export { type Screen, screenOf } from './screen.ts';
export { type Block, type ColumnOf, type Sheet, type Table, tableOf } from './sheet.ts';
export { formatTable, renderTerminal, renderWithTitle } from './terminal.ts';
