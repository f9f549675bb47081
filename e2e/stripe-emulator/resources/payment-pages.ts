import { z } from 'zod';
import { invalidRequest } from '../core/api-error.ts';
import { expand, formInteger, formText } from '../core/form-types.ts';
import { defineRoute, type Route } from '../core/route.ts';
import { requireNamed } from '../core/standard-routes.ts';
import { sessions } from './checkout-sessions.ts';
import { completeCheckout } from './complete-checkout.ts';

/*
 * What the hosted page itself calls. Not part of the documented API: Stripe's command line completes sessions by it,
 * and so do tests that want no browser.
 */
const path = '/v1/payment_pages/:id';

const show = defineRoute({
  method: 'GET',
  path,
  params: z.strictObject({ ...expand }),
  handle(context) {
    const session = requireNamed(context, sessions);
    return { id: session.id, object: 'payment_page', mode: session.mode ?? null, session_id: session.id };
  },
});

const confirm = defineRoute({
  method: 'POST',
  path: `${path}/confirm`,
  params: z.strictObject({
    payment_method: formText().optional(),
    expected_amount: formInteger.optional(),
    ...expand,
  }),
  handle(context, params) {
    const session = requireNamed(context, sessions);
    const expected = params.expected_amount;
    if (expected !== undefined && expected !== session.amount_total) {
      throw invalidRequest(`The amount is ${session.amount_total}, not ${expected}.`, 'expected_amount');
    }
    return completeCheckout(context, session, { paymentMethod: params.payment_method });
  },
});

export const paymentPageRoutes: Route[] = [show, confirm];
