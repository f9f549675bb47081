import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMark } from './calculate.ts';
import { explainMark } from './explain.ts';
import { oracleMark } from './testing/oracle.ts';
import type { Assessment, Category, GradeInput, Mark, MarkStatus, Rules, Trace } from './types.ts';

const RULES: Rules = {
  combine: 'mean',
  missingCountsAsZero: true,
  resitPolicy: 'best',
  decimals: 0,
  scale: [
    { label: 'A', labelAr: 'ممتاز', fromHundredths: 9000, gpaHundredths: 400, passes: true },
    { label: 'C', fromHundredths: 6000, gpaHundredths: 200, passes: true },
    { label: 'F', fromHundredths: 0, gpaHundredths: 0, passes: false },
  ],
};
type Row = {
  max?: number;
  score?: number;
  status?: MarkStatus;
  category?: string;
  weight?: string;
  attempt?: number;
};

/** An input from one row an assessment; a row without score and status is an empty cell. */
function inputOf(rows: Row[], categories: Partial<Category>[] = [], rules: Partial<Rules> = {}): GradeInput {
  return {
    categories: categories.map((category, index) => ({
      id: `c${index}`,
      title: `C${index}`,
      weightHundredths: 5000,
      dropLowest: 0,
      ...category,
    })),
    assessments: rows.map(
      ({ max, category, weight }, index): Assessment => ({
        id: `a${index}`,
        title: `A${index}`,
        ...(max === undefined ? {} : { maxHundredths: max * 100 }),
        ...(category ? { categoryId: category } : {}),
        ...(weight ? { weight } : {}),
      }),
    ),
    marks: rows.flatMap(({ score, status, attempt = 1 }, index): Mark[] =>
      score === undefined && status === undefined
        ? []
        : [
            {
              assessmentId: `a${index}`,
              attempt,
              status: status ?? 'graded',
              ...(score === undefined ? {} : { scoreHundredths: Math.round(score * 100) }),
            },
          ],
    ),
    rules: { ...RULES, ...rules },
  };
}
const states = (trace: Trace) => trace.parts.flatMap(({ lines }) => lines.map(({ state }) => state));

