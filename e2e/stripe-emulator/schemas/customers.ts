import { z } from 'zod';
import {
  emptyable,
  emptyableText,
  expand,
  formBoolean,
  formInteger,
  formList,
  formText,
  metadata,
} from '../core/form-types.ts';

const address = z.strictObject({
  city: emptyableText.optional(),
  country: emptyableText.optional(),
  line1: emptyableText.optional(),
  line2: emptyableText.optional(),
  postal_code: emptyableText.optional(),
  state: emptyableText.optional(),
});

const cashBalance = z.strictObject({
  settings: z
    .strictObject({ reconciliation_mode: z.enum(['automatic', 'manual', 'merchant_default']).optional() })
    .optional(),
});

const invoiceSettings = z.strictObject({
  custom_fields: emptyable(formList(z.strictObject({ name: formText(40), value: formText(140) }))).optional(),
  default_payment_method: formText().optional(),
  footer: emptyableText.optional(),
  rendering_options: emptyable(
    z.strictObject({
      amount_tax_display: emptyable(z.enum(['exclude_tax', 'include_inclusive_tax'])).optional(),
      template: formText().optional(),
    }),
  ).optional(),
});

const shared = {
  address: emptyable(address).optional(),
  balance: formInteger.optional(),
  business_name: emptyableText.optional(),
  cash_balance: cashBalance.optional(),
  description: emptyableText.optional(),
  email: emptyableText.max(512).optional(),
  individual_name: emptyableText.optional(),
  invoice_prefix: emptyableText.optional(),
  invoice_settings: invoiceSettings.optional(),
  metadata: emptyable(metadata).optional(),
  name: emptyableText.max(256).optional(),
  next_invoice_sequence: formInteger.optional(),
  phone: emptyableText.max(20).optional(),
  preferred_locales: formList(formText()).optional(),
  shipping: emptyable(
    z.strictObject({ address, name: formText(), phone: emptyableText.optional() }),
  ).optional(),
  source: formText().optional(),
  tax_exempt: emptyable(z.enum(['exempt', 'none', 'reverse'])).optional(),
  validate: formBoolean.optional(),
  ...expand,
};

const taxIp = { ip_address: emptyableText.optional() };

/** Mirrors Stripe.CustomerCreateParams. */
export const customerCreate = z.strictObject({
  ...shared,
  payment_method: formText().optional(),
  tax: z
    .strictObject({ ...taxIp, validate_location: z.enum(['deferred', 'immediately']).optional() })
    .optional(),
  tax_id_data: formList(z.strictObject({ type: formText(), value: formText() })).optional(),
  test_clock: formText().optional(),
});

/** Mirrors Stripe.CustomerUpdateParams. */
export const customerUpdate = z.strictObject({
  ...shared,
  default_source: formText().optional(),
  tax: z
    .strictObject({ ...taxIp, validate_location: z.enum(['auto', 'deferred', 'immediately']).optional() })
    .optional(),
});
