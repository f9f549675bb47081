import { mailDelivery } from '../../../core/communication/worker.ts';
import { runEvent } from '../../../core/jobs/index.ts';
import type { TestSystem } from '../../support/index.ts';

/** Sends the mails that requests asked for, the way the worker does, so that they can be read. */
export type Deliveries = {
  deliver: (eventIds: readonly string[]) => Promise<void>;
  /** Everything that was sent so far, as text. */
  sent: () => Promise<string[]>;
};

export function openDeliveries({ pool, settings, logger, emulators }: TestSystem): Deliveries {
  const mail = mailDelivery(settings);
  return {
    deliver: async (eventIds) => {
      for (const id of eventIds) await runEvent(id, { pool, handlers: [mail], logger });
    },
    sent: async () => {
      const outbox = await emulators.outbox();
      return Object.values(outbox).flatMap((list) =>
        Array.isArray(list) ? list.map((message) => JSON.stringify(message)) : [],
      );
    },
  };
}
