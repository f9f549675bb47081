// Controls of ASCII and those of Latin-1: a reader takes them for damage.
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/**
 * A value as OneRoster writes it: booleans in small letters, lists joined by commas, moments in UTC, JSON on one line, and
 * text without the line breaks and controls that the standard forbids. What is missing is an empty cell.
 */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.map(oneLine).join(',');
  return typeof value === 'string' ? oneLine(value) : oneLine(JSON.stringify(value));
}

/** One record of a CSV file (RFC 4180), with its line end. */
export function formatRecord(values: readonly unknown[]): string {
  return `${values.map((value) => quoted(formatValue(value))).join(',')}\r\n`;
}

function oneLine(text: string): string {
  return text
    .replace(CONTROL, '')
    .split(/[\r\n\t]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
