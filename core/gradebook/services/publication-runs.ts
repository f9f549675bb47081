import type pg from 'pg';
import type { Telling } from '../../communication/index.ts';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { PLAN_PARTS, READ_RUN, START_RUN } from '../sql/publication-runs.ts';
import { type Deed, groupsInScope, type TermScope } from './publication-plan.ts';
import { CHUNK, type SkippedSheet } from './publish-term.ts';

/** The event that asks for one run. */
export const RUN_REQUESTED = 'gradebook.run_requested';

type Actor = AuditEvent['actor'];

export type NewRun = TermScope & {
  deed: Deed;
  withEmptyCells: boolean;
  telling: Telling;
  note?: string | undefined;
  /** The same key is the same run, however often it is sent. */
  idempotencyKey: string;
  actor: Actor;
};

export type PublicationRun = {
  id: string;
  term: string;
  deed: Deed;
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed';
  by?: string;
  groups: number;
  doneGroups: number;
  percent: number;
  seconds?: number;
  sheets: number;
  marks: number;
  /** What was left as it is, but for what was published already. */
  refused: SkippedSheet[];
  alreadyPublished: number;
  /** Guardians asked to be told; missing until the run is done, and where nobody is told. */
  messages?: number;
};

/**
 * Asks for the publication or withdrawal of a term, or of a part of it, in the background. Throws
 * gradebook.nothing_to_publish, and gradebook.run_at_work while another run over the term is not done.
 */
export async function requestRun(pool: pg.Pool, run: NewRun, classIds: string[] | 'all'): Promise<string> {
  return inTransaction(pool, async (client) => {
    const known = await findByKey(client, run.idempotencyKey);
    if (known) return known;
    const groups = (await groupsInScope(client, run, classIds)).filter(
      // Already published ones stay in a publication: their families may not have been told yet.
      ({ state }) => run.deed === 'publish' || state === 'published',
    );
    if (groups.length === 0) throw new AppError('gradebook.nothing_to_publish');
    // One at a time may ask: the second one sees the first one's run, whatever its key.
    await client.query("select pg_advisory_xact_lock(hashtextextended('daftar.marks:' || $1, 0))", [
      run.term,
    ]);
    const { rows: atWork } = await client.query(
      "select idempotency_key from mark_publication_runs where term_id = $1 and state in ('queued', 'running')",
      [run.term],
    );
    if (atWork.some((row) => row.idempotency_key !== run.idempotencyKey))
      throw new AppError('gradebook.run_at_work');
    const note = run.note?.trim();
    const made = await client.query(START_RUN, [
      ...[run.idempotencyKey, run.term, run.deed, run.withEmptyCells, run.telling],
      ...[note || null, groups.length, run.actor],
    ]);
    const id = made.rows[0]?.id as string | undefined;
    if (id === undefined) return (await findByKey(client, run.idempotencyKey)) ?? '';
    const parts: string[][] = [];
    for (let from = 0; from < groups.length; from += CHUNK)
      parts.push(groups.slice(from, from + CHUNK).map((group) => group.id));
    await client.query(PLAN_PARTS, [id, JSON.stringify(parts)]);
    await recordAudit(client, {
      category: 'change',
      action: `marks.${run.deed}_term`,
      actor: run.actor,
      subject: { collection: 'term-marks', id: run.term },
      details: { run: id, groups: groups.length, telling: run.telling, ...(note ? { note } : {}) },
    });
    await publishEvents(client, [{ type: RUN_REQUESTED, payload: { runId: id }, dedupeKey: id }]);
    return id;
  });
}

async function findByKey(client: Queryable, key: string): Promise<string | undefined> {
  const { rows } = await client.query('select id from mark_publication_runs where idempotency_key = $1', [
    key,
  ]);
  return rows[0]?.id;
}

/** How far a run is. Undefined for one the school does not have. */
export async function readRun(database: Queryable, id: string): Promise<PublicationRun | undefined> {
  const { rows } = await database.query(READ_RUN, [id]);
  const row = rows[0];
  if (!row) return undefined;
  const skipped = (row.skipped as SkippedSheet[][]).flat();
  const refused = skipped.filter(({ reason }) => reason !== 'published');
  return {
    id: row.id,
    term: row.term_id,
    deed: row.deed,
    state: row.state,
    ...(row.by === null ? {} : { by: row.by }),
    groups: row.groups,
    doneGroups: row.done,
    percent: Math.floor((100 * row.done) / row.groups),
    ...(row.seconds === null ? {} : { seconds: row.seconds }),
    sheets: row.sheets,
    marks: row.marks,
    refused,
    alreadyPublished: skipped.length - refused.length,
    ...(row.messages === null ? {} : { messages: row.messages }),
  };
}

/** The newest run over a term, so that somebody who comes back finds the work that went on. */
export async function latestRun(database: Queryable, term: string): Promise<PublicationRun | undefined> {
  const { rows } = await database.query(
    'select id from mark_publication_runs where term_id = $1 order by created_at desc, id limit 1',
    [term],
  );
  return rows[0] && readRun(database, rows[0].id);
}

/** Stops a run after the part in work; what is done stays done, and nobody is told. A run that has ended stays as it is. */
export async function cancelRun(pool: pg.Pool, { id, actor }: { id: string; actor: Actor }): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `update mark_publication_runs set state = 'cancelled', finished_at = now()
        where id = $1 and state in ('queued', 'running') returning term_id`,
      [id],
    );
    if (rows[0])
      await recordAudit(client, {
        category: 'change',
        action: 'marks.run_cancel',
        actor,
        subject: { collection: 'term-marks', id: rows[0].term_id },
        details: { run: id },
      });
  });
}
