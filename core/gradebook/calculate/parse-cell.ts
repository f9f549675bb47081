import type { MarkStatus } from './types.ts';

export type CellValue = { status: MarkStatus; scoreHundredths?: number; daysLate?: number };
export type CellText =
  | { kind: 'empty' }
  | { kind: 'mark'; mark: CellValue }
  | { kind: 'problem'; problem: 'notAMark' | 'tooPrecise' | 'tooHigh' };

/** Extra credit is kept up to twice the maximum; what is above is a slip of the hand, such as 185 for 18.5. */
export const EXTRA_CREDIT_FACTOR = 2;

// What teachers write for what is no score, folded: lower case, one alef, no tatweel, no dots.
const WORDS = new Map<string, MarkStatus>([
  ...words('exempt', ['ex', 'exempt', 'exc', 'excused', 'معفى', 'معفي', 'م', 'اعفاء']),
  ...words('missing', ['m', 'ms', 'missing', 'abs', 'absent', 'غ', 'غائب', 'غاب', 'غياب']),
  ...words('incomplete', ['i', 'in', 'inc', 'incomplete', 'ن', 'ناقص', 'غير مكتمل']),
  ...words('submitted', ['s', 'sub', 'submitted', 'س', 'سلم', 'سلمت']),
  ...words('not_submitted', ['ns', 'not submitted', 'لم يسلم', 'لس']),
]);
// With the days, when somebody wrote them: "17 l3".
const LATE = /^(.*\d)\s*(?:l|late|ت|متاخر)\s*(\d{1,3})?$/;
/** The most days that a result is late; what is above is a slip. */
export const MOST_DAYS_LATE = 365;

/**
 * What somebody typed or pasted into a cell: a score with at most two decimals, a score that was late, with the days if they
 * matter ("17 l", "17 l3", "١٧ ت٣"), or a word for no score ("ex", "غ"). Digits of Arabic and Persian and the Arabic decimal sign are folded; a comma before
 * one or two last digits is a decimal sign.
 */
export function parseCell(text: string, maxHundredths?: number): CellText {
  const folded = fold(text);
  if (folded === '' || folded === '-' || folded === '–') return { kind: 'empty' };
  const status = WORDS.get(folded);
  if (status) return { kind: 'mark', mark: { status } };
  const late = LATE.exec(folded);
  const score = (late?.[1] ?? folded).trim();
  if (/^\d{1,6}\.\d{3,}$/.test(score)) return { kind: 'problem', problem: 'tooPrecise' };
  const match = /^(\d{1,6})(?:\.(\d{0,2}))?$/.exec(score);
  if (!match) return { kind: 'problem', problem: 'notAMark' };
  const scoreHundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  if (maxHundredths && scoreHundredths > EXTRA_CREDIT_FACTOR * maxHundredths)
    return { kind: 'problem', problem: 'tooHigh' };
  if (!late) return { kind: 'mark', mark: { status: 'graded', scoreHundredths } };
  const daysLate = Number(late[2] ?? 0);
  if (daysLate > MOST_DAYS_LATE) return { kind: 'problem', problem: 'notAMark' };
  return { kind: 'mark', mark: { status: 'late', scoreHundredths, ...(daysLate > 0 ? { daysLate } : {}) } };
}

/** The text of a cell as it is shown, copied and typed again; `parseCell` reads that of either language. */
export function cellText(mark: CellValue | undefined, language: 'en' | 'ar' = 'en'): string {
  if (!mark) return '';
  const score = mark.scoreHundredths === undefined ? '' : String(mark.scoreHundredths / 100);
  if (mark.status === 'graded') return score;
  if (mark.status === 'late') return `${score} ${language === 'ar' ? 'ت' : 'L'}${mark.daysLate ?? ''}`.trim();
  return SHORT[language][mark.status];
}

/** A block copied from a spreadsheet, as rows of cells: tabs between cells, line breaks between rows, quotes undone. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  const put = (value: string) => rows.at(-1)?.push(value);
  let at = 0;
  const end = text.replace(/\r?\n$/, '').length;
  while (at <= end) {
    const isQuoted = text[at] === '"';
    const close = isQuoted ? closingQuote(text, at + 1) : -1;
    if (close >= 0) {
      put(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const rest = /[^\t\r\n]*/.exec(text.slice(at, end))?.[0] ?? '';
      put(rest);
      at += rest.length;
    }
    if (at >= end) break;
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') rows.push([]);
    at += 1;
  }
  return rows;
}

const SHORT: Record<'en' | 'ar', Record<Exclude<MarkStatus, 'graded' | 'late'>, string>> = {
  en: { exempt: 'EX', missing: 'MS', incomplete: 'INC', submitted: 'SUB', not_submitted: 'NS' },
  ar: { exempt: 'معفى', missing: 'غ', incomplete: 'ناقص', submitted: 'سلّم', not_submitted: 'لم يسلّم' },
};

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return /[\t\r\n]/.test(text[at + 1] ?? '\n') ? at : -1;
  }
  return -1;
}

function fold(text: string): string {
  const latin = text
    // Marks of direction come along when a cell of a mirrored sheet is copied.
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u0640\u064b-\u0652]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u00a0\s]+/g, ' ')
    .replace(/[أإآ]/g, 'ا')
    .replaceAll('٬', '')
    .replaceAll('٫', '.')
    .trim()
    .toLowerCase();
  return /^\d+,\d{1,2}(?!\d)/.test(latin) ? latin.replace(',', '.') : latin;
}

function words(status: MarkStatus, list: string[]): [string, MarkStatus][] {
  return list.map((word) => [word, status]);
}
