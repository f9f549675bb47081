import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClassFacts,
  classFor,
  type Grade,
  nextGradeOf,
  nextYearTitle,
  proposeOutcome,
  sectionOf,
  yearLater,
} from './services/promotion-rules.ts';

const ladder = (size: number): Grade[] =>
  Array.from({ length: size }, (_, index) => ({
    id: `g${index}`,
    order: index * 10,
    isLast: index === size - 1,
  }));

describe('the next grade', () => {
  it('should lead from every grade of a ladder to its end, each grade once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 }), fc.infiniteStream(fc.nat()), (size, seeds) => {
        const grades = ladder(size);
        const shuffled = grades
          .map((grade) => ({ grade, at: seeds.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ grade }) => grade);
        const seen: string[] = [];
        let id = 'g0';
        for (let step = 0; step < size; step += 1) {
          seen.push(id);
          const next = nextGradeOf(shuffled, id);
          if (next.kind !== 'next') {
            expect(next.kind).toBe('last');
            break;
          }
          id = next.id;
        }
        expect(seen).toEqual(grades.map((grade) => grade.id));
      }),
    );
  });

  it('should follow what the school named before the order', () => {
    const grades = [...ladder(3), { id: 'prep', order: 5, nextId: 'g2', isLast: false }];
    expect(nextGradeOf(grades, 'prep')).toEqual({ kind: 'next', id: 'g2' });
  });

  it.each([
    ['the highest grade is not marked as the last one', [{ id: 'a', order: 1, isLast: false }], 'a'],
    [
      'two grades share the next place',
      [
        { id: 'a', order: 1, isLast: false },
        { id: 'b', order: 2, isLast: true },
        { id: 'c', order: 2, isLast: true },
      ],
      'a',
    ],
    ['the named grade is gone', [{ id: 'a', order: 1, nextId: 'gone', isLast: false }], 'a'],
    ['the grade is not of the school', ladder(3), 'x'],
  ])('should be missing where %s', (_, grades, id) => {
    expect(nextGradeOf(grades, id)).toEqual({ kind: 'missing' });
  });
});

describe('what is proposed', () => {
  const next = fc.constantFrom(
    { kind: 'next' as const, id: 'g' },
    { kind: 'last' as const },
    { kind: 'missing' as const },
  );
  const pupil = fc.record({
    failedSubjects: fc.nat({ max: 12 }),
    intention: fc.option(fc.constantFrom('returning' as const, 'leaving' as const, 'undecided' as const), {
      nil: undefined,
    }),
  });

  it('should let leave exactly who said so, and repeat exactly who failed too much of the others', () => {
    fc.assert(
      fc.property(
        pupil,
        next,
        fc.nat({ max: 12 }),
        ({ failedSubjects, intention }, follows, failedAllowed) => {
          const facts = { failedSubjects, ...(intention ? { intention } : {}) };
          const { outcome } = proposeOutcome(facts, follows, failedAllowed);
          expect(outcome === 'leave').toBe(intention === 'leaving');
          if (intention !== 'leaving') expect(outcome === 'repeat').toBe(failedSubjects > failedAllowed);
          if (outcome === 'graduate') expect(follows.kind).toBe('last');
          if (outcome === 'promote') expect(follows.kind).not.toBe('last');
        },
      ),
    );
  });

  it('should never hold back more pupils when more failed subjects are allowed', () => {
    fc.assert(
      fc.property(pupil, next, fc.nat({ max: 11 }), ({ failedSubjects }, follows, allowed) => {
        const strict = proposeOutcome({ failedSubjects }, follows, allowed).outcome;
        const mild = proposeOutcome({ failedSubjects }, follows, allowed + 1).outcome;
        if (strict !== 'repeat') expect(mild).toBe(strict);
      }),
    );
  });
});

describe('the class of the next year', () => {
  const classes = (grade: string, titles: string[]): ClassFacts[] =>
    titles.map((title) => ({ id: `${grade}:${title}`, title, gradeId: grade }));

  it.each([
    ['9-A', '#-a'],
    ['10-A', '#-a'],
    ['Grade 3 Blue', 'grade # blue'],
    ['٩ - أ', '# - أ'],
    ['KG', 'kg'],
  ])('should read the section of %s as %s', (title, section) => {
    expect(sectionOf(title)).toBe(section);
  });

  it('should keep the section, and otherwise the place', () => {
    const nine = classes('9', ['9-A', '9-B', '9-C']);
    const ten = classes('10', ['10-B', '10-A']);
    const going = nine.map((from) => classFor(from, nine, '10', ten));
    expect(going).toEqual(['10:10-A', '10:10-B', '10:10-A']);
    const colours = classes('10', ['Blue', 'Red', 'White']);
    expect(nine.map((from) => classFor(from, nine, '10', colours))).toEqual([
      '10:Blue',
      '10:Red',
      '10:White',
    ]);
  });

  it('should find a class of the grade whenever there is one, and never of another grade', () => {
    const title = fc.string({ minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(title, { maxLength: 5 }),
        fc.array(title, { maxLength: 5 }),
        title,
        (a, b, own) => {
          const from = { id: 'from', title: own, gradeId: '1' };
          const found = classFor(from, [from], '2', [...classes('2', a), ...classes('3', b)]);
          if (a.length === 0) expect(found).toBeUndefined();
          else expect(found?.startsWith('2:')).toBe(true);
        },
      ),
    );
  });
});

describe('the year after', () => {
  it.each([
    ['2025–2026', '2026–2027'],
    ['2025/26', '2026/27'],
    ['2099/00', '2100/01'],
    ['1447', '1448'],
    ['Year one', 'Year one +1'],
  ])('should be called, after %s, %s', (title, next) => {
    expect(nextYearTitle(title)).toBe(next);
  });

  it('should have the same days, and the 28th for the 29th of February', () => {
    expect(yearLater('2025-09-01')).toBe('2026-09-01');
    expect(yearLater('2028-02-29')).toBe('2029-02-28');
    expect(yearLater('2027-02-28')).toBe('2028-02-28');
  });
});
