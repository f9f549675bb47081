import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSchool, pupilsOf, resultsOf, type SeedSize } from './seed-plan.ts';
import { datedIdSeries, idSeries, normal, numberSeries } from './series.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('series of made-up schools', () => {
  it('should give UUIDs that differ by name and index and never change', () => {
    const [a, b] = [idSeries('a'), idSeries('b')];
    const dated = datedIdSeries('a');
    const ids = Array.from({ length: 20_000 }, (_, index) => [
      a(index),
      b(index),
      dated(index, 1_700_000_000_000),
    ]).flat();
    expect(new Set(ids).size).toBe(60_000);
    for (const id of ids) expect(id).toMatch(UUID);
    expect(idSeries('a')(7)).toBe(a(7));
  });

  it('should order dated ids by their moment', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 2 ** 41 }),
        fc.integer({ min: 1, max: 2 ** 30 }),
        (i, j, moment, later) => {
          const id = datedIdSeries('x');
          return id(i, moment) < id(j, moment + later);
        },
      ),
    );
  });

  it('should spread normally', () => {
    const draw = numberSeries('n');
    const values = Array.from({ length: 20_000 }, (_, index) => normal(draw(index)));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe('the plan of a made-up school', () => {
  const SIZE: SeedSize = {
    ...{ schools: 20, students: 2_500, years: 3, subjects: 15, exams: 4, attendanceDays: 20, seed: 1 },
    today: '2026-11-23',
  };

  it('should be the size the product is made for: 80 classes, 120 teachers, 450,000 results', () => {
    const plan = planSchool(SIZE, 1);
    expect(plan).toMatchObject({ classes: 80, teachers: 120, cohorts: 12 });
    expect(resultsOf(SIZE)).toBe(9_000_000);
    expect(plan.years.map(({ first }) => first)).toEqual([2024, 2025, 2026]);
    expect(plan.years.at(-1)?.days.at(-1)).toBe('2026-11-23');
    for (const { days } of plan.years)
      for (const day of days) expect([5, 6]).not.toContain(new Date(day).getUTCDay());
  });

  it('should put every pupil into one class, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 50_000 }), fc.integer({ min: 1, max: 8 }), (students, years) => {
        const plan = planSchool({ ...SIZE, students, years }, 1);
        let next = 0;
        for (let index = 0; index < plan.classes; index += 1) {
          const [from, until] = pupilsOf(plan, index);
          if (from !== next || until <= from) return false;
          next = until;
        }
        return next === students;
      }),
    );
  });
});
