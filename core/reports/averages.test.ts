import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageOf, type Marked } from './services/averages.ts';

const subject = (percent: number | null, extras: Partial<Marked> = {}): Marked => ({
  status: 'marked',
  percentHundredths: percent,
  gpaHundredths: null,
  creditHours: null,
  ...extras,
});
const percent = (...subjects: Marked[]) => averageOf(subjects).percentHundredths;

describe('averageOf', () => {
  it('should weigh by hours, take a subject without hours as one, and leave out hours of zero', () => {
    expect(percent(subject(9000, { creditHours: 3 }), subject(6000))).toBe(8250);
    expect(percent(subject(9000), subject(1000, { creditHours: 0 }))).toBe(9000);
  });

  it('should not count what is exempt, incomplete or empty', () => {
    expect(
      percent(subject(8000), subject(0, { status: 'exempt' }), subject(0, { status: 'incomplete' })),
    ).toBe(8000);
    expect(averageOf([subject(null)])).toEqual({ percentHundredths: null, gpaHundredths: null });
    expect(averageOf([])).toEqual({ percentHundredths: null, gpaHundredths: null });
  });

  it('should round once and half up', () => {
    expect(percent(subject(8000), subject(8001))).toBe(8001);
    expect(percent(subject(1), subject(0), subject(0))).toBe(0);
  });

  it('should lie between the lowest and the highest mark, whatever the hours and the order', () => {
    const marks = fc.array(
      fc.record({ mark: fc.integer({ min: 0, max: 10_000 }), hours: fc.integer({ min: 1, max: 12 }) }),
      { minLength: 1, maxLength: 15 },
    );
    fc.assert(
      fc.property(marks, (list) => {
        const subjects = list.map(({ mark, hours }) => subject(mark, { creditHours: hours }));
        const average = percent(...subjects) ?? -1;
        const only = list.map(({ mark }) => mark);
        expect(average).toBeGreaterThanOrEqual(Math.min(...only));
        expect(average).toBeLessThanOrEqual(Math.max(...only));
        expect(percent(...subjects.toReversed())).toBe(average);
      }),
    );
  });
});
