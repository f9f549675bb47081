import { isPlainDate } from '../../tenancy/index.ts';
import { foldDigits } from '../oneroster/index.ts';
import type { DateOrder } from './sheet-types.ts';

export type DateReading =
  | { readonly date: string }
  /** Both readings are dates and they differ: somebody has to say which is meant. */
  | { readonly open: readonly [dayFirst: string, monthFirst: string] }
  | { readonly fault: true };

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'january', 'يناير', 'كانون الثاني'],
  ['feb', 'february', 'فبراير', 'شباط'],
  ['mar', 'march', 'مارس', 'اذار', 'آذار'],
  ['apr', 'april', 'ابريل', 'أبريل', 'نيسان'],
  ['may', 'مايو', 'ايار', 'أيار'],
  ['jun', 'june', 'يونيو', 'حزيران'],
  ['jul', 'july', 'يوليو', 'تموز'],
  ['aug', 'august', 'اغسطس', 'أغسطس', 'اب', 'آب'],
  ['sep', 'sept', 'september', 'سبتمبر', 'ايلول', 'أيلول'],
  ['oct', 'october', 'اكتوبر', 'أكتوبر', 'تشرين الاول', 'تشرين الأول'],
  ['nov', 'november', 'نوفمبر', 'تشرين الثاني'],
  ['dec', 'december', 'ديسمبر', 'كانون الاول', 'كانون الأول'],
];
const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

/**
 * A date that a person wrote, as YYYY-MM-DD. Year first, a month in words (Arabic or English) and a day above 12 say
 * themselves which number is which; 4/2/2005 does not, and then `order` decides or the reading stays open. Two-digit years
 * are refused: 05 may be a birth or a year to come.
 */
export function readDate(text: string, order?: DateOrder): DateReading {
  const plain = foldDigits(text)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[,،]/g, ' ')
    .trim()
    .toLowerCase();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?z?)?$/.exec(plain);
  if (iso) return dated(iso[1], iso[2], iso[3]);
  const [day = '', ...words] = plain.split(/[-/. ]+/);
  const year = words.pop() ?? '';
  if (
    /^\d{1,2}$/.test(day) &&
    /^\d{4}$/.test(year) &&
    words.every((word) => /^\p{L}+$/u.test(word)) &&
    words.length > 0
  )
    return dated(year, MONTH_NUMBERS.get(words.join(' ')), day);
  const american = /^(\p{L}+)\.? +(\d{1,2}) +(\d{4})$/u.exec(plain);
  if (american) return dated(american[3], MONTH_NUMBERS.get(american[1] ?? ''), american[2]);
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: 00:00(?::00)?)?$/.exec(plain);
  if (!numbers) return { fault: true };
  const dayFirst = dated(numbers[3], numbers[2], numbers[1]);
  const monthFirst = dated(numbers[3], numbers[1], numbers[2]);
  if (!('date' in dayFirst)) return monthFirst;
  if (!('date' in monthFirst) || monthFirst.date === dayFirst.date) return dayFirst;
  if (order !== undefined) return order === 'day-first' ? dayFirst : monthFirst;
  return { open: [dayFirst.date, monthFirst.date] };
}

function dated(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): { readonly date: string } | { readonly fault: true } {
  const date = `${year}-${String(month ?? '').padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const isPlausible = Number(year) >= 1900 && Number(year) <= 2100;
  return isPlausible && isPlainDate(date) ? { date } : { fault: true };
}
