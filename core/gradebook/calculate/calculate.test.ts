import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMark } from './calculate.ts';
import { explainMark } from './explain.ts';
import { oracleMark } from './testing/oracle.ts';
import type {
  Assessment,
  Category,
  GradeInput,
  LatePenalty,
  Mark,
  MarkStatus,
  Period,
  Rules,
  Trace,
} from './types.ts';

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

describe('the mark of a term with grading periods', () => {
  const marked = (id: string, scoreHundredths: number): Mark => ({
    assessmentId: id,
    attempt: 1,
    status: 'graded',
    scoreHundredths,
  });
  const work = (id: string, max = 1000): Assessment => ({ id, title: id.toUpperCase(), maxHundredths: max });
  const period = (id: string, more: Partial<Period> = {}): Period => ({
    id,
    title: `Period ${id}`,
    assessments: [work(`${id}1`)],
    ...more,
  });
  const termOf = (periods: Period[], marks: Mark[], more: Partial<GradeInput> = {}): GradeInput => ({
    ...inputOf([]),
    periods,
    marks,
    ...more,
  });

  it('should weigh periods alike unless the school says otherwise, and name each with its weight', () => {
    const marks = [marked('p1', 600), marked('q1', 1000)];
    expect(calculateMark(termOf([period('p'), period('q')], marks)).percentHundredths).toBe(8000);
    const trace = calculateMark(
      termOf([period('p', { weightHundredths: 7500 }), period('q', { weightHundredths: 2500 })], marks),
    );
    expect(trace).toMatchObject({ status: 'marked', percentHundredths: 7000, exact: '70/1', parts: [] });
    const lines = explainMark(trace, 'en');
    expect(lines).toContain('Period p (weight 75 %): 60 %');
    expect(lines).toContain('Period p – All assessments: 6/10 = 60 %');
    expect(lines).toContain('Term mark: 60 % × 75 % + 100 % × 25 % = 70 %');
    expect(explainMark(trace, 'ar')).toContain('Period q (الوزن \u206625 %\u2069): \u2066100 %\u2069');
  });

  it('should add up what is not rounded, and round once', () => {
    // A third and a sixth make exactly a quarter; as decimals of two places they would not.
    const input = termOf(
      [period('p', { assessments: [work('p1', 300)] }), period('q', { assessments: [work('q1', 600)] })],
      [marked('p1', 100), marked('q1', 100)],
    );
    expect(calculateMark({ ...input, rules: { ...RULES, decimals: 2 } })).toMatchObject({
      exact: '25/1',
      percentHundredths: 2500,
    });
    // Rounded on the way they would be 79 and 80, which make 80.
    const close = termOf(
      [
        period('p', { assessments: [work('p1', 10_000)] }),
        period('q', { assessments: [work('q1', 10_000)] }),
      ],
      [marked('p1', 7940), marked('q1', 7950)],
    );
    expect(calculateMark(close).percentHundredths).toBe(7900);
  });

  it('should let the own assessments of the term be one part, and parts without a weight share the rest', () => {
    const parts = [period('p'), period('q')];
    const marks = [marked('p1', 500), marked('q1', 700), marked('final', 1000)];
    const input = termOf(parts, marks, { assessments: [work('final')], ownWeightHundredths: 2000 });
    const trace = calculateMark(input);
    // 50 % × 40 % + 70 % × 40 % + 100 % × 20 %
    expect(trace.percentHundredths).toBe(6800);
    expect(trace.periods?.map(({ termId, weight }) => [termId, weight])).toEqual([
      ['p', '40'],
      ['q', '40'],
      [undefined, '20'],
    ]);
    const equal = calculateMark({ ...input, ownWeightHundredths: undefined });
    expect(equal.percent).toBe('73.3333');
  });

  it('should leave out a period without marks and bring the weights of the others to 100', () => {
    const trace = calculateMark(
      termOf(
        [period('p', { weightHundredths: 4000 }), period('q', { weightHundredths: 6000 })],
        [marked('p1', 500)],
      ),
    );
    expect(trace.percentHundredths).toBe(5000);
    expect(explainMark(trace, 'en')).toContain(
      'Period q (weight 60 %): no result counts yet, its weight goes to the others.',
    );
    const none = [period('p', { weightHundredths: 0 }), period('q')];
    expect(calculateMark(termOf(none, [marked('p1', 100), marked('q1', 900)])).percentHundredths).toBe(9000);
  });

  it('should stay incomplete while a result inside a period is, and reckon periods inside periods', () => {
    const waiting: Mark = { assessmentId: 'p1', attempt: 1, status: 'submitted' };
    expect(calculateMark(termOf([period('p'), period('q')], [waiting, marked('q1', 900)])).status).toBe(
      'incomplete',
    );
    const nested = period('s', { assessments: [], periods: [period('p'), period('q')] });
    const trace = calculateMark(
      termOf([nested, period('r')], [marked('p1', 500), marked('q1', 1000), marked('r1', 250)]),
    );
    expect(trace.percentHundredths).toBe(5000);
    expect(explainMark(trace, 'en')).toContain('Period s – Period q (weight 50 %): 100 %');
  });

  it('should be one mark of all work when no period has any', () => {
    const input = inputOf([{ max: 10, score: 7 }]);
    const empty = period('p', { assessments: [] });
    expect(calculateMark({ ...input, periods: [empty] })).toEqual(calculateMark(input));
  });

  it('should be the average of its periods, exactly, whatever is in them', () => {
    const max = fc.integer({ min: 1, max: 40 });
    const given = fc.array(
      fc.record({ max, score: fc.integer({ min: 0, max: 40 }), weight: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(given, (rows) => {
        const trace = calculateMark(
          termOf(
            rows.map((row, index) =>
              period(`p${index}-`, {
                assessments: [work(`w${index}`, row.max * 100)],
                weightHundredths: row.weight * 100,
              }),
            ),
            rows.map((row, index) => marked(`w${index}`, row.score * 100)),
          ),
        );
        const common = rows.reduce((all, row) => all * BigInt(row.max), 1n);
        const weights = rows.reduce((all, row) => all + BigInt(row.weight), 0n);
        const over = rows.reduce(
          (all, row) => all + (BigInt(row.score * row.weight) * common) / BigInt(row.max),
          0n,
        );
        const [top, bottom] = (trace.exact ?? '0/1').split('/').map(BigInt) as [bigint, bigint];
        expect(top * common * weights).toBe(over * 100n * bottom);
      }),
    );
  });
});

describe('late work', () => {
  const late = (daysLate?: number, score = 17): GradeInput => {
    const input = inputOf([{ max: 20, score, status: 'late' }]);
    return { ...input, marks: input.marks.map((mark) => ({ ...mark, ...(daysLate ? { daysLate } : {}) })) };
  };
  const withRule = (input: GradeInput, rule: LatePenalty) =>
    calculateMark({ ...input, rules: { ...input.rules, decimals: 2, late: rule } });

  it('should count as it was marked without a rule', () => {
    expect(calculateMark(late(3)).percentHundredths).toBe(8500);
  });

  it('should lose a percentage of the total marks each day up to the cap, one day where none is noted', () => {
    const rule: LatePenalty = { kind: 'perDay', percentHundredths: 500, capHundredths: 2000 };
    expect([undefined, 1, 3, 9].map((days) => withRule(late(days), rule).percentHundredths)).toEqual([
      8000, 8000, 7000, 6500,
    ]);
    const trace = withRule(late(3), rule);
    expect(trace.parts[0]?.lines[0]).toMatchObject({
      scoreHundredths: 1400,
      late: { days: 3, scoreHundredths: 1700, cut: '15' },
    });
    expect(explainMark(trace, 'en')).toContain(
      'A0: 3 days late, minus 15 % of the total marks, so 17 counts as 14.',
    );
  });

  it('should lose a flat cut at once, and never more than there is', () => {
    expect(withRule(late(9), { kind: 'flat', percentHundredths: 1000 }).percentHundredths).toBe(7500);
    expect(withRule(late(9, 1), { kind: 'flat', percentHundredths: 9000 }).percentHundredths).toBe(0);
  });

  it('should follow the rule of the category before that of the school, and leave work in time alone', () => {
    const rows = [{ max: 10, score: 10, status: 'late' as const, category: 'c0' }];
    const rule: LatePenalty = { kind: 'flat', percentHundredths: 5000 };
    const none = inputOf(rows, [{ late: 'none' }], { late: rule });
    expect(calculateMark(none).percentHundredths).toBe(10_000);
    const own = inputOf(rows, [{ late: { kind: 'flat', percentHundredths: 1000 } }], { late: rule });
    expect(calculateMark(own).percentHundredths).toBe(9000);
    const inTime = inputOf([{ max: 10, score: 10 }], [], { late: rule });
    expect(calculateMark(inTime).percentHundredths).toBe(10_000);
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
