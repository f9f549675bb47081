import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { PUBLISH_DUE } from '../sql/cards.ts';
import { type Actor, audit, idsOf, noteSteps } from './card-steps.ts';

/** The event that publishes what is due on a day; it waits until that day begins at the school. */
export const PUBLICATION_DUE = 'report_cards.publication_due';

/** Publishes the cards whose day has come, in the caller's transaction. Returns how many. */
export async function publishDue(client: Queryable, actor: Actor): Promise<number> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const cards = idsOf(await client.query(PUBLISH_DUE, [today]));
  if (cards.length === 0) return 0;
  await noteSteps(client, { cards, step: 'published', actor });
  await audit(client, { action: 'report_cards.publish', cards, actor, details: { today } });
  return cards.length;
}

/** Runs publications on the morning of the day that was chosen. */
export function publicationRunner({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'report-card-publication',
    handles: (type) => type === PUBLICATION_DUE,
    run: async (event) => {
      const actor = { kind: 'system' as const, label: String(event.payload.by ?? 'Daftar') };
      await inTransaction(pool, (client) => publishDue(client, actor));
    },
  };
}
