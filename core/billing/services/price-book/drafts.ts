import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable } from '../../../tenancy/index.ts';
import {
  ADD_DRAFT,
  DROP_DRAFT,
  LIST_DRAFTS,
  LOCK_DRAFT,
  READ_DRAFT,
  SAVE_DRAFT,
} from '../../sql/price-books.ts';
import { checkContent } from './check-content.ts';
import type { PriceBookContent } from './content.ts';
import { type BookChange, diffBooks } from './diff-books.ts';
import { bookVersion } from './read-book.ts';

/** A price book that is being written. */
export type DraftHead = {
  id: string;
  title: string;
  /** The published version it began from. */
  basedOn: number;
  note: string;
  /** Goes up with each save; the next save names it. */
  revision: number;
  createdBy: string;
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
};
export type PriceBookDraft = DraftHead & { content: PriceBookContent };

/** Who works on a draft, as the audit trail names them. */
export type Editor = { actor: AuditEvent['actor']; now: Date };

/** The drafts, the last saved first. */
export async function listDrafts(client: Queryable): Promise<DraftHead[]> {
  return (await client.query(LIST_DRAFTS)).rows;
}

/** One draft with what it changes of the version it began from. Throws resource.not_found. */
export async function readDraft(
  client: Queryable,
  id: string,
): Promise<PriceBookDraft & { changes: BookChange[] }> {
  const { rows } = await client.query(READ_DRAFT, [id]);
  if (!rows[0]) throw new AppError('resource.not_found');
  const draft: PriceBookDraft = rows[0];
  const { content } = await bookVersion(client, draft.basedOn);
  return { ...draft, changes: diffBooks(content, draft.content) };
}

/** Begins a draft as a copy of a published version. Throws price.no_book. */
export async function createDraft(
  pool: pg.Pool,
  { title, version }: { title: string; version: number },
  { actor, now }: Editor,
): Promise<PriceBookDraft> {
  return inTransaction(pool, async (client) => {
    const { content } = await bookVersion(client, version);
    const who = actor.label ?? actor.kind;
    const { rows } = await client.query(ADD_DRAFT, [title, version, JSON.stringify(content), who, now]);
    await recordAudit(client, { ...entry(rows[0], 'price_books.draft', actor), after: { basedOn: version } });
    return rows[0];
  });
}

/**
 * Saves a draft that was read with `revision`. Throws resource.not_found, price.draft_conflict when somebody saved it since,
 * and price.content_invalid with a sentence for each field that is wrong.
 */
export async function saveDraft(
  pool: pg.Pool,
  draft: { id: string; revision: number; title: string; note: string; content: unknown },
  { actor, now }: Editor,
): Promise<PriceBookDraft> {
  const content = checkContent(draft.content);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(LOCK_DRAFT, [draft.id]);
    if (!rows[0]) throw new AppError('resource.not_found');
    const before: PriceBookDraft = rows[0];
    if (before.revision !== draft.revision)
      throw new AppError('price.draft_conflict', { who: before.updatedBy });
    const who = actor.label ?? actor.kind;
    const saved = await client.query(SAVE_DRAFT, [
      draft.id,
      draft.title,
      draft.note,
      JSON.stringify(content),
      who,
      now,
    ]);
    await recordAudit(client, {
      ...entry(before, 'price_books.save', actor),
      details: { changes: diffBooks(before.content, content) },
    });
    return saved.rows[0];
  });
}

/** Throws a draft away. Throws resource.not_found. */
export async function deleteDraft(pool: pg.Pool, id: string, { actor }: Editor): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(DROP_DRAFT, [id]);
    if (!rows[0]) throw new AppError('resource.not_found');
    await recordAudit(client, entry({ id, title: rows[0].title }, 'price_books.discard', actor));
  });
}

function entry(draft: { id: string; title: string }, action: string, actor: AuditEvent['actor']) {
  return {
    category: 'admin' as const,
    action,
    actor,
    subject: { collection: 'price_books', id: draft.id, label: draft.title },
  };
}
