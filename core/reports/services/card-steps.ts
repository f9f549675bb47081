import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { MAKE_DRAFTS, MOVE, NOTE_STEPS } from '../sql/cards.ts';

export type Actor = AuditEvent['actor'];

/** Makes a draft for every pupil of the classes without a card. Returns how many were made. */
export async function makeDrafts(
  pool: pg.Pool,
  { term, classrooms, actor }: { term: string; classrooms: string[]; actor: Actor },
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const ids = idsOf(await client.query(MAKE_DRAFTS, [term, classrooms]));
    await noteSteps(client, { cards: ids, step: 'drafted', actor });
    return ids.length;
  });
}

/** Hands drafts to whoever approves. Throws reports.state_changed when one of them is no draft. */
export async function submitCards(pool: pg.Pool, move: { cards: string[]; actor: Actor }): Promise<void> {
  await moveCards(pool, { ...move, from: ['draft'], to: 'submitted', step: 'submitted' });
}

/** Gives submitted cards back to the teacher with a note. Throws reports.state_changed. */
export async function returnCards(
  pool: pg.Pool,
  move: { cards: string[]; note: string; actor: Actor },
): Promise<void> {
  await moveCards(pool, { ...move, from: ['submitted'], to: 'draft', step: 'returned' });
}

/**
 * Takes approved or published cards back: families see them no more, the school still does, and the next draft of the
 * pupil is the next version. Throws reports.state_changed.
 */
export async function withdrawCards(
  pool: pg.Pool,
  move: { cards: string[]; note: string; actor: Actor },
): Promise<void> {
  await moveCards(pool, { ...move, from: ['approved', 'published'], to: 'withdrawn', step: 'withdrawn' });
}

type Move = {
  cards: string[];
  from: string[];
  to: 'draft' | 'submitted' | 'withdrawn';
  step: 'submitted' | 'returned' | 'withdrawn';
  note?: string;
  actor: Actor;
};

async function moveCards(pool: pg.Pool, { cards, from, to, step, note, actor }: Move): Promise<void> {
  await inTransaction(pool, async (client) => {
    const moved = idsOf(
      await client.query(MOVE, [cards, from, to, step === 'returned' ? (note ?? null) : null]),
    );
    checkAll(cards, moved);
    await noteSteps(client, { cards, step, actor, ...(note === undefined ? {} : { note }) });
    await audit(client, {
      action: `report_cards.${step}`,
      cards,
      actor,
      ...(note === undefined ? {} : { details: { note } }),
    });
  });
}

/** Writes down who did what to cards. */
export async function noteSteps(
  client: Queryable,
  entry: { cards: string[]; step: string; note?: string; actor: Actor },
): Promise<void> {
  const { cards, step, note, actor } = entry;
  if (cards.length > 0)
    await client.query(NOTE_STEPS, [cards, step, note ?? null, actor.label ?? actor.kind]);
}

/** One entry of the trail for one deed, however many cards it touched. */
export async function audit(
  client: Queryable,
  entry: { action: string; cards: string[]; actor: Actor; details?: Record<string, unknown> },
): Promise<void> {
  const { action, cards, actor, details } = entry;
  await recordAudit(client, {
    category: 'change',
    action,
    actor,
    subject: { collection: 'report-cards', ...(cards.length === 1 ? { id: cards[0] ?? '' } : {}) },
    details: { ...details, count: cards.length, cards: cards.slice(0, 100) },
  });
}

/** Throws reports.state_changed unless every card was moved: somebody else was faster, or a card is not of this school. */
export function checkAll(cards: string[], moved: string[]): void {
  const done = new Set(moved);
  const left = cards.filter((id) => !done.has(id)).length;
  if (left > 0) throw new AppError('reports.state_changed', { count: left });
}

export function idsOf({ rows }: { rows: { id: string }[] }): string[] {
  return rows.map(({ id }) => id);
}
