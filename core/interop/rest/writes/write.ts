import type { PayloadRequest } from 'payload';
import type pg from 'pg';
import { z } from 'zod';
import { publishEvents } from '../../../jobs/index.ts';
import { AppError, deterministicId } from '../../../kernel/index.ts';
import { actorOf, recordAudit } from '../../../observability/index.ts';
import { inTransaction, isReadOnlyError, type Queryable, requireTenant } from '../../../tenancy/index.ts';
import type { RestAnswer } from '../answer.ts';
import type { Operation } from '../operations.ts';
import { ENTITIES } from '../sql/entities.ts';
import { SHAPES, type Written } from './shapes.ts';
import { type Done, findPlace, findRow, type Naming, refuse } from './work.ts';
import { deleteCategory, writeCategory } from './write-categories.ts';
import { deleteLineItem, writeAssessmentLineItem, writeLineItem } from './write-line-items.ts';
import { deleteResult, type Frame, writeAssessmentResult, writeResult } from './write-results.ts';
import { deleteScale, writeScale } from './write-scales.ts';

type Sent = { user: NonNullable<PayloadRequest['user']>; body: unknown };

const MOST_POSTED = 500;

const WRITERS: Record<
  Written,
  (client: Queryable, record: never, naming: Naming, frame?: Frame) => Promise<Done | undefined>
> = {
  categories: writeCategory,
  lineItems: writeLineItem,
  assessmentLineItems: writeAssessmentLineItem,
  results: writeResult,
  assessmentResults: writeAssessmentResult,
  scoreScales: writeScale,
};

const TABLES: Record<Written, string> = {
  categories: 'grade_categories',
  lineItems: 'exams',
  assessmentLineItems: 'exams',
  results: 'exam_results',
  assessmentResults: 'exam_results',
  scoreScales: 'grade_scales',
};

const DELETERS: Record<Written, (client: Queryable, sourcedId: string) => Promise<Done | undefined>> = {
  categories: deleteCategory,
  lineItems: deleteLineItem,
  assessmentLineItems: deleteLineItem,
  results: deleteResult,
  assessmentResults: deleteResult,
  scoreScales: deleteScale,
};

/**
 * Does a PUT, POST or DELETE of the gradebook in a transaction of its own, with its entry in the trail and its events; all
 * of it or nothing. The same request again changes nothing and answers the same. Throws oneroster.data_invalid,
 * oneroster.delete_refused, oneroster.record_unknown and tenant.read_only.
 */
export async function write(
  pool: pg.Pool,
  operation: Operation,
  ids: string[],
  sent: Sent,
): Promise<RestAnswer> {
  const entity = operation.entity as Written;
  try {
    if (operation.kind === 'put') return await put(pool, entity, ids[0] ?? '', sent);
    if (operation.kind === 'post') return await post(pool, operation, ids, sent);
    return await remove(pool, entity, ids[0] ?? '', sent);
  } catch (error) {
    throw fromDatabase(error, operation.kind);
  }
}

async function put(pool: pg.Pool, entity: Written, sourcedId: string, sent: Sent): Promise<RestAnswer> {
  const { single } = ENTITIES[entity];
  const record = readShape(z.strictObject({ [single]: SHAPES[entity] }), sent.body)[single] as {
    sourcedId: string;
    status: string;
  };
  if (record.sourcedId !== sourcedId) refuse('The sourcedId in the body is not the one of the address.');
  if (record.status !== 'active') refuse('A record is deleted with DELETE and not with a status.');
  await inTransaction(pool, async (client) => {
    const done = await WRITERS[entity](client, record as never, { sourcedId });
    await tell(client, sent, done ? [done] : []);
  });
  return { status: 201, headers: {} };
}

