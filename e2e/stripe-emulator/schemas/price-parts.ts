import { z } from 'zod';
import { formBoolean, formDecimal, formInteger, formList } from '../core/form-types.ts';

/** Parts of price parameters that products share (default_price_data). */
export const interval = z.enum(['day', 'month', 'week', 'year']);
export const taxBehavior = z.enum(['exclusive', 'inclusive', 'unspecified']);

export const customUnitAmount = z.strictObject({
  enabled: formBoolean,
  maximum: formInteger.optional(),
  minimum: formInteger.optional(),
  preset: formInteger.optional(),
});

export const tier = z.strictObject({
  flat_amount: formInteger.optional(),
  flat_amount_decimal: formDecimal.optional(),
  unit_amount: formInteger.optional(),
  unit_amount_decimal: formDecimal.optional(),
  up_to: z.union([z.literal('inf'), formInteger]),
});

export const currencyOptions = z.strictObject({
  custom_unit_amount: customUnitAmount.optional(),
  tax_behavior: taxBehavior.optional(),
  tiers: formList(tier).optional(),
  unit_amount: formInteger.optional(),
  unit_amount_decimal: formDecimal.optional(),
});
