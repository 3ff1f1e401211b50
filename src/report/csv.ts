/**
 * A table → CSV as in RFC 4180, figures in full. A text that a spreadsheet would work out as a formula gets a `'` in front.
 */
import type { Field, Table } from './sheet.ts';

export function renderCsv({ fieldNames, fields }: Table): string {
  return [fieldNames, ...fields].map((line) => `${line.map(escapeField).join(',')}\n`).join('');
}

function escapeField(field: Field): string {
  const written = field === null ? '' : String(field);
  const isFormula = formula.test(written) && Number.isNaN(Number(written));
  const text = isFormula ? `'${written}` : written;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** In full width too, and after blanks, which some spreadsheets leave out. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
