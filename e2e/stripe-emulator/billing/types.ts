import type { ApiObject, JsonObject, StoredObject } from '../core/store.ts';

/**
 * The stored objects of billing, with the members the engine works on; every other member of Stripe's object is
 * there too. Amounts are whole minor units, times unix seconds.
 */
export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };
export type Reference = string | null;

export type Tier = {
  up_to: number | null;
  unit_amount_decimal: string | null;
  flat_amount_decimal: string | null;
};

export type Recurring = {
  interval: string;
  interval_count: number;
  meter: string | null;
  trial_period_days: number | null;
  usage_type: string;
};

export type Price = ApiObject & {
  currency: string;
  product: string;
  billing_scheme: string;
  tiers_mode: string | null;
  tiers?: Tier[];
  transform_quantity: { divide_by: number; round: string } | null;
  unit_amount: number | null;
  unit_amount_decimal: string | null;
  recurring: Recurring | null;
  active: boolean;
  nickname: string | null;
};

export type Customer = ApiObject & {
  balance: number;
  test_clock: Reference;
  invoice_prefix: string;
  next_invoice_sequence: number;
  invoice_settings: JsonObject & { default_payment_method: Reference };
};

export type TestClock = ApiObject & {
  frozen_time: number;
  status: 'ready' | 'advancing' | 'internal_failure';
  status_details: { advancing?: { target_frozen_time: number } };
};

export type SubscriptionItem = ApiObject & {
  current_period_start: number;
  current_period_end: number;
  discounts: string[];
  metadata: JsonObject;
  price: Price & { recurring: Recurring };
  quantity?: number;
  subscription: string;
};

export type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'unpaid'
  | 'paused';

export type Subscription = ApiObject & {
  billing_cycle_anchor: number;
  billing_mode: { type: string; flexible: { proration_discounts: string } | null; updated_at?: number };
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  cancellation_details: JsonObject;
  collection_method: 'charge_automatically' | 'send_invoice';
  currency: string;
  customer: string;
  days_until_due: number | null;
  default_payment_method: Reference;
  default_tax_rates: TaxRate[];
  description: Reference;
  discounts: string[];
  ended_at: number | null;
  items: List<SubscriptionItem>;
  latest_invoice: Reference;
  metadata: JsonObject;
  pause_collection: { behavior: string; resumes_at: number | null } | null;
  pending_setup_intent: Reference;
  schedule: Reference;
  status: SubscriptionStatus;
  test_clock: Reference;
  trial_end: number | null;
  trial_settings: { end_behavior: { billing_cycle_anchor: string | null; missing_payment_method: string } };
  trial_start: number | null;
};

export type LineParent = {
  invoice_item_details: JsonObject | null;
  subscription_item_details:
    | (JsonObject & { subscription: string; subscription_item: string; proration: boolean })
    | null;
  type: 'invoice_item_details' | 'subscription_item_details';
};

export type TaxRate = ApiObject & { percentage: number; inclusive: boolean };

export type LineTax = {
  amount: number;
  tax_behavior: 'exclusive';
  tax_rate_details: { tax_rate: string };
  taxability_reason: string;
  taxable_amount: number;
  type: 'tax_rate_details';
};

export type Line = JsonObject & {
  id: string;
  object: 'line_item';
  amount: number;
  currency: string;
  description: Reference;
  discount_amounts: Array<{ amount: number; discount: string }>;
  discountable: boolean;
  discounts: string[];
  invoice: Reference;
  metadata: JsonObject;
  parent: LineParent;
  period: { start: number; end: number };
  pricing: {
    price_details?: { price: string; product: string };
    type: string;
    unit_amount_decimal: Reference;
  } | null;
  quantity: number | null;
  quantity_decimal: Reference;
  subscription: Reference;
  subtotal: number;
};

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export type Invoice = ApiObject & {
  amount_due: number;
  amount_paid: number;
  amount_remaining: number;
  attempt_count: number;
  attempted: boolean;
  auto_advance: boolean;
  automatically_finalizes_at: number | null;
  billing_reason: string;
  collection_method: 'charge_automatically' | 'send_invoice';
  currency: string;
  customer: string;
  default_payment_method: Reference;
  default_tax_rates: TaxRate[];
  discounts: string[];
  due_date: number | null;
  ending_balance: number | null;
  lines: List<Line>;
  metadata: JsonObject;
  number: Reference;
  parent: {
    quote_details: null;
    subscription_details: { metadata: JsonObject; subscription: string };
    type: string;
  } | null;
  period_start: number;
  period_end: number;
  post_payment_credit_notes_amount: number;
  pre_payment_credit_notes_amount: number;
  starting_balance: number;
  status: InvoiceStatus;
  status_transitions: {
    finalized_at: number | null;
    marked_uncollectible_at: number | null;
    paid_at: number | null;
    voided_at: number | null;
  };
  subtotal: number;
  test_clock: Reference;
  total: number;
  webhooks_delivered_at: number | null;
};

export type InvoiceItem = StoredObject & {
  amount: number;
  currency: string;
  customer: string;
  date: number;
  description: Reference;
  discountable: boolean;
  discounts: string[];
  invoice: Reference;
  metadata: JsonObject;
  parent: { subscription_details: { subscription: string; subscription_item?: string }; type: string } | null;
  period: { start: number; end: number };
  pricing: Line['pricing'];
  proration: boolean;
  quantity: number;
  quantity_decimal: string;
};

export type Coupon = ApiObject & {
  amount_off: number | null;
  percent_off: number | null;
  applies_to?: { products: string[] };
  duration: string;
  duration_in_months: number | null;
  max_redemptions: number | null;
  redeem_by: number | null;
  times_redeemed: number;
  valid: boolean;
};

export type Discount = JsonObject & {
  id: string;
  object: 'discount';
  end: number | null;
  start: number;
  source: { coupon: string; type: string };
};

export type Phase = JsonObject & {
  start_date: number;
  end_date: number;
  items: Array<{ price: string; quantity?: number; metadata: JsonObject; discounts: JsonObject[] }>;
  proration_behavior: string;
  discounts: Array<{ coupon: Reference; discount: Reference; promotion_code: Reference }>;
};

export type Schedule = ApiObject & {
  customer: string;
  current_phase: { start_date: number; end_date: number } | null;
  end_behavior: string;
  phases: Phase[];
  status: 'not_started' | 'active' | 'completed' | 'released' | 'canceled';
  subscription: Reference;
  released_subscription: Reference;
  metadata: JsonObject;
};
