import type { Payload } from 'payload';
import { pluginRunner } from '../../../marketplace/worker.ts';
import { startSender, stripeClient, stripeSink } from '../../billing/worker.ts';
import { mailDelivery, smsDelivery, twilioProvider } from '../../communication/worker.ts';
import { importRunner } from '../../interop/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import type { Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { createSupervisor } from '../../sandbox/index.ts';
import { openStorage } from '../../storage/index.ts';
import { poolOf } from '../../tenancy/index.ts';
import type { ReadinessCheck } from '../web/health.ts';

export type Work = { handlers: EventHandler[]; checks: ReadinessCheck[]; stop: () => Promise<void> };

/** Everything that happens because of an event, and the sender of usage beside it. */
export async function createHandlers(options: {
  settings: Settings;
  payload: Payload;
  logger: Logger;
}): Promise<Work> {
  const { settings, payload, logger } = options;
  const pool = poolOf(payload);
  const supervisor = createSupervisor({ spares: settings.SANDBOX_SPARE_WORKERS, logger });
  await supervisor.warm();
  const mail = mailDelivery(settings);
  const sender = startSender({
    pool,
    sink: stripeSink(stripeClient(settings)),
    logger,
    seconds: settings.SHIPMENT_INTERVAL_SECONDS,
  });
  return {
    handlers: [
      pluginRunner({ pool, supervisor, logger }),
      smsDelivery({ pool, provider: twilioProvider(settings), logger }),
      mail,
      importRunner({ pool, storage: openStorage(settings), logger }),
    ],
    checks: [
      async () => {
        const { fences, workers } = supervisor.status();
        const missing = fences.filter((fence) => !fence.applied).map((fence) => fence.name);
        return {
          name: 'sandbox',
          ok: true,
          detail: { workers: workers.idle + workers.busy, missingFences: missing.join(', ') || 'none' },
        };
      },
    ],
    stop: async () => {
      await sender.stop();
      await supervisor.close();
      mail.close();
    },
  };
}
