import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError, errorMessage, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable, quotaError, requireTenant } from '../../tenancy/index.ts';
import { openTeller } from '../services/sync-events.ts';
import type { EntityCounts, SyncCounts, SyncStep } from '../services/sync-types.ts';
import { loadLookups } from './lookups.ts';
import type { PlanContext } from './plan-context.ts';
import { Plan } from './planned-records.ts';
import { PLANNERS } from './planners.ts';
import { ProblemCollector } from './problem-collector.ts';
import { createRowReader } from './read-rows.ts';
import { readSheet } from './read-sheet.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetTable } from './sheet-tables.ts';
import type { ReadRow, SheetOptions, SheetProblem, SheetTargetName } from './sheet-types.ts';
import { SHEET_TARGETS } from './target-fields.ts';
import { writePlan } from './write-records.ts';

export type SheetRequest = {
  readonly bytes: Buffer;
  readonly target: SheetTargetName;
  readonly options: SheetOptions;
  readonly dryRun: boolean;
  /** Somebody agreed that more than a third of the pupils leave. */
  readonly removalConfirmed: boolean;
  readonly progress?: (step: SyncStep, percent: number) => Promise<void>;
  readonly run?: { readonly id: string; readonly fileName: string; readonly actor: AuditEvent['actor'] };
};

export type SheetResult = {
  readonly status: 'done' | 'rejected' | 'needs_confirmation';
  readonly counts: SyncCounts;
  readonly problems: readonly SheetProblem[];
  readonly errors: number;
  readonly warnings: number;
  /** Rows that were read, and those that stayed out. */
  readonly rows: { readonly read: number; readonly faulty: number };
  readonly guard?: { readonly removed: number; readonly existing: number };
};

/** Rows in memory at a time, whatever the size of the file. */
const CHUNK_ROWS = 500;
/** Pupils who may stop being active in one import without a question: a third, as for packages, from five on. */
const GUARD_SHARE = 1 / 3;
const GUARD_FROM = 5;
/** The event that a completed import tells add-ons. */
const IMPORT_COMPLETED = 'import.completed';

const ENTITIES: Record<SheetTable, string> = {
  students: 'students',
  guardians: 'guardians',
  teachers: 'teachers',
  student_guardians: 'studentGuardians',
  subjects: 'subjects',
  classrooms: 'classrooms',
  enrollments: 'enrollments',
  class_offerings: 'classOfferings',
  class_members: 'classMembers',
  exam_results: 'examResults',
};

// Thrown inside the transaction to undo it; the outcome was collected outside.
class Undo extends Error {}

type Work = {
  readonly problems: ProblemCollector;
  readonly counts: SyncCounts;
  read: number;
  leaving: number;
};

/**
 * Imports a sheet into the school of the scope, in one transaction. A row with an error stays out; unless `skipFaulty` was
 * chosen, one such row keeps everything out. A dry run does the same work and undoes it, so its counts are exact.
 * Throws import.running when another import of the school is at work.
 */
export async function applySheet(pool: pg.Pool, request: SheetRequest): Promise<SheetResult> {
  const work: Work = { problems: new ProblemCollector(), counts: {}, read: 0, leaving: 0 };
  let guard: SheetResult['guard'];
  let isRejected = false;
  try {
    await inTransaction(pool, async (client) => {
      await client.query("set local statement_timeout = '10min'");
      const { rows } = await client.query(
        "select pg_try_advisory_xact_lock(hashtextextended('daftar.import:' || current_setting('app.tenant'), 0)) as locked",
      );
      if (!rows[0].locked) throw new AppError('import.running');
      const active = await activePupils(client);
      await readAll(client, request, work);
      isRejected = work.problems.errors > 0 && !request.options.skipFaulty;
      const isMass = work.leaving >= GUARD_FROM && work.leaving > active * GUARD_SHARE;
      if (isMass && !request.removalConfirmed) guard = { removed: work.leaving, existing: active };
      if (request.dryRun || isRejected || guard) throw new Undo();
      await finish(client, request, work.counts);
    });
  } catch (error) {
    const full = quotaError(error);
    if (error instanceof SheetFault) work.problems.add(error.problem);
    else if (full)
      work.problems.add({
        severity: 'error',
        code: 'quota',
        row: null,
        column: null,
        value: null,
        params: { reason: full.message, reasonAr: errorMessage(full.code, 'ar', full.details) },
      });
    else if (!(error instanceof Undo)) throw error;
    isRejected ||= full !== undefined || error instanceof SheetFault;
  }
  const { problems } = work;
  return {
    // A check that found errors is done: whether the good rows are enough is for a person to say.
    status:
      isRejected && !(request.dryRun && work.read > 0 && !hasFileError(problems))
        ? 'rejected'
        : guard
          ? 'needs_confirmation'
          : 'done',
    counts: work.counts,
    problems: problems.sorted(),
    errors: problems.errors,
    warnings: problems.warnings,
    rows: { read: work.read, faulty: problems.faultyRows.size },
    ...(guard ? { guard } : {}),
  };
}

