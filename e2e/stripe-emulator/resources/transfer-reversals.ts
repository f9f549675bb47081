import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope } from '../core/list.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { pathPart, previousAttributes, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { requireNamed } from '../core/standard-routes.ts';
import type { ApiObject } from '../core/store.ts';
import { recordMovement } from './balance.ts';
import { transfers } from './transfers.ts';

const kind = 'transfer_reversal';
const path = `${transfers.path}/:id/reversals`;

function reversalsOf(context: RequestContext, transfer: string): ApiObject[] {
  return context.store.findByLookup(kind, transfer);
}

function requireReversal(context: RequestContext): ApiObject {
  const transfer = requireNamed(context, transfers);
  const id = pathPart(context, 'reversal');
  const found = reversalsOf(context, transfer.id).find((reversal) => reversal.id === id);
  if (!found) throw resourceMissing('transfer reversal', id);
  return found;
}

const create = sdkRoute<Stripe.TransferCreateReversalParams>({
  method: 'POST',
  path,
  handle(context, params) {
    const before = requireNamed(context, transfers);
    const left = Number(before.amount) - Number(before.amount_reversed);
    const amount = params.amount ?? left;
    if (left === 0) throw invalidRequest(`Transfer ${before.id} is already fully reversed.`, 'id');
    if (amount < 1 || amount > left) {
      throw invalidRequest(
        `Reversal amount (${amount}) is greater than the unreversed amount on the transfer (${left}), or less than 1.`,
        'amount',
      );
    }
    const id = newId('trr', 24);
    const currency = String(before.currency);
    const movement = recordMovement(context, { amount, currency, type: 'transfer_refund', source: id });
    const reversal: ApiObject = {
      id,
      object: kind,
      amount,
      balance_transaction: movement.id,
      created: context.now,
      currency,
      destination_payment_refund: newId('pyr', 24),
      metadata: params.metadata || {},
      source_refund: null,
      transfer: before.id,
    };
    context.store.insert(kind, reversal, before.id);
    const reversed = Number(before.amount_reversed) + amount;
    const data = reversalsOf(context, before.id);
    const after: ApiObject = {
      ...before,
      amount_reversed: reversed,
      reversals: { object: 'list', data, has_more: false, url: `${transfers.path}/${before.id}/reversals` },
      reversed: reversed === before.amount,
    };
    context.store.save(transfers.kind, after);
    emitEvent(context, 'transfer.reversed', after, previousAttributes(before, after));
    return reversal;
  },
});

const list = sdkRoute<Stripe.TransferListReversalsParams>({
  method: 'GET',
  path,
  handle(context, params) {
    const transfer = requireNamed(context, transfers);
    const url = `${transfers.path}/${transfer.id}/reversals`;
    return listEnvelope(url, reversalsOf(context, transfer.id), params, 'transfer reversal');
  },
});

const retrieve = sdkRoute<Stripe.TransferRetrieveReversalParams>({
  method: 'GET',
  path: `${path}/:reversal`,
  handle: (context) => requireReversal(context),
});

const update = sdkRoute<Stripe.TransferUpdateReversalParams>({
  method: 'POST',
  path: `${path}/:reversal`,
  handle(context, params) {
    const before = requireReversal(context);
    const after = { ...before, metadata: mergeMetadata(before.metadata, params.metadata) };
    context.store.save(kind, after, String(before.transfer));
    return after;
  },
});

export const transferReversalRoutes: Route[] = [create, list, retrieve, update];
