import { z } from 'zod';
import {
  emptyable,
  emptyableText,
  expand,
  formBoolean,
  formDecimal,
  formInteger,
  formIntegerBetween,
  formList,
  formText,
  metadata,
} from '../core/form-types.ts';
import { currencyOptions, customUnitAmount, interval, taxBehavior, tier } from './price-parts.ts';

const usageType = z.enum(['licensed', 'metered']);

/** Mirrors Stripe.PriceCreateParams. */
export const priceCreate = z.strictObject({
  currency: formText(3),
  active: formBoolean.optional(),
  billing_scheme: z.enum(['per_unit', 'tiered']).optional(),
  currency_options: z.record(z.string(), currencyOptions).optional(),
  custom_unit_amount: customUnitAmount.optional(),
  lookup_key: formText(200).optional(),
  metadata: metadata.optional(),
  nickname: emptyableText.optional(),
  product: formText().optional(),
  product_data: z
    .strictObject({
      active: formBoolean.optional(),
      id: formText().optional(),
      metadata: metadata.optional(),
      name: formText(250),
      statement_descriptor: formText(22).optional(),
      tax_code: formText().optional(),
      tax_details: z
        .strictObject({ performance_location: formText().optional(), tax_code: emptyableText.optional() })
        .optional(),
      unit_label: formText(12).optional(),
    })
    .optional(),
  recurring: z
    .strictObject({
      interval,
      interval_count: formIntegerBetween(1, 1095).optional(),
      meter: formText().optional(),
      trial_period_days: formInteger.optional(),
      usage_type: usageType.optional(),
    })
    .optional(),
  tax_behavior: taxBehavior.optional(),
  tiers: formList(tier).optional(),
  tiers_mode: z.enum(['graduated', 'volume']).optional(),
  transfer_lookup_key: formBoolean.optional(),
  transform_quantity: z
    .strictObject({ divide_by: formIntegerBetween(1, 1_000_000_000), round: z.enum(['down', 'up']) })
    .optional(),
  unit_amount: formIntegerBetween(0, 999_999_999_999).optional(),
  unit_amount_decimal: formDecimal.optional(),
  ...expand,
});
export type PriceCreate = z.output<typeof priceCreate>;

/** Mirrors Stripe.PriceUpdateParams. */
export const priceUpdate = z.strictObject({
  active: formBoolean.optional(),
  currency_options: emptyable(z.record(z.string(), currencyOptions)).optional(),
  lookup_key: emptyableText.max(200).optional(),
  metadata: emptyable(metadata).optional(),
  nickname: emptyableText.optional(),
  tax_behavior: taxBehavior.optional(),
  transfer_lookup_key: formBoolean.optional(),
  ...expand,
});
