import type { Payload } from 'payload';
import type pg from 'pg';
import { inOrder, insertRow, sampleOf, type TestSchool } from '../../support/index.ts';

/**
 * Whose a row is, seen by the people of the school that asks: `own` belongs to the person asking (own class, own
 * child), `other` to the same school, `foreign` to another school.
 */
export const TARGETS = ['own', 'other', 'foreign'] as const;
export type Target = (typeof TARGETS)[number];

/** The ids of one set of rows, by collection. */
export type RowSet = Map<string, string>;

/** The word that only one row holds. Seen in an answer it says which row was shown. */
export function canaryOf(target: Target, slug: string): string {
  return `canary-${target}-${slug}-x`;
}

const CANARY = /canary-(own|other|foreign)-([a-z-]+?)-x/g;

/** The rows whose canaries stand in a text. */
export function canariesIn(text: string): { target: Target; slug: string }[] {
  const found = new Map<string, { target: Target; slug: string }>();
  for (const [word, target, slug] of text.matchAll(CANARY))
    found.set(word, { target: target as Target, slug: slug ?? '' });
  return [...found.values()];
}

// The set of one's own is for everybody in the school; the other's is for a role that nobody holds.
// The report of an import is a list, not any JSON.
const REPORT = { problems: null, counts: null };
const OF_SET: Record<string, Partial<Record<Target, Record<string, unknown>>>> = {
  'import-runs': { own: REPORT, other: REPORT, foreign: REPORT },
  announcements: { own: { targetRole: null } },
  // A school has one running subscription.
  subscriptions: { other: { status: 'cancelled' } },
  'academic-years': { own: { current: true }, foreign: { current: true } },
  'bell-schedules': { own: { isDefault: true }, foreign: { isDefault: true } },
  'bell-schedule-spans': { other: { startDate: '2026-02-15', endDate: '2026-02-15' } },
  'calendar-days': { other: { date: '2026-02-15' } },
  'timetable-entries': { other: { weekday: 2 } },
  'attendance-codes': { own: { code: 'Q1' }, other: { code: 'Q2' }, foreign: { code: 'Q1' } },
};

// There already, or a row without the one that is there already.
const ONLY_ONCE = ['23505', '23P01', '23502'];

/**
 * Writes one row of each tenant collection past the wall, each with its own canary, all related among themselves.
 * A row that a rule of the database allows once in a school is left out of the second set.
 */
export async function plantSet(
  payload: Payload,
  admin: pg.Pool,
  school: TestSchool,
  target: Target,
  shared: RowSet,
): Promise<RowSet> {
  const ids: RowSet = new Map([...shared, ['users', school.admin.id]]);
  if (target !== 'other')
    await admin.query('delete from subscriptions where tenant_id = $1', [school.tenant.id]);
  const planted: RowSet = new Map();
  for (const slug of inOrder(payload.config)) {
    const sample = sampleOf(payload.config, slug, canaryOf(target, slug), (relationTo) =>
      ids.get(relationTo),
    );
    const row = { ...sample, ...OF_SET[slug]?.[target], tenant: school.tenant.id };
    try {
      const id = await insertRow(payload, admin, slug, row);
      ids.set(slug, id);
      planted.set(slug, id);
    } catch (error) {
      const { code } = error as { code?: string };
      if (target !== 'other' || !ONLY_ONCE.includes(code ?? '')) throw error;
    }
  }
  return planted;
}
