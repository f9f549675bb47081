import { publishEvents } from '../../jobs/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

/** How a message ended, for the add-on that sent it. */
export type MessageOutcome = {
  messageId: string;
  channel: 'sms' | 'email';
  /** The id of the add-on that sent it, or the part of the product that did. */
  source: string;
  idempotencyKey: string;
} & ({ delivered: true } | { delivered: false; reason: string | null });

/**
 * Tells the add-on that sent a message how it ended, once for each message, in the caller's transaction. `school` is
 * needed where the platform itself writes it.
 */
export async function announceOutcome(
  client: Queryable,
  outcome: MessageOutcome,
  school?: { id: string; name: string },
): Promise<void> {
  const { messageId, channel, source, idempotencyKey } = outcome;
  await publishEvents(client, [
    {
      type: outcome.delivered ? 'message.delivered' : 'message.failed',
      audience: source,
      dedupeKey: messageId,
      payload: {
        messageId,
        channel,
        idempotencyKey,
        ...(outcome.delivered ? {} : { reason: outcome.reason }),
      },
      ...(school ? { school } : {}),
    },
  ]);
}
