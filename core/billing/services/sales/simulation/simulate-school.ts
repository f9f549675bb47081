import { Exact, roundCents } from '../../money.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { isPriced, mrrOf, type SubscriptionTerms } from '../../terms.ts';
import { rateMonth } from './rate-month.ts';
import type { SchoolEffect, SchoolHistory, SimulationProblem } from './types.ts';

/**
 * What a school would have paid for its months under the valid book and under a draft, each with the terms it has today. A
 * school whose plan or price the draft does not have is counted as paying what it pays now, and says why; one that has no price
 * today either counts nothing, and says so, instead of stopping the simulation of all others.
 */
export function simulateSchool(
  valid: PriceBookContent,
  draft: PriceBookContent,
  { tenantId, name, nameAr, terms, groupSize, months }: SchoolHistory,
): SchoolEffect {
  const hasPrice = isPriced(valid, terms);
  const problem = hasPrice ? problemOf(draft, terms, months) : 'unpriced';
  const newTerms = { ...terms, groupPercent: newPercent(valid, draft, terms, groupSize) };
  const before = hasPrice ? total(valid, terms, months) : 0;
  const mrrBefore = hasPrice ? mrrOf(valid, terms) : 0;
  const isComparable = problem === null || problem === 'meter_missing';
  const last = months.at(-1)?.students ?? 0;
  const ceiling = draft.plans.find(({ code }) => code === terms.plan)?.studentCeiling ?? null;
  return {
    tenantId,
    name,
    nameAr,
    plan: terms.plan,
    cycle: terms.cycle,
    months: months.length,
    before,
    after: isComparable ? total(draft, newTerms, months) : before,
    mrrBefore,
    mrrAfter: isComparable ? mrrOf(draft, newTerms) : mrrBefore,
    aboveCeiling: ceiling !== null && last > ceiling && !terms.contract ? { students: last, ceiling } : null,
    problem,
  };
}

function total(book: PriceBookContent, terms: SubscriptionTerms, months: SchoolHistory['months']): number {
  return roundCents(months.reduce((sum, use) => sum.plus(rateMonth(book, terms, use)), new Exact(0)));
}

function problemOf(
  draft: PriceBookContent,
  terms: SubscriptionTerms,
  months: SchoolHistory['months'],
): SimulationProblem | null {
  const plan = draft.plans.find(({ code }) => code === terms.plan);
  if (!plan) return 'plan_missing';
  const price = terms.cycle === 'yearly' ? plan.yearly : plan.monthly;
  if (price === null && !terms.contract) return 'price_missing';
  const known = new Set(draft.meters.map(({ code }) => code));
  const isUsed = ([code, quantity]: [string, number]) => quantity > 0 && !known.has(code);
  return months.some(({ meters }) => Object.entries(meters).some(isUsed)) ? 'meter_missing' : null;
}

// Where the rule stays, a school keeps what it has, also when its renewal has not come yet (C18); a changed rule is
// taken as if every school had renewed.
function newPercent(
  valid: PriceBookContent,
  draft: PriceBookContent,
  terms: SubscriptionTerms,
  groupSize: number,
): string {
  const [was, is] = [valid.groupDiscount, draft.groupDiscount];
  if (was?.percent === is?.percent && was?.fromSchools === is?.fromSchools) return terms.groupPercent;
  return is && groupSize >= is.fromSchools ? is.percent : '0';
}
