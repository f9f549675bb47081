import type pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { type Logger, recordAudit } from '../../observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  TENANT_COLUMNS,
  type TenantInfo,
  tenantInfo,
  whileAlone,
} from '../../tenancy/index.ts';
import { ARCHIVED, type Archived, COLUMNS_OF, clearPlace, LAST_DAY, moveRows } from '../sql/archive.ts';

export type ArchiveOptions = {
  pool: pg.Pool;
  logger: Logger;
  /** Rows of one transaction: what a stop in the middle costs. */
  batch?: number;
  /** When to stop and leave the rest to the next time. */
  seconds?: number;
  now?: Date;
};

export type ArchiveOutcome = { moved: number; isComplete: boolean };

const BATCH = 5_000;
const SECONDS = 300;

/**
 * Moves results and marks of academic years that ended longer ago than a school keeps them at hand (`archive_after_years`,
 * 5 by default) into the archive tables, where only reports look. Works off what is old and remembers nothing: stopped at any
 * moment it goes on where it was, and one process does it at a time. A suspended school is left as it is.
 */
export async function archiveOldRows(options: ArchiveOptions): Promise<ArchiveOutcome> {
  const { pool, now = new Date(), seconds = SECONDS } = options;
  const until = performance.now() + seconds * 1000;
  const outcome = await asSystem(() =>
    whileAlone(pool, 'daftar.archive', async (holder) => {
      const { rows } = await holder.query(
        `select t.id, t.archive_after_years, ${TENANT_COLUMNS} from tenants t where t.status in ('trial', 'active') order by t.id`,
      );
      const total: ArchiveOutcome = { moved: 0, isComplete: true };
      for (const row of rows) {
        const school = { tenant: tenantInfo(row), years: Number(row.archive_after_years) };
        const { moved, isComplete } = await archiveSchool(options, school, now, until);
        total.moved += moved;
        total.isComplete &&= isComplete;
      }
      return total;
    }),
  );
  return outcome ?? { moved: 0, isComplete: false };
}

async function archiveSchool(
  { pool, logger, batch = BATCH }: ArchiveOptions,
  { tenant, years }: { tenant: TenantInfo; years: number },
  now: Date,
  until: number,
): Promise<ArchiveOutcome> {
  return asTenant(tenant, async () => {
    const today = plainDateIn(tenant.timeZone, now);
    const { rows } = await pool.query(LAST_DAY, [today, years]);
    const lastDay = rows[0].day as string | null;
    const total: ArchiveOutcome = { moved: 0, isComplete: true };
    if (lastDay === null) return total;
    for (const archived of ARCHIVED) {
      const { moved, isComplete } = await archiveTable(pool, archived, { lastDay, batch, until });
      if (moved > 0)
        logger.info({ table: archived.table, moved, lastDay, msg: 'old rows moved to the archive' });
      total.moved += moved;
      total.isComplete &&= isComplete;
    }
    return total;
  });
}

async function archiveTable(
  pool: pg.Pool,
  archived: Archived,
  { lastDay, batch, until }: { lastDay: string; batch: number; until: number },
): Promise<ArchiveOutcome> {
  const { rows } = await pool.query(COLUMNS_OF, [archived.table]);
  const columns = rows[0].columns as string[];
  const clear = clearPlace(archived, columns);
  const move = moveRows(archived, columns);
  let moved = 0;
  let isComplete = false;
  while (!isComplete && performance.now() < until) {
    const count = await inTransaction(pool, async (client) => {
      // Moving changes no number of a class, because both places are counted, and is no deletion for anybody outside.
      await client.query(
        "select set_config('daftar.archiving', 'on', true), set_config('app.no_tombstones', 'on', true)",
      );
      await client.query(clear, [lastDay, batch]);
      return (await client.query(move, [lastDay, batch])).rowCount ?? 0;
    });
    moved += count;
    isComplete = count < batch;
  }
  if (moved > 0)
    await recordAudit(pool, {
      category: 'admin',
      action: 'records.archive',
      actor: { kind: 'system' },
      subject: { collection: archived.table.replace('_', '-'), label: archived.table },
      after: { rows: moved, upTo: lastDay },
    });
  return { moved, isComplete };
}
