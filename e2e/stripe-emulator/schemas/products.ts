import { z } from 'zod';
import {
  emptyable,
  emptyableText,
  expand,
  formBoolean,
  formDecimal,
  formInteger,
  formList,
  formText,
  metadata,
} from '../core/form-types.ts';
import { currencyOptions, customUnitAmount, interval, taxBehavior } from './price-parts.ts';

const marketingFeatures = formList(z.strictObject({ name: formText(80) }));
const packageDimensions = z.strictObject({
  height: formInteger,
  length: formInteger,
  weight: formInteger,
  width: formInteger,
});
const taxDetails = z.strictObject({
  performance_location: formText().optional(),
  tax_code: emptyableText.optional(),
});

/** Mirrors Stripe.ProductCreateParams. */
export const productCreate = z.strictObject({
  name: formText(250),
  active: formBoolean.optional(),
  default_price_data: z
    .strictObject({
      currency: formText(3),
      currency_options: z.record(z.string(), currencyOptions).optional(),
      custom_unit_amount: customUnitAmount.optional(),
      metadata: metadata.optional(),
      recurring: z.strictObject({ interval, interval_count: formInteger.optional() }).optional(),
      tax_behavior: taxBehavior.optional(),
      unit_amount: formInteger.optional(),
      unit_amount_decimal: formDecimal.optional(),
    })
    .optional(),
  description: emptyableText.optional(),
  id: formText().optional(),
  images: formList(formText(2048)).optional(),
  marketing_features: marketingFeatures.optional(),
  metadata: metadata.optional(),
  package_dimensions: packageDimensions.optional(),
  shippable: formBoolean.optional(),
  statement_descriptor: formText(22).optional(),
  tax_code: formText().optional(),
  tax_details: taxDetails.optional(),
  type: z.enum(['good', 'service']).optional(),
  unit_label: formText(12).optional(),
  url: formText().optional(),
  ...expand,
});

/** Mirrors Stripe.ProductUpdateParams. */
export const productUpdate = z.strictObject({
  active: formBoolean.optional(),
  default_price: formText().optional(),
  description: emptyableText.optional(),
  images: emptyable(formList(formText(2048))).optional(),
  marketing_features: emptyable(marketingFeatures).optional(),
  metadata: emptyable(metadata).optional(),
  name: formText(250).optional(),
  package_dimensions: emptyable(packageDimensions).optional(),
  shippable: formBoolean.optional(),
  statement_descriptor: formText(22).optional(),
  tax_code: emptyableText.optional(),
  tax_details: emptyable(taxDetails).optional(),
  unit_label: emptyableText.optional(),
  url: emptyableText.optional(),
  ...expand,
});
