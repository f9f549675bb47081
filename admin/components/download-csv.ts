import { toCsv } from '../../core/kernel/browser.ts';

/** Hands a table to the browser as a file that spreadsheets open in the right letters (it starts with a BOM). */
export function downloadCsv(fileName: string, rows: readonly (readonly unknown[])[]): void {
  const url = URL.createObjectURL(new Blob([toCsv(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
