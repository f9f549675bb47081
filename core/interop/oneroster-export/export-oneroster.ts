import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { ZipFile } from 'yazl';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, requireTenant } from '../../tenancy/index.ts';
import { type RowCounts, writePackage } from './write-package.ts';

export type ExportRequest = {
  /** `changes` is a delta since the last complete export; a moment is a delta since then. */
  what: 'everything' | 'changes' | { since: Date };
  actor: AuditEvent['actor'];
};

export type OneRosterExport = {
  /** The bytes of the zip as they are written. It breaks off with an error when the export cannot be finished. */
  zip: Readable;
  fileName: string;
  /** The rows of each file, once the last byte was read; rejects when it never will be. */
  counts: Promise<RowCounts>;
};

/**
 * What was written while an earlier export ran carries the time at which its transaction began. An import may take ten
 * minutes, so a delta looks back that far and a little more; a record sent twice changes nothing.
 */
const OVERLAP_MINUTES = 15;
/** A reader that stands still this long gives the connection back. */
const STALL = '60s';

/**
 * Exports the school of the scope as a OneRoster 1.2 package, streamed from one transaction that sees one state of it.
 * Leaves an entry in the audit trail before the first byte. Throws export.running while another export of the school is
 * at work, and export.none_before when changes are asked for and nothing was exported yet.
 */
export async function exportOneRoster(pool: pg.Pool, request: ExportRequest): Promise<OneRosterExport> {
  const { id: org, subdomain } = requireTenant();
  const since = await sinceOf(pool, request.what);
  const mode = since === undefined ? 'bulk' : 'delta';
  await recordAudit(pool, {
    category: 'export',
    action: 'oneroster.export',
    actor: request.actor,
    details: { mode, ...(since ? { since: since.toISOString() } : {}) },
  });
  const zip = new ZipFile();
  // yazl declares less than the PassThrough it gives.
  const output = zip.outputStream as Readable;
  // Whoever waits for `counts` is told; an event that nobody listens to would end the process.
  output.on('error', () => undefined);
  zip.on('error', (error: Error) => output.destroy(error));
  const left = new AbortController();
  output.once('close', () => left.abort());
  const begun = Promise.withResolvers<void>();
  const counts = inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read');
    await client.query(
      `set local statement_timeout = '10min'; set local idle_in_transaction_session_timeout = '${STALL}'`,
    );
    const { rows } = await client.query(
      "select pg_try_advisory_xact_lock(hashtextextended('daftar.export:' || current_setting('app.tenant'), 0)) as locked",
    );
    if (!rows[0].locked) throw new AppError('export.running');
    begun.resolve();
    const read = finished(output, { writable: false });
    read.catch(() => undefined);
    const written = await writePackage(client, { org, since }, zip, left.signal);
    await read;
    await client.query('insert into export_runs (mode, since, counts) values ($1, $2, $3)', [
      mode,
      since ?? null,
      JSON.stringify(written),
    ]);
    return written;
  });
  counts.catch((error: Error) => {
    begun.reject(error);
    output.destroy(error);
  });
  await begun.promise;
  const day = new Date().toISOString().slice(0, 10);
  return { zip: output, fileName: `oneroster-${subdomain}-${mode}-${day}.zip`, counts };
}

async function sinceOf(pool: pg.Pool, what: ExportRequest['what']): Promise<Date | undefined> {
  if (what === 'everything') return undefined;
  if (what !== 'changes') return what.since;
  const { rows } = await pool.query(
    'select max(created_at) - make_interval(mins => $1) as since from export_runs',
    [OVERLAP_MINUTES],
  );
  if (!rows[0].since) throw new AppError('export.none_before');
  return rows[0].since;
}
