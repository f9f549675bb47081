import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { publishEvents } from '../../jobs/index.ts';
import { AppError, isAppError } from '../../kernel/index.ts';
import { type AuditEvent, type Logger, recordAudit } from '../../observability/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, requireTenant } from '../../tenancy/index.ts';
import { applySheet, type SheetResult } from '../sheets/apply-sheet.ts';
import { type ImportResult, importPackage } from './import-package.ts';
import { IMPORT_REQUESTED } from './import-requested.ts';
import type { SyncStep } from './sync-types.ts';

/** Stores an uploaded package and asks for its check or import. Returns the id of the run. */
export async function requestImport(
  pool: pg.Pool,
  storage: Storage,
  upload: { bytes: Uint8Array; fileName: string; userId: string; actor?: Actor },
): Promise<string> {
  const key = storageKey(requireTenant().id, 'imports', randomUUID());
  await storage.put(key, upload.bytes, 'application/zip');
  try {
    return await startRun(pool, {
      storageKey: key,
      bytes: upload.bytes.byteLength,
      fileName: upload.fileName,
      dryRun: true,
      removalConfirmed: false,
      userId: upload.userId,
      actor: upload.actor,
    });
  } catch (error) {
    await storage.remove(key).catch(() => undefined);
    throw error;
  }
}

/**
 * Asks for the real import of a package that was checked before. Undefined for a run the school does not have. Throws
 * import.not_checked for a run that was refused, failed, is still at work, or was imported already, and
 * import.removal_guard for one that asked about a removal which is not confirmed.
 */
export async function confirmImport(
  pool: pg.Pool,
  request: { runId: string; removalConfirmed: boolean; userId: string; actor?: Actor },
): Promise<string | undefined> {
  const { rows } = await pool.query(
    "select storage_key, file_name, status, dry_run, failure from import_runs where id = $1 and storage_key <> 'command-line'",
    [request.runId],
  );
  if (!rows[0]) return undefined;
  const { status, dry_run: dryRun, failure } = rows[0];
  const asksFirst = status === 'needs_confirmation';
  if (!asksFirst && !(dryRun && status === 'done')) throw new AppError('import.not_checked');
  if (asksFirst && !request.removalConfirmed) {
    const [removed = '', existing = ''] = String(failure ?? '').split('/');
    throw new AppError('import.removal_guard', { removed, existing });
  }
  return startRun(pool, {
    storageKey: rows[0].storage_key,
    fileName: rows[0].file_name,
    dryRun: false,
    removalConfirmed: request.removalConfirmed,
    userId: request.userId,
    actor: request.actor,
  });
}

type Actor = AuditEvent['actor'];

type NewRun = {
  storageKey: string;
  /** Of a package that is new in the store. */
  bytes?: number;
  fileName: string;
  dryRun: boolean;
  removalConfirmed: boolean;
  userId: string;
  actor: Actor | undefined;
};

async function startRun(pool: pg.Pool, run: NewRun): Promise<string> {
  const actor = run.actor ?? { kind: 'user' as const, id: run.userId };
  return inTransaction(pool, async (client) => {
    if (run.bytes !== undefined) await noteStoredFile(client, { key: run.storageKey, bytes: run.bytes });
    const { rows } = await client.query(
      `insert into import_runs (file_name, storage_key, status, dry_run, removal_confirmed, started_by_id, step)
       values ($1, $2, 'queued', $3, $4, $5, 'queued') returning id`,
      [
        run.fileName.slice(0, 200),
        run.storageKey,
        run.dryRun,
        run.removalConfirmed,
        actor.kind === 'user' ? run.userId : null,
      ],
    );
    await recordAudit(client, {
      category: 'admin',
      action: run.dryRun ? 'imports.check' : 'imports.confirm',
      actor,
      subject: { collection: 'import-runs', id: rows[0].id, label: run.fileName },
      ...(run.dryRun ? {} : { details: { removalConfirmed: run.removalConfirmed } }),
    });
    await publishEvents(client, [
      { type: IMPORT_REQUESTED, payload: { runId: rows[0].id }, dedupeKey: rows[0].id },
    ]);
    return rows[0].id;
  });
}

