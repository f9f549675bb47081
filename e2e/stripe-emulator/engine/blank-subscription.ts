import type { Customer, Subscription, TaxRate } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import type { SubscriptionCreate } from '../schemas/subscriptions.ts';

/** What creating a subscription has to work out. */
export type Decided = {
  billing_cycle_anchor: number;
  currency: string;
  default_payment_method: string | null;
  default_tax_rates: TaxRate[];
  discounts: string[];
  items: Subscription['items'];
  metadata: JsonObject;
  status: Subscription['status'];
  trial_end: number | null;
  trial_start: number | null;
};

/** A new subscription: what was worked out, what follows directly from the parameters, and what starts empty. */
export function blankSubscription(
  context: RequestContext,
  id: string,
  customer: Customer,
  params: SubscriptionCreate,
  decided: Decided,
): Subscription {
  const mode = params.billing_mode;
  return {
    ...decided,
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor_config: null,
    billing_mode: {
      flexible:
        mode?.type === 'classic'
          ? null
          : { proration_discounts: mode?.flexible?.proration_discounts ?? 'included' },
      type: mode?.type ?? 'flexible',
      updated_at: context.now,
    },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: params.collection_method ?? 'charge_automatically',
    created: context.now,
    customer: customer.id,
    customer_account: null,
    days_until_due: params.days_until_due ?? null,
    default_source: null,
    description: params.description ?? null,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: paymentSettings(params.payment_settings),
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: context.now,
    test_clock: customer.test_clock,
    transfer_data: null,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method:
          params.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
      },
    },
  };
}

/** The payment settings that the emulator keeps; it has cards alone and uses none of them. */
export function paymentSettings(params: SubscriptionCreate['payment_settings']): JsonObject {
  return {
    payment_method_options: null,
    payment_method_types: params?.payment_method_types || null,
    save_default_payment_method: params?.save_default_payment_method ?? 'off',
  };
}
