import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireNamed,
  requireObject,
  retrieveRoute,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { accountSettings, businessProfile, emptyRequirements, openRequirements } from './account-parts.ts';

const accounts: Resource = { path: '/v1/accounts', kind: 'account', label: 'account' };

type Capabilities = Record<string, { requested?: boolean } | undefined>;

function readCapabilities(requested: Capabilities | undefined, state: string): JsonObject {
  const names = Object.entries(requested ?? {}).filter(([, wish]) => wish?.requested);
  return Object.fromEntries(names.map(([name]) => [name, state]));
}

function typeOf(params: InForm<Stripe.AccountCreateParams>): string {
  if (params.type) return params.type;
  const dashboard = params.controller?.stripe_dashboard?.type;
  if (dashboard === 'express') return 'express';
  return params.controller ? 'none' : 'standard';
}

const create = sdkRoute<Stripe.AccountCreateParams>({
  method: 'POST',
  path: accounts.path,
  handle(context, params) {
    const id = newId('acct', 16);
    const type = typeOf(params);
    const account: ApiObject = {
      id,
      object: accounts.kind,
      business_profile: { ...businessProfile, ...((params.business_profile ?? {}) as JsonObject) },
      business_type: params.business_type ?? null,
      capabilities: readCapabilities(params.capabilities as Capabilities | undefined, 'inactive'),
      charges_enabled: false,
      controller: type === 'standard' ? { type: 'account' } : { is_controller: true, type: 'application' },
      country: params.country ?? 'US',
      created: context.now,
      default_currency: params.default_currency ?? 'usd',
      details_submitted: false,
      email: params.email ?? null,
      external_accounts: {
        object: 'list',
        data: [],
        has_more: false,
        url: `${accounts.path}/${id}/external_accounts`,
      },
      future_requirements: emptyRequirements,
      metadata: params.metadata || {},
      payouts_enabled: false,
      requirements: openRequirements,
      settings: accountSettings,
      tos_acceptance: { date: null, ip: null, user_agent: null },
      type,
    };
    context.store.insert(accounts.kind, account);
    return account;
  },
});

const update = updateRoute<Stripe.AccountUpdateParams>(accounts, 'account.updated', (before, params) => ({
  business_profile: {
    ...(before.business_profile as JsonObject),
    ...((params.business_profile ?? {}) as JsonObject),
  },
  email: params.email ?? before.email ?? null,
  capabilities: {
    ...(before.capabilities as JsonObject),
    ...readCapabilities(
      params.capabilities as Capabilities | undefined,
      before.details_submitted ? 'active' : 'inactive',
    ),
  },
}));

const remove = sdkRoute<Stripe.AccountDeleteParams>({
  method: 'DELETE',
  path: `${accounts.path}/:id`,
  handle(context) {
    const account = requireNamed(context, accounts);
    context.store.save(accounts.kind, { ...account, deleted: true });
    return { id: account.id, object: accounts.kind, deleted: true };
  },
});

/** The page behind the link finishes the account's questions; the link lives for five minutes, as Stripe's does. */
const createLink = sdkRoute<Stripe.AccountLinkCreateParams>({
  method: 'POST',
  path: '/v1/account_links',
  handle(context, params) {
    const account = requireObject(context, accounts, params.account, 'account');
    if (params.type === 'account_onboarding' && !(params.return_url && params.refresh_url)) {
      throw invalidRequest(
        'You must pass `return_url` and `refresh_url`.',
        'return_url',
        'parameter_missing',
      );
    }
    const token = newId('acl', 24);
    context.store.insert('account_link_token', {
      id: token,
      object: 'account_link_token',
      created: context.now,
      account: account.id,
      return_url: params.return_url ?? null,
    });
    return {
      object: 'account_link',
      created: context.now,
      expires_at: context.now + 300,
      url: `${context.baseUrl}/_pages/connect/${token}`,
    };
  },
});

/** Ends the questions of an account: everything it asked for becomes active. */
export function finishOnboarding(context: RequestContext, account: ApiObject): ApiObject {
  const names = Object.keys(account.capabilities as JsonObject);
  const after: ApiObject = {
    ...account,
    capabilities: Object.fromEntries(names.map((name) => [name, 'active'])),
    charges_enabled: true,
    details_submitted: true,
    payouts_enabled: true,
    requirements: emptyRequirements,
  };
  context.store.save(accounts.kind, after);
  emitEvent(context, 'account.updated', after, {
    charges_enabled: account.charges_enabled ?? false,
    details_submitted: account.details_submitted ?? false,
    payouts_enabled: account.payouts_enabled ?? false,
  });
  return after;
}

export const accountRoutes: Route[] = [
  create,
  update,
  remove,
  createLink,
  retrieveRoute(accounts),
  listRoute<Stripe.AccountListParams>(accounts, () => true),
];
