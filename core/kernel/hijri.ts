/*
 * The Umm al-Qura calendar as a table: which months of the Hijri years 1318 to 1500 have 30 days. The calendar of Saudi
 * Arabia and Qatar was published year by year and follows no formula, and the tables of JavaScript runtimes are a day off
 * on half of all dates outside 2000 to 2028. Days are counted in UTC, so that no time zone shifts a date. A test compares
 * every day with the library the months come from.
 */
const FIRST_YEAR = 1318;
const FIRST_DAY = Date.UTC(1900, 3, 30) / 86_400_000;

// Three hexadecimal digits a year; the lowest bit is Muharram, and a set bit is a month of 30 days.
const MONTHS =
  '2ea6e9ed2ea4d4aa96536ab5daaba4b49a9352ba574b6ab55aad55d2aa564ae95d2ec6d56aa5554ab95b2ba575' +
  'bb27647496552ab55bada6d4ec9d92d25a4d2ad56db6ab52aa5a4b4979372b6575d6ad52a9692d25d4ddada5d4' +
  'da9d52aaa4d69b63747697526a554baab55aad5dd2da4d49a9552da5d55aad56aa69552ba574ae97656cb55aaa' +
  'a554ad95d2da5d9db2ba4b4aa552b5575b6abd2bc4b89a9552d5adb6a6d4dc9d92aa69562ae56d36ab55aaa94d' +
  '49d95d2ba5b55aad55a9a92e26e55dada6d46a554ba9754eaae5acba9d92b2564bcab55ab556d2ea5e4aa9552d' +
  'aad36c7596d269552da5b4ba9ba3b4b69b52aa64b696d2ec6d9eb2d54d2aa564ae96dd6ab54b29a9352ba57536' +
  'ab56aae93';

/** A date of the Hijri calendar; months count from 1, Muharram. */
export type HijriDate = { year: number; month: number; day: number };

/** The months in both languages, Muharram first. */
export const HIJRI_MONTHS = {
  en: [
    ...['Muharram', 'Safar', 'Rabiʻ I', 'Rabiʻ II', 'Jumada I', 'Jumada II'],
    ...['Rajab', 'Shaʻban', 'Ramadan', 'Shawwal', 'Dhuʻl-Qiʻdah', 'Dhuʻl-Hijjah'],
  ],
  ar: [
    ...['محرم', 'صفر', 'ربيع الأول', 'ربيع الآخر', 'جمادى الأولى', 'جمادى الآخرة'],
    ...['رجب', 'شعبان', 'رمضان', 'شوال', 'ذو القعدة', 'ذو الحجة'],
  ],
} as const;

type Year = { first: number; lengths: number[] };

const YEARS: readonly Year[] = readTable();

function readTable(): Year[] {
  const years: Year[] = [];
  let first = FIRST_DAY;
  for (let at = 0; at < MONTHS.length; at += 3) {
    const flags = Number.parseInt(MONTHS.slice(at, at + 3), 16);
    const lengths = Array.from({ length: 12 }, (_, month) => 29 + ((flags >> month) & 1));
    years.push({ first, lengths });
    first += lengths.reduce((sum, length) => sum + length, 0);
  }
  return years;
}

/** The Hijri date of a plain date (YYYY-MM-DD); undefined outside the table, 1900-04-30 to 2077-11-16. */
export function toHijri(date: string): HijriDate | undefined {
  const serial = Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  // No Hijri year is longer than 355 days, so the guess is never too late.
  let index = Math.floor((serial - FIRST_DAY) / 355);
  while ((YEARS[index + 1]?.first ?? Number.POSITIVE_INFINITY) <= serial) index += 1;
  const year = YEARS[index];
  if (!year) return undefined;
  let day = serial - year.first;
  for (const [month, length] of year.lengths.entries()) {
    if (day < length) return { year: FIRST_YEAR + index, month: month + 1, day: day + 1 };
    day -= length;
  }
  return undefined;
}

/** The plain date (YYYY-MM-DD) of a Hijri date; undefined for a day that the calendar does not have or the table does not know. */
export function fromHijri({ year, month, day }: HijriDate): string | undefined {
  const known = YEARS[year - FIRST_YEAR];
  const length = known?.lengths[month - 1];
  if (!known || length === undefined || !Number.isInteger(day) || day < 1 || day > length) return undefined;
  const before = known.lengths.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return new Date((known.first + before + day - 1) * 86_400_000).toISOString().slice(0, 10);
}

/** The Hijri date of a plain date in words, such as "11 Rabiʻ II 1448 AH"; undefined outside the table. */
export function formatHijri(
  date: string,
  language: 'en' | 'ar',
  { digits = 'latn', withYear = true }: { digits?: 'latn' | 'arab'; withYear?: boolean } = {},
): string | undefined {
  const hijri = toHijri(date);
  if (!hijri) return undefined;
  const locale = language === 'ar' && digits === 'arab' ? 'ar-u-nu-arab' : 'en';
  const number = (value: number) => value.toLocaleString(locale, { useGrouping: false });
  const text = `${number(hijri.day)} ${HIJRI_MONTHS[language][hijri.month - 1]}`;
  return withYear ? `${text} ${number(hijri.year)} ${language === 'ar' ? 'هـ' : 'AH'}` : text;
}
