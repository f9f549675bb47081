import type Stripe from 'stripe';
import type { Route } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import type { JsonObject } from '../core/store.ts';

const payments: Resource = {
  path: '/v1/invoice_payments',
  kind: 'invoice_payment',
  label: 'invoice payment',
};

/** What pays an invoice: GET alone, as payments are made by paying the invoice. */
export const invoicePaymentRoutes: Route[] = [
  retrieveRoute(payments),
  listRoute<Stripe.InvoicePaymentListParams>(
    payments,
    (payment, params) =>
      (params.invoice === undefined || payment.invoice === params.invoice) &&
      (params.status === undefined || payment.status === params.status) &&
      (params.payment?.payment_intent === undefined ||
        (payment.payment as JsonObject).payment_intent === params.payment.payment_intent),
  ),
];
