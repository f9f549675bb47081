import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayMark, type DayRule, DEFAULT_DAY_RULE, deriveDay, type MarkStatus } from './day-rule.ts';

const STATUSES: MarkStatus[] = ['present', 'absent', 'late', 'left_early'];
const lesson = (status: MarkStatus, more: Partial<DayMark> = {}): DayMark => ({
  isHomeroom: false,
  code: status.slice(0, 1).toUpperCase(),
  status,
  excused: false,
  minutes: null,
  ...more,
});
const homeroom = (status: MarkStatus, more: Partial<DayMark> = {}) =>
  lesson(status, { isHomeroom: true, ...more });

const anyLesson = fc.record({
  isHomeroom: fc.constant(false),
  code: fc.constantFrom('P', 'A', 'E', 'L'),
  status: fc.constantFrom(...STATUSES),
  excused: fc.boolean(),
  minutes: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
});
const anyRule: fc.Arbitrary<DayRule> = fc.record({
  homeroomWins: fc.boolean(),
  absentLessons: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
  absentShare: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
});

describe('the status of a day', () => {
  it('should be nothing without a mark', () => {
    expect(deriveDay([], DEFAULT_DAY_RULE)).toBeUndefined();
  });

  it('should be what the homeroom says when its register was taken', () => {
    const marks = [homeroom('present'), lesson('absent'), lesson('absent')];
    expect(deriveDay(marks, DEFAULT_DAY_RULE)).toMatchObject({
      ...{ status: 'present', source: 'homeroom', lessons: 2, absentLessons: 2 },
    });
    const counting = { ...DEFAULT_DAY_RULE, homeroomWins: false };
    expect(deriveDay(marks, counting)).toMatchObject({ status: 'absent', source: 'lessons' });
  });

  it.each([
    [{ absentLessons: null, absentShare: 50 }, 3, 6, 'absent'],
    [{ absentLessons: null, absentShare: 51 }, 3, 6, 'present'],
    [{ absentLessons: 2, absentShare: null }, 2, 7, 'absent'],
    [{ absentLessons: 3, absentShare: null }, 2, 7, 'present'],
    [{ absentLessons: null, absentShare: null }, 6, 7, 'present'],
    [{ absentLessons: null, absentShare: null }, 7, 7, 'absent'],
    // Absent in all that was taken is absent, whatever number the rule asks for.
    [{ absentLessons: 3, absentShare: null }, 1, 1, 'absent'],
  ])('should by %j make %i of %i lessons %s', (part, absent, all, status) => {
    const marks = Array.from({ length: all }, (_, index) => lesson(index < absent ? 'absent' : 'present'));
    expect(deriveDay(marks, { homeroomWins: true, ...part })?.status).toBe(status);
  });

  it('should add up minutes of all marks, whoever decides', () => {
    const marks = [
      homeroom('late', { minutes: 10 }),
      lesson('late', { minutes: 5 }),
      lesson('left_early', { minutes: 20 }),
      lesson('present', { minutes: 99 }),
    ];
    expect(deriveDay(marks, DEFAULT_DAY_RULE)).toMatchObject({ lateMinutes: 15, earlyMinutes: 20 });
  });

  it('should be excused only when every mark that decided it is', () => {
    const excused = lesson('absent', { excused: true, code: 'E' });
    expect(deriveDay([excused, excused], DEFAULT_DAY_RULE)).toMatchObject({ excused: true, code: 'E' });
    expect(deriveDay([excused, lesson('absent')], DEFAULT_DAY_RULE)).toMatchObject({
      ...{ excused: false, code: 'A' },
    });
  });

  it('should not depend on the order of the marks', () => {
    fc.assert(
      fc.property(
        fc.array(anyLesson, { minLength: 1, maxLength: 8 }),
        anyRule,
        fc.boolean(),
        (marks, rule, home) => {
          const all = home ? [homeroom('late', { minutes: 3 }), ...marks] : marks;
          expect(deriveDay([...all].reverse(), rule)).toEqual(deriveDay(all, rule));
        },
      ),
    );
  });

  it('should never turn from absent to anything else by one more absence without excuse', () => {
    fc.assert(
      fc.property(fc.array(anyLesson, { minLength: 1, maxLength: 8 }), anyRule, (marks, rule) => {
        const before = deriveDay(marks, rule);
        fc.pre(before?.status === 'absent');
        expect(deriveDay([...marks, lesson('absent')], rule)).toMatchObject({
          ...{ status: 'absent', excused: false },
        });
      }),
    );
  });

  it('should be absent only with an absence, late only with a lateness, and never excused when present', () => {
    fc.assert(
      fc.property(fc.array(anyLesson, { minLength: 1, maxLength: 8 }), anyRule, (marks, rule) => {
        const day = deriveDay(marks, rule);
        if (day?.status !== 'present') expect(marks.map(({ status }) => status)).toContain(day?.status);
        else expect(day.excused).toBe(false);
        if (marks.every(({ status }) => status === 'absent')) expect(day?.status).toBe('absent');
      }),
    );
  });
});
