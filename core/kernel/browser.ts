// The third door of this module: what pages in the browser may use, free of Node.
export { toCsv } from './csv.ts';
export { addDays, datesBetween } from './dates.ts';
export { formatHijri, fromHijri, HIJRI_MONTHS, type HijriDate, toHijri } from './hijri.ts';
export { inArabicOrder } from './isolated-lines.ts';
