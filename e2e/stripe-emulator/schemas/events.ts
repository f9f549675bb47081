import { z } from 'zod';
import { formIntegerBetween, formList, formText } from '../core/form-types.ts';

const isoTime = z.iso.datetime({ offset: true });

/**
 * Mirrors Stripe.V2.Core.EventListParams as it is sent: times are ISO texts. `page` is not in the SDK's type; it
 * is the cursor inside next_page_url, which the SDK follows.
 */
export const thinEventList = z.strictObject({
  created: z
    .strictObject({
      gt: isoTime.optional(),
      gte: isoTime.optional(),
      lt: isoTime.optional(),
      lte: isoTime.optional(),
    })
    .optional(),
  limit: formIntegerBetween(1, 100).optional(),
  object_id: formText().optional(),
  types: formList(formText()).optional(),
  page: formText().optional(),
});

/** Mirrors Stripe.V2.Core.EventRetrieveParams. */
export const thinEventRetrieve = z.strictObject({});
