import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import { inTransaction, requireTenant } from '../../tenancy/index.ts';
import { PUBLISH_DUE } from '../sql/cards.ts';
import { audit, noteSteps, PUBLICATION_DUE } from './card-steps.ts';

/** Publishes the cards whose day has come, in one transaction with the note of it. Returns how many. */
export async function publishDue(pool: pg.Pool, by: string): Promise<number> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(PUBLISH_DUE, [today]);
    const cards = rows.map((row) => String(row.id));
    if (cards.length === 0) return 0;
    const actor = { kind: 'system' as const, label: by };
    await noteSteps(client, { cards, step: 'published', actor });
    await audit(client, { action: 'report_cards.publish', cards, actor, details: { today } });
    return cards.length;
  });
}

/** Runs publications: due at once, or on the morning that was chosen. */
export function publicationRunner({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'report-card-publication',
    handles: (type) => type === PUBLICATION_DUE,
    run: async (event) => {
      await publishDue(pool, String(event.payload.by ?? 'Daftar'));
    },
  };
}
