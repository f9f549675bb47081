import { describe, expect, it } from 'vitest';
import type { SchoolDay } from '../../../core/timetable/index.ts';
import { hijriMonths, monthsOf, namedSpans } from './months.ts';

const day = (date: string, isSchoolDay = true): SchoolDay => ({
  ...{ date, isSchoolDay, kind: isSchoolDay ? 'school_day' : 'weekend' },
  ...{ title: undefined, titleAr: undefined, bellScheduleId: undefined },
});
const DAYS = Array.from({ length: 40 }, (_, index) =>
  day(new Date(Date.UTC(2027, 1, 1 + index)).toISOString().slice(0, 10), index % 7 < 5),
);

describe('the months of a calendar', () => {
  it('should begin each week on the weekday of the school', () => {
    // 1 February 2027 is a Monday.
    const [sunday, saturday] = [monthsOf(DAYS, 0), monthsOf(DAYS, 6)];
    expect(sunday[0]?.weeks[0]?.findIndex((place) => place?.date === '2027-02-01')).toBe(1);
    expect(saturday[0]?.weeks[0]?.findIndex((place) => place?.date === '2027-02-01')).toBe(2);
    for (const month of [...sunday, ...saturday])
      for (const week of month.weeks) expect(week).toHaveLength(7);
  });

  it('should keep every day once and count the days of school', () => {
    const months = monthsOf(DAYS, 0);
    expect(months.flatMap(({ weeks }) => weeks.flat()).filter(Boolean)).toEqual(DAYS);
    expect(months.map(({ key, schoolDays }) => [key, schoolDays])).toEqual([
      ['2027-02', 20],
      ['2027-03', 10],
    ]);
  });

  it('should put days of one name together, across the weekend and not across a school day', () => {
    const named = (date: string): SchoolDay => ({ ...day(date, false), kind: 'holiday', title: 'Break' });
    const spans = namedSpans([
      ...[named('2027-03-03'), named('2027-03-04'), day('2027-03-05', false), day('2027-03-06', false)],
      ...[named('2027-03-07'), day('2027-03-08'), named('2027-03-09')],
    ]);
    expect(spans.map(({ startDate, endDate }) => [startDate, endDate])).toEqual([
      ['2027-03-03', '2027-03-07'],
      ['2027-03-09', '2027-03-09'],
    ]);
  });

  it('should name the Hijri months in both languages', () => {
    const february = DAYS.slice(0, 28);
    expect(hijriMonths(february, 'en', 'latn')).toBe('Shaʻban – Ramadan 1448');
    expect(hijriMonths(february, 'ar', 'arab')).toBe('شعبان – رمضان ١٤٤٨');
  });
});
