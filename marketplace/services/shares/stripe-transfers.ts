import type Stripe from 'stripe';
import type { PartnerTransfers } from './send-transfers.ts';

const OURS = 'daftar_transfer';
const CHARGE = /^(ch|py)_/;
const INVOICE = /^in_/;

/**
 * Partners' money by Stripe Connect. A transfer draws on the charge that paid for it, where that is known: it then waits for
 * the charge's money and not for our balance. An idempotency key is forgotten after a day, so that a repeated order first
 * looks for itself among the transfers of its line.
 */
export function stripeTransfers(stripe: Stripe): PartnerTransfers {
  return {
    transfer: async ({ id, amountCents, lineId, isRepeated, account, paymentId }) => {
      const source = paymentId === undefined ? undefined : await chargeOf(stripe, paymentId);
      // A transfer from a charge gets the group of the charge.
      const group = source ? { source_transaction: source } : { transfer_group: `line_${lineId}` };
      if (isRepeated) {
        const listed = source ? { destination: account } : { transfer_group: `line_${lineId}` };
        for await (const known of stripe.transfers.list({ ...listed, limit: 100 }))
          if (known.metadata[OURS] === id) return known.id;
      }
      const made = await stripe.transfers.create(
        {
          ...{ amount: amountCents, currency: 'usd', destination: account },
          ...group,
          metadata: { [OURS]: id, line: lineId },
        },
        { idempotencyKey: `partner-transfer:${id}` },
      );
      return made.id;
    },
    reverse: async ({ id, amountCents, transferId, isRepeated }) => {
      if (isRepeated) {
        for await (const known of stripe.transfers.listReversals(transferId, { limit: 100 }))
          if (known.metadata?.[OURS] === id) return known.id;
      }
      const made = await stripe.transfers.createReversal(
        transferId,
        { amount: amountCents, metadata: { [OURS]: id } },
        { idempotencyKey: `partner-transfer:${id}` },
      );
      return made.id;
    },
  };
}

/** The charge that a payment is: known itself, or by the invoice that it paid. Undefined for money that came another way. */
async function chargeOf(stripe: Stripe, paymentId: string): Promise<string | undefined> {
  if (CHARGE.test(paymentId)) return paymentId;
  if (!INVOICE.test(paymentId)) return undefined;
  const { data } = await stripe.invoicePayments.list({ invoice: paymentId, status: 'paid', limit: 1 });
  const intent = data[0]?.payment.payment_intent;
  if (intent === undefined) return undefined;
  const { latest_charge } = await stripe.paymentIntents.retrieve(
    typeof intent === 'string' ? intent : intent.id,
  );
  return typeof latest_charge === 'string' ? latest_charge : latest_charge?.id;
}
