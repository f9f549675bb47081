import { roundHalfAway } from '../billing/fraction.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { recordMovement } from '../resources/balance.ts';
import type { PaymentIntent } from './payment-intents.ts';
import type { PaymentMethod } from './payment-methods.ts';
import type { CardProblem } from './test-cards.ts';

export type Charge = ApiObject & {
  amount: number;
  amount_refunded: number;
  balance_transaction: string | null;
  currency: string;
  customer: string | null;
  payment_intent: string | null;
  payment_method: string | null;
  status: 'succeeded' | 'failed';
};

/** What the emulator takes for a card payment: 2.9 % and 30 minor units, rounded half away from zero. */
export function cardFee(amount: number): number {
  return roundHalfAway({ top: BigInt(amount) * 29n, bottom: 1000n }) + 30;
}

/** Stores the charge of one attempt, with its balance transaction when it succeeded, and its event. */
export function makeCharge(
  context: RequestContext,
  intent: PaymentIntent,
  method: PaymentMethod,
  problem: CardProblem | undefined,
): Charge {
  const id = newId('ch', 24);
  const { amount, currency } = intent;
  const transaction = problem
    ? undefined
    : recordMovement(context, {
        amount,
        fee: cardFee(amount),
        currency,
        source: id,
        type: 'charge',
        description: intent.description as string | null,
      });
  const charge: Charge = {
    ...unusedMembers,
    id,
    object: 'charge',
    amount,
    amount_captured: problem ? 0 : amount,
    amount_refunded: 0,
    balance_transaction: transaction?.id ?? null,
    billing_details: method.billing_details ?? null,
    calculated_statement_descriptor: 'EMULATOR',
    captured: !problem,
    created: context.now,
    currency,
    customer: intent.customer,
    description: intent.description ?? null,
    failure_code: problem?.code ?? null,
    failure_message: problem?.message ?? null,
    metadata: intent.metadata,
    outcome: outcomeOf(problem),
    paid: !problem,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: chargedCard(method, amount), type: 'card' },
    receipt_url: null,
    refunded: false,
    refunds: { object: 'list', data: [], has_more: false, url: `/v1/charges/${id}/refunds` },
    status: problem ? 'failed' : 'succeeded',
    transfer_group: intent.transfer_group ?? null,
  };
  context.store.insert('charge', charge, intent.id);
  emitEvent(context, problem ? 'charge.failed' : 'charge.succeeded', charge);
  return charge;
}

function chargedCard(method: PaymentMethod, amount: number): JsonObject {
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = method.card;
  return {
    amount_authorized: amount,
    authorization_code: null,
    brand: brand ?? null,
    checks: checks ?? null,
    country: country ?? null,
    exp_month: exp_month ?? null,
    exp_year: exp_year ?? null,
    extended_authorization: { status: 'disabled' },
    fingerprint: fingerprint ?? null,
    funding: funding ?? null,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: last4 ?? null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: brand ?? null,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

function outcomeOf(problem: CardProblem | undefined): JsonObject {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: problem ? '05' : null,
    network_status: problem ? 'declined_by_network' : 'approved_by_network',
    reason: problem ? (problem.declineCode ?? problem.code) : null,
    risk_level: 'normal',
    seller_message: problem ? problem.message : 'Payment complete.',
    type: problem ? 'issuer_declined' : 'authorized',
  };
}

const unusedMembers = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_email: null,
  receipt_number: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
};
