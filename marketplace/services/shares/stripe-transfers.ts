import type Stripe from 'stripe';
import type { PartnerTransfers } from './send-transfers.ts';

const OURS = 'daftar_transfer';
/** Ids of charges; other payments name none that a transfer could draw on. */
const CHARGE = /^(ch|py)_/;

/**
 * Partners' money by Stripe Connect. A transfer draws on the charge that paid for it, where that is known: it then waits for
 * the charge's money and not for our balance. An idempotency key is forgotten after a day, so that a repeated order first
 * looks for itself among the transfers of its line.
 */
export function stripeTransfers(stripe: Stripe): PartnerTransfers {
  return {
    transfer: async ({ id, amountCents, lineId, isRepeated, account, paymentId }) => {
      const source = paymentId !== undefined && CHARGE.test(paymentId) ? paymentId : undefined;
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