function hasFileError(problems: ProblemCollector): boolean {
  return problems.kept.some(({ severity, row }) => severity === 'error' && row === null);
}

async function readAll(client: Queryable, request: SheetRequest, work: Work): Promise<void> {
  const tenant = requireTenant();
  const { fields } = SHEET_TARGETS[request.target];
  const { options } = request;
  const events = await openTeller(client);
  const context: Omit<PlanContext, 'headerOf'> = {
    client,
    lookups: await loadLookups(client),
    problems: work.problems,
    fieldNames: new Map(fields.map(({ name, label }) => [name, label[tenant.locale === 'ar' ? 1 : 0]])),
    seen: new Map(),
    language: tenant.locale,
    today: plainDateIn(tenant.timeZone, Date.now()),
  };
  let reader: ReturnType<typeof createRowReader> | undefined;
  let chunk: ReadRow[] = [];
  const writeChunk = async () => {
    if (reader === undefined || chunk.length === 0) return;
    const plan = new Plan();
    const good = chunk.filter((row) => !work.problems.isFaulty(row.number));
    chunk = [];
    await PLANNERS[request.target](good, { ...context, headerOf: reader.headerOf }, plan);
    work.leaving += plan.records.filter(
      ({ table, stored, values }) =>
        table === 'students' && stored?.values.status === 'active' && values.status !== 'active',
    ).length;
    const written = await writePlan(
      { client, events, runId: request.dryRun ? undefined : request.run?.id },
      plan,
    );
    for (const [table, counts] of written) addCounts(work.counts, ENTITIES[table], counts);
    await request.progress?.(PROGRESS_STEPS[request.target], 5 + 90 * (1 - Math.exp(-work.read / 10_000)));
  };
  for await (const row of readSheet(request.bytes, options.sheet)) {
    if (row.number < options.headerRow) continue;
    if (reader === undefined) {
      const headers = row.cells.map(({ text }) => text);
      const country = { dateOrder: options.dateOrder, country: '+974' };
      reader = createRowReader(fields, options.mapping, headers, country, work.problems);
      continue;
    }
    const read = reader.read(row);
    if (read === undefined) continue;
    work.read += 1;
    chunk.push(read);
    if (chunk.length === CHUNK_ROWS) await writeChunk();
  }
  await writeChunk();
  if (work.read === 0) throw new SheetFault('no_rows');
}

const PROGRESS_STEPS: Record<SheetTargetName, SyncStep> = {
  students: 'people',
  guardians: 'people',
  teachers: 'people',
  subjects: 'structure',
  classrooms: 'classes',
  enrollments: 'classes',
  'class-offerings': 'classes',
  'class-members': 'classes',
  'exam-results': 'results',
};

async function activePupils(client: Queryable): Promise<number> {
  const { rows } = await client.query("select count(*)::int as pupils from students where status = 'active'");
  return rows[0].pupils;
}

// Row by row it would be one entry for each of thousands: one entry counts what the sheet created and changed.
async function finish(client: Queryable, { run, target }: SheetRequest, counts: SyncCounts): Promise<void> {
  await recordAudit(client, {
    category: 'change',
    action: 'imports.apply',
    actor: run?.actor ?? { kind: 'system' },
    subject: { collection: 'import-runs', ...(run ? { id: run.id, label: run.fileName } : {}) },
    details: { collection: target },
    after: counts,
  });
  if (run === undefined) return;
  const sum = (name: 'created' | 'updated') =>
    Object.values(counts).reduce((total, entity) => total + entity[name], 0);
  const payload = { importId: run.id, created: sum('created'), updated: sum('updated'), removed: 0 };
  await publishEvents(client, [{ type: IMPORT_COMPLETED, payload }]);
}

function addCounts(counts: SyncCounts, entity: string, more: EntityCounts): void {
  const known = counts[entity] ?? { created: 0, updated: 0, unchanged: 0, removed: 0 };
  counts[entity] = {
    created: known.created + more.created,
    updated: known.updated + more.updated,
    unchanged: known.unchanged + more.unchanged,
    removed: known.removed + more.removed,
  };
}
