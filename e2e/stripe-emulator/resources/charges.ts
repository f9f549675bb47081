import type Stripe from 'stripe';
import type { Route } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute, updateRoute } from '../core/standard-routes.ts';

const charges: Resource = { path: '/v1/charges', kind: 'charge', label: 'charge' };

/** Charges are made by payment intents; they can be read, and described. */
export const chargeRoutes: Route[] = [
  retrieveRoute(charges),
  updateRoute<Stripe.ChargeUpdateParams>(
    charges,
    'charge.updated',
    (before, params) => ({
      description: params.description ?? before.description ?? null,
      transfer_group: params.transfer_group ?? before.transfer_group ?? null,
    }),
    (before) => (typeof before.payment_intent === 'string' ? before.payment_intent : null),
  ),
  listRoute<Stripe.ChargeListParams>(
    charges,
    (charge, params) =>
      (params.customer === undefined || charge.customer === params.customer) &&
      (params.payment_intent === undefined || charge.payment_intent === params.payment_intent) &&
      (params.transfer_group === undefined || charge.transfer_group === params.transfer_group),
  ),
];
