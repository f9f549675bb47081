import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { previousAttributes, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, requireNamed, retrieveRoute } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { atClock, clockOf } from '../core/timeline.ts';
import { recordMovement } from './balance.ts';
import { disputeKind } from './open-dispute.ts';

const disputes: Resource = { path: '/v1/disputes', kind: disputeKind, label: 'dispute' };

const isOpen = (dispute: ApiObject) => /needs_response$|under_review$/.test(String(dispute.status));
const isInquiry = (dispute: ApiObject) => String(dispute.status).startsWith('warning_');

function save(context: RequestContext, before: ApiObject, members: JsonObject): ApiObject {
  const after = { ...before, ...members } as ApiObject;
  context.store.save(disputeKind, after, String(before.charge));
  emitEvent(context, 'charge.dispute.updated', after, previousAttributes(before, after));
  return after;
}

/** Ends a dispute, in the time of its charge; a won one brings the money back, the fee stays. */
function close(given: RequestContext, before: ApiObject, outcome: 'won' | 'lost'): ApiObject {
  const charge = given.store.find<ApiObject>('charge', String(before.charge));
  const context = charge ? atClock(given, clockOf(given, charge)) : given;
  const comesBack = outcome === 'won' && !isInquiry(before);
  const movement = comesBack
    ? recordMovement(context, {
        amount: Number(before.amount),
        currency: String(before.currency),
        type: 'adjustment',
        source: before.id,
        description: `Chargeback reversal for ${String(before.charge)}`,
      })
    : undefined;
  const transactions = before.balance_transactions as JsonObject[];
  const after = save(context, before, {
    balance_transactions: movement ? [...transactions, movement] : transactions,
    status: isInquiry(before) ? 'warning_closed' : outcome,
  });
  if (movement) emitEvent(context, 'charge.dispute.funds_reinstated', after);
  emitEvent(context, 'charge.dispute.closed', after);
  return after;
}

/** Stripe's test texts decide at once; any other evidence waits for a bank that never answers here. */
function decide(context: RequestContext, dispute: ApiObject): ApiObject {
  const text = (dispute.evidence as JsonObject).uncategorized_text;
  if (text === 'winning_evidence') return close(context, dispute, 'won');
  if (text === 'losing_evidence') return close(context, dispute, 'lost');
  return dispute;
}

const update = sdkRoute<Stripe.DisputeUpdateParams>({
  method: 'POST',
  path: `${disputes.path}/:id`,
  handle(context, params) {
    const before = requireNamed(context, disputes);
    const metadata = mergeMetadata(before.metadata, params.metadata);
    if (!params.evidence && params.submit === undefined) return save(context, before, { metadata });
    if (!isOpen(before)) throw invalidRequest('This dispute is already closed.', 'id');
    const given = Object.entries((params.evidence ?? {}) as JsonObject);
    const evidence = {
      ...(before.evidence as JsonObject),
      ...Object.fromEntries(given.map(([name, value]) => [name, value === '' ? null : value])),
    };
    const details = before.evidence_details as JsonObject;
    const isSubmitted = params.submit ?? true;
    const after = save(context, before, {
      evidence,
      evidence_details: {
        ...details,
        has_evidence: true,
        submission_count: Number(details.submission_count) + (isSubmitted ? 1 : 0),
        submission_method: isSubmitted ? 'manual' : 'not_submitted',
      },
      metadata,
      status: isSubmitted
        ? isInquiry(before)
          ? 'warning_under_review'
          : 'under_review'
        : (before.status ?? null),
    });
    return isSubmitted ? decide(context, after) : after;
  },
});

/** Giving up: the dispute is lost. */
const closeRoute = sdkRoute<Stripe.DisputeCloseParams>({
  method: 'POST',
  path: `${disputes.path}/:id/close`,
  handle(context) {
    const dispute = requireNamed(context, disputes);
    if (!isOpen(dispute))
      throw invalidRequest('This dispute is already closed.', 'id', 'dispute_already_closed');
    return close(context, dispute, 'lost');
  },
});

export const disputeRoutes: Route[] = [
  update,
  closeRoute,
  retrieveRoute(disputes),
  listRoute<Stripe.DisputeListParams>(
    disputes,
    (dispute, params) =>
      (params.charge === undefined || dispute.charge === params.charge) &&
      (params.payment_intent === undefined || dispute.payment_intent === params.payment_intent),
  ),
];
