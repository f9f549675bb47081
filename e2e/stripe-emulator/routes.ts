import type { Route } from './core/route.ts';
import { accountRoutes } from './resources/accounts.ts';
import { alertRoutes } from './resources/alerts.ts';
import { balanceRoutes } from './resources/balance.ts';
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts';
import { couponRoutes } from './resources/coupons.ts';
import { customerRoutes } from './resources/customers.ts';
import { entitlementRoutes } from './resources/entitlements.ts';
import { eventRoutes } from './resources/events.ts';
import { meterEventAdjustmentRoutes } from './resources/meter-event-adjustments.ts';
import { meterEventStreamRoutes } from './resources/meter-event-stream.ts';
import { meterEventSummaryRoutes } from './resources/meter-event-summaries.ts';
import { meterEventRoutes } from './resources/meter-events.ts';
import { meterRoutes } from './resources/meters.ts';
import { paymentPageRoutes } from './resources/payment-pages.ts';
import { portalConfigurationRoutes } from './resources/portal-configurations.ts';
import { portalSessionRoutes } from './resources/portal-sessions.ts';
import { priceRoutes } from './resources/prices.ts';
import { productRoutes } from './resources/products.ts';
import { promotionCodeRoutes } from './resources/promotion-codes.ts';
import { transferReversalRoutes } from './resources/transfer-reversals.ts';
import { transferRoutes } from './resources/transfers.ts';

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
];
