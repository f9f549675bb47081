import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../tenancy/index.ts';
import { NOTES_OF_SCHOOL } from '../../sql/sales.ts';

/** What a member of staff wrote about a school; the school never reads it. */
export type SalesNote = { id: string; body: string; author: string; createdAt: string };

const SHOWN = 100;

/** The notes about a school, newest first. Platform scope. */
export async function readNotes(client: Queryable, tenantId: string): Promise<SalesNote[]> {
  const { rows } = await client.query(NOTES_OF_SCHOOL, [tenantId, SHOWN]);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Writes a note about a school, once for ever. Platform scope. Throws resource.not_found. */
export async function addNote(
  pool: pg.Pool,
  note: { tenantId: string; body: string; staff: Staff; now: Date },
): Promise<void> {
  const { tenantId, body, staff, now } = note;
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query('select name from tenants where id = $1', [tenantId]);
    if (!rows[0]) throw new AppError('resource.not_found');
    await client.query(
      'insert into sales_notes (tenant_id, body, author_id, author, created_at) values ($1, $2, $3, $4, $5)',
      [tenantId, body, staff.id, staff.label, now],
    );
    // The school reads its own trail, so the trail of a note names no school and holds no words of it.
    await recordAudit(client, {
      category: 'admin',
      action: 'sales.note',
      actor: { kind: 'staff', id: staff.id, label: staff.label },
      subject: { collection: 'tenants', id: tenantId, label: rows[0].name },
    });
  });
}
