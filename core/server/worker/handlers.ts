import type { Payload } from 'payload';
import { type PluginHost, pluginRunner, scheduleRunner } from '../../../marketplace/worker.ts';
import { countingAgain, familyMails } from '../../attendance/worker.ts';
import { alertMails, startSender } from '../../billing/worker.ts';
import {
  guardianMailDelivery,
  mailDelivery,
  smsDelivery,
  twilioProvider,
} from '../../communication/worker.ts';
import { dashboardRefresher } from '../../dashboards/index.ts';
import { typeset } from '../../documents/worker.ts';
import { markPublicationRunner } from '../../gradebook/worker.ts';
import { importRunner } from '../../interop/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import type { Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { batchRunner, publicationRunner } from '../../reports/worker.ts';
import { rollupKeeper } from '../../school/worker.ts';
import { openStorage } from '../../storage/index.ts';
import { poolOf } from '../../tenancy/index.ts';
import type { BillingRound } from './billing-work.ts';

export type Work = { handlers: EventHandler[]; stop: () => Promise<void> };

/** Everything that happens because of an event, and the sender of usage beside it. */
export function createHandlers(options: {
  settings: Settings;
  payload: Payload;
  logger: Logger;
  plugins: PluginHost;
  billing: Pick<BillingRound, 'handlers' | 'sink'>;
}): Work {
  const { settings, payload, logger, plugins, billing } = options;
  const pool = poolOf(payload);
  const mail = mailDelivery(settings);
  const sender = startSender({
    pool,
    sink: billing.sink,
    logger,
    seconds: settings.SHIPMENT_INTERVAL_SECONDS,
  });
  return {
    handlers: [
      // First, so that what takes longer keeps no start page old; and the numbers that start pages show before them.
      rollupKeeper({ pool }),
      dashboardRefresher({ pool }),
      pluginRunner(plugins),
      scheduleRunner(plugins),
      smsDelivery({ pool, provider: twilioProvider(settings), logger }),
      mail,
      guardianMailDelivery({ pool, send: mail.send }),
      alertMails({ pool }),
      familyMails({ pool }),
      countingAgain({ pool }),
      importRunner({ pool, storage: openStorage(settings), logger }),
      batchRunner({ pool, storage: openStorage(settings), logger, typeset }),
      publicationRunner({ pool }),
      markPublicationRunner({ pool, logger }),
      ...billing.handlers,
    ],
    stop: async () => {
      await sender.stop();
      mail.close();
    },
  };
}
