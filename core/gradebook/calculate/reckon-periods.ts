import { percentText } from './effective-mark.ts';
import { divide, type Fraction, fraction, roundHalfUp, sum, times, ZERO } from './fraction.ts';
import { published, statusOf } from './round-mark.ts';
import type { GradeInput, LineTrace, Period, PeriodTrace, Trace } from './types.ts';

/** A trace with its unrounded ratio; none where nothing counts. */
export type Reckoning = { trace: Trace; ratio?: Fraction };

/** What a term mark is made of, with what each weighs as a share of 1. Without a period it is the term's own assessments. */
export type WeightedPart = { period?: Period; weight: Fraction };

/** True when at least one of the periods, or a period inside them, has assessments. */
export function hasWork(periods: readonly Period[] | undefined): boolean {
  return (periods ?? []).some(({ assessments, periods: inner }) => assessments.length > 0 || hasWork(inner));
}

/**
 * The parts of a term and their weights as they were written: the periods in their order, then the term's own assessments,
 * if it has any. Parts without a weight share equally what the others leave of 100 %, which is nothing when they leave nothing.
 */
export function weightedParts({
  periods = [],
  assessments,
  ownWeightHundredths,
}: Pick<GradeInput, 'periods' | 'assessments' | 'ownWeightHundredths'>): WeightedPart[] {
  const parts = [
    ...periods.map((period) => ({ period, written: period.weightHundredths })),
    ...(assessments.length > 0 ? [{ period: undefined, written: ownWeightHundredths }] : []),
  ];
  const written = parts.reduce((total, part) => total + (part.written ?? 0), 0);
  const open = parts.filter((part) => part.written === undefined).length;
  const rest = fraction(Math.max(0, 10_000 - written), 10_000 * Math.max(1, open));
  return parts.map((part) => ({
    ...(part.period ? { period: part.period } : {}),
    weight: part.written === undefined ? rest : fraction(part.written, 10_000),
  }));
}

/** The same as percentages (decimal text), for the rules of a sheet in words. */
export function periodWeights(
  term: Parameters<typeof weightedParts>[0],
): { period?: Pick<Period, 'id' | 'title'>; percent: string }[] {
  return weightedParts(term).map(({ period, weight }) => ({
    ...(period ? { period } : {}),
    percent: percentText(weight),
  }));
}

/**
 * The mark of a term out of the marks of its periods. Each period is reckoned by the same rules; what it got goes on
 * unrounded. Periods without a mark yet and those with weight zero fall away, and the weights of the others are brought to
 * 100, as with categories. The sum is rounded once.
 */
export function reckonPeriods(input: GradeInput, reckon: (input: GradeInput) => Reckoning): Reckoning {
  const { categories, marks, rules } = input;
  const parts = weightedParts(input).map(({ period, weight }) => ({
    period,
    weight,
    ...reckon(
      period
        ? { categories, marks, rules, ...periodInput(period) }
        : { categories, marks, rules, assessments: input.assessments },
    ),
  }));
  const counted = parts.filter(({ ratio, weight }) => ratio !== undefined && weight.over > 0n);
  const total = sum(counted.map(({ weight }) => weight));
  const ratio =
    counted.length === 0
      ? undefined
      : sum(counted.map((part) => times(part.ratio ?? ZERO, divide(part.weight, total))));
  const trace: Trace = {
    status: statusOf(
      parts.flatMap((part) => linesOf(part.trace)),
      ratio,
    ),
    combine: rules.combine,
    weightsHundredths: Number(roundHalfUp(times(sum(parts.map(({ weight }) => weight)), fraction(10_000)))),
    parts: [],
    periods: parts.map((part): PeriodTrace => {
      const isCounted = counted.includes(part);
      return {
        ...(part.period ? { termId: part.period.id, title: part.period.title } : {}),
        state: isCounted ? 'counted' : part.ratio ? 'zeroWeight' : 'noMarks',
        weight: percentText(part.weight),
        ...(isCounted ? { share: percentText(divide(part.weight, total)) } : {}),
        ...(part.ratio ? { percent: percentText(part.ratio) } : {}),
        trace: part.trace,
      };
    }),
    decimals: rules.decimals,
    ...(rules.passHundredths === undefined ? {} : { passHundredths: rules.passHundredths }),
    ...(ratio ? published(ratio, rules) : {}),
  };
  return { trace, ...(ratio ? { ratio } : {}) };
}

/** Every line of a trace that could count, those of its periods too. */
export function linesOf({ parts, periods = [] }: Trace): LineTrace[] {
  return [
    ...parts.flatMap(({ state, lines }) => (state === 'noCategory' ? [] : lines)),
    ...periods.flatMap(({ trace }) => linesOf(trace)),
  ];
}

function periodInput({ assessments, periods, ownWeightHundredths }: Period) {
  return {
    assessments,
    ...(periods ? { periods } : {}),
    ...(ownWeightHundredths === undefined ? {} : { ownWeightHundredths }),
  };
}
