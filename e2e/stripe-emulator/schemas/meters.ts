import { z } from 'zod';
import { expand, formInteger, formText } from '../core/form-types.ts';

/** Mirrors Stripe.Billing.MeterCreateParams. */
export const meterCreate = z.strictObject({
  default_aggregation: z.strictObject({ formula: z.enum(['count', 'last', 'sum']) }),
  display_name: formText(250),
  event_name: formText(100),
  customer_mapping: z.strictObject({ event_payload_key: formText(100), type: z.literal('by_id') }).optional(),
  event_time_window: z.enum(['day', 'hour']).optional(),
  value_settings: z.strictObject({ event_payload_key: formText(100) }).optional(),
  ...expand,
});

/** Mirrors Stripe.Billing.MeterUpdateParams. */
export const meterUpdate = z.strictObject({ display_name: formText(250).optional(), ...expand });

/** Mirrors Stripe.Billing.MeterEventCreateParams. */
export const meterEventCreate = z.strictObject({
  event_name: formText(100),
  payload: z.record(z.string().max(100), z.string().max(100)),
  identifier: formText(100).optional(),
  timestamp: formInteger.optional(),
  ...expand,
});
export type MeterEventCreate = z.output<typeof meterEventCreate>;

/** Mirrors Stripe.Billing.MeterEventAdjustmentCreateParams. */
export const meterEventAdjustmentCreate = z.strictObject({
  event_name: formText(100),
  type: z.literal('cancel'),
  cancel: z.strictObject({ identifier: formText(100).optional() }).optional(),
  ...expand,
});
