/** A table → CSV as in RFC 4180, figures in full. */
import type { Field, Table } from './sheet.ts';

export function renderCsv({ fieldNames, fields }: Table): string {
  return [fieldNames, ...fields].map((line) => `${line.map(escapeField).join(',')}\n`).join('');
}

function escapeField(field: Field): string {
  const text = field === null ? '' : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
