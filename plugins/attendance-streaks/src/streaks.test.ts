import { describe, expect, test } from 'vitest';
import { continueRuns, dayIn, dayKinds, type Mark, newlyAbsent, type Runs, summaryOf } from './streaks.ts';

const mark = (studentId: string, date: string, status: string, classroomId: string | null = 'c'): Mark => ({
  studentId,
  date,
  status,
  classroomId,
});
const runsOf = (marks: Mark[], before: Runs = {}) => continueRuns(before, dayKinds(marks));

describe('runs of days', () => {
  test('should grow by the same kind, begin anew with the other, and pass over days without a mark', () => {
    const marks = [
      mark('a', '2026-01-04', 'present'),
      mark('a', '2026-01-05', 'late'),
      mark('a', '2026-01-11', 'left_early'),
      mark('b', '2026-01-04', 'present'),
      mark('b', '2026-01-05', 'absent'),
    ];
    expect(runsOf(marks.reverse())).toEqual({
      a: { kind: 'present', days: 3, since: '2026-01-04' },
      b: { kind: 'absent', days: 1, since: '2026-01-05' },
    });
    expect(runsOf([mark('b', '2026-01-06', 'absent')], runsOf(marks)).b?.days).toBe(2);
  });

  test('should go by the mark of the day, and by lessons only where there is none', () => {
    const day = '2026-01-04';
    const kindOf = (marks: Mark[]) => dayKinds(marks).get(day)?.get('a');
    expect(kindOf([mark('a', day, 'absent'), mark('a', day, 'present', null)])).toBe('absent');
    expect(kindOf([mark('a', day, 'absent', null), mark('a', day, 'present', null)])).toBe('present');
    expect(kindOf([mark('a', day, 'absent', null), mark('a', day, 'absent', null)])).toBe('absent');
  });

  test('should tell once when an absence reaches the threshold', () => {
    const run = (days: number, since = '2026-01-04'): Runs => ({ a: { kind: 'absent', days, since } });
    expect(newlyAbsent(run(2), run(3), 3)).toEqual(['a']);
    expect(newlyAbsent(run(3), run(4), 3)).toEqual([]);
    expect(newlyAbsent({}, run(5), 3)).toEqual(['a']);
    expect(newlyAbsent(run(2), run(2), 3)).toEqual([]);
    expect(newlyAbsent(run(4), run(3, '2026-02-01'), 3)).toEqual(['a']);
  });

  test('should sum up: longest runs first, and how many pupils are in each range', () => {
    const runs: Runs = {
      a: { kind: 'present', days: 4, since: '2026-01-04' },
      b: { kind: 'present', days: 12, since: '2026-01-01' },
      c: { kind: 'absent', days: 3, since: '2026-01-05' },
    };
    const summary = summaryOf(runs, '2026-01-08', 3);
    expect(summary).toMatchObject({ pupils: 3, absent: 1, through: '2026-01-08' });
    expect(summary.best.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(summary.spread.map(({ pupils }) => pupils)).toEqual([1, 0, 1, 0, 0]);
  });

  test('should know the day of a time zone', () => {
    const evening = Date.parse('2026-01-04T22:00:00Z');
    expect(dayIn('Asia/Qatar', evening)).toBe('2026-01-05');
    expect(dayIn('UTC', evening, 5)).toBe('2025-12-30');
  });
});
