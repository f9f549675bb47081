import type { Route } from './core/route.ts';
import { customerRoutes } from './resources/customers.ts';
import { eventRoutes } from './resources/events.ts';
import { meterEventAdjustmentRoutes } from './resources/meter-event-adjustments.ts';
import { meterEventSummaryRoutes } from './resources/meter-event-summaries.ts';
import { meterEventRoutes } from './resources/meter-events.ts';
import { meterRoutes } from './resources/meters.ts';
import { priceRoutes } from './resources/prices.ts';
import { productRoutes } from './resources/products.ts';

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
];
