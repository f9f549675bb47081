import type Stripe from 'stripe';
import type { Customer } from '../billing/types.ts';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { listEnvelope } from '../core/list.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { pathPart, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { saveChange } from '../core/standard-routes.ts';
import type { ApiObject } from '../core/store.ts';
import { atCustomer } from '../core/timeline.ts';
import { changeBalance } from '../engine/customer-balance.ts';
import { requireByPath } from '../engine/find-object.ts';

const kind = 'customer_balance_transaction';
const path = '/v1/customers/:id/balance_transactions';

function requireTransaction(context: RequestContext): ApiObject {
  const id = pathPart(context, 'transaction');
  const transaction = context.store.find(kind, id);
  if (transaction?.customer === pathPart(context, 'id')) return transaction;
  throw resourceMissing('customer balance transaction', id);
}

const create = sdkRoute<Stripe.CustomerCreateBalanceTransactionParams>({
  method: 'POST',
  path,
  handle(context, params) {
    const customer = requireByPath<Customer>(context, 'customer');
    if (params.amount === 0) throw invalidRequest('Amount must be nonzero.', 'amount');
    return changeBalance(atCustomer(context, customer.id), {
      customer: customer.id,
      amount: params.amount,
      currency: params.currency.toLowerCase(),
      type: 'adjustment',
      description: params.description || undefined,
      metadata: mergeMetadata({}, params.metadata as Record<string, string> | undefined) as Record<
        string,
        string
      >,
    });
  },
});

const update = sdkRoute<Stripe.CustomerUpdateBalanceTransactionParams>({
  method: 'POST',
  path: `${path}/:transaction`,
  handle(context, params) {
    const before = requireTransaction(context);
    const members = {
      description: params.description ?? before.description ?? null,
      metadata: mergeMetadata(before.metadata, params.metadata as Record<string, string> | '' | undefined),
    };
    return saveChange(context, before, members, undefined, String(before.customer));
  },
});

const retrieve = sdkRoute<Record<never, never>>({
  method: 'GET',
  path: `${path}/:transaction`,
  handle: requireTransaction,
});

const list = sdkRoute<Stripe.CustomerListBalanceTransactionsParams>({
  method: 'GET',
  path,
  handle(context, params) {
    const all = context.store.findByLookup(kind, pathPart(context, 'id'));
    const matching = all.filter((each) => params.invoice === undefined || each.invoice === params.invoice);
    const url = `/v1/customers/${pathPart(context, 'id')}/balance_transactions`;
    return listEnvelope(url, matching, params, 'customer balance transaction', all);
  },
});

export const customerBalanceRoutes: Route[] = [create, update, retrieve, list];
