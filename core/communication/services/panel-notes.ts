import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

type Words = { en: string; ar: string };

export type NewNote = {
  /** The add-on that leaves it. Keys are unique within a source. */
  source: string;
  idempotencyKey: string;
  /** Code of a role of the school. */
  role: string;
  title: Words;
  text: Words;
  /** A page of the add-on that the note leads to. */
  page?: string;
};

export type PanelNote = {
  id: string;
  from: Words;
  title: Words;
  text: Words;
  /** Path within the panel, when the note leads somewhere. */
  href?: string;
  /** ISO time. */
  at: string;
};

/** Notes older than this are no news any more, read or not. */
const SHOWN_DAYS = 60;
const MAX_SHOWN = 20;

/**
 * Leaves a note for everybody with a role, in the scope of the school; the same key of the same source leaves one.
 * Throws note.role_unknown for a role that the school does not have.
 */
export async function leaveNote(
  client: Queryable,
  { source, idempotencyKey, role, title, text, page }: NewNote,
): Promise<{ messageId: string; status: 'queued' | 'duplicate' }> {
  const roles = await client.query('select id from roles where code = $1', [role]);
  if (roles.rows[0] === undefined) throw new AppError('note.role_unknown', { role });
  const inserted = await client.query(
    `insert into panel_notes (role_id, source, idempotency_key, title, body, page) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, source, idempotency_key) do nothing returning id`,
    [roles.rows[0].id, source, idempotencyKey, JSON.stringify(title), JSON.stringify(text), page ?? null],
  );
  if (inserted.rows[0]) return { messageId: inserted.rows[0].id, status: 'queued' };
  const known = await client.query('select id from panel_notes where source = $1 and idempotency_key = $2', [
    source,
    idempotencyKey,
  ]);
  return { messageId: known.rows[0].id, status: 'duplicate' };
}

/** What somebody has not read of the notes to the own role, newest first. Notes from before the account are none. */
export async function unreadNotes(
  client: Queryable,
  { userId, roleId }: { userId: string; roleId: string },
): Promise<PanelNote[]> {
  const { rows } = await client.query(
    `select n.id, n.title, n.body, n.page, n.source, n.created_at, p.name, p.name_ar
       from panel_notes n join users u on u.id = $1 left join plugins p on p.plugin_id = n.source
      where n.role_id = $2 and n.created_at > now() - make_interval(days => $3) and n.created_at >= u.created_at
        and not exists (select from panel_note_reads r where r.note_id = n.id and r.user_id = $1)
      order by n.created_at desc, n.id limit $4`,
    [userId, roleId, SHOWN_DAYS, MAX_SHOWN],
  );
  return rows.map((row) => ({
    id: row.id,
    from: { en: row.name ?? row.source, ar: row.name_ar ?? row.name ?? row.source },
    title: row.title,
    text: row.body,
    ...(row.page ? { href: `/admin/add-ons/${row.source}/${row.page}` } : {}),
    at: row.created_at.toISOString(),
  }));
}

/** Notes that somebody has read; those of another role are passed over. Can be repeated. */
export async function markNotesRead(
  client: Queryable,
  { userId, roleId, ids }: { userId: string; roleId: string; ids: string[] },
): Promise<void> {
  await client.query(
    `insert into panel_note_reads (note_id, user_id)
     select n.id, $1 from panel_notes n where n.role_id = $2 and n.id = any($3) on conflict do nothing`,
    [userId, roleId, ids],
  );
}
