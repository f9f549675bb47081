import type pg from 'pg';
import type { Telling } from '../../communication/index.ts';
import { publishEvents } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { inTransaction, isPlainDate, requireTenant } from '../../tenancy/index.ts';
import { SCHEDULE } from '../sql/cards.ts';
import { type Actor, audit, checkAll, idsOf } from './card-steps.ts';
import { PUBLICATION_DUE, publishDue } from './publish-due.ts';

/**
 * Sets the day from which families see approved cards, and whether they are told on it; the same day or an earlier one
 * publishes them at once. Throws reports.state_changed for a card that is not approved, and request.invalid.
 */
export async function scheduleCards(
  pool: pg.Pool,
  {
    cards,
    publishOn,
    telling,
    actor,
  }: { cards: string[]; publishOn: string; telling: Telling; actor: Actor },
): Promise<void> {
  if (!isPlainDate(publishOn)) throw new AppError('request.invalid', { reason: 'publishOn is no date' });
  const { timeZone } = requireTenant();
  await inTransaction(pool, async (client) => {
    const moved = idsOf(await client.query(SCHEDULE, [cards, publishOn, telling]));
    checkAll(cards, moved);
    await audit(client, { action: 'report_cards.schedule', cards, actor, details: { publishOn, telling } });
    if (publishOn <= plainDateIn(timeZone, Date.now())) await publishDue(client, actor);
    else
      await publishEvents(client, [
        {
          type: PUBLICATION_DUE,
          payload: { publishOn, by: actor.label ?? actor.kind },
          notBefore: startOfDay(publishOn, timeZone),
        },
      ]);
  });
}

/** The first instant at which a wall clock in the zone shows the date: zones are at most 15 hours from UTC. */
export function startOfDay(date: string, timeZone: string): Date {
  const earliest = Date.parse(`${date}T00:00:00Z`) - 15 * 3_600_000;
  for (let quarter = 0; quarter < 30 * 4; quarter += 1) {
    const at = new Date(earliest + quarter * 900_000);
    if (plainDateIn(timeZone, at) >= date) return at;
  }
  return new Date(`${date}T00:00:00Z`);
}
