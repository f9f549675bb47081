import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import type { Actor } from './card-steps.ts';
import type { Layout } from './types.ts';

/** The event that asks for one print run. */
export const BATCH_REQUESTED = 'report_cards.batch_requested';

/** Cards set as one document. Fewer cost a start of the typesetter each, more cost memory: see docs/report-cards.md. */
export const CARDS_A_PART = 100;

export type NewBatch = {
  term: string;
  classrooms: string[];
  layout: Layout;
  /** The same key is the same run, however often it is sent. */
  idempotencyKey: string;
  actor: Actor;
};

export type BatchState = {
  id: string;
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed';
  cards: number;
  doneCards: number;
  percent: number;
  seconds: number | null;
  parts: { position: number; title: string; cards: number; isDone: boolean; bytes: number | null }[];
};

/** Asks for one PDF of many approved cards, class by class. Throws reports.nothing_to_print. */
export async function requestBatch(pool: pg.Pool, batch: NewBatch): Promise<string> {
  return inTransaction(pool, async (client) => {
    const known = await findByKey(client, batch.idempotencyKey);
    if (known) return known;
    const { rows } = await client.query(
      `select k.id, k.template, c.title, c.id as classroom from report_cards k join classrooms c on c.id = k.classroom_id
         join students s on s.id = k.student_id
        where k.term_id = $1 and k.classroom_id = any($2) and k.state in ('approved', 'published')
        order by k.template, c.title, c.id, s.display_name, s.id`,
      [batch.term, batch.classrooms],
    );
    if (rows.length === 0) throw new AppError('reports.nothing_to_print');
    const made = await client.query(
      `insert into report_card_batches (idempotency_key, term_id, layout, cards, started_by) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, idempotency_key) do nothing returning id`,
      [batch.idempotencyKey, batch.term, batch.layout, rows.length, batch.actor.label ?? batch.actor.kind],
    );
    const id = made.rows[0]?.id as string | undefined;
    if (id === undefined) return (await findByKey(client, batch.idempotencyKey)) ?? '';
    const parts = partsOf(rows as BatchCard[]);
    await client.query(
      `insert into report_card_batch_parts (batch_id, position, title, card_ids)
       select $1, p.position, p.title, array(select jsonb_array_elements_text(p.cards)::uuid)
         from jsonb_to_recordset($2::jsonb) as p(position int, title text, cards jsonb)`,
      [id, JSON.stringify(parts)],
    );
    await recordAudit(client, {
      category: 'export',
      action: 'report_cards.batch',
      actor: batch.actor,
      subject: { collection: 'report-card-batches', id },
      details: { term: batch.term, layout: batch.layout, cards: rows.length },
    });
    await publishEvents(client, [{ type: BATCH_REQUESTED, payload: { batchId: id }, dedupeKey: id }]);
    return id;
  });
}

type BatchCard = { id: string; template: string; classroom: string; title: string };

/**
 * Whole classes of one template together as long as they fit; a class of more than a part is cut. Titles name the first and
 * the last class.
 */
export function partsOf(cards: readonly BatchCard[]): { position: number; title: string; cards: string[] }[] {
  const parts: BatchCard[][] = [];
  const classes = Map.groupBy(cards, ({ template, classroom }) => `${template} ${classroom}`);
  for (const ofClass of classes.values())
    for (let from = 0; from < ofClass.length; from += CARDS_A_PART) {
      const piece = ofClass.slice(from, from + CARDS_A_PART);
      const last = parts.at(-1);
      const fits =
        last && last.length + piece.length <= CARDS_A_PART && last[0]?.template === piece[0]?.template;
      if (fits) last.push(...piece);
      else parts.push(piece);
    }
  return parts.map((part, index) => {
    const [first, last] = [part[0]?.title ?? '', part.at(-1)?.title ?? ''];
    return {
      position: index + 1,
      title: first === last ? first : `${first} – ${last}`,
      cards: part.map(({ id }) => id),
    };
  });
}

async function findByKey(client: Queryable, key: string): Promise<string | undefined> {
  const { rows } = await client.query('select id from report_card_batches where idempotency_key = $1', [key]);
  return rows[0]?.id;
}

/** How far a print run is. Undefined for one the school does not have. */
export async function readBatch(database: Queryable, id: string): Promise<BatchState | undefined> {
  const { rows } = await database.query(
    `select b.id, b.state, b.cards, extract(epoch from b.finished_at - b.started_at) as seconds,
            jsonb_agg(jsonb_build_object('position', p.position, 'title', p.title, 'cards', cardinality(p.card_ids),
              'isDone', p.done_at is not null, 'bytes', p.bytes) order by p.position) as parts
       from report_card_batches b join report_card_batch_parts p on p.batch_id = b.id
      where b.id = $1 group by b.id`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const parts = row.parts as BatchState['parts'];
  const doneCards = parts.reduce((sum, part) => sum + (part.isDone ? part.cards : 0), 0);
  return {
    id: row.id,
    state: row.state,
    cards: Number(row.cards),
    doneCards,
    percent: Math.floor((100 * doneCards) / Number(row.cards)),
    seconds: row.seconds === null ? null : Number(row.seconds),
    parts,
  };
}

/** Stops a print run after the parts in work. A run that has ended stays as it is. */
export async function cancelBatch(pool: pg.Pool, { id, actor }: { id: string; actor: Actor }): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `update report_card_batches set state = 'cancelled', finished_at = now()
        where id = $1 and state in ('queued', 'running') returning id`,
      [id],
    );
    if (rows[0])
      await recordAudit(client, {
        category: 'change',
        action: 'report_cards.batch_cancel',
        actor,
        subject: { collection: 'report-card-batches', id },
      });
  });
}

/** The file of a finished part. Throws resource.not_found; writes the print into the audit trail. */
export async function openPart(
  pool: pg.Pool,
  { batch, position, actor }: { batch: string; position: number; actor: Actor },
): Promise<{ key: string; fileName: string }> {
  const { rows } = await pool.query(
    `select p.storage_key, p.title, p.sha256, cardinality(p.card_ids) as cards from report_card_batch_parts p
      where p.batch_id = $1 and p.position = $2 and p.done_at is not null`,
    [batch, position],
  );
  const part = rows[0];
  if (!part) throw new AppError('resource.not_found');
  await recordAudit(pool, {
    category: 'export',
    action: 'report_cards.print_part',
    actor,
    subject: { collection: 'report-card-batches', id: batch, label: part.title },
    details: { position, cards: Number(part.cards), sha256: part.sha256 },
  });
  return { key: part.storage_key, fileName: `report-cards-${position}.pdf` };
}
