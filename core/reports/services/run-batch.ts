import type pg from 'pg';
import type { TypesetDocument, TypesetJob } from '../../documents/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import { sha256Hex } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, requireTenant } from '../../tenancy/index.ts';
import { logosOf } from './archive.ts';
import { BATCH_REQUESTED } from './batches.ts';
import { cardSheet } from './card-data.ts';
import { templateFile } from './paper-templates.ts';
import type { CardSnapshot, Layout } from './types.ts';

/** A part is some hundred pages: more than the pages of an add-on may take, and far less than a machine has. */
const LIMITS = { dataMegabytes: 1_500, milliseconds: 120_000, bytes: 100 * 1024 * 1024 };
/** As many typesetters as are let work at once. */
const SETTERS = 2;

export type BatchRunnerOptions = {
  pool: pg.Pool;
  storage: Storage;
  logger: Logger;
  typeset: (job: TypesetJob) => Promise<TypesetDocument>;
};

type Part = { id: string; position: number; title: string; card_ids: string[] };

/**
 * Runs print runs. Each part is written when it is set, so that a run that a crash interrupted goes on with what is left,
 * and the same part again would be the same file.
 */
export function batchRunner(options: BatchRunnerOptions): EventHandler {
  const { pool, logger } = options;
  return {
    name: 'report-card-batch',
    handles: (type) => type === BATCH_REQUESTED,
    run: async (event) => {
      const id = String(event.payload.batchId);
      const { rows } = await pool.query(
        `update report_card_batches set state = 'running', started_at = coalesce(started_at, now())
          where id = $1 and state in ('queued', 'running') returning layout`,
        [id],
      );
      if (!rows[0]) return;
      try {
        await runParts(options, id, rows[0].layout);
        await pool.query(
          "update report_card_batches set state = 'done', finished_at = now() where id = $1 and state = 'running'",
          [id],
        );
      } catch (error) {
        if (event.attempts < 3) throw error;
        logger.error({ err: error, batch: id, msg: 'a print run failed' });
        await pool.query(
          "update report_card_batches set state = 'failed', failure = $2, finished_at = now() where id = $1 and state = 'running'",
          [id, (error as Error).message.slice(0, 1000)],
        );
      }
    },
  };
}

async function runParts(options: BatchRunnerOptions, batch: string, layout: Layout): Promise<void> {
  const { rows } = await options.pool.query(
    'select id, position, title, card_ids from report_card_batch_parts where batch_id = $1 and done_at is null order by position',
    [batch],
  );
  const waiting = rows as Part[];
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const { rows: open } = await options.pool.query(
        "select 1 from report_card_batches where id = $1 and state = 'running'",
        [batch],
      );
      if (!open[0]) return;
      await setPart(options, part, layout).catch((error) => {
        // The others end the part they are at; the next attempt begins when nobody works any more.
        waiting.length = 0;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: SETTERS }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function setPart(
  { pool, storage, typeset }: BatchRunnerOptions,
  part: Part,
  layout: Layout,
): Promise<void> {
  const { rows } = await pool.query(
    `select k.template, k.snapshot from unnest($1::uuid[]) with ordinality as w(id, at)
       join report_cards k on k.id = w.id order by w.at`,
    [part.card_ids],
  );
  const snapshots = rows.map((row) => row.snapshot as CardSnapshot);
  const [template = ''] = rows.map((row) => String(row.template));
  if (rows.some((row) => row.template !== template))
    throw new Error('Cards of two templates are in one part.');
  const logos = await logosOf(
    storage,
    snapshots.map(({ school }) => school),
  );
  const data = cardSheet(snapshots, { name: part.title, layout, logos });
  const { pdf } = await typeset({ template: templateFile(template), data, limits: LIMITS });
  const key = storageKey(requireTenant().id, 'report-batches', part.id);
  await storage.put(key, pdf, 'application/pdf');
  await inTransaction(pool, async (client) => {
    await noteStoredFile(client, { key, bytes: pdf.byteLength });
    await client.query(
      'update report_card_batch_parts set storage_key = $2, bytes = $3, sha256 = $4, done_at = now() where id = $1',
      [part.id, key, pdf.byteLength, sha256Hex(pdf)],
    );
  });
}
