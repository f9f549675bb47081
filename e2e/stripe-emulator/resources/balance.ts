import type Stripe from 'stripe';
import { newId } from '../core/ids.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

const transactions: Resource = {
  path: '/v1/balance_transactions',
  kind: 'balance_transaction',
  label: 'balance transaction',
};

/** One movement of the platform's balance. Amounts are whole minor units, negative when money leaves. */
export type Movement = {
  amount: number;
  currency: string;
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'adjustment' | 'transfer' | 'transfer_refund';
  source: string;
  description?: string | null;
  /** What the movement costs; 0 unless said, because the emulator has no price list for cards. */
  fee?: number;
};

const categories: Record<Movement['type'], string> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  adjustment: 'dispute',
  transfer: 'transfer',
  transfer_refund: 'transfer_reversal',
};

/** Stores a balance transaction and answers it: the balance is the sum of their `net`. */
export function recordMovement(context: RequestContext, movement: Movement): ApiObject {
  const fee = movement.fee ?? 0;
  const transaction: ApiObject = {
    id: newId('txn', 24),
    object: transactions.kind,
    amount: movement.amount,
    available_on: context.now,
    balance_type: 'payments',
    created: context.now,
    currency: movement.currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: movement.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: movement.amount - fee,
    reporting_category: categories[movement.type],
    source: movement.source,
    status: 'available',
    type: movement.type,
  };
  context.store.insert(transactions.kind, transaction, movement.source);
  return transaction;
}

/** What is there of each currency, whole minor units. Money is available at once here; Stripe lets days pass. */
export function balanceOf(context: Pick<RequestContext, 'store'>): Map<string, number> {
  const totals = new Map<string, number>();
  for (const transaction of context.store.list(transactions.kind)) {
    const currency = String(transaction.currency);
    totals.set(currency, (totals.get(currency) ?? 0) + Number(transaction.net));
  }
  return totals;
}

const retrieveBalance = sdkRoute<Stripe.BalanceRetrieveParams>({
  method: 'GET',
  path: '/v1/balance',
  handle(context) {
    const totals = balanceOf(context);
    if (totals.size === 0) totals.set('usd', 0);
    const amounts = (pick: (amount: number) => number): JsonObject[] =>
      [...totals].map(([currency, amount]) => ({
        amount: pick(amount),
        currency,
        source_types: { card: pick(amount) },
      }));
    return {
      object: 'balance',
      available: amounts((amount) => amount),
      connect_reserved: [...totals].map(([currency]) => ({ amount: 0, currency })),
      livemode: false,
      pending: amounts(() => 0),
    };
  },
});

export const balanceRoutes: Route[] = [
  retrieveBalance,
  retrieveRoute(transactions),
  listRoute<Stripe.BalanceTransactionListParams>(
    transactions,
    (transaction, params) =>
      (params.currency === undefined || transaction.currency === params.currency) &&
      (params.source === undefined || transaction.source === params.source) &&
      (params.type === undefined || transaction.type === params.type),
  ),
];
