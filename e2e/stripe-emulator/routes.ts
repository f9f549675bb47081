import type { Route } from './core/route.ts';
import { accountRoutes } from './resources/accounts.ts';
import { alertRoutes } from './resources/alerts.ts';
import { balanceRoutes } from './resources/balance.ts';
import { chargeRoutes } from './resources/charges.ts';
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts';
import { couponRoutes } from './resources/coupons.ts';
import { creditNoteRoutes } from './resources/credit-notes.ts';
import { customerBalanceRoutes } from './resources/customer-balance.ts';
import { customerRoutes } from './resources/customers.ts';
import { disputeRoutes } from './resources/disputes.ts';
import { entitlementRoutes } from './resources/entitlements.ts';
import { eventRoutes } from './resources/events.ts';
import { invoiceActionRoutes } from './resources/invoice-actions.ts';
import { invoiceItemRoutes } from './resources/invoice-items.ts';
import { invoicePaymentRoutes } from './resources/invoice-payments.ts';
import { invoiceRoutes } from './resources/invoices.ts';
import { meterEventAdjustmentRoutes } from './resources/meter-event-adjustments.ts';
import { meterEventStreamRoutes } from './resources/meter-event-stream.ts';
import { meterEventSummaryRoutes } from './resources/meter-event-summaries.ts';
import { meterEventRoutes } from './resources/meter-events.ts';
import { meterRoutes } from './resources/meters.ts';
import { paymentIntentRoutes } from './resources/payment-intents.ts';
import { paymentMethodRoutes } from './resources/payment-methods.ts';
import { paymentPageRoutes } from './resources/payment-pages.ts';
import { portalConfigurationRoutes } from './resources/portal-configurations.ts';
import { portalSessionRoutes } from './resources/portal-sessions.ts';
import { priceRoutes } from './resources/prices.ts';
import { productRoutes } from './resources/products.ts';
import { promotionCodeRoutes } from './resources/promotion-codes.ts';
import { refundRoutes } from './resources/refunds.ts';
import { setupIntentRoutes } from './resources/setup-intents.ts';
import { subscriptionItemRoutes } from './resources/subscription-items.ts';
import { subscriptionScheduleRoutes } from './resources/subscription-schedules.ts';
import { subscriptionRoutes } from './resources/subscriptions.ts';
import { taxRateRoutes } from './resources/tax-rates.ts';
import { testClockRoutes } from './resources/test-clocks.ts';
import { transferReversalRoutes } from './resources/transfer-reversals.ts';
import { transferRoutes } from './resources/transfers.ts';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.ts';

/** Everything the emulator answers. A new resource is one file in resources/, one in schemas/ and one line here. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...meterRoutes,
  ...meterEventRoutes,
  ...meterEventAdjustmentRoutes,
  ...meterEventSummaryRoutes,
  ...eventRoutes,
  ...couponRoutes,
  ...promotionCodeRoutes,
  ...accountRoutes,
  ...alertRoutes,
  ...balanceRoutes,
  ...checkoutSessionRoutes,
  ...paymentPageRoutes,
  ...entitlementRoutes,
  ...meterEventStreamRoutes,
  ...portalConfigurationRoutes,
  ...portalSessionRoutes,
  ...transferReversalRoutes,
  ...transferRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...chargeRoutes,
  ...creditNoteRoutes,
  ...customerBalanceRoutes,
  ...invoiceActionRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...invoiceRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...setupIntentRoutes,
  ...subscriptionItemRoutes,
  ...subscriptionScheduleRoutes,
  ...subscriptionRoutes,
  ...taxRateRoutes,
  ...testClockRoutes,
  ...webhookEndpointRoutes,
];
