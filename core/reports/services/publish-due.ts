import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Telling, tellFamilies } from '../../communication/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import { termTitle } from '../../school/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { PUBLISH_DUE } from '../sql/cards.ts';
import { type Actor, audit, noteSteps } from './card-steps.ts';

/** The event that publishes what is due on a day; it waits until that day begins at the school. */
export const PUBLICATION_DUE = 'report_cards.publication_due';

type Published = { id: string; student_id: string; term_id: string; telling: Telling };

/**
 * Publishes the cards whose day has come, in the caller's transaction, and asks for the messages to families where the school
 * wanted them. Returns how many cards it were.
 */
export async function publishDue(client: Queryable, actor: Actor): Promise<number> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const { rows } = await client.query(PUBLISH_DUE, [today]);
  const published = rows as Published[];
  const cards = published.map(({ id }) => id);
  if (cards.length === 0) return 0;
  await noteSteps(client, { cards, step: 'published', actor });
  await audit(client, { action: 'report_cards.publish', cards, actor, details: { today } });
  await tell(client, published);
  return cards.length;
}

async function tell(client: Queryable, published: readonly Published[]): Promise<void> {
  const wanted = published.filter(({ telling }) => telling !== 'none');
  for (const [termId, ofTerm] of Map.groupBy(wanted, (card) => card.term_id)) {
    const { rows } = await client.query('select title from terms where id = $1', [termId]);
    const term = termTitle(String(rows[0]?.title));
    for (const [telling, cards] of Map.groupBy(ofTerm, (card) => card.telling))
      await tellFamilies(client, {
        ...{ kind: 'report_cards', termId, term, telling },
        students: cards.map((card) => card.student_id),
        // A card is published once, so that whoever is to be told again is told once by it.
        occasion: randomUUID(),
      });
  }
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
