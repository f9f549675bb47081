import type Stripe from 'stripe';
import { ApiError, invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireObject,
  retrieveRoute,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject } from '../core/store.ts';
import { balanceOf, recordMovement } from './balance.ts';

export const transfers: Resource = { path: '/v1/transfers', kind: 'transfer', label: 'transfer' };

/** Stripe pays out no more than is there, unless the transfer draws on one charge. */
function checkFunds(
  context: RequestContext,
  amount: number,
  currency: string,
  source: ApiObject | undefined,
): void {
  const isCovered = source
    ? drawnFrom(context, source.id) + amount <= Number(source.amount)
    : amount <= (balanceOf(context).get(currency) ?? 0);
  if (isCovered) return;
  throw new ApiError(
    source
      ? 'Transfers using this transaction as a source must not exceed the source amount.'
      : 'You have insufficient available funds in your Stripe account.',
    {
      status: 400,
      code: source ? 'transfer_source_balance_parameters_mismatch' : 'balance_insufficient',
      param: 'amount',
      shouldRetry: false,
    },
  );
}

function drawnFrom(context: RequestContext, charge: string): number {
  return context.store
    .list(transfers.kind)
    .filter((transfer) => transfer.source_transaction === charge)
    .reduce((sum, transfer) => sum + Number(transfer.amount) - Number(transfer.amount_reversed), 0);
}

const create = sdkRoute<Stripe.TransferCreateParams>({
  method: 'POST',
  path: transfers.path,
  handle(context, params) {
    const currency = params.currency.toLowerCase();
    requireObject(context, { kind: 'account', label: 'destination' }, params.destination, 'destination');
    const source = params.source_transaction
      ? requireObject(
          context,
          { kind: 'charge', label: 'charge' },
          params.source_transaction,
          'source_transaction',
        )
      : undefined;
    const amount = params.amount ?? Number(source?.amount ?? 0);
    if (amount < 1) {
      throw invalidRequest(
        'This value must be greater than or equal to 1.',
        'amount',
        'parameter_invalid_integer',
      );
    }
    if (source && source.currency !== currency) {
      throw invalidRequest('The currency of source_transaction does not match.', 'currency');
    }
    checkFunds(context, amount, currency, source);
    const id = newId('tr', 24);
    const movement = recordMovement(context, { amount: -amount, currency, type: 'transfer', source: id });
    const transfer: ApiObject = {
      id,
      object: transfers.kind,
      amount,
      amount_reversed: 0,
      balance_transaction: movement.id,
      created: context.now,
      currency,
      description: params.description || null,
      destination: params.destination,
      destination_payment: newId('py', 24),
      livemode: false,
      metadata: params.metadata ?? {},
      reversals: { object: 'list', data: [], has_more: false, url: `${transfers.path}/${id}/reversals` },
      reversed: false,
      source_transaction: source?.id ?? null,
      source_type: params.source_type ?? 'card',
      transfer_group: params.transfer_group ?? (source ? String(source.transfer_group ?? '') || null : null),
    };
    context.store.insert(transfers.kind, transfer);
    emitEvent(context, 'transfer.created', transfer);
    return transfer;
  },
});

const update = updateRoute<Stripe.TransferUpdateParams>(transfers, 'transfer.updated', (before, params) => ({
  description: params.description === undefined ? (before.description ?? null) : params.description || null,
}));

export const transferRoutes: Route[] = [
  create,
  update,
  retrieveRoute(transfers),
  listRoute<Stripe.TransferListParams>(
    transfers,
    (transfer, params) =>
      (params.destination === undefined || transfer.destination === params.destination) &&
      (params.transfer_group === undefined || transfer.transfer_group === params.transfer_group),
  ),
];