/** Runs requested imports; a run that a crash interrupted starts over, because nothing of it was committed. */
export function importRunner(options: { pool: pg.Pool; storage: Storage; logger: Logger }): EventHandler {
  const { pool, storage, logger } = options;
  return {
    name: 'import-runner',
    handles: (type) => type === IMPORT_REQUESTED,
    run: async (event) => {
      const id = String(event.payload.runId);
      const { rows } = await pool.query(
        "select * from import_runs where id = $1 and status in ('queued', 'running')",
        [id],
      );
      const run = rows[0];
      if (!run) return;
      const progress = async (step: SyncStep, percent: number) => {
        await pool.query(
          "update import_runs set status = 'running', step = $2, progress_percent = $3, updated_at = now() where id = $1",
          [id, step, percent],
        );
      };
      try {
        const bytes = await storage.get(run.storage_key);
        const common = {
          dryRun: run.dry_run,
          removalConfirmed: run.removal_confirmed,
          progress,
          run: { id, fileName: run.file_name, actor: await starterOf(pool, run.started_by_id) },
        };
        const result =
          run.collection === null
            ? await importPackage(pool, { ...common, source: bytes })
            : await applySheet(pool, {
                ...common,
                bytes: Buffer.from(bytes),
                target: run.collection,
                options: run.options,
              });
        await finishRun(pool, id, result);
      } catch (error) {
        if (!isAppError(error) && event.attempts < 3) throw error;
        logger.error({ err: error, run: id, msg: 'an import failed' });
        await pool.query(
          "update import_runs set status = 'failed', failure = $2, finished_at = now(), updated_at = now() where id = $1",
          [id, isAppError(error) ? error.code : (error as Error).message.slice(0, 1000)],
        );
      }
    },
  };
}

async function starterOf(pool: pg.Pool, id: string | null): Promise<Actor> {
  if (id === null) return { kind: 'system' };
  const { rows } = await pool.query(
    'select coalesce(display_name, email) as label from users where id = $1',
    [id],
  );
  return { kind: 'user', id, ...(rows[0]?.label ? { label: rows[0].label } : {}) };
}

/** Writes the outcome of an import into its run. */
export async function finishRun(
  pool: pg.Pool,
  id: string,
  result: ImportResult | SheetResult,
): Promise<void> {
  const listed = result.problems.filter((problem) => problem.severity === 'error').length;
  // A sheet counts more problems than it lists.
  const errors = 'errors' in result ? result.errors : listed;
  const warnings = 'warnings' in result ? result.warnings : result.problems.length - listed;
  await pool.query(
    `update import_runs set status = $2::enum_import_runs_status, counts = $3, problems = $4, error_count = $5, warning_count = $6,
            failure = $7, progress_percent = 100, step = 'done', finished_at = now(), updated_at = now()
      where id = $1`,
    [
      id,
      result.status,
      JSON.stringify(result.counts),
      JSON.stringify(result.problems.slice(0, 'errors' in result ? 5000 : 1000)),
      errors,
      warnings,
      result.guard ? `${result.guard.removed}/${result.guard.existing}` : null,
    ],
  );
}

/** Records an import that a command ran, so that the school sees it in its list. */
export async function recordCommandRun(
  pool: pg.Pool,
  run: { id: string; fileName: string; dryRun: boolean; result: ImportResult },
): Promise<void> {
  const { rows } = await pool.query(
    "insert into import_runs (id, file_name, storage_key, status, dry_run, step) values ($1, $2, 'command-line', 'running', $3, 'done') returning id",
    [run.id, run.fileName.slice(0, 200), run.dryRun],
  );
  await finishRun(pool, rows[0].id, run.result);
}
