import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import type { SheetOptions, SheetTargetName } from '../sheets/sheet-types.ts';
import { IMPORT_REQUESTED } from './import-requested.ts';

type Actor = AuditEvent['actor'];
type Caller = { readonly userId: string; readonly actor: Actor };

export type SheetUpload = Caller & {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly collection: SheetTargetName;
  /** Given by the sender, so that an upload that is sent twice is one. */
  readonly idempotencyKey: string | undefined;
};

/** A run as the sheets' own steps need it. */
export type SheetRun = {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly collection: SheetTargetName;
  readonly status: string;
  readonly dryRun: boolean;
  readonly options: SheetOptions | undefined;
};

/** Stores an uploaded sheet, which then waits for its columns. Returns the id of its run; the same one for the same key. */
export async function uploadSheet(pool: pg.Pool, storage: Storage, upload: SheetUpload): Promise<string> {
  const idempotencyKey = upload.idempotencyKey === undefined ? null : `upload:${upload.idempotencyKey}`;
  const known = await pool.query('select id from import_runs where idempotency_key = $1', [idempotencyKey]);
  if (known.rows[0]) return known.rows[0].id;
  const key = storageKey(requireTenant().id, 'imports', randomUUID());
  await storage.put(key, upload.bytes, 'application/octet-stream');
  try {
    return await inTransaction(pool, async (client) => {
      await noteStoredFile(client, { key, bytes: upload.bytes.byteLength });
      const { rows } = await client.query(
        `insert into import_runs (file_name, storage_key, status, dry_run, collection, idempotency_key, started_by_id, step)
         values ($1, $2, 'needs_columns', true, $3, $4, $5, 'queued') returning id`,
        [upload.fileName.slice(0, 200), key, upload.collection, idempotencyKey, starterOf(upload)],
      );
      return rows[0].id;
    });
  } catch (error) {
    await storage.remove(key).catch(() => undefined);
    throw error;
  }
}

/** The run of a sheet. Throws resource.not_found. */
export async function sheetRun(client: Queryable, id: string): Promise<SheetRun> {
  const { rows } = await client.query(
    `select id, storage_key, file_name, collection, status::text, dry_run, options from import_runs
      where id = $1 and collection is not null`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new AppError('resource.not_found');
  return {
    id: row.id,
    storageKey: row.storage_key,
    fileName: row.file_name,
    collection: row.collection,
    status: row.status,
    dryRun: row.dry_run,
    options: row.options ?? undefined,
  };
}

/** Asks for the check of a sheet with these columns; again, when they were chosen anew. Throws import.not_checked once it was imported. */
export async function checkSheet(
  pool: pg.Pool,
  request: Caller & { readonly runId: string; readonly options: SheetOptions },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `update import_runs set status = 'queued', options = $2, step = 'queued', progress_percent = 0, counts = null, problems = null,
              failure = null, error_count = 0, warning_count = 0, finished_at = null, updated_at = now()
        where id = $1 and collection is not null and dry_run and status not in ('queued', 'running')
        returning file_name`,
      [request.runId, JSON.stringify(request.options)],
    );
    if (!rows[0]) throw new AppError('import.not_checked');
    await askFor(client, request.runId, rows[0].file_name, 'imports.check', request.actor);
  });
}

/**
 * Asks for the import of a sheet whose check is done. The same check confirmed twice is one import. Returns the id of the
 * import's run. Throws import.not_checked, import.sheet_errors when rows with errors are not to be left out, and
 * import.removal_guard when it asks about pupils who leave.
 */
export async function confirmSheet(
  pool: pg.Pool,
  request: Caller & {
    readonly runId: string;
    readonly skipFaulty: boolean;
    readonly removalConfirmed: boolean;
  },
): Promise<string> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      'select *, status::text as state from import_runs where id = $1 and collection is not null for update',
      [request.runId],
    );
    const check = rows[0];
    if (!check) throw new AppError('resource.not_found');
    const asks = check.state === 'needs_confirmation';
    if (!check.dry_run || !(check.state === 'done' || asks)) throw new AppError('import.not_checked');
    const errors = Number(check.error_count);
    if (errors > 0 && !request.skipFaulty) throw new AppError('import.sheet_errors', { errors });
    if (asks && !request.removalConfirmed) {
      const [removed = '', existing = ''] = String(check.failure ?? '').split('/');
      throw new AppError('import.removal_guard', { removed, existing });
    }
    const key = `confirm:${check.id}`;
    const earlier = await client.query(
      'select id, status::text, undone_at from import_runs where idempotency_key = $1 for update',
      [key],
    );
    const known = earlier.rows[0];
    if (known && known.undone_at === null && ['queued', 'running', 'done'].includes(known.status))
      return known.id;
    if (known) await client.query('update import_runs set idempotency_key = null where id = $1', [known.id]);
    const { rows: made } = await client.query(
      `insert into import_runs (file_name, storage_key, status, dry_run, removal_confirmed, collection, options, idempotency_key, started_by_id, step)
       values ($1, $2, 'queued', false, $3, $4, $5, $6, $7, 'queued') returning id`,
      [
        check.file_name,
        check.storage_key,
        request.removalConfirmed,
        check.collection,
        JSON.stringify({ ...check.options, skipFaulty: request.skipFaulty }),
        key,
        starterOf(request),
      ],
    );
    await askFor(client, made[0].id, check.file_name, 'imports.confirm', request.actor);
    return made[0].id;
  });
}

async function askFor(
  client: Queryable,
  runId: string,
  label: string,
  action: string,
  actor: Actor,
): Promise<void> {
  await recordAudit(client, {
    category: 'admin',
    action,
    actor,
    subject: { collection: 'import-runs', id: runId, label },
  });
  await publishEvents(client, [{ type: IMPORT_REQUESTED, payload: { runId }, dedupeKey: randomUUID() }]);
}

function starterOf({ actor, userId }: Caller): string | null {
  return actor.kind === 'user' ? userId : null;
}
