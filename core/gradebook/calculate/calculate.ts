import { type Line, lineOf, percentText } from './effective-mark.ts';
import { compare, divide, type Fraction, fraction, sum, times } from './fraction.ts';
import { hasWork, type Reckoning, reckonPeriods } from './reckon-periods.ts';
import { published, statusOf } from './round-mark.ts';
import type { Category, GradeInput, Mark, PartTrace, Trace } from './types.ts';

/**
 * The term mark of one pupil, with the way it was reckoned. Pure and exact: fractions inside, one rounding at the end.
 *
 * 1. Of several attempts at an assessment the re-sit policy chooses one.
 * 2. Empty, exempt, incomplete and not yet marked results do not count; missing ones count as zero or not at all, as the
 *    rules say. An assessment without a maximum or with weight zero does not count. A score above the maximum is kept.
 * 3. In each category the lowest percentages are left out, as many as it says, but one always stays. Of equal ones the
 *    heavier goes first, which never harms the pupil; then the earlier.
 * 4. The percentage of a category is the average of what is left, by weight; with `points` a longer paper weighs more.
 * 5. Categories without a counted result, and those with weight zero, fall away; the weights of the others are brought
 *    to 100. Where there are no categories, all assessments form one. Where there are, an assessment without one does not count.
 * 6. The sum is rounded half up to the decimals of the rules; label, points and passing follow the rounded mark.
 *
 * Where the term has periods with work in them, this is done for each period and for the assessments of the term itself, and
 * their unrounded marks are added up by weight in the same way (`reckonPeriods`).
 *
 * A result that is incomplete or waits to be marked makes the term mark `incomplete`; its percentage is provisional.
 */
export function calculateMark(input: GradeInput): Trace {
  return reckon(input).trace;
}

function reckon(input: GradeInput): Reckoning {
  return hasWork(input.periods) ? reckonPeriods(input, reckon) : reckonAssessments(input);
}

function reckonAssessments({ categories, assessments, marks, rules }: GradeInput): Reckoning {
  const marksOf = new Map<string, Mark[]>();
  for (const mark of marks) marksOf.set(mark.assessmentId, [...(marksOf.get(mark.assessmentId) ?? []), mark]);
  const known = new Map(categories.map((category) => [category.id, category]));
  const lines = assessments.map((assessment) => ({
    categoryId: assessment.categoryId,
    line: lineOf(assessment, marksOf.get(assessment.id) ?? [], rules, known.get(assessment.categoryId ?? '')),
  }));
  const parts =
    categories.length === 0
      ? [
          partOf(
            ALL,
            lines.map(({ line }) => line),
          ),
        ]
      : categories.map((category) =>
          partOf(
            category,
            lines.flatMap(({ categoryId, line }) => (categoryId === category.id ? [line] : [])),
          ),
        );
  const loose = lines.flatMap(({ categoryId, line }) =>
    categories.length > 0 && !(categoryId && known.has(categoryId)) ? [line] : [],
  );
  const counted = parts.filter(({ ratio }) => ratio !== undefined);
  const total = sum(counted.map(({ weight }) => weight));
  const result = counted.length === 0 ? undefined : sum(counted.map((part) => shareOf(part, total)));
  const all = parts.flatMap(({ lines: own }) => own);
  const traces = parts.map((part) => traceOf(part, total));
  if (loose.length > 0)
    traces.push({
      state: 'noCategory',
      weightHundredths: 0,
      dropLowest: 0,
      lines: loose.map(({ trace }) => trace),
    });
  const trace: Trace = {
    status: statusOf(
      all.map((line) => line.trace),
      result,
    ),
    combine: rules.combine,
    weightsHundredths: categories.length === 0 ? 10_000 : sumOf(categories),
    parts: traces,
    decimals: rules.decimals,
    ...(rules.passHundredths === undefined ? {} : { passHundredths: rules.passHundredths }),
    ...(result ? published(result, rules) : {}),
  };
  return { trace, ...(result ? { ratio: result } : {}) };
}

type Part = { category: Category | typeof ALL; lines: Line[]; weight: Fraction; ratio?: Fraction };

/** What stands for a category where the lesson group has none. */
const ALL = { id: undefined, title: undefined, titleAr: undefined, weightHundredths: 10_000, dropLowest: 0 };

function partOf(category: Part['category'], lines: Line[]): Part {
  const kept = dropLowest(lines, category.dropLowest);
  const used = kept.filter(({ ratio, trace }) => ratio !== undefined && trace.state !== 'dropped');
  const weight = fraction(category.weightHundredths);
  const base = { category, lines: kept, weight };
  if (used.length === 0 || weight.over === 0n) return base;
  const over = sum(used.map((line) => times(line.ratio ?? fraction(0), line.weight)));
  return { ...base, ratio: divide(over, sum(used.map((line) => line.weight))) };
}

function dropLowest(lines: Line[], wanted: number): Line[] {
  const counting = lines.filter(({ ratio }) => ratio !== undefined);
  const dropped = new Set(
    counting
      .map((line, index) => ({ line, index }))
      .sort(
        (one, other) =>
          compare(one.line.ratio ?? fraction(0), other.line.ratio ?? fraction(0)) ||
          compare(other.line.weight, one.line.weight) ||
          one.index - other.index,
      )
      .slice(0, Math.max(0, Math.min(wanted, counting.length - 1)))
      .map(({ line }) => line),
  );
  return lines.map((line) =>
    dropped.has(line) ? { ...line, trace: { ...line.trace, state: 'dropped' } } : line,
  );
}

function shareOf({ ratio, weight }: Part, total: Fraction): Fraction {
  return times(ratio ?? fraction(0), divide(weight, total));
}

function traceOf({ category, lines, weight, ratio }: Part, total: Fraction): PartTrace {
  const { id, title, titleAr, weightHundredths, dropLowest: drops } = category;
  return {
    ...(id ? { categoryId: id } : {}),
    ...(title ? { title } : {}),
    ...(titleAr ? { titleAr } : {}),
    state: ratio ? 'counted' : weight.over === 0n ? 'zeroWeight' : 'noMarks',
    weightHundredths,
    ...(ratio ? { share: percentText(divide(weight, total)), percent: percentText(ratio) } : {}),
    dropLowest: drops,
    lines: lines.map(({ trace }) => trace),
  };
}

function sumOf(categories: readonly Category[]): number {
  return categories.reduce((total, { weightHundredths }) => total + weightHundredths, 0);
}
