import type pg from 'pg';
import { AppError, sha256Hex } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable } from '../../../tenancy/index.ts';
import {
  ADD_VERSION,
  CODES_IN_USE,
  DROP_DRAFT,
  LAST_VERSION,
  LIST_VERSIONS,
  LOCK_DRAFT,
  LOCK_PUBLISHING,
} from '../../sql/price-books.ts';
import { checkContent } from './check-content.ts';
import type { PriceBookContent } from './content.ts';
import { diffBooks } from './diff-books.ts';
import type { Editor, PriceBookDraft } from './drafts.ts';
import { bookVersion } from './read-book.ts';

export type VersionHead = {
  version: number;
  validFrom: Date;
  note: string;
  sha256: string;
  publishedBy: string;
  publishedAt: Date;
};

/** The published versions, the newest first. */
export async function listVersions(client: Queryable): Promise<VersionHead[]> {
  return (await client.query(LIST_VERSIONS)).rows;
}

/**
 * Makes a draft the next version, valid from a moment that is not past and lies after every published one, and ends the
 * draft. From then on nothing changes it. Throws resource.not_found, price.draft_conflict, price.content_invalid,
 * price.valid_from_past, price.valid_from_order, price.plan_in_use and price.add_on_in_use.
 */
export async function publishDraft(
  pool: pg.Pool,
  { id, revision, validFrom }: { id: string; revision: number; validFrom?: Date | undefined },
  { actor, now }: Editor,
): Promise<VersionHead> {
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_PUBLISHING);
    const { rows } = await client.query(LOCK_DRAFT, [id]);
    if (!rows[0]) throw new AppError('resource.not_found');
    const draft: PriceBookDraft = rows[0];
    if (draft.revision !== revision) throw new AppError('price.draft_conflict', { who: draft.updatedBy });
    const content = checkContent(draft.content);
    const last = (await client.query(LAST_VERSION)).rows[0];
    const from = validFrom ?? now;
    if (from < now) throw new AppError('price.valid_from_past', { validFrom: from.toISOString() });
    if (last && from <= last.valid_from)
      throw new AppError('price.valid_from_order', {
        version: last.version,
        after: last.valid_from.toISOString(),
      });
    await refuseLosses(client, content);
    const version = (last?.version ?? 0) + 1;
    const text = JSON.stringify(content);
    const sha256 = sha256Hex(text);
    const publishedBy = actor.label ?? actor.kind;
    await client.query(ADD_VERSION, [version, from, text, sha256, draft.note, publishedBy, now]);
    await client.query(DROP_DRAFT, [id]);
    const before = last ? (await bookVersion(client, last.version)).content : undefined;
    await recordAudit(client, {
      category: 'admin',
      action: 'price_books.publish',
      actor,
      subject: { collection: 'price_books', id: String(version), label: draft.title },
      after: { version, validFrom: from.toISOString(), sha256 },
      details: { changes: before ? diffBooks(before, content) : [] },
    });
    return { version, validFrom: from, note: draft.note, sha256, publishedBy, publishedAt: now };
  });
}

// A school whose plan or add-on is gone could not be billed any more.
async function refuseLosses(client: Queryable, content: PriceBookContent): Promise<void> {
  const { rows } = await client.query(CODES_IN_USE);
  for (const { area, code, schools } of rows) {
    const list: { code: string }[] = area === 'plan' ? content.plans : content.addOns;
    if (list.some((entry) => entry.code === code)) continue;
    if (area === 'plan') throw new AppError('price.plan_in_use', { plan: code, schools });
    throw new AppError('price.add_on_in_use', { addOn: code, schools });
  }
}