describe('the term mark', () => {
  it('should average percentages, not points, unless the rule says so', () => {
    const rows = [
      { max: 10, score: 10 },
      { max: 90, score: 45 },
    ];
    expect(calculateMark(inputOf(rows)).percentHundredths).toBe(7500);
    expect(calculateMark(inputOf(rows, [], { combine: 'points' })).percentHundredths).toBe(5500);
  });

  it('should not count what is empty, exempt or has no maximum', () => {
    const trace = calculateMark(
      inputOf([
        { max: 10, score: 8 },
        { max: 10 },
        { max: 10, status: 'exempt' },
        { score: 3 },
        { max: 0, score: 1 },
      ]),
    );
    expect(trace.percentHundredths).toBe(8000);
    expect(states(trace)).toEqual(['counted', 'empty', 'exempt', 'noMaximum', 'noMaximum']);
  });

  it.each([
    [true, 4000, 'missingZero'],
    [false, 8000, 'missingSkipped'],
  ] as const)('should count missing work as zero: %s', (missingCountsAsZero, mark, state) => {
    for (const status of ['missing', 'not_submitted'] as const) {
      const trace = calculateMark(
        inputOf(
          [
            { max: 10, score: 8 },
            { max: 10, status },
          ],
          [],
          { missingCountsAsZero },
        ),
      );
      expect(trace.percentHundredths).toBe(mark);
      expect(states(trace)).toEqual(['counted', state]);
    }
  });

  it('should be incomplete while something is incomplete or waits to be marked, and without any mark', () => {
    for (const status of ['incomplete', 'submitted'] as const)
      expect(
        calculateMark(
          inputOf([
            { max: 10, score: 8 },
            { max: 10, status },
          ]),
        ),
      ).toMatchObject({
        status: 'incomplete',
        percentHundredths: 8000,
      });
    expect(calculateMark(inputOf([{ max: 10 }]))).toMatchObject({ status: 'incomplete' });
    expect(calculateMark(inputOf([]))).toMatchObject({ status: 'incomplete' });
    expect(calculateMark(inputOf([{ max: 10 }])).percent).toBeUndefined();
  });

  it('should be exempt only when everything is', () => {
    const exempt: Row = { max: 10, status: 'exempt' };
    expect(calculateMark(inputOf([exempt, exempt])).status).toBe('exempt');
    expect(calculateMark(inputOf([exempt, { max: 10 }])).status).toBe('incomplete');
    expect(calculateMark(inputOf([exempt, { max: 10, score: 5 }])).status).toBe('marked');
  });

  it('should not count an assessment or a category of weight zero', () => {
    const zero = { max: 10, score: 0, weight: '0' };
    expect(calculateMark(inputOf([{ max: 10, score: 9 }, zero])).percentHundredths).toBe(9000);
    const trace = calculateMark(
      inputOf(
        [
          { max: 10, score: 9, category: 'c0' },
          { max: 10, score: 1, category: 'c1' },
        ],
        [{}, { weightHundredths: 0 }],
      ),
    );
    expect(trace).toMatchObject({
      percentHundredths: 9000,
      parts: [{ share: '100' }, { state: 'zeroWeight' }],
    });
  });

  it('should bring weights that do not add up to 100 to 100, and say so', () => {
    const trace = calculateMark(
      inputOf(
        [
          { max: 10, score: 10, category: 'c0' },
          { max: 10, score: 5, category: 'c1' },
        ],
        [{ weightHundredths: 3000 }, { weightHundredths: 6000 }],
      ),
    );
    expect(trace).toMatchObject({ weightsHundredths: 9000, exact: '200/3', percentHundredths: 6700 });
    expect(explainMark(trace, 'en').join('\n')).toContain('add up to 90 %');
  });

  it('should give the weight of a category without results to the others', () => {
    const trace = calculateMark(
      inputOf(
        [
          { max: 10, score: 7, category: 'c0' },
          { max: 10, category: 'c1' },
        ],
        [{}, {}],
      ),
    );
    expect(trace).toMatchObject({ percentHundredths: 7000, parts: [{ share: '100' }, { state: 'noMarks' }] });
  });

  it('should show but not count an assessment without a category where there are categories', () => {
    const trace = calculateMark(
      inputOf(
        [
          { max: 10, score: 7, category: 'c0' },
          { max: 10, score: 1 },
        ],
        [{}],
      ),
    );
    expect(trace).toMatchObject({ percentHundredths: 7000, parts: [{}, { state: 'noCategory' }] });
  });

  it('should leave out the lowest percentages, the heavier of equal ones, and never the last', () => {
    const drop = (rows: Row[], dropLowest: number) =>
      calculateMark(
        inputOf(
          rows.map((row) => ({ ...row, category: 'c0' })),
          [{ dropLowest }],
        ),
      );
    // 9 of 20 is less than 5 of 10, whatever the points.
    expect(
      states(
        drop(
          [
            { max: 20, score: 9 },
            { max: 10, score: 5 },
            { max: 10, score: 9 },
          ],
          1,
        ),
      ),
    ).toEqual(['dropped', 'counted', 'counted']);
    const tie = drop(
      [
        { max: 10, score: 5 },
        { max: 20, score: 10, weight: '3' },
        { max: 10, score: 9 },
      ],
      1,
    );
    expect(states(tie)).toEqual(['counted', 'dropped', 'counted']);
    expect(tie.percentHundredths).toBe(7000);
    expect(
      states(
        drop(
          [
            { max: 10, score: 5 },
            { max: 10, score: 5 },
          ],
          9,
        ),
      ),
    ).toEqual(['dropped', 'counted']);
    expect(
      states(
        drop(
          [
            { max: 10, status: 'missing' },
            { max: 10, score: 5 },
          ],
          1,
        ),
      )[0],
    ).toBe('dropped');
  });

  it('should keep extra credit', () => {
    expect(calculateMark(inputOf([{ max: 10, score: 12 }]))).toMatchObject({
      percentHundredths: 12_000,
      label: 'A',
    });
  });

  it.each([
    ['best', 6000],
    ['latest', 5000],
    ['capped', 5500],
  ] as const)('should choose among attempts: %s', (resitPolicy, mark) => {
    const input = inputOf([{ max: 10, score: 4 }], [], { resitPolicy, resitCapHundredths: 5500 });
    const again = (attempt: number, score: number): Mark => ({
      assessmentId: 'a0',
      attempt,
      status: 'graded',
      scoreHundredths: score,
    });
    const trace = calculateMark({ ...input, marks: [again(3, 500), ...input.marks, again(2, 600)] });
    expect(trace.percentHundredths).toBe(mark);
  });

  it('should count the re-sit of who missed the first sitting', () => {
    const input = inputOf([{ max: 10, status: 'missing' }], [], { resitPolicy: 'latest' });
    const again: Mark = { assessmentId: 'a0', attempt: 2, status: 'graded', scoreHundredths: 700 };
    expect(calculateMark({ ...input, marks: [...input.marks, again] }).percentHundredths).toBe(7000);
  });

  it('should round once, half up, and take the label from the rounded mark', () => {
    const of = (score: number, max: number, decimals: number) =>
      calculateMark(inputOf([{ max, score }], [], { decimals }));
    expect(of(89.5, 100, 0)).toMatchObject({ percentHundredths: 9000, label: 'A', percent: '89.5' });
    expect(of(89.49, 100, 0)).toMatchObject({ percentHundredths: 8900, label: 'C' });
    expect(of(1, 3, 2).percentHundredths).toBe(3333);
    expect(of(2, 3, 1).percentHundredths).toBe(6670);
    // Shares of a third that meet on a half: decimals of any length end just below it.
    const thirds = [10, 10, 6.85].map((score, index) => ({ max: 10, score, category: `c${index}` }));
    expect(calculateMark(inputOf(thirds, [{}, {}, {}]))).toMatchObject({
      exact: '179/2',
      percentHundredths: 9000,
    });
  });

  it('should pass by the pass mark of the rule, else by the scale', () => {
    expect(calculateMark(inputOf([{ max: 100, score: 60 }])).passes).toBe(true);
    expect(calculateMark(inputOf([{ max: 100, score: 60 }], [], { passHundredths: 6500 })).passes).toBe(
      false,
    );
    expect(calculateMark(inputOf([{ max: 100, score: 64.5 }], [], { passHundredths: 6500 })).passes).toBe(
      true,
    );
  });
});

