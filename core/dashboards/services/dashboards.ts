import type { PayloadRequest } from 'payload';
import { addDays, plainDateIn } from '../../kernel/index.ts';
import {
  type FamilyDashboard,
  familyDashboard,
  type SchoolDashboard,
  schoolDashboard,
  visibleClassIds,
  visibleStudentIds,
} from '../../school/index.ts';
import { grantsOf, idOf, poolOf, requireTenant, viewerOf } from '../../tenancy/index.ts';
import { type SchoolDay, schoolDays } from '../../timetable/index.ts';
import { OVERVIEW } from '../sql/overview.ts';
import { dashboardCache } from './dashboard-cache.ts';
import { dashboardVersion } from './move-version.ts';

type Asking = Pick<PayloadRequest, 'user' | 'payload'>;

export type OpenRegister = { id: string; title: string; titleAr: string | null };
export type SubjectResult = { subject: string; subjectAr: string | null; percent: number; results: number };
export type Fees = {
  open: number;
  overdue: number;
  overdueCount: number;
  months: { month: string; paid: number }[];
};
export type Upcoming = {
  kind: 'exam' | 'term' | 'year' | 'holiday' | 'half_day';
  title: string;
  titleAr?: string | null;
  detail: string | null;
  detailAr: string | null;
  date: string;
};

/** What the viewer may not see is undefined. Money is in minor units of the school's currency. */
export type Overview = {
  notTaken?: OpenRegister[];
  results?: SubjectResult[];
  fees?: Fees & { currency: string };
  upcoming?: Upcoming[];
};

/** The start page of school staff, at most five minutes old and never older than the last event of the school by more than a second or two. */
export async function readSchoolDashboard(req: Asking): Promise<SchoolDashboard & { overview: Overview }> {
  return cached(req, 'school', true, async () => {
    const [numbers, overview] = await Promise.all([schoolDashboard(req), readOverview(req)]);
    return { ...numbers, overview };
  });
}

/** The same for guardians and pupils. Names of children stay in this process. */
export async function readFamilyDashboard(req: Asking): Promise<FamilyDashboard & { overview: Overview }> {
  return cached(req, 'family', false, async () => {
    const [family, overview] = await Promise.all([familyDashboard(req), readOverview(req)]);
    return { ...family, overview };
  });
}

/** How many active pupils the viewer may see. */
export async function countActiveStudents(req: Asking): Promise<number> {
  return cached(req, 'active-students', true, async () => {
    const students = await visibleStudentIds(req);
    const { rows } = await poolOf(req.payload).query(
      `select count(*)::int as pupils from students where status = 'active' and ($1::uuid[] is null or id = any($1))`,
      [students === 'all' ? null : students],
    );
    return rows[0].pupils;
  });
}

// The key is everything a page depends on: the school, the day there, what the role may do, and the rows of the viewer.
async function cached<T>(
  req: Asking,
  kind: string,
  isShared: boolean,
  compute: () => Promise<T>,
): Promise<T> {
  const tenant = requireTenant();
  const [{ codes, rowScope }, students, classes, version] = await Promise.all([
    grantsOf(req),
    visibleStudentIds(req),
    visibleClassIds(req),
    dashboardVersion(poolOf(req.payload)),
  ]);
  const list = (ids: string[] | 'all') => (ids === 'all' ? ids : ids.toSorted());
  const key = JSON.stringify([
    tenant.id,
    kind,
    plainDateIn(tenant.timeZone, Date.now()),
    rowScope,
    [...codes].sort(),
    idOf(viewerOf(req)?.role) ?? null,
    list(students),
    list(classes),
  ]);
  return dashboardCache().read({ key, version, compute, isShared });
}

async function readOverview(req: Asking): Promise<Overview> {
  const { timeZone, profile } = requireTenant();
  const today = plainDateIn(timeZone, Date.now());
  const [{ codes, rowScope }, students, classes] = await Promise.all([
    grantsOf(req),
    visibleStudentIds(req),
    visibleClassIds(req),
  ]);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  const sees = (code: string) => codes.has(code);
  const later = addDays(today, 14);
  const pool = poolOf(req.payload);
  const days = await schoolDays(pool, today, later);
  const { rows } = await pool.query(OVERVIEW, [
    today,
    students === 'all' ? null : students,
    classes === 'all' ? null : classes,
    later,
    sees('attendance.read') && !isFamily,
    sees('assessment.read'),
    sees('finance.read'),
    sees('structure.read'),
  ]);
  const { notTaken, results, fees, upcoming } = rows[0];
  return {
    // On a day without school no register is missing.
    ...(notTaken ? { notTaken: days[0]?.isSchoolDay === false ? [] : notTaken } : {}),
    ...(results ? { results } : {}),
    ...(fees ? { fees: { ...fees, currency: profile?.currency ?? 'QAR' } } : {}),
    ...(upcoming ? { upcoming: withNamedDays(upcoming, days) } : {}),
  };
}

// A break of two weeks is one line, at its first day.
function withNamedDays(upcoming: Upcoming[], days: readonly SchoolDay[]): Upcoming[] {
  const named = new Map<string, Upcoming>();
  for (const { date, kind, title, titleAr } of days) {
    if ((kind !== 'holiday' && kind !== 'half_day') || title === undefined || named.has(title)) continue;
    named.set(title, { kind, title, titleAr: titleAr ?? null, detail: null, detailAr: null, date });
  }
  return [...upcoming, ...named.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)).slice(0, 10);
}
