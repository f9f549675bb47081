import { describe, expect, it } from 'vitest';
import type { Register } from '../../../core/attendance/index.ts';
import {
  type Code,
  countByCode,
  findConflict,
  firstMarks,
  type Mark,
  marksToSend,
  resolveConflict,
  savedMarks,
  shortcutKeys,
  withCode,
} from './marks.ts';

const meaning = { excused: false, direction: 'in', defaultMinutes: null } as const;
const codes: Code[] = [
  { ...meaning, code: 'P', title: 'Present', titleAr: 'حاضر', status: 'present' },
  { ...meaning, code: 'A', title: 'Absent', titleAr: 'غائب', status: 'absent' },
  { ...meaning, code: 'L', title: 'Late', titleAr: 'متأخر', status: 'late' },
  { ...meaning, code: 'E', title: 'Excused absence', titleAr: 'غائب بعذر', status: 'absent' },
  { ...meaning, code: 'LE', title: 'Left early', titleAr: 'انصرف مبكرًا', status: 'left_early' },
];

function register(revision: number, marks: Record<string, string | null>): Register {
  return {
    class: { kind: 'classroom', id: 'c', title: '1-A', period: 0 },
    lessons: [],
    date: '2026-11-22',
    revision,
    pupils: Object.entries(marks).map(([id, code]) => ({
      ...{ id, code, name: id, nameAr: null, admissionNumber: id, minutes: null, note: null },
      ...{ earlier: null, excused: false },
    })),
  };
}

const mark = (code: string | null, minutes: number | null = null): Mark => ({ code, minutes, note: '' });

describe('marks', () => {
  it('makes everybody present only when the register was never taken', () => {
    expect(firstMarks(register(0, { a: null, b: 'A' }), codes)).toEqual(
      new Map([
        ['a', mark('P')],
        ['b', mark('A')],
      ]),
    );
    expect(firstMarks(register(3, { a: null }), codes).get('a')?.code).toBeNull();
  });

  it('keeps minutes only with a status that has them', () => {
    expect(withCode(mark('L', 7), 'LE', codes).minutes).toBe(7);
    expect(withCode(mark('L', 7), 'P', codes).minutes).toBeNull();
  });

  it('sends what is marked and counts what is not', () => {
    const { pupils } = register(1, { a: null, b: 'P' });
    const marks = savedMarks(register(1, { a: null, b: 'P' }));
    expect(marksToSend(pupils, marks)).toEqual([{ student: 'b', code: 'P', minutes: null, note: null }]);
    expect(countByCode(pupils, marks)).toEqual(
      new Map([
        ['', 1],
        ['P', 1],
      ]),
    );
  });

  it('gives every code a key of its own', () => {
    expect([...shortcutKeys(codes)]).toEqual([
      ['P', 'P'],
      ['A', 'A'],
      ['L', 'L'],
      ['E', 'E'],
      ['F', 'LE'],
    ]);
  });

  it('proposes the side that changed and leaves to people what both changed', () => {
    const base = savedMarks(register(1, { mine: 'P', theirs: 'P', both: 'P', same: 'P' }));
    const my = savedMarks(register(1, { mine: 'A', theirs: 'P', both: 'A', same: 'L' }));
    const other = register(2, { mine: 'P', theirs: 'L', both: 'E', same: 'L' });
    const conflict = findConflict(other, base, my);
    expect(conflict.pupils).toEqual(['mine', 'theirs', 'both']);
    expect(conflict.choices).toEqual(
      new Map([
        ['mine', 'mine'],
        ['theirs', 'theirs'],
      ]),
    );
    const decided = { ...conflict, choices: new Map([...conflict.choices, ['both', 'theirs'] as const]) };
    expect([...resolveConflict(decided, my)].map(([id, { code }]) => `${id} ${code}`)).toEqual([
      'mine A',
      'theirs L',
      'both E',
      'same L',
    ]);
  });

  it('takes over the mark of a pupil whom only the other register knows', () => {
    const conflict = findConflict(
      register(2, { a: 'P', joined: 'L' }),
      new Map(),
      new Map([['a', mark('P')]]),
    );
    expect(conflict.pupils).toEqual([]);
    expect(resolveConflict(conflict, new Map([['a', mark('P')]])).get('joined')?.code).toBe('L');
  });
});
