import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, groupCells, type Question } from './answer.ts';
import {
  extendStructure,
  MIN_PUPILS,
  partsOfUnits,
  type Structure,
  structureOf,
  type Unit,
} from './structure.ts';

const unit = (id: string, gradeId: string | null, female: number, male = 0): Unit => ({
  id,
  gradeId,
  bySex: { female, male },
});

/** Schools with many small and unequal classes, where suppression has work to do. */
const school = fc
  .array(
    fc.record({
      grade: fc.constantFrom('g1', 'g2', 'g3', null),
      isClass: fc.boolean(),
      female: fc.nat({ max: 14 }),
      male: fc.nat({ max: 14 }),
    }),
    { maxLength: 9 },
  )
  .map((rows) =>
    rows.map(({ grade, isClass, female, male }, index) =>
      unit(isClass ? `c${index}` : `none:${grade ?? ''}${index}`, grade, female, male),
    ),
  );

/** One pupil a name: `unit/sex/number`, with the part that counts it. */
const pupilsOf = (units: Unit[], structure: Structure): Map<string, string[]> => {
  const parts = new Map(structure.parts.map((part) => [part.id, [] as string[]]));
  for (const { unit: id, sex, part } of partsOfUnits(structure))
    for (const [ofSex, count] of Object.entries(units.find((one) => one.id === id)?.bySex ?? {}))
      if (sex === null || sex === ofSex)
        for (let number = 0; number < count; number += 1) parts.get(part)?.push(`${id}/${ofSex}/${number}`);
  return parts;
};

const DIMENSIONS = ['gradeLevel', 'classroom', 'sex'] as const;
const QUESTIONS: Question[] = [
  [],
  ...DIMENSIONS.map((one) => [one]),
  ...DIMENSIONS.flatMap((one) => DIMENSIONS.filter((two) => two !== one).map((two) => [one, two])),
].map((groupBy) => ({ measure: 'students', metric: 'count', groupBy }));

describe('the groups that aggregates are made of', () => {
  test('should put a small class together with the next smallest of its grade, and with another grade at last', () => {
    const blocks = (units: Unit[]) =>
      [...Map.groupBy(structureOf(units).units, (one) => one.block).values()]
        .map((members) =>
          members
            .map((one) => one.id)
            .sort()
            .join('+'),
        )
        .sort();
    const nine = [unit('a', '9', 12), unit('b', '9', 15), unit('c', '9', 4)];
    expect(blocks(nine)).toEqual(['a+c', 'b']);
    expect(blocks([...nine, unit('d', '10', 3)])).toEqual(['a+c', 'b+d']);
    expect(blocks([...nine, unit('d', '10', 6), unit('e', '11', 5)])).toEqual(['a+c', 'b', 'd+e']);
    expect(blocks([unit('d', '10', 6)])).toEqual([]);
  });

  test('should tell sexes apart only where each has enough', () => {
    const sexes = (one: Unit) => structureOf([one]).parts.map((part) => part.sex);
    expect(sexes(unit('a', '9', 20))).toEqual(['female']);
    expect(sexes(unit('a', '9', 20, 1))).toEqual([undefined]);
    expect(sexes(unit('a', '9', 20, 10))).toEqual(['female', 'male']);
  });

  test('should have parts of at least 10 pupils with no pupil in two of them', () => {
    fc.assert(
      fc.property(school, school, (units, more) => {
        const later = [...units, ...more.map((one) => ({ ...one, id: `${one.id}new` }))];
        const structure = extendStructure(structureOf(units), later);
        const parts = [...pupilsOf(later, structure).values()];
        const everybody = parts.flat();
        expect(new Set(everybody).size).toBe(everybody.length);
        expect(parts.every((part) => part.length >= MIN_PUPILS)).toBe(true);
        const total = units.flatMap((one) => Object.values(one.bySex)).reduce((a, b) => a + b, 0);
        if (total >= MIN_PUPILS) expect(everybody.length).toBeGreaterThanOrEqual(total);
      }),
    );
  });

  test('should answer every question about whole parts, so that no answers differ by 1 to 9 pupils', () => {
    fc.assert(
      fc.property(school, (units) => {
        const structure = structureOf(units);
        const pupils = pupilsOf(units, structure);
        const cells: Cell[] = [...pupils].map(([part, { length }]) => ({
          part,
          slice: '',
          total: length,
          items: length,
        }));
        const groups = QUESTIONS.flatMap((question) =>
          groupCells(question, structure, cells).map(
            (group) => new Set(group.cells.flatMap((cell) => pupils.get(cell.part) ?? [])),
          ),
        );
        for (const one of groups)
          for (const other of groups) {
            const difference = [...one].filter((pupil) => !other.has(pupil)).length;
            expect(difference === 0 || difference >= MIN_PUPILS).toBe(true);
          }
      }),
    );
  });

  test('should never name a class or a grade that the group is not exactly', () => {
    fc.assert(
      fc.property(school, (units) => {
        const structure = structureOf(units);
        const pupils = pupilsOf(units, structure);
        const cells: Cell[] = [...pupils].map(([part, { length }]) => ({
          part,
          slice: '',
          total: 0,
          items: length,
        }));
        const size = (wanted: (one: Unit) => boolean) =>
          units
            .filter(wanted)
            .flatMap((one) => Object.values(one.bySex))
            .reduce((a, b) => a + b, 0);
        for (const name of ['classroom', 'gradeLevel'] as const)
          for (const { key, cells: found } of groupCells(
            { measure: 'students', metric: 'count', groupBy: [name] },
            structure,
            cells,
          )) {
            const told = found.reduce((sum, cell) => sum + cell.items, 0);
            const real = size((one) => (name === 'classroom' ? one.id : one.gradeId) === key[name]);
            expect([0, real]).toContain(told);
          }
      }),
    );
  });
});
