import {
  compare,
  type Fraction,
  fraction,
  ONE,
  parseDecimal,
  roundHalfUp,
  times,
  toDecimal,
} from './fraction.ts';
import { afterPenalty, lateCutOf } from './late-penalty.ts';
import type { Assessment, Category, LineTrace, Mark, Rules } from './types.ts';

/** One assessment of a pupil as it enters the reckoning. `ratio` is set exactly when it counts. */
export type Line = { trace: LineTrace; weight: Fraction; ratio?: Fraction };

type Attempt = { mark: Mark; ratio: Fraction; cut: Fraction | undefined; isCapped: boolean };

/** What counts of all attempts at one assessment, and why. Its category may have a rule for late work of its own. */
export function lineOf(
  assessment: Assessment,
  marks: readonly Mark[],
  rules: Rules,
  category?: Category,
): Line {
  const { id, title, titleAr, maxHundredths } = assessment;
  const weight = parseDecimal(assessment.weight ?? '1') ?? ONE;
  const named = { assessmentId: id, title, ...(titleAr ? { titleAr } : {}), weight: toDecimal(weight).text };
  const left = (state: LineTrace['state'], attempt?: number): Line => ({
    trace: { ...named, state, ...(attempt ? { attempt } : {}), ...(maxHundredths ? { maxHundredths } : {}) },
    weight,
  });
  if (!maxHundredths) return left('noMaximum');
  const chosen = chooseAttempt(marks, maxHundredths, rules, category);
  const last = latest(marks.filter((mark) => mark.status !== 'graded' && mark.status !== 'late'));
  if (!chosen && !last) return left('empty');
  const isMissing = last?.status === 'missing' || last?.status === 'not_submitted';
  if (!chosen && last && !isMissing) return left(last.status as LineTrace['state'], last.attempt);
  if (!chosen && !rules.missingCountsAsZero) return left('missingSkipped', last?.attempt);
  if (weight.over <= 0n) return left('zeroWeight', chosen?.mark.attempt ?? last?.attempt);
  const ratio = chosen?.ratio ?? fraction(0);
  const noted = chosen?.mark.scoreHundredths ?? 0;
  const score =
    chosen?.isCapped || chosen?.cut ? Number(roundHalfUp(times(ratio, fraction(maxHundredths)))) : noted;
  return {
    trace: {
      ...named,
      state: chosen ? 'counted' : 'missingZero',
      attempt: chosen?.mark.attempt ?? last?.attempt ?? 1,
      scoreHundredths: score,
      maxHundredths,
      percent: percentText(ratio),
      ...(chosen?.isCapped ? { isCapped: true } : {}),
      ...(chosen?.cut
        ? {
            late: {
              days: chosen.mark.daysLate ?? 1,
              scoreHundredths: noted,
              cut: percentText(chosen.cut),
            },
          }
        : {}),
    },
    // Adding up points is averaging percentages that weigh as much as their maximum.
    weight: rules.combine === 'points' ? fraction(weight.over * BigInt(maxHundredths), weight.under) : weight,
    ratio,
  };
}

/** A ratio as a percentage: decimal text of at most four places. */
export function percentText(ratio: Fraction): string {
  return toDecimal(fraction(ratio.over * 100n, ratio.under)).text;
}

function chooseAttempt(
  marks: readonly Mark[],
  max: number,
  rules: Rules,
  category: Category | undefined,
): Attempt | undefined {
  const cap = rules.resitCapHundredths ?? rules.passHundredths;
  const attempts = marks
    .flatMap((mark): Attempt[] => {
      const hasScore =
        (mark.status === 'graded' || mark.status === 'late') && mark.scoreHundredths !== undefined;
      if (!hasScore) return [];
      const cut = lateCutOf(mark, rules, category);
      const ratio = afterPenalty(fraction(mark.scoreHundredths ?? 0, max), cut);
      const limit = fraction(cap ?? 0, 10_000);
      const isCapped =
        rules.resitPolicy === 'capped' && cap !== undefined && mark.attempt > 1 && compare(ratio, limit) > 0;
      return [{ mark, ratio: isCapped ? limit : ratio, cut, isCapped }];
    })
    .sort((one, other) => one.mark.attempt - other.mark.attempt);
  if (rules.resitPolicy === 'latest') return attempts.at(-1);
  return attempts.reduce<Attempt | undefined>(
    (best, attempt) => (best && compare(best.ratio, attempt.ratio) >= 0 ? best : attempt),
    undefined,
  );
}

function latest(marks: readonly Mark[]): Mark | undefined {
  return marks.reduce<Mark | undefined>(
    (last, mark) => (last && last.attempt >= mark.attempt ? last : mark),
    undefined,
  );
}
