import type pg from 'pg';
import { type Telling, tellFamilies } from '../../communication/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import type { AuditEvent, Logger } from '../../observability/index.ts';
import { termTitle } from '../../school/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { PUBLISHED_PUPILS, STANDING_GROUPS } from '../sql/publication-runs.ts';
import { HOLD_SHEETS } from '../sql/sheet.ts';
import { termsInside, termTreeOf } from './periods.ts';
import { type Deed, refusalsOf } from './publication-plan.ts';
import { RUN_REQUESTED } from './publication-runs.ts';
import { groupsOf, type PublishedTerm, publishChunk, type SkippedSheet } from './publish-term.ts';
import type { SheetState } from './sheet-states.ts';
import { withdrawChunk } from './withdraw-term.ts';

type Run = {
  id: string;
  term_id: string;
  deed: Deed;
  with_empty_cells: boolean;
  telling: Telling;
  note: string | null;
  actor: AuditEvent['actor'];
};

/**
 * Runs publications and withdrawals of terms. A part and the note that it is done are one transaction, and so are the end
 * of the run and what asks for the messages to families: a run that a crash interrupted goes on with what is left, and
 * nothing of it happens twice.
 */
export function markPublicationRunner({ pool, logger }: { pool: pg.Pool; logger: Logger }): EventHandler {
  return {
    name: 'mark-publication',
    handles: (type) => type === RUN_REQUESTED,
    run: async (event) => {
      const id = String(event.payload.runId);
      const { rows } = await pool.query(
        `update mark_publication_runs set state = 'running', started_at = coalesce(started_at, now())
          where id = $1 and state in ('queued', 'running')
          returning id, term_id, deed, with_empty_cells, telling, note, actor`,
        [id],
      );
      const run = rows[0] as Run | undefined;
      if (run === undefined) return;
      try {
        await runParts(pool, run);
        await inTransaction(pool, (client) => finish(client, run));
      } catch (error) {
        if (event.attempts < 3) throw error;
        logger.error({ err: error, run: id, msg: 'a publication of marks failed' });
        await pool.query(
          "update mark_publication_runs set state = 'failed', failure = $2, finished_at = now() where id = $1 and state = 'running'",
          [id, (error as Error).message.slice(0, 1000)],
        );
      }
    },
  };
}

async function runParts(pool: pg.Pool, run: Run): Promise<void> {
  const { rows } = await pool.query(
    'select id from mark_publication_parts where run_id = $1 and done_at is null order by position',
    [run.id],
  );
  for (const { id } of rows) if (!(await inTransaction(pool, (client) => runPart(client, run, id)))) return;
}

/** False when the run was stopped meanwhile. */
async function runPart(client: Queryable, run: Run, partId: string): Promise<boolean> {
  const { rows: open } = await client.query(
    "select 1 from mark_publication_runs where id = $1 and state = 'running' for share",
    [run.id],
  );
  if (!open[0]) return false;
  const { rows } = await client.query(
    'select offering_ids from mark_publication_parts where id = $1 and done_at is null for update',
    [partId],
  );
  const offeringIds = rows[0]?.offering_ids as string[] | undefined;
  // Another process holds the same event after a claim ran out, and was faster.
  if (offeringIds === undefined) return true;
  const done =
    run.deed === 'publish'
      ? await publishPart(client, run, offeringIds)
      : await withdrawPart(client, run, offeringIds);
  await client.query(
    'update mark_publication_parts set sheets = $2, marks = $3, skipped = $4, done_at = now() where id = $1',
    [partId, done.sheets, done.marks, JSON.stringify(done.skipped)],
  );
  return true;
}

async function publishPart(client: Queryable, run: Run, offeringIds: string[]): Promise<PublishedTerm> {
  const { term_id: termId, actor } = run;
  const publish = { termId, offeringIds, actor, classIds: 'all' as const };
  const { tree } = await termTreeOf(client, termId);
  const groups = await groupsOf(client, publish, [tree.id, ...termsInside(tree)]);
  // Held before anything is counted, so that nobody empties a cell in between.
  const { rows: held } = await client.query(HOLD_SHEETS, [groups.map(({ id }) => id), termId]);
  const states = new Map(held.map((row) => [row.class_offering_id as string, row.state as SheetState]));
  const open = groups
    .map(({ id, title }) => ({ id, title, state: states.get(id) ?? 'draft' }))
    .filter(({ state }) => state !== 'published');
  const refused = (await refusalsOf(client, open, termId)).filter(
    ({ reason }) => reason !== 'missingMarks' || !run.with_empty_cells,
  );
  const left = new Set(refused.map(({ offeringId }) => offeringId));
  const done = await publishChunk(
    client,
    groups.filter(({ id }) => !left.has(id)),
    publish,
    tree,
  );
  return { ...done, skipped: [...done.skipped, ...refused] };
}

async function withdrawPart(client: Queryable, run: Run, offeringIds: string[]): Promise<PublishedTerm> {
  const { around } = await termTreeOf(client, run.term_id);
  const standing = around ? (await client.query(STANDING_GROUPS, [offeringIds, around])).rows : [];
  const left = new Set(standing.map(({ id }) => id as string));
  const { sheets } = await withdrawChunk(client, {
    termId: run.term_id,
    offeringIds: offeringIds.filter((id) => !left.has(id)),
    actor: run.actor,
    classIds: 'all',
    ...(run.note === null ? {} : { note: run.note }),
  });
  const skipped = standing.map(
    ({ id, title }): SkippedSheet => ({ offeringId: id, title, reason: 'termStands' }),
  );
  return { sheets, marks: 0, skipped };
}

// Families are told last, so that children in different grades are in one message.
async function finish(client: Queryable, run: Run): Promise<void> {
  const { rows } = await client.query(
    "update mark_publication_runs set state = 'done', finished_at = now() where id = $1 and state = 'running' returning id",
    [run.id],
  );
  if (!rows[0] || run.telling === 'none') return;
  const pupils = await client.query(PUBLISHED_PUPILS, [run.id]);
  const term = await client.query('select title from terms where id = $1', [run.term_id]);
  const messages = await tellFamilies(client, {
    kind: 'marks',
    termId: run.term_id,
    term: termTitle(String(term.rows[0]?.title)),
    students: pupils.rows.map((row) => row.id as string),
    telling: run.telling,
    occasion: run.id,
  });
  await client.query('update mark_publication_runs set messages = $2 where id = $1', [run.id, messages]);
}
