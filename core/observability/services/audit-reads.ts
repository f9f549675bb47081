import type { CollectionAfterOperationHook, PayloadRequest } from 'payload';
import { readSettings } from '../../kernel/index.ts';
import {
  currentScope,
  idOf,
  inTransaction,
  poolOf,
  type Queryable,
  transactionOf,
  type Viewer,
  viewerOf,
} from '../../tenancy/index.ts';
import { actorOf } from './actor.ts';
import { RecentlySeen, RowBudget } from './read-watch.ts';
import { recordAudit } from './record-audit.ts';

/** Collections whose single records and long lists are told: people's contacts and children's records. */
const PEOPLE = new Set(['students', 'guardians']);

type Document = Record<string, unknown>;
export type Announce = (
  database: Queryable,
  events: { type: string; payload: Record<string, unknown>; dedupeKey?: string }[],
) => Promise<unknown>;

/** The event of an account that read unusually many people. */
export const BULK_READ = 'security.bulk_read';

type Watch = { listRows: number; minutes: number; seen: RecentlySeen; budget: RowBudget };

let opened: Watch | undefined;

// Opened with the first read: commands read the configuration before their settings are complete.
function watch(): Watch {
  if (opened) return opened;
  const { AUDIT_LIST_ROWS, AUDIT_ALARM_ROWS, AUDIT_ALARM_MINUTES } = readSettings(process.env);
  const milliseconds = AUDIT_ALARM_MINUTES * 60_000;
  opened = {
    listRows: AUDIT_LIST_ROWS,
    minutes: AUDIT_ALARM_MINUTES,
    seen: new RecentlySeen(milliseconds),
    budget: new RowBudget(AUDIT_ALARM_ROWS, milliseconds),
  };
  return opened;
}

// One page of the panel reads a record several times; a request of support leaves each view once.
const told = new RecentlySeen(5_000);
let announce: Announce | undefined;

/** Who is told of alarms besides the trail: the outbox, given once by the configuration. */
export function announceThrough(publish: Announce | undefined): void {
  announce = publish;
}

/**
 * Leaves an entry before the answer goes out when a person's record or a long list of people was read, and for every
 * view of support. Written at once and not collected in memory, so that no crash loses who saw what; the same record
 * seen again by the same account within AUDIT_ALARM_MINUTES adds nothing.
 */
export const auditRead: CollectionAfterOperationHook = async ({
  args,
  collection,
  operation,
  overrideAccess,
  req,
  result,
}) => {
  const viewer = viewerOf(req);
  if (overrideAccess || viewer?.realm !== 'school' || (operation !== 'find' && operation !== 'findByID'))
    return result;
  const { slug } = collection;
  const single = operation === 'findByID';
  const documents = single ? [result as Document] : ((result as { docs?: Document[] }).docs ?? []);
  const nested = Number((args as { currentDepth?: number }).currentDepth ?? 0) > 0;
  if (viewer.support && !nested)
    await tellSupport(req, slug, single ? documents[0] : undefined, documents.length);
  if (!PEOPLE.has(slug)) return result;
  if (single) await tellRecord(req, viewer, slug, documents[0]);
  else await tellList(req, slug, documents.length);
  await noteRows(req, documents.length);
  return result;
};

/** Counts rows about people that one account was given, over REST, the panel or our own SQL, and raises the alarm once. */
export async function noteRows(req: Pick<PayloadRequest, 'payload' | 'user'>, rows: number): Promise<void> {
  const scope = currentScope();
  if (scope?.kind !== 'tenant' || rows === 0) return;
  const actor = actorOf(req);
  const alarm = watch().budget.spend(`${scope.tenant.id}:${actor.kind}:${actor.id ?? ''}`, rows);
  if (alarm === undefined) return;
  const details = { rows: alarm.rows, minutes: watch().minutes };
  await inTransaction(poolOf(req.payload), async (client) => {
    await recordAudit(client, {
      category: 'access',
      action: 'people.bulk_read',
      outcome: 'alarm',
      actor,
      details,
    });
    await announce?.(client, [
      {
        type: BULK_READ,
        payload: { actorKind: actor.kind, actorId: actor.id ?? null, actor: actor.label ?? null, ...details },
        dedupeKey: `${actor.kind}:${actor.id ?? ''}:${alarm.since}`,
      },
    ]);
  });
}

/**
 * The same entries and the same count for people that our own SQL gave to an account: one record, or a list of so many.
 * Await it before the answer goes out.
 */
export async function notePeopleRead(
  req: Pick<PayloadRequest, 'payload' | 'user'>,
  read: { collection: 'students' | 'guardians'; rows: number; id?: string },
): Promise<void> {
  const { collection, rows, id } = read;
  const actor = actorOf(req);
  const key = `${actor.kind}:${actor.id ?? ''}:${collection}:${id}`;
  const isTold = id === undefined ? rows > watch().listRows : !watch().seen.has(key);
  if (isTold) {
    await recordAudit(poolOf(req.payload), {
      category: 'access',
      action: `${collection}.${id === undefined ? 'list' : 'view'}`,
      actor,
      subject: { collection, ...(id === undefined ? {} : { id }) },
      ...(id === undefined ? { details: { rows } } : {}),
    });
    if (id !== undefined) watch().seen.add(key);
  }
  await noteRows(req, rows);
}

async function tellRecord(
  req: PayloadRequest,
  viewer: Viewer,
  slug: string,
  document: Document | undefined,
): Promise<void> {
  const id = idOf(document);
  const own = slug === 'students' ? viewer.student : viewer.guardian;
  if (id === undefined || id === idOf(own) || viewer.support) return;
  const actor = actorOf(req);
  const key = `${actor.kind}:${actor.id ?? ''}:${slug}:${id}`;
  if (watch().seen.has(key)) return;
  const label = typeof document?.displayName === 'string' ? document.displayName : undefined;
  await recordAudit(await transactionOf(req), {
    category: 'access',
    action: `${slug}.view`,
    actor,
    subject: { collection: slug, id, ...(label ? { label } : {}) },
  });
  watch().seen.add(key);
}

async function tellList(req: PayloadRequest, slug: string, rows: number): Promise<void> {
  if (rows <= watch().listRows) return;
  await recordAudit(await transactionOf(req), {
    category: 'access',
    action: `${slug}.list`,
    actor: actorOf(req),
    subject: { collection: slug },
    details: { rows },
  });
}

async function tellSupport(
  req: PayloadRequest,
  slug: string,
  document: Document | undefined,
  rows: number,
): Promise<void> {
  const grant = viewerOf(req)?.support?.grantId ?? '';
  const id = idOf(document);
  const key = `${grant}:${currentScope()?.requestId ?? ''}:${slug}:${id ?? 'list'}`;
  if (told.has(key)) return;
  const label = [document?.displayName, document?.title, document?.name].find(
    (text) => typeof text === 'string',
  );
  await recordAudit(await transactionOf(req), {
    category: 'support',
    action: document ? `${slug}.view` : `${slug}.list`,
    actor: actorOf(req),
    subject: { collection: slug, ...(id ? { id } : {}), ...(label ? { label: String(label) } : {}) },
    details: { supportGrant: grant, ...(document ? {} : { rows }) },
  });
  told.add(key);
}
