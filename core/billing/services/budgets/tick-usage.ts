import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  type Queryable,
  requireTenant,
  TENANT_COLUMNS,
  tenantInfo,
} from '../../../tenancy/index.ts';
import { SWEEP_RESERVATIONS } from '../../sql/budgets.ts';
import { MIRROR_CEILINGS, NOTICE_OF, OPEN_SCHOOLS } from '../../sql/usage-alerts.ts';
import { readFacts } from '../entitlements/facts.ts';
import { bookAt } from '../price-book/read-book.ts';
import { readSeats } from './budget-page.ts';
import { readCaps, spentOn } from './budget-state.ts';
import { forecast } from './forecast.ts';
import { marksReached, raiseAlerts } from './usage-alerts.ts';

const DAY_MS = 86_400_000;
/** How much of the notice about the ceiling has passed when the school is told: at its start, half-way, near and at its end. */
const NOTICE_STEPS = [0, 50, 80, 100];

/**
 * Raises what no metered work raised by itself: marks of budgets that were passed without a reservation, of quotas, and the
 * steps of the notice about the ceiling, which also begins here when a smaller plan and not a new student brought the
 * school above it. Each mark once a month, whatever number of processes runs this. Returns how many were raised; one
 * school's trouble stops no other.
 */
export async function tickUsage({
  pool,
  logger,
  now,
}: {
  pool: pg.Pool;
  logger: Logger;
  now: Date;
}): Promise<number> {
  const { rows } = await asSystem(() => pool.query(OPEN_SCHOOLS(TENANT_COLUMNS)));
  let raised = 0;
  for (const row of rows) {
    const tenant = tenantInfo(row);
    try {
      raised += await asTenant(tenant, () => inTransaction(pool, (client) => lookAt(client, now)));
    } catch (err) {
      logger.error({ err, tenant: tenant.subdomain, msg: 'the usage of a school could not be looked at' });
    }
  }
  await asSystem(() => pool.query(MIRROR_CEILINGS));
  await sweepReservations(pool, now);
  return raised;
}

/**
 * Removes reservations that nobody captured or released in their time: the process of that work ended. They hold nothing from
 * their expiry on (a day after they were made, unless the work said otherwise); the next quarter of an hour takes the rows.
 */
async function sweepReservations(pool: pg.Pool, now: Date): Promise<void> {
  await asSystem(() => pool.query(SWEEP_RESERVATIONS, [now]));
}

async function lookAt(client: Queryable, now: Date): Promise<number> {
  const { id: tenantId } = requireTenant();
  await client.query("select daftar.take_seats($1, 'students', 0)", [tenantId]);
  const { content } = await bookAt(client, now);
  let raised = 0;
  for (const cap of await readCaps(client, tenantId)) {
    const { cents, month, from, to } = await spentOn(client, content, cap.meter, { tenantId, now });
    const used = cents.toNumber();
    const at = forecast({ used, limit: cap.monthlyCents, from, to, now })?.toISOString();
    const facts = { used, limit: cap.monthlyCents, isHard: cap.isHard, at };
    const marks = marksReached(used, cap.monthlyCents);
    raised += (await raiseAlerts(client, { month, subject: `budget:${cap.meter}`, facts }, marks)).length;
  }
  const facts = await readFacts(client, tenantId, now);
  const { month } = await spentOn(client, content, '*', { tenantId, now });
  for (const [kind, used] of await readSeats(client, tenantId)) {
    const limit = facts.quotas[kind].included;
    if (limit === null) continue;
    const marks = marksReached(used, limit);
    raised += (await raiseAlerts(client, { month, subject: `quota:${kind}`, facts: { used, limit } }, marks))
      .length;
  }
  return raised + (await tellOfCeiling(client, facts.ceilingDays, now));
}

async function tellOfCeiling(client: Queryable, ceilingDays: number, now: Date): Promise<number> {
  const { rows } = await client.query(NOTICE_OF);
  const notice = rows[0];
  if (!notice) return 0;
  const since: Date = notice.above_since;
  const length = ceilingDays * DAY_MS;
  const passed = length === 0 ? 100 : ((now.getTime() - since.getTime()) / length) * 100;
  const facts = {
    used: Number(notice.used),
    limit: Number(notice.above_limit),
    at: new Date(since.getTime() + length).toISOString(),
  };
  // Named by the day the notice began, so that one notice has its steps once, across the end of a month too.
  const month = since.toISOString().slice(0, 10);
  const marks = NOTICE_STEPS.filter((step) => passed >= step);
  return (await raiseAlerts(client, { month, subject: 'ceiling:students', facts }, marks)).length;
}
