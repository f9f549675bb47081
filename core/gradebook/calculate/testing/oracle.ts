import type { GradeInput, Mark, MarkStatus } from '../types.ts';

type Counted = { over: bigint; under: bigint; weight: bigint };

/**
 * The same rules a second time and in another way, for tests: no reduced fractions and no trace, but whole numbers over
 * one common denominator for everything. Weights of assessments must be whole.
 */
export function oracleMark(input: GradeInput): { hundredths: number; percent: number } | undefined {
  const { rules } = input;
  const groups =
    input.categories.length === 0
      ? [{ weight: 1n, drop: 0, ids: input.assessments.map(({ id }) => id) }]
      : input.categories.map(({ id, weightHundredths, dropLowest }) => ({
          weight: BigInt(weightHundredths),
          drop: dropLowest,
          ids: input.assessments.filter(({ categoryId }) => categoryId === id).map((own) => own.id),
        }));
  const used = groups.flatMap(({ weight, drop, ids }) => {
    const counted = ids.flatMap((id) => countedOf(input, id));
    // Drops one after the other: the lowest, of equal ones the heaviest.
    for (let left = Math.min(drop, counted.length - 1); left > 0; left -= 1) {
      let worst = 0;
      for (let index = 1; index < counted.length; index += 1) {
        const [a, b] = [counted[index], counted[worst]];
        if (!a || !b) continue;
        const difference = a.over * b.under - b.over * a.under;
        if (difference < 0n || (difference === 0n && a.weight > b.weight)) worst = index;
      }
      counted.splice(worst, 1);
    }
    return counted.length === 0 || weight === 0n ? [] : [{ weight, counted }];
  });
  if (used.length === 0) return undefined;
  const common = used.reduce(
    (all, { counted }) => counted.reduce((product, { under }) => product * under, all) * weigh(counted),
    1n,
  );
  const weights = used.reduce((all, { weight }) => all + weight, 0n);
  const over = used.reduce(
    (all, { weight, counted }) =>
      all +
      counted.reduce(
        (sum, one) => sum + (weight * one.weight * one.over * common) / (one.under * weigh(counted)),
        0n,
      ),
    0n,
  );
  const under = common * weights;
  const unit = 10n ** BigInt(2 - rules.decimals);
  const rounded = ((2n * over * 10_000n) / unit + under) / (2n * under);
  return { hundredths: Number(rounded * unit), percent: Number((over * 10_000_000n) / under) / 100_000 };
}

function weigh(counted: Counted[]): bigint {
  return counted.reduce((all, { weight }) => all + weight, 0n);
}

function countedOf({ assessments, marks, rules }: GradeInput, id: string): Counted[] {
  const assessment = assessments.find((candidate) => candidate.id === id);
  const max = BigInt(assessment?.maxHundredths ?? 0);
  const own = BigInt(assessment?.weight ?? '1');
  if (max === 0n || own === 0n) return [];
  const weight = rules.combine === 'points' ? own * max : own;
  const sat = marks.filter((mark) => mark.assessmentId === id);
  const scored = sat.filter((mark) => mark.scoreHundredths !== undefined);
  const worth = (mark: Mark): Counted => {
    const score = BigInt(mark.scoreHundredths ?? 0);
    const cap = BigInt(rules.resitCapHundredths ?? 0);
    const isAbove = rules.resitPolicy === 'capped' && mark.attempt > 1 && score * 10_000n > cap * max;
    return isAbove ? { over: cap, under: 10_000n, weight } : { over: score, under: max, weight };
  };
  if (scored.length === 0) {
    const last: MarkStatus | undefined = sat.sort((a, b) => b.attempt - a.attempt)[0]?.status;
    const isZero = (last === 'missing' || last === 'not_submitted') && rules.missingCountsAsZero;
    return isZero ? [{ over: 0n, under: 1n, weight }] : [];
  }
  if (rules.resitPolicy === 'latest')
    return [worth(scored.reduce((last, mark) => (mark.attempt > last.attempt ? mark : last)))];
  return [
    scored.map(worth).reduce((best, one) => (one.over * best.under > best.over * one.under ? one : best)),
  ];
}
