import { INVOICE_OF_MONTH } from '../../sql/meet-invoice.ts';
import { raiseAlarm } from '../metering/alarms.ts';
import type { Settlement } from '../metering/settle-later.ts';
import { giveBack } from '../subscriptions/close-invoice.ts';

/**
 * What is done about usage that Stripe counted otherwise than the ledger in a month whose invoice is final. What Stripe counted
 * after its invoice was final is on no bill, and an invoice that was final with other cents was put right when ours followed it
 * (`closeInvoice`): both have equal totals, and nothing is left to do. Where Stripe's came to more than ours all the same, the
 * difference of the two is credited there, once, so that both come to the same net; where it came to less, somebody has to look.
 */
export const settleAtStripe: Settlement = async (client, { tenantId, meter, period, now, key }) => {
  const { rows } = await client.query(INVOICE_OF_MONTH, [tenantId, period.start]);
  const invoice = rows[0];
  if (!invoice) return;
  const cents = Number(invoice.stripe_total_cents) - Number(invoice.total_cents);
  if (cents === 0) return;
  if (cents > 0) {
    const theirs = { id: invoice.stripe_invoice_id, createdAt: invoice.finalised_at };
    await giveBack(client, { tenantId, invoiceId: invoice.id, theirs }, { cents, isOnOurs: false });
    return;
  }
  const detail = { invoice: invoice.number, cents };
  await raiseAlarm(client, { tenantId, kind: 'difference', meter, key, detail, now });
};
