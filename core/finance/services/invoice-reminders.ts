import type pg from 'pg';
import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { asSystem, asTenant, inTransaction, requireTenant, tenantInfo } from '../../tenancy/index.ts';
import { DUE_REMINDERS, LISTENING_SCHOOLS } from '../sql/reminders.ts';

/** An invoice that is not paid came to one of its steps; add-ons listen to it. */
const REMINDER_DUE = 'invoice.reminder_due';

/** Nobody is reminded of a bill at midnight. */
const FIRST_HOUR = 8;

/**
 * Publishes the steps of unpaid invoices in every school where somebody listens, by each school's own day and from its
 * morning on: three days before the due date, on it, and seven days after. Each step of an invoice once, whatever number
 * of processes looks. Returns how many are new. One school's trouble stops no other.
 */
export async function remindOfInvoices(
  pool: pg.Pool,
  logger: Logger,
  now: () => Date = () => new Date(),
): Promise<number> {
  const { rows } = await asSystem(() => pool.query(LISTENING_SCHOOLS, [REMINDER_DUE]));
  let published = 0;
  for (const row of rows) {
    const tenant = tenantInfo(row);
    try {
      published += await asTenant(tenant, () => remind(pool, now()));
    } catch (err) {
      logger.error({ err, tenant: tenant.subdomain, msg: 'reminders of invoices failed' });
    }
  }
  return published;
}

async function remind(pool: pg.Pool, now: Date): Promise<number> {
  const { timeZone, profile } = requireTenant();
  if (hourIn(timeZone, now) < FIRST_HOUR) return 0;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(DUE_REMINDERS, [plainDateIn(timeZone, now)]);
    return publishEvents(
      client,
      rows.map((invoice) => ({
        type: REMINDER_DUE,
        dedupeKey: `${invoice.id}:${invoice.step}`,
        payload: {
          invoiceId: invoice.id,
          studentId: invoice.student_id,
          amount: String(invoice.rest),
          currency: profile?.currency ?? 'QAR',
          dueDate: invoice.due_date,
          step: invoice.step,
          ...schoolFacts(),
        },
      })),
    );
  });
}

function hourIn(timeZone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}
