import type { PayloadRequest } from 'payload';
import { addDays, plainDateIn } from '../../kernel/index.ts';
import { can, idOf, poolOf, requireTenant, viewerOf } from '../../tenancy/index.ts';
import { visibleClassIds, visibleStudentIds } from '../policies/visible-rows.ts';
import { FAMILY_DASHBOARD, SCHOOL_DASHBOARD } from '../sql/dashboard.ts';

type Asking = Pick<PayloadRequest, 'user' | 'payload'>;

export type AttendanceDay = { date: string; marked: number; absent: number; late: number };
export type Progress = { total: number; taken: number };
export type MessagingAddOn = {
  name: string;
  nameAr: string;
  state: 'installed' | 'enabled' | 'suspended' | null;
};

/** The numbers of a school's start page. What the viewer may not see is undefined. */
export type SchoolDashboard = {
  today: string;
  students?: number;
  /** True when the numbers cover only the viewer's own classes. */
  narrowed: boolean;
  attendance?: {
    today: AttendanceDay | undefined;
    days: AttendanceDay[];
    /** Homerooms; lesson groups where the viewer has no homeroom. */
    registers: Progress & { kind: 'classroom' | 'offering' };
  };
  messages?: { today: number; month: number; waiting: number };
  messengers?: MessagingAddOn[];
};

export type ChildToday = {
  id: string;
  name: string;
  nameAr: string | null;
  class: string | null;
  classAr: string | null;
  /** Null while the register of the day was not taken. */
  today: { status: string; title: string; titleAr: string; minutes: number | null } | null;
  absent: number;
  late: number;
  days: number;
};
export type News = {
  id: string;
  title: string;
  titleAr: string | null;
  body: string | null;
  bodyAr: string | null;
  at: string;
};
export type FamilyDashboard = { today: string; children?: ChildToday[]; news?: News[] };

// A trend of 14 school days fits into this many days even around long holidays.
const TREND_DAYS = 75;

/** Reads the start page of school staff in one statement, narrowed to the pupils and classes the viewer may see. */
export async function schoolDashboard(req: Asking): Promise<SchoolDashboard> {
  const { timeZone } = requireTenant();
  const today = plainDateIn(timeZone, Date.now());
  const [students, classes] = await Promise.all([visibleStudentIds(req), visibleClassIds(req)]);
  const { rows } = await poolOf(req.payload).query(SCHOOL_DASHBOARD, [
    today,
    addDays(today, -TREND_DAYS),
    students === 'all' ? null : students,
    classes === 'all' ? null : classes,
    timeZone,
  ]);
  const [row] = rows;
  const [seesStudents, seesAttendance, seesMessages, seesAddOns] = await Promise.all(
    ['students.read', 'attendance.read', 'messages.read', 'addons.read'].map((code) => can(req, code)),
  );
  const days = row.days as AttendanceDay[];
  const registers = (row.registers ?? {}) as Record<string, Progress | undefined>;
  const kind = registers.classroom ? 'classroom' : 'offering';
  return {
    today,
    narrowed: students !== 'all',
    ...(seesStudents ? { students: Number(row.students) } : {}),
    ...(seesAttendance
      ? {
          attendance: {
            today: days.find(({ date }) => date === today),
            days,
            registers: { kind, ...(registers[kind] ?? { total: 0, taken: 0 }) },
          },
        }
      : {}),
    ...(seesMessages ? { messages: row.messages } : {}),
    ...(seesAddOns ? { messengers: row.messengers } : {}),
  };
}

/** Reads the start page of a guardian or a student: own children only, and the school's news for their role. */
export async function familyDashboard(req: Asking): Promise<FamilyDashboard> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const students = await visibleStudentIds(req);
  const { rows } = await poolOf(req.payload).query(FAMILY_DASHBOARD, [
    students === 'all' ? [] : students,
    today,
    addDays(today, -30),
    idOf(viewerOf(req)?.role) ?? null,
  ]);
  const [seesAttendance, seesNews] = await Promise.all([
    can(req, 'attendance.read'),
    can(req, 'communication.read'),
  ]);
  return {
    today,
    ...(seesAttendance ? { children: rows[0].children } : {}),
    ...(seesNews ? { news: rows[0].news } : {}),
  };
}
