import { describe, expect, it } from 'vitest';
import { dayOfLessons, qatarTemplate } from './qatar-template.ts';

const YEAR = { startDate: '2026-08-30', endDate: '2027-06-24' };

describe('the template of a Qatar school', () => {
  const template = qatarTemplate(YEAR);
  const holiday = (key: string) => template.holidays.find((entry) => entry.key === key);

  it('should have seven lessons and breaks that follow each other without a gap', () => {
    const { periods } = template.ordinary;
    expect(periods.filter(({ isBreak }) => !isBreak).map(({ number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    for (const [index, period] of periods.entries())
      if (index > 0) expect(period.starts).toBe(periods[index - 1]?.ends);
    expect([periods[0]?.starts, periods.at(-1)?.ends]).toEqual(['07:00', '13:00']);
  });

  it('should have five lessons of 45 minutes in Ramadan', () => {
    const lessons = template.ramadan.periods.filter(({ isBreak }) => !isBreak);
    expect(lessons).toHaveLength(5);
    expect([lessons[0]?.starts, lessons.at(-1)?.ends]).toEqual(['09:00', '12:55']);
    expect(template.ramadanSpan).toEqual({ startDate: '2027-02-08', endDate: '2027-03-08' });
  });

  it('should suggest the days of 2026-27', () => {
    expect(holiday('national-day')?.startDate).toBe('2026-12-18');
    expect(holiday('sport-day')?.startDate).toBe('2027-02-09');
    expect(holiday('eid-al-fitr')).toMatchObject({ startDate: '2027-03-07', endDate: '2027-03-13' });
    expect(holiday('eid-al-adha')).toMatchObject({ startDate: '2027-05-15', endDate: '2027-05-19' });
    expect(template.holidays.map(({ key }) => key)).toEqual([
      ...['national-day', 'winter-break', 'sport-day', 'eid-al-fitr', 'spring-break', 'eid-al-adha'],
    ]);
  });

  it('should move what the moon decides and nothing else', () => {
    const later = qatarTemplate(YEAR, 1);
    expect(later.ramadanSpan).toEqual({ startDate: '2027-02-09', endDate: '2027-03-09' });
    expect(later.holidays.find(({ key }) => key === 'national-day')?.startDate).toBe('2026-12-18');
  });

  it('should leave out what is not in the year', () => {
    const autumn = qatarTemplate({ startDate: '2026-08-30', endDate: '2026-12-10' });
    expect(autumn.holidays).toEqual([]);
    expect(autumn.ramadanSpan).toBeUndefined();
  });

  it('should put breaks after the lessons they are asked for', () => {
    const periods = dayOfLessons({
      begins: '08:30',
      lessons: 2,
      minutes: 40,
      breaks: [{ after: 1, minutes: 15, title: 'Break', titleAr: 'استراحة' }],
    });
    expect(periods.map(({ starts, ends, number }) => [number, starts, ends])).toEqual([
      [1, '08:30', '09:10'],
      [0, '09:10', '09:25'],
      [2, '09:25', '10:05'],
    ]);
  });
});
