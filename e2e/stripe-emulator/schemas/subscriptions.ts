import { z } from 'zod';
import {
  createdFilter,
  emptyable,
  emptyableText,
  expand,
  formBoolean,
  formInteger,
  formIntegerBetween,
  formList,
  formText,
  metadata,
  pagination,
} from '../core/form-types.ts';
import {
  addInvoiceItem,
  anchorReset,
  billingMode,
  cancellationDetails,
  collectionMethod,
  discounts,
  itemFields,
  nowOrTime,
  paymentBehavior,
  paymentSettings,
  prorationBehavior,
  trialSettings,
} from './subscription-parts.ts';

const cancelAt = z.union([z.enum(['max_period_end', 'min_period_end']), formInteger]);

/** The part of Stripe.SubscriptionCreateParams that is emulated; anything else is refused by name. */
export const subscriptionCreate = z.strictObject({
  add_invoice_items: formList(addInvoiceItem).optional(),
  billing_cycle_anchor: formInteger.optional(),
  billing_mode: billingMode.optional(),
  cancel_at: cancelAt.optional(),
  cancel_at_period_end: formBoolean.optional(),
  collection_method: collectionMethod.optional(),
  currency: formText(3).optional(),
  customer: formText(),
  days_until_due: formIntegerBetween(0, 3650).optional(),
  default_payment_method: formText().optional(),
  default_tax_rates: emptyable(formList(formText())).optional(),
  description: formText(500).optional(),
  discounts: discounts.optional(),
  items: formList(z.strictObject(itemFields)).optional(),
  metadata: emptyable(metadata).optional(),
  off_session: formBoolean.optional(),
  payment_behavior: paymentBehavior.optional(),
  payment_settings: paymentSettings.optional(),
  proration_behavior: prorationBehavior.optional(),
  trial_end: nowOrTime.optional(),
  trial_from_plan: formBoolean.optional(),
  trial_period_days: formIntegerBetween(0, 730).optional(),
  trial_settings: trialSettings.optional(),
  ...expand,
});
export type SubscriptionCreate = z.output<typeof subscriptionCreate>;

/** The part of Stripe.SubscriptionUpdateParams that is emulated. */
export const subscriptionUpdate = z.strictObject({
  add_invoice_items: formList(addInvoiceItem).optional(),
  billing_cycle_anchor: anchorReset.optional(),
  cancel_at: emptyable(cancelAt).optional(),
  cancel_at_period_end: formBoolean.optional(),
  cancellation_details: cancellationDetails.optional(),
  collection_method: collectionMethod.optional(),
  days_until_due: formIntegerBetween(0, 3650).optional(),
  default_payment_method: formText().optional(),
  default_tax_rates: emptyable(formList(formText())).optional(),
  description: emptyableText.optional(),
  discounts: discounts.optional(),
  items: formList(
    z.strictObject({
      ...itemFields,
      clear_usage: formBoolean.optional(),
      deleted: formBoolean.optional(),
      id: formText().optional(),
    }),
  ).optional(),
  metadata: emptyable(metadata).optional(),
  off_session: formBoolean.optional(),
  pause_collection: emptyable(
    z.strictObject({
      behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
      resumes_at: formInteger.optional(),
    }),
  ).optional(),
  payment_behavior: paymentBehavior.optional(),
  payment_settings: paymentSettings.optional(),
  proration_behavior: prorationBehavior.optional(),
  proration_date: formInteger.optional(),
  trial_end: nowOrTime.optional(),
  trial_from_plan: formBoolean.optional(),
  trial_settings: trialSettings.optional(),
  ...expand,
});
export type SubscriptionUpdate = z.output<typeof subscriptionUpdate>;

/** Mirrors Stripe.SubscriptionRetrieveParams. */
export const subscriptionRetrieve = z.strictObject({ ...expand });

/** Mirrors Stripe.SubscriptionListParams, without automatic tax and customer accounts. */
export const subscriptionList = z.strictObject({
  ...pagination,
  ...expand,
  collection_method: collectionMethod.optional(),
  created: createdFilter.optional(),
  current_period_end: createdFilter.optional(),
  current_period_start: createdFilter.optional(),
  customer: formText().optional(),
  plan: formText().optional(),
  price: formText().optional(),
  status: z
    .enum([
      'active',
      'all',
      'canceled',
      'ended',
      'incomplete',
      'incomplete_expired',
      'past_due',
      'paused',
      'trialing',
      'unpaid',
    ])
    .optional(),
  test_clock: formText().optional(),
});

/** Mirrors Stripe.SubscriptionCancelParams. */
export const subscriptionCancel = z.strictObject({
  cancellation_details: cancellationDetails.optional(),
  invoice_now: formBoolean.optional(),
  prorate: formBoolean.optional(),
  ...expand,
});

/** Mirrors Stripe.SubscriptionResumeParams. */
export const subscriptionResume = z.strictObject({
  billing_cycle_anchor: anchorReset.optional(),
  payment_behavior: z.enum(['resume_on_payment_attempt', 'resume_on_payment_success']).optional(),
  proration_behavior: prorationBehavior.optional(),
  proration_date: formInteger.optional(),
  ...expand,
});

const itemChange = {
  payment_behavior: paymentBehavior.optional(),
  proration_behavior: prorationBehavior.optional(),
  proration_date: formInteger.optional(),
};

/** The part of Stripe.SubscriptionItemCreateParams that is emulated. */
export const subscriptionItemCreate = z.strictObject({
  subscription: formText(),
  ...itemFields,
  ...itemChange,
  ...expand,
});

/** The part of Stripe.SubscriptionItemUpdateParams that is emulated. */
export const subscriptionItemUpdate = z.strictObject({
  ...itemFields,
  ...itemChange,
  off_session: formBoolean.optional(),
  ...expand,
});

/** Mirrors Stripe.SubscriptionItemDeleteParams. */
export const subscriptionItemDelete = z.strictObject({ clear_usage: formBoolean.optional(), ...itemChange });

/** Mirrors Stripe.SubscriptionItemListParams. */
export const subscriptionItemList = z.strictObject({ ...pagination, ...expand, subscription: formText() });
