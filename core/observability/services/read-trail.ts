import { z } from 'zod';
import { currentScope, isPlainDate, type Queryable } from '../../tenancy/index.ts';
import { COUNT_DAYS, READ_ENTRIES } from '../sql/trail.ts';
import { type MomentPage, momentPage, openCursor } from './moment-pages.ts';

const day = z.string().refine(isPlainDate, 'is not a date in the form YYYY-MM-DD');

/** What entries may be filtered by; unknown names are refused. */
export const trailFilter = z.strictObject({
  category: z.enum(['change', 'sign_in', 'access', 'export', 'support', 'admin']).optional(),
  outcome: z.enum(['success', 'failure', 'denied', 'alarm']).optional(),
  /** Part of a person's or record's name, or of an action. */
  text: z.string().trim().min(1).max(100).optional(),
  collection: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,79}$/)
    .optional(),
  subject: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  actor: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  from: day.optional(),
  to: day.optional(),
});
export type TrailFilter = z.infer<typeof trailFilter>;

export type TrailEntry = {
  id: string;
  at: string;
  category: string;
  action: string;
  outcome: string;
  actor: { kind: string; id: string | null; label: string | null };
  subject: { collection: string | null; id: string | null; label: string | null };
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  details: Record<string, unknown> | null;
};
export type TrailPage = MomentPage<TrailEntry>;

/** One page of the trail, the newest first. `cursor` is the `next` of the page before. Throws request.invalid. */
export async function readTrail(
  database: Queryable,
  filter: TrailFilter,
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<TrailPage> {
  const [at, id] = openCursor(cursor);
  const { rows } = await database.query(READ_ENTRIES, [...parameters(filter), at, id, limit + 1]);
  return momentPage(rows, limit, toEntry);
}

/** Entries a day, oldest first, days without entries left out. */
export async function countDays(
  database: Queryable,
  filter: TrailFilter,
): Promise<{ day: string; entries: number }[]> {
  return (await database.query(COUNT_DAYS, parameters(filter))).rows;
}

/** The zone in which days are meant: the school's, or UTC on the console. */
export function trailZone(): string {
  const scope = currentScope();
  return scope?.kind === 'tenant' ? scope.tenant.timeZone : 'UTC';
}

function parameters(filter: TrailFilter): unknown[] {
  const text = filter.text === undefined ? null : `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    filter.category ?? null,
    filter.outcome ?? null,
    text,
    filter.collection ?? null,
    filter.subject ?? null,
    filter.from ?? null,
    filter.to ?? null,
    trailZone(),
    filter.actor ?? null,
  ];
}

function toEntry(row: Record<string, unknown>): TrailEntry {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const json = (value: unknown) => (value ?? null) as Record<string, unknown> | null;
  return {
    id: String(row.id),
    at: (row.created_at as Date).toISOString(),
    category: String(row.category),
    action: String(row.action),
    outcome: String(row.outcome),
    actor: { kind: String(row.actor_kind), id: text(row.actor_id), label: text(row.actor_label) },
    subject: {
      collection: text(row.subject_collection),
      id: text(row.subject_id),
      label: text(row.subject_label),
    },
    ip: text(row.ip),
    userAgent: text(row.user_agent),
    requestId: text(row.request_id),
    before: json(row.before),
    after: json(row.after),
    details: json(row.details),
  };
}
