import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError, isAppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, quotaError, requireTenant } from '../../tenancy/index.ts';
import { type Problem, quotaProblem, readPackage, toRoster } from '../oneroster/index.ts';
import { syncClasses } from './sync-classes.ts';
import { openTeller } from './sync-events.ts';
import { syncPeople } from './sync-people.ts';
import { removeMissing } from './sync-removal.ts';
import { syncResults } from './sync-results.ts';
import { syncStructure } from './sync-structure.ts';
import type { Sync, SyncCounts, SyncStep } from './sync-types.ts';
import { resolveDelta } from './sync-unresolved.ts';

export type ImportRequest = {
  /** The zip as bytes, or the path of a zip or folder. */
  source: Uint8Array | string;
  dryRun: boolean;
  removalConfirmed: boolean;
  progress?: (step: SyncStep, percent: number) => Promise<void>;
  /** The run it belongs to and who asked for it, for the audit trail and for the event that it ended. */
  run?: { id: string; fileName: string; actor: AuditEvent['actor'] };
};

export type ImportResult = {
  status: 'done' | 'rejected' | 'needs_confirmation';
  counts: SyncCounts;
  problems: Problem[];
  /** Set with needs_confirmation. */
  guard?: { removed: number; existing: number };
};

/** A package was taken over; add-ons listen to it. */
const IMPORT_COMPLETED = 'import.completed';

/*
 * The tables of a new school have no statistics yet, and a vacuum that passes while an import writes notes them as empty: the
 * planner then compares every link with every line of the package, which took minutes instead of milliseconds. With jit
 * the plans that have no other way would be compiled each time.
 */
const PLAN_FOR_MANY_ROWS =
  "select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)";

// Thrown inside the transaction of a dry run to undo it; carries what would have happened.
class Undo extends Error {}

/**
 * Imports a OneRoster package into the school of the scope, in one transaction: all of it or nothing. A package
 * with one error writes nothing. A dry run does the same work and undoes it, so its counts are exact.
 * Throws import.running when another import of the school is at work.
 */
export async function importPackage(pool: pg.Pool, request: ImportRequest): Promise<ImportResult> {
  const tenant = requireTenant();
  const progress = request.progress ?? (async () => undefined);
  await progress('reading', 5);
  const report = await readPackage(request.source);
  if (report.package === null) return { status: 'rejected', counts: {}, problems: [...report.problems] };
  const { roster, warnings } = toRoster(report.package);
  const problems = [...report.problems, ...warnings];
  const sync: Omit<Sync, 'client' | 'events'> = {
    roster,
    counts: {},
    defaultLanguage: tenant.locale,
    progress,
  };
  try {
    await runSync(pool, sync, request);
  } catch (error) {
    if (isAppError(error) && error.code === 'import.removal_guard') {
      return {
        status: 'needs_confirmation',
        counts: sync.counts,
        problems,
        guard: { removed: Number(error.details.removed), existing: Number(error.details.existing) },
      };
    }
    const full = fullQuota(error);
    if (full) return { status: 'rejected', counts: {}, problems: [full, ...problems] };
    if (!(error instanceof Undo)) throw error;
  }
  await progress('done', 100);
  return { status: 'done', counts: sync.counts, problems };
}

function fullQuota(error: unknown): Problem | undefined {
  const reached = quotaError(error);
  if (reached?.code !== 'quota.students_reached' && reached?.code !== 'quota.teachers_reached')
    return undefined;
  const { limit, used, asked, plan, planAr, plans, plansAr } = reached.details;
  return quotaProblem({
    kind: reached.code === 'quota.students_reached' ? 'students' : 'teachers',
    limit: Number(limit),
    used: Number(used),
    asked: Number(asked),
    plan: `${plan} / ${planAr}`,
    plans: `${plans} / ${plansAr}`,
  });
}

async function runSync(
  pool: pg.Pool,
  start: Omit<Sync, 'client' | 'events'>,
  request: ImportRequest,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("set local statement_timeout = '10min'");
    await client.query(PLAN_FOR_MANY_ROWS);
    const { rows } = await client.query(
      "select pg_try_advisory_xact_lock(hashtextextended('daftar.import:' || current_setting('app.tenant'), 0)) as locked",
    );
    if (!rows[0].locked) throw new AppError('import.running');
    const first: Sync = { ...start, client, events: await openTeller(client) };
    const sync: Sync = { ...first, roster: await resolveDelta(first) };
    await sync.progress('structure', 15);
    const structure = await syncStructure(sync);
    await sync.progress('people', 30);
    const people = await syncPeople(sync, structure);
    await sync.progress('classes', 60);
    const classes = await syncClasses(sync, structure, people);
    await sync.progress('results', 80);
    await syncResults(sync, structure, people, classes);
    await sync.progress('removal', 90);
    await removeMissing(sync, request.removalConfirmed);
    if (request.dryRun) throw new Undo();
    // Row by row it would be half a million entries: one entry counts what the package created, changed and removed.
    await recordAudit(client, {
      category: 'change',
      action: 'imports.apply',
      actor: request.run?.actor ?? { kind: 'system' },
      subject: {
        collection: 'import-runs',
        ...(request.run ? { id: request.run.id, label: request.run.fileName } : {}),
      },
      after: sync.counts,
    });
    if (request.run)
      await publishEvents(client, [
        { type: IMPORT_COMPLETED, payload: { importId: request.run.id, ...totalsOf(sync.counts) } },
      ]);
  });
}

function totalsOf(counts: SyncCounts): { created: number; updated: number; removed: number } {
  const sum = (name: 'created' | 'updated' | 'removed') =>
    Object.values(counts).reduce((total, entity) => total + entity[name], 0);
  return { created: sum('created'), updated: sum('updated'), removed: sum('removed') };
}
