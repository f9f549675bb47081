import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { mergeText } from '../core/metadata.ts';
import { type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute, updateRoute } from '../core/standard-routes.ts';
import type { ApiObject } from '../core/store.ts';

const taxRates: Resource = { path: '/v1/tax_rates', kind: 'tax_rate', label: 'tax rate' };

const create = sdkRoute<Stripe.TaxRateCreateParams>({
  method: 'POST',
  path: taxRates.path,
  handle(context, params) {
    const { percentage } = params;
    if (percentage < 0 || percentage > 100 || !/^\d+(\.\d{1,4})?$/.test(String(percentage)))
      throw invalidRequest('Invalid decimal: must be between 0 and 100 with at most 4 places.', 'percentage');
    const rate: ApiObject = {
      id: newId('txr', 24),
      object: 'tax_rate',
      active: params.active ?? true,
      country: params.country ?? null,
      created: context.now,
      description: params.description ?? null,
      display_name: params.display_name,
      effective_percentage: percentage,
      flat_amount: null,
      inclusive: params.inclusive,
      jurisdiction: params.jurisdiction ?? null,
      jurisdiction_level: null,
      livemode: false,
      metadata: params.metadata || {},
      percentage,
      rate_type: 'percentage',
      state: params.state ?? null,
      tax_type: params.tax_type ?? null,
    };
    context.store.insert('tax_rate', rate);
    emitEvent(context, 'tax_rate.created', rate);
    return rate;
  },
});

/** What a rate charges never changes; only its name and whether new things may use it. */
const update = updateRoute<Stripe.TaxRateUpdateParams>(taxRates, 'tax_rate.updated', (before, params) => ({
  active: params.active ?? before.active,
  country: mergeText(before.country, params.country),
  description: mergeText(before.description, params.description),
  display_name: params.display_name ?? before.display_name,
  jurisdiction: mergeText(before.jurisdiction, params.jurisdiction),
  state: mergeText(before.state, params.state),
  tax_type: mergeText(before.tax_type, params.tax_type),
}));

export const taxRateRoutes: Route[] = [
  create,
  update,
  retrieveRoute(taxRates),
  listRoute<Stripe.TaxRateListParams>(
    taxRates,
    (rate, params) =>
      (params.active === undefined || rate.active === params.active) &&
      (params.inclusive === undefined || rate.inclusive === params.inclusive),
  ),
];
