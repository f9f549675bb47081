import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { PROJECT_PLANS } from '../../sql/price-books.ts';
import { bookAt } from './read-book.ts';

/**
 * Brings the table of plans to the version that is valid at `now`, so that what reads features and limits there goes by the
 * price book. Safe to run at any time and in many processes; returns the codes of the plans that were changed. Plans that
 * the book no longer has stay: old subscriptions name them.
 */
export async function applyBooks(pool: pg.Pool, now: Date): Promise<string[]> {
  return asSystem(async () => {
    const { content } = await bookAt(pool, now);
    const plans = content.plans.map((plan) => ({
      code: plan.code,
      name: plan.name.en,
      name_ar: plan.name.ar,
      students: plan.students,
      ceiling: plan.studentCeiling,
      teachers: plan.teachers,
      storage_gb: plan.storageGb,
      monthly: plan.monthly,
      yearly: plan.yearly,
      features: plan.features,
    }));
    const { rows } = await pool.query(PROJECT_PLANS, [JSON.stringify(plans)]);
    return rows.map(({ code }) => String(code));
  });
}
