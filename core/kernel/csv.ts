// A cell that starts with one of these is run as a formula by spreadsheets; the full-width forms too.
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Rows as CSV for spreadsheets (RFC 4180, with a BOM so that Arabic opens right). Text that a spreadsheet would run
 * as a formula gets an apostrophe in front; numbers are written as they are.
 */
export function toCsv(rows: readonly (readonly unknown[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const safe = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
