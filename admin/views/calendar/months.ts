import { HIJRI_MONTHS, toHijri } from '../../../core/kernel/browser.ts';
import type { SchoolDay } from '../../../core/timetable/index.ts';
import type { Language } from '../../components/language.ts';

/** A month as a table: weeks of seven places, the ones before the first and after the last day empty. */
export type Month = { key: string; weeks: (SchoolDay | undefined)[][]; schoolDays: number };

/** The days of a year by month, each week beginning on the school's first weekday (0 is Sunday). */
export function monthsOf(days: readonly SchoolDay[], firstWeekday: number): Month[] {
  const byMonth = new Map<string, SchoolDay[]>();
  for (const day of days) {
    const key = day.date.slice(0, 7);
    byMonth.set(key, [...(byMonth.get(key) ?? []), day]);
  }
  return [...byMonth].map(([key, list]) => {
    const places: (SchoolDay | undefined)[] = [];
    const first = list[0] ? weekdayOf(list[0].date) : 0;
    for (let empty = (first - firstWeekday + 7) % 7; empty > 0; empty -= 1) places.push(undefined);
    places.push(...list);
    while (places.length % 7 !== 0) places.push(undefined);
    const weeks = Array.from({ length: places.length / 7 }, (_, week) =>
      places.slice(week * 7, week * 7 + 7),
    );
    return { key, weeks, schoolDays: list.filter(({ isSchoolDay }) => isSchoolDay).length };
  });
}

/** The weekday of a plain date; 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** The Hijri months that a month of the common calendar has days of, such as "Shaʻban – Ramadan 1448". */
export function hijriMonths(days: readonly SchoolDay[], language: Language, digits: 'latn' | 'arab'): string {
  const [first, last] = [days[0], days.at(-1)].map((day) => (day ? toHijri(day.date) : undefined));
  if (!first || !last) return '';
  const locale = language === 'ar' && digits === 'arab' ? 'ar-u-nu-arab' : 'en';
  const names = [...new Set([first, last].map(({ month }) => HIJRI_MONTHS[language][month - 1]))].join(' – ');
  return `${names} ${last.year.toLocaleString(locale, { useGrouping: false })}`;
}

/** Days in a row that are called the same, such as a vacation. */
export type NamedSpan = { key: string; startDate: string; endDate: string; day: SchoolDay };

/** What the calendar gives a name to, in order. The weekend within a vacation does not cut it. */
export function namedSpans(days: readonly SchoolDay[]): NamedSpan[] {
  const spans: NamedSpan[] = [];
  let isRunning = false;
  for (const day of days) {
    const last = spans.at(-1);
    if (day.title === undefined) {
      isRunning &&= day.kind === 'weekend';
      continue;
    }
    if (last && isRunning && last.day.title === day.title && last.day.kind === day.kind)
      last.endDate = day.date;
    else spans.push({ key: day.date, startDate: day.date, endDate: day.date, day });
    isRunning = true;
  }
  return spans;
}