async function post(pool: pg.Pool, operation: Operation, ids: string[], sent: Sent): Promise<RestAnswer> {
  const entity = operation.entity as 'lineItems' | 'results';
  const body = readShape(
    z.strictObject({ [entity]: z.array(SHAPES[entity]).min(1).max(MOST_POSTED) }),
    sent.body,
  );
  const records = body[entity] as { sourcedId: string; class?: { sourcedId: string } }[];
  const pairs = await inTransaction(pool, async (client) => {
    const frame = await frameOf(client, operation, ids);
    const done: Done[] = [];
    const allocated: { suppliedSourcedId: string; allocatedSourcedId: string }[] = [];
    for (const record of records) {
      if (entity === 'lineItems' && frame.classId !== undefined)
        if ((await findPlace(client, 'class', record.class?.sourcedId ?? '')) !== frame.classId)
          refuse(`The line item "${record.sourcedId}" is of another class than the address.`);
      // The same supplied id gives the same record: a POST that was sent again makes nothing twice.
      const naming = {
        sourcedId: record.sourcedId,
        allocated: deterministicId(`oneroster:${requireTenant().id}:${entity}:${record.sourcedId}`),
      };
      const change = await WRITERS[entity](client, record as never, naming, frame);
      if (change) done.push(change);
      allocated.push({ suppliedSourcedId: record.sourcedId, allocatedSourcedId: naming.allocated });
    }
    await tell(client, sent, done);
    return allocated;
  });
  return { status: 201, headers: {}, body: JSON.stringify({ sourcedIdPairs: pairs }) };
}

async function frameOf(client: Queryable, operation: Operation, ids: string[]): Promise<Frame> {
  const frame: Frame = {};
  for (const [index, place] of operation.within.entries()) {
    const sourcedId = ids[index] ?? '';
    const id = await findPlace(client, place, sourcedId);
    if (id === undefined)
      throw new AppError('oneroster.record_unknown', { sourcedId: sourcedId.slice(0, 255) });
    if (place === 'class') frame.classId = id;
    if (place === 'lineItem') frame.examId = id;
    if (place === 'session') frame.sessionId = id;
  }
  return frame;
}

async function remove(pool: pg.Pool, entity: Written, sourcedId: string, sent: Sent): Promise<RestAnswer> {
  await inTransaction(pool, async (client) => {
    const done = await DELETERS[entity](client, sourcedId);
    if (done) return tell(client, sent, [done]);
    const gone = `(select record_id as id, sourced_id from oneroster_tombstones where source = '${TABLES[entity]}') g`;
    if (await findRow(client, gone, { sourcedId })) return;
    throw new AppError('oneroster.record_unknown', { sourcedId: sourcedId.slice(0, 255) });
  });
  return { status: 204, headers: {} };
}

// One entry a request: with both versions for one record, with the number for many.
async function tell(client: Queryable, { user }: Sent, done: Done[]): Promise<void> {
  const [first] = done;
  if (first === undefined) return;
  const single = done.length === 1;
  await recordAudit(client, {
    category: 'change',
    action: `${first.collection}.${first.operation}`,
    actor: actorOf({ user }),
    subject: {
      collection: first.collection,
      ...(single ? { id: first.id, ...(first.label ? { label: first.label } : {}) } : {}),
    },
    ...(single && first.before ? { before: first.before } : {}),
    ...(single && first.after ? { after: first.after } : {}),
    details: single ? { by: 'OneRoster' } : { by: 'OneRoster', rows: done.length },
  });
  await publishEvents(
    client,
    done.flatMap(({ event }) => (event ? [event] : [])),
  );
}

function readShape(shape: z.ZodType, body: unknown): Record<string, unknown> {
  const read = shape.safeParse(body);
  if (read.success) return read.data as Record<string, unknown>;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.').slice(0, 120) || 'the body';
  return refuse(`${where}: ${(issue?.message ?? 'not valid').slice(0, 200)}`);
}

// What the database refuses is data that does not fit; its own words stay inside.
function fromDatabase(error: unknown, kind: Operation['kind']): unknown {
  if (isReadOnlyError(error)) return new AppError('tenant.read_only');
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !/^2[23]/.test(code)) return error;
  if (kind === 'delete') return new AppError('oneroster.delete_refused');
  return new AppError('oneroster.data_invalid', { reason: 'A value breaks a rule of the gradebook.' });
}