describe('the term mark against a second reckoning', () => {
  const score = fc.integer({ min: 0, max: 12_000 });
  const statuses = fc.constantFrom<MarkStatus>(
    'graded',
    'graded',
    'graded',
    'late',
    'exempt',
    'missing',
    'not_submitted',
  );
  const row = fc.record({
    max: fc.constantFrom(300, 700, 1000, 2000, 2500, 10_000),
    category: fc.integer({ min: 0, max: 3 }),
    weight: fc.constantFrom(0, 1, 1, 2, 3),
    marks: fc.array(fc.record({ status: statuses, score }), { maxLength: 3 }),
  });
  const rules = fc.record({
    combine: fc.constantFrom('mean' as const, 'points' as const),
    missingCountsAsZero: fc.boolean(),
    resitPolicy: fc.constantFrom('best' as const, 'latest' as const, 'capped' as const),
    resitCapHundredths: fc.constantFrom(5000, 6000),
    decimals: fc.integer({ min: 0, max: 2 }),
    scale: fc.constant(RULES.scale),
  });
  const input = fc
    .record({
      rows: fc.array(row, { maxLength: 9 }),
      weights: fc.array(fc.constantFrom(0, 1000, 2500, 3333, 5000, 10_000), { maxLength: 4 }),
      drops: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
      rules,
    })
    .map(
      ({ rows, weights, drops, rules: chosen }): GradeInput => ({
        categories: weights.map((weightHundredths, index) => ({
          id: `c${index}`,
          title: `C${index}`,
          weightHundredths,
          dropLowest: drops[index] ?? 0,
        })),
        assessments: rows.map(({ max, category, weight }, index) => ({
          id: `a${index}`,
          title: `A${index}`,
          categoryId: `c${category}`,
          maxHundredths: max,
          weight: String(weight),
        })),
        marks: rows.flatMap(({ marks }, index) =>
          marks.map(({ status, score: points }, attempt) => ({
            assessmentId: `a${index}`,
            attempt: attempt + 1,
            status,
            ...(status === 'graded' || status === 'late' ? { scoreHundredths: points } : {}),
          })),
        ),
        rules: chosen,
      }),
    );

  it('should agree with the oracle to the last digit', () => {
    fc.assert(
      fc.property(input, (given) => {
        const trace = calculateMark(given);
        const expected = oracleMark(given);
        expect(trace.percentHundredths).toBe(expected?.hundredths);
        if (expected) expect(Number(trace.percent)).toBeCloseTo(expected.percent, 3);
      }),
      { numRuns: 2000 },
    );
  });

  it('should not depend on the order of marks, nor on the unit of the category weights', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 2, max: 7 }), (given, factor) => {
        const { percentHundredths } = calculateMark(given);
        expect(calculateMark({ ...given, marks: [...given.marks].reverse() }).percentHundredths).toBe(
          percentHundredths,
        );
        const categories = given.categories.map((category) => ({
          ...category,
          weightHundredths: category.weightHundredths * factor,
        }));
        expect(calculateMark({ ...given, categories }).percentHundredths).toBe(percentHundredths);
      }),
    );
  });

  it('should stay between the lowest and the highest counted result, and never fall by leaving out the lowest', () => {
    fc.assert(
      fc.property(input, (given) => {
        const trace = calculateMark(given);
        if (trace.percent === undefined) return;
        const counted = trace.parts
          .filter(({ state }) => state === 'counted')
          .flatMap(({ lines }) => lines)
          .filter(({ state }) => state === 'counted' || state === 'missingZero')
          .map(({ percent }) => Number(percent));
        expect(Number(trace.percent)).toBeGreaterThanOrEqual(Math.min(...counted) - 1e-3);
        expect(Number(trace.percent)).toBeLessThanOrEqual(Math.max(...counted) + 1e-3);
        const kept = given.categories.map((category) => ({ ...category, dropLowest: 0 }));
        expect(Number(trace.percent)).toBeGreaterThanOrEqual(
          Number(calculateMark({ ...given, categories: kept }).percent) - 1e-3,
        );
      }),
    );
  });

  it('should say every trace in words, in both languages, without a hole', () => {
    fc.assert(
      fc.property(input, (given) => {
        const trace = calculateMark(given);
        for (const language of ['en', 'ar'] as const) {
          const text = explainMark(trace, language).join('\n');
          expect(text).not.toMatch(/undefined|NaN|\[object/);
          expect(text.split('\u2066').length).toBe(text.split('\u2069').length);
        }
      }),
    );
  });
});
