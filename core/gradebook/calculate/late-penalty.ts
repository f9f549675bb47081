import { add, compare, type Fraction, fraction, toDecimal, ZERO } from './fraction.ts';
import type { Category, GradeInput, Mark, Rules } from './types.ts';

/**
 * What a late result loses, as a share of the total marks; none where it was in time or where late work loses nothing. The
 * category's own rule comes before that of the rules.
 */
export function lateCutOf(
  { status, daysLate = 1 }: Pick<Mark, 'status' | 'daysLate'>,
  rules: Pick<Rules, 'late'>,
  category?: Pick<Category, 'late'>,
): Fraction | undefined {
  const rule = category?.late ?? rules.late;
  if (status !== 'late' || rule === undefined || rule === 'none') return undefined;
  const whole =
    rule.kind === 'flat' ? rule.percentHundredths : rule.percentHundredths * Math.max(1, daysLate);
  const cut = Math.min(whole, rule.capHundredths ?? 10_000, 10_000);
  return cut > 0 ? fraction(cut, 10_000) : undefined;
}

/** What is left of a ratio after a cut; never less than nothing. */
export function afterPenalty(ratio: Fraction, cut: Fraction | undefined): Fraction {
  if (!cut) return ratio;
  const left = add(ratio, fraction(-cut.over, cut.under));
  return compare(left, ZERO) < 0 ? ZERO : left;
}

/** What a cell of the grid loses for being late, as a percentage of the total marks (decimal text); none where it loses nothing. */
export function lateCut(
  mark: Pick<Mark, 'status' | 'daysLate'>,
  { rules, categories }: Pick<GradeInput, 'rules' | 'categories'>,
  categoryId: string | undefined,
): string | undefined {
  const cut = lateCutOf(
    mark,
    rules,
    categories.find(({ id }) => id === categoryId),
  );
  return cut && toDecimal(fraction(cut.over * 100n, cut.under)).text;
}
