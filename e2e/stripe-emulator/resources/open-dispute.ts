import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { previousAttributes, type RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { recordMovement } from './balance.ts';

export const disputeKind = 'dispute';
/** What a dispute costs besides its amount, in minor units of dollars. */
const disputeFee = 1500;
const responseTime = 9 * 24 * 3600;

const evidenceNames = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
];

/**
 * A cardholder disputes a charge: the amount and a fee are taken back at once, except for an inquiry, where the bank
 * only asks. Answers the dispute.
 */
export function openDispute(context: RequestContext, charge: ApiObject, isInquiry: boolean): ApiObject {
  const amount = Number(charge.amount);
  const currency = String(charge.currency);
  const id = newId('dp', 24);
  const withdrawal = isInquiry
    ? undefined
    : recordMovement(context, {
        amount: -amount,
        fee: disputeFee,
        currency,
        type: 'adjustment',
        source: id,
        description: `Chargeback withdrawal for ${charge.id}`,
      });
  const card = (charge.payment_method_details as JsonObject | null)?.card as JsonObject | undefined;
  const dispute: ApiObject = {
    id,
    object: disputeKind,
    amount,
    balance_transactions: withdrawal ? [withdrawal] : [],
    charge: charge.id,
    created: context.now,
    currency,
    enhanced_eligibility_types: [],
    evidence: { ...Object.fromEntries(evidenceNames.map((name) => [name, null])), enhanced_evidence: {} },
    evidence_details: {
      due_by: context.now + responseTime,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null,
    },
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent ?? null,
    payment_method_details: {
      card: {
        brand: card?.brand ?? 'visa',
        case_type: isInquiry ? 'inquiry' : 'chargeback',
        network: card?.network ?? 'visa',
        network_reason_code: '10.4',
      },
      type: 'card',
    },
    reason: 'fraudulent',
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  };
  context.store.insert(disputeKind, dispute, charge.id);
  emitEvent(context, 'charge.dispute.created', dispute);
  if (!withdrawal) return dispute;
  const disputed: ApiObject = { ...charge, disputed: true };
  const intent = typeof charge.payment_intent === 'string' ? charge.payment_intent : null;
  context.store.save('charge', disputed, intent);
  emitEvent(context, 'charge.updated', disputed, previousAttributes(charge, disputed));
  emitEvent(context, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}
