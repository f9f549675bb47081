import { describe, expect, it } from 'vitest';
import { qatarTemplate } from '../../../core/timetable/services/qatar-template.ts';
import { choiceOf, firstState, shiftTo, withTemplate } from './wizard-state.ts';

const YEAR = { id: 'y1', title: '2026–2027', startDate: '2026-08-30', endDate: '2027-06-24', current: true };

describe('the wizard of the calendar', () => {
  it('should begin with the year of today where the school has none', () => {
    expect(firstState(undefined, '2026-11-23').dates).toEqual({
      startDate: '2026-08-30',
      endDate: '2027-06-24',
    });
    expect(firstState(undefined, '2027-03-01').dates.startDate).toBe('2026-08-30');
    expect(firstState(YEAR, '2030-01-01')).toMatchObject({
      yearId: 'y1',
      dates: { startDate: '2026-08-30' },
    });
  });

  it('should move all bells with the first one', () => {
    const { ordinary } = qatarTemplate(YEAR);
    const later = shiftTo(ordinary, '07:30');
    expect([later.periods[0]?.starts, later.periods.at(-1)?.ends]).toEqual(['07:30', '13:30']);
    expect(shiftTo(ordinary, 'soon')).toBe(ordinary);
  });

  it('should keep what was left out and the bells when dates are suggested anew', () => {
    const first = withTemplate(firstState(YEAR, '2026-11-23'), qatarTemplate(YEAR));
    const without = {
      ...first,
      holidays: first.holidays.map((holiday) => ({ ...holiday, keep: holiday.key !== 'spring-break' })),
      ...(first.template
        ? { template: { ...first.template, ordinary: shiftTo(first.template.ordinary, '08:00') } }
        : {}),
    };
    const again = withTemplate(without, qatarTemplate(YEAR, 1));
    expect(again.holidays.find(({ key }) => key === 'spring-break')?.keep).toBe(false);
    expect(again.template?.ordinary.periods[0]?.starts).toBe('08:00');
    expect(again.template?.ramadanSpan?.startDate).toBe('2027-02-09');
  });

  it('should send the year that exists by its id, and only the holidays that are kept', () => {
    const state = withTemplate(firstState(YEAR, '2026-11-23'), qatarTemplate(YEAR));
    const kept = {
      ...state,
      holidays: state.holidays.map((holiday, index) => ({ ...holiday, keep: index === 0 })),
    };
    expect(choiceOf(kept, String, true)).toMatchObject({
      isTrial: true,
      year: { id: 'y1' },
      holidays: [{ title: 'Qatar National Day' }],
      ramadan: { startDate: '2027-02-08' },
    });
    expect(choiceOf({ ...kept, withRamadan: false }, String, false)).not.toHaveProperty('ramadan');
    expect(choiceOf({ ...kept, yearId: undefined }, (number) => `S${number}`, false)).toMatchObject({
      year: { title: '2026–2027', semesters: [{ title: 'S1' }, { title: 'S2' }] },
    });
  });
});
