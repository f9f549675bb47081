import { z } from 'zod';
import {
  emptyable,
  emptyableText,
  formBoolean,
  formDecimal,
  formInteger,
  formIntegerBetween,
  formList,
  formText,
  metadata,
} from '../core/form-types.ts';
import { interval, taxBehavior } from './price-parts.ts';

/** Parts that subscriptions, their items, schedules and invoices share. */
export const discounts = emptyable(
  formList(
    z.strictObject({
      coupon: formText().optional(),
      discount: formText().optional(),
      promotion_code: formText().optional(),
    }),
  ),
);

export const quantity = formIntegerBetween(0, 999_999_999);

const recurringPriceData = z.strictObject({
  currency: formText(3),
  product: formText(),
  recurring: z.strictObject({ interval, interval_count: formInteger.optional() }),
  tax_behavior: taxBehavior.optional(),
  unit_amount: formInteger.optional(),
  unit_amount_decimal: formDecimal.optional(),
});

export const oneTimePriceData = z.strictObject({
  currency: formText(3),
  product: formText(),
  tax_behavior: taxBehavior.optional(),
  unit_amount: formInteger.optional(),
  unit_amount_decimal: formDecimal.optional(),
});

export const itemFields = {
  discounts: discounts.optional(),
  metadata: emptyable(metadata).optional(),
  plan: formText().optional(),
  price: formText().optional(),
  price_data: recurringPriceData.optional(),
  quantity: quantity.optional(),
};

export const addInvoiceItem = z.strictObject({
  discountable: formBoolean.optional(),
  discounts: discounts.optional(),
  metadata: metadata.optional(),
  price: formText().optional(),
  price_data: oneTimePriceData.optional(),
  quantity: quantity.optional(),
});

export const collectionMethod = z.enum(['charge_automatically', 'send_invoice']);
export const prorationBehavior = z.enum(['always_invoice', 'create_prorations', 'none']);
export const paymentBehavior = z.enum([
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
]);

export const paymentSettings = z.strictObject({
  payment_method_types: emptyable(formList(formText())).optional(),
  save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
});

export const trialSettings = z.strictObject({
  end_behavior: z.strictObject({ missing_payment_method: z.enum(['cancel', 'create_invoice', 'pause']) }),
});

export const cancellationDetails = z.strictObject({
  comment: emptyableText.optional(),
  feedback: emptyableText.optional(),
});

export const billingMode = z.strictObject({
  flexible: z.strictObject({ proration_discounts: z.enum(['included', 'itemized']).optional() }).optional(),
  type: z.enum(['classic', 'flexible']),
});

export const nowOrTime = z.union([z.literal('now'), formInteger]);

/** The SDK sends {type: 'now'} in this version; the plain word of older versions is understood as well. */
export const anchorReset = z.union([
  z.enum(['now', 'unchanged']),
  z.strictObject({ type: z.enum(['now', 'unchanged']) }).transform((value) => value.type),
]);
