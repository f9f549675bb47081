import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, type Queryable } from '../../../tenancy/index.ts';
import {
  ADD_CHECK,
  PERIODS_TO_COMPARE,
  TEACHERS_NOW,
  TERMS_OF_PERIOD,
  UNTOLD_CHECKS,
} from '../../sql/best-price.ts';
import { peaksOf, takeSnapshots } from '../invoices/day-snapshots.ts';
import { moneyText } from '../money-text.ts';
import { bookVersion } from '../price-book/read-book.ts';
import { type CountedMonth, cheaperPlan, costOfPeriod } from '../rating/best-price.ts';
import type { Period } from '../rating/line.ts';
import { periodAt } from '../rating/periods.ts';
import type { BillingCycle, SubscriptionTerms } from '../terms.ts';
import { sendNotice } from './send-notices.ts';
import { readAccount } from './store.ts';

type Means = { pool: pg.Pool; logger: Logger };

type Ended = { id: string; anchor: Date; cycle: BillingCycle; ends: Date };

/**
 * Looks at every paid period that has ended, once, whether another plan would have been cheaper with the counts of its days, and
 * mails those who manage the school's plan when one would. Base fee and overage are compared: meters and add-ons cost the same
 * with every plan. Safe to run twice and in several processes. Returns how many schools were told.
 */
export async function comparePlans({ pool, logger }: Means, now: Date): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<Ended>(PERIODS_TO_COMPARE, [now]);
    for (const ended of rows)
      try {
        await compareOne(pool, ended, now);
      } catch (err) {
        logger.error({ err, tenant: ended.id, msg: 'the plans of a school could not be compared' });
      }
    let told = 0;
    for (const check of (await pool.query(UNTOLD_CHECKS, [now])).rows)
      try {
        if (await tell(pool, check)) told += 1;
      } catch (err) {
        logger.error({ err, tenant: check.id, msg: 'a school could not be told of a cheaper plan' });
      }
    return told;
  }, 'best-price');
}

async function compareOne(pool: pg.Pool, { id, anchor, cycle, ends }: Ended, now: Date): Promise<void> {
  const { start, end } = periodAt(anchor, cycle, new Date(ends.getTime() - 1));
  const { rows } = await pool.query<{ terms: SubscriptionTerms; version: number }>(TERMS_OF_PERIOD, [
    id,
    start,
    end,
  ]);
  if (!rows[0] || rows[0].terms.contract) return;
  const { terms, version } = rows[0];
  await takeSnapshots({ pool, now, tenantId: id });
  const months = await countMonths(pool, id, { anchor, start, end });
  const teachers = Number((await pool.query(TEACHERS_NOW, [id])).rows[0]?.used ?? 0);
  const book = await bookVersion(pool, version);
  const better = cheaperPlan(book, terms, { months, teachers });
  await pool.query(ADD_CHECK, [
    ...[id, start, end, terms.plan, terms.cycle, costOfPeriod(book, terms, months)],
    ...[better?.plan ?? null, better?.cents ?? null],
    Math.max(0, ...months.map(({ students }) => students)),
    Math.max(0, ...months.map(({ storageBytes }) => storageBytes)),
    ...[version, now],
  ]);
}

async function countMonths(
  client: Queryable,
  tenantId: string,
  { anchor, start, end }: Period & { anchor: Date },
): Promise<CountedMonth[]> {
  const months: CountedMonth[] = [];
  for (let from = start; from < end; ) {
    const month = periodAt(anchor, 'monthly', from);
    const { students, storageBytes } = await peaksOf(client, tenantId, month);
    months.push({ month: { start: month.start, end: month.end }, students, storageBytes });
    from = month.end;
  }
  return months;
}

type Untold = {
  id: string;
  periodStart: Date;
  periodEnd: Date;
  plan: string;
  cents: number;
  betterPlan: string;
  betterCents: number;
  version: number;
};

async function tell(pool: pg.Pool, check: Untold): Promise<boolean> {
  const account = await readAccount(pool, check.id);
  const { content } = await bookVersion(pool, check.version);
  const language = account.school.locale;
  const name = (code: string) => content.plans.find((plan) => plan.code === code)?.name[language] ?? code;
  return sendNotice(pool, account, {
    kind: 'cheaper_plan',
    key: check.periodStart.toISOString(),
    at: check.periodEnd,
    values: {
      plan: name(check.plan),
      better: name(check.betterPlan),
      cents: moneyText(check.cents)[language],
      betterCents: moneyText(check.betterCents)[language],
    },
  });
}
