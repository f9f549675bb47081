import { describe, expect, it } from 'vitest';
import { attendanceRate, byWeek, heatOf, weekOf } from './rates.ts';

describe('rates of attendance', () => {
  it('should tell the share of days with one decimal, and nothing of no days', () => {
    expect(attendanceRate({ recorded: 300, absent: 10 })).toBe(96.7);
    expect(attendanceRate({ recorded: 0, absent: 0 })).toBe(0);
  });

  it('should add days up to weeks that begin where the school’s weeks do', () => {
    const day = (date: string) => ({ date, recorded: 10, absent: 1, unexcused: 1, late: 2 });
    const days = ['2026-11-19', '2026-11-22', '2026-11-23'].map(day);
    expect(weekOf('2026-11-19', 0)).toBe('2026-11-15');
    expect(weekOf('2026-11-22', 1)).toBe('2026-11-16');
    expect(byWeek(days, 0)).toEqual([
      { ...day('2026-11-15') },
      { date: '2026-11-22', recorded: 20, absent: 2, unexcused: 2, late: 4 },
    ]);
  });

  it('should shade a cell by its absence, and never beyond the darkest', () => {
    expect([0, 2, 3, 9, 50].map((absent) => heatOf({ recorded: 100, absent }))).toEqual([0, 0, 1, 3, 5]);
  });
});
