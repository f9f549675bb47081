import type { BookPlan, PriceBookContent } from '../../price-book/content.ts';
import type { BillingCycle } from '../../terms.ts';

/** A plan that no school does well to choose: `by` are the plans that are always as cheap and hold as much. */
export type DominatedPlan = { plan: string; cycle: BillingCycle; by: string[] };

/** Beyond every school; above the last step of all prices nothing changes order that did not before. */
const MOST_STUDENTS = 50_000;

/**
 * Plans that are the cheapest for no count of students among those that hold at least their features, at the prices of one
 * month of each cycle. Plans without a price (by contract) and closed ones take no part.
 */
export function dominatedPlans(book: PriceBookContent): DominatedPlan[] {
  return (['monthly', 'yearly'] as const).flatMap((cycle) => {
    const plans = book.plans.filter((plan) => plan.isOpen && priceOf(plan, cycle) !== undefined);
    const counts = turningPoints(plans);
    return plans.flatMap((plan) => {
      const others = plans.filter((other) => other !== plan && holdsAll(other, plan));
      const betterAt = (count: number) => others.filter((other) => isBetter(other, plan, count, cycle));
      const reached = counts.filter((count) => isAllowed(plan, count));
      const better = reached.map(betterAt);
      if (others.length === 0 || better.some((list) => list.length === 0)) return [];
      return [{ plan: plan.code, cycle, by: [...new Set(better.flat().map(({ code }) => code))] }];
    });
  });
}

function priceOf(plan: BookPlan, cycle: BillingCycle): number | undefined {
  return (cycle === 'yearly' ? plan.yearly : plan.monthly) ?? undefined;
}

function isAllowed({ studentCeiling }: BookPlan, count: number): boolean {
  return studentCeiling === null || count <= studentCeiling;
}

/** Twelve months in cents, so that both cycles stay whole numbers. */
function yearCost(plan: BookPlan, count: number, cycle: BillingCycle): number {
  const base = priceOf(plan, cycle) ?? 0;
  const { students, studentOverage } = plan;
  const blocks =
    studentOverage && students !== null ? Math.ceil(Math.max(0, count - students) / studentOverage.block) : 0;
  return (cycle === 'yearly' ? base : base * 12) + blocks * (studentOverage?.cents ?? 0) * 12;
}

// Of two plans that cost and hold the same, neither is the worse one.
function isBetter(other: BookPlan, plan: BookPlan, count: number, cycle: BillingCycle): boolean {
  if (!isAllowed(other, count)) return false;
  const difference = yearCost(other, count, cycle) - yearCost(plan, count, cycle);
  return difference < 0 || (difference === 0 && !holdsAll(plan, other));
}

/** True when `one` has every feature and every included teacher and gigabyte of `other`. */
function holdsAll(one: BookPlan, other: BookPlan): boolean {
  const has = new Set(one.features);
  const reaches = (limit: number | null, wanted: number | null) =>
    limit === null || (wanted !== null && limit >= wanted);
  return (
    other.features.every((feature) => has.has(feature)) &&
    reaches(one.teachers, other.teachers) &&
    reaches(one.storageGb, other.storageGb)
  );
}

/** Counts at which some plan's price steps or its ceiling is reached; between two of them no order changes. */
function turningPoints(plans: BookPlan[]): number[] {
  const points = new Set([1]);
  for (const { students, studentOverage, studentCeiling } of plans) {
    const last = Math.min(studentCeiling ?? MOST_STUDENTS, MOST_STUDENTS);
    points.add(last).add(last + 1);
    if (students === null || !studentOverage) continue;
    for (let count = students; count <= last; count += studentOverage.block) points.add(count).add(count + 1);
  }
  return [...points].filter((count) => count > 0).sort((a, b) => a - b);
}
