import type Stripe from 'stripe';
import type { PartnerTransfers } from './send-transfers.ts';

const OURS = 'daftar_transfer';

/**
 * Partners' money by Stripe Connect. An idempotency key is forgotten after a day, so that a repeated order first looks for
 * itself among the transfers of its line.
 */
export function stripeTransfers(stripe: Stripe): PartnerTransfers {
  return {
    transfer: async ({ id, amountCents, lineId, isRepeated, account }) => {
      const transfer_group = `line_${lineId}`;
      if (isRepeated) {
        for await (const known of stripe.transfers.list({ transfer_group, limit: 100 }))
          if (known.metadata[OURS] === id) return known.id;
      }
      const made = await stripe.transfers.create(
        {
          amount: amountCents,
          currency: 'usd',
          destination: account,
          transfer_group,
          metadata: { [OURS]: id },
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
