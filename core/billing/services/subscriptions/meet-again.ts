import { asSystem } from '../../../tenancy/index.ts';
import { CLAIM_MEETINGS, MEET_LATER } from '../../sql/meet-invoice.ts';
import { CLAIM_HOURS, type MeetOptions, meetInvoice, PAUSES_SECONDS } from './meet-invoice.ts';
import { hoursAfter } from './moments.ts';

const MOST_INVOICES = 50;

/**
 * Meets again the invoices whose time has come: usage was on its way, the totals differed, a process ended in a meeting, or the
 * message that the provider's is final was lost. One school's trouble stops no other. Returns how many were looked at.
 */
export async function meetAgain(options: MeetOptions, now: Date): Promise<number> {
  const { rows } = await asSystem(() =>
    options.pool.query<{ id: string; tenant_id: string; stripe_invoice_id: string }>(CLAIM_MEETINGS, [
      now,
      hoursAfter(now, CLAIM_HOURS),
      MOST_INVOICES,
    ]),
  );
  for (const { id, tenant_id: tenantId, stripe_invoice_id: invoiceId } of rows) {
    try {
      await meetInvoice(options, { tenantId, invoiceId, now });
    } catch (err) {
      options.logger.warn({ err, tenant: tenantId, msg: 'an invoice could not be met; it is tried again' });
      await asSystem(() => options.pool.query(MEET_LATER, [tenantId, id, now, PAUSES_SECONDS]));
    }
  }
  return rows.length;
}
