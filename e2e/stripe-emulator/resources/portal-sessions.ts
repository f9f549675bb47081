import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { requireObject } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { configurations, createConfiguration } from './portal-configurations.ts';

export const portalSessionKind = 'billing_portal.session';

/** Stripe wants a configuration to be saved first; here there is always one, with everything switched on. */
function defaultConfiguration(context: RequestContext): ApiObject {
  const saved = context.store.list(configurations.kind).find((one) => one.is_default === true);
  if (saved) return saved;
  return createConfiguration(context, {
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, mode: 'at_period_end' },
    },
  });
}

const create = sdkRoute<Stripe.BillingPortal.SessionCreateParams>({
  method: 'POST',
  path: '/v1/billing_portal/sessions',
  handle(context, params) {
    if (!params.customer) {
      throw invalidRequest('Missing required param: customer.', 'customer', 'parameter_missing');
    }
    const customer = requireObject(
      context,
      { kind: 'customer', label: 'customer' },
      params.customer,
      'customer',
    );
    const configuration = params.configuration
      ? requireObject(context, configurations, params.configuration, 'configuration')
      : defaultConfiguration(context);
    const id = newId('bps', 24);
    const session: ApiObject = {
      id,
      object: portalSessionKind,
      configuration: configuration.id,
      created: context.now,
      customer: customer.id,
      customer_account: null,
      flow: params.flow_data ? (params.flow_data as unknown as JsonObject) : null,
      livemode: false,
      locale: params.locale ?? null,
      on_behalf_of: null,
      return_url: params.return_url ?? configuration.default_return_url ?? null,
      url: `${context.baseUrl}/_pages/portal/${id}`,
    };
    context.store.insert(portalSessionKind, session);
    emitEvent(context, 'billing_portal.session.created', session);
    return session;
  },
});

export const portalSessionRoutes: Route[] = [create];
