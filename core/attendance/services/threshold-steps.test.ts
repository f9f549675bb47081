import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedDay, type Measure, reachedSteps, type ThresholdRule } from './threshold-steps.ts';

const rule = (measure: Measure, more: Partial<ThresholdRule> = {}): ThresholdRule => ({
  ...{ measure, latesPerDay: 0, minDays: 10, ...more },
});
const dateOf = (index: number) =>
  new Date(Date.UTC(2026, 8, 1) + index * 86_400_000).toISOString().slice(0, 10);
/** A day a letter: P present, A absent, E absent with excuse, L late. */
const days = (letters: string): CountedDay[] =>
  [...letters].map((letter, index) => ({
    date: dateOf(index),
    status: letter === 'P' ? 'present' : letter === 'L' ? 'late' : 'absent',
    excused: letter === 'E',
  }));
const GULF = [7, 10, 13, 15].map((at) => ({ id: `${at}`, at }));

describe('steps of a threshold', () => {
  it('should be reached on the day that comes to the number', () => {
    expect(reachedSteps(rule('unexcused_days'), GULF, days('AAAPAAAEA'))).toEqual([
      { step: '7', on: dateOf(8), count: 7 },
    ]);
    expect(reachedSteps(rule('unexcused_days'), GULF, days('A'.repeat(10))).map(({ step }) => step)).toEqual([
      ...['7', '10'],
    ]);
    expect(reachedSteps(rule('unexcused_days'), GULF, days('AAAAAA'))).toEqual([]);
  });

  it('should count excused absences where the rule says so, and lates only as whole days', () => {
    expect(reachedSteps(rule('absent_days'), [{ id: 'x', at: 3 }], days('AEE'))).toHaveLength(1);
    const lates = rule('unexcused_days', { latesPerDay: 3 });
    expect(reachedSteps(lates, [{ id: 'x', at: 2 }], days('ALL'))).toEqual([]);
    expect(reachedSteps(lates, [{ id: 'x', at: 2 }], days('ALLL'))).toEqual([
      { step: 'x', on: dateOf(3), count: 2 },
    ]);
    expect(reachedSteps(rule('lates'), [{ id: 'x', at: 2 }], days('LPL'))[0]?.on).toBe(dateOf(2));
  });

  it('should judge a percentage after enough days, and keep what was reached', () => {
    const eighty = [{ id: '80', at: 80 }];
    expect(reachedSteps(rule('attendance_percent'), eighty, days('AAPPPPPPP'))).toEqual([]);
    expect(reachedSteps(rule('attendance_percent'), eighty, days('AAPPPPPPPA'))).toMatchObject([
      { on: dateOf(9), count: 70 },
    ]);
    expect(reachedSteps(rule('attendance_percent'), eighty, days('AAPPPPPPPAPPPPPPPPPP'))).toMatchObject([
      { on: dateOf(9), count: 85 },
    ]);
    // Exactly eighty is enough.
    expect(reachedSteps(rule('attendance_percent'), eighty, days('AAPPPPPPPP'))).toEqual([]);
  });

  it('should reach the steps in order, never earlier for fewer absences, and be the same when counted again', () => {
    const letters = fc.stringMatching(/^[PAEL]{0,60}$/);
    fc.assert(
      fc.property(letters, fc.nat(), (text, place) => {
        const counting = rule('unexcused_days', { latesPerDay: 4 });
        const reached = reachedSteps(counting, GULF, days(text));
        expect(reached).toEqual(reachedSteps(counting, GULF, days(text)));
        const dates = reached.map(({ on }) => on);
        expect(dates).toEqual([...dates].sort());
        const at = text.length === 0 ? 0 : place % text.length;
        const excused = `${text.slice(0, at)}${text[at] === 'A' ? 'E' : (text[at] ?? '')}${text.slice(at + 1)}`;
        const fewer = reachedSteps(counting, GULF, days(excused));
        expect(fewer.length).toBeLessThanOrEqual(reached.length);
        for (const [index, { on }] of fewer.entries()) expect(on >= (reached[index]?.on ?? '')).toBe(true);
      }),
    );
  });
});
