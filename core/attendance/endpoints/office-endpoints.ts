import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { visibleStudentIds } from '../../school/index.ts';
import { grantsOf, poolOf, requirePermission, schoolEndpoint, tellingErrors } from '../../tenancy/index.ts';
import { readRule, saveRule } from '../services/attendance-rule.ts';
import { readHistory } from '../services/corrections.ts';
import { readFigures } from '../services/figures.ts';
import { missingRegisters } from '../services/missing-registers.ts';
import { checkDate } from '../services/register-access.ts';
import { listWarnings, notePrinted, setLetters } from '../services/warnings.ts';
import { accessOf } from './access.ts';
import { pageNumber } from './excuse-endpoints.ts';

const date = z.string().max(10);
const letterIds = z.array(z.uuid()).min(1).max(200);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What the page of attendance calls: missing registers, charts, history, the rule, and warnings with their letters. */
export const officeEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/register/missing',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ date }),
    run: async ({ req, input }) =>
      missingRegisters(poolOf(req.payload), {
        ...input,
        now: new Date(),
        ...(await accessOf(req, input.date)),
      }),
  }),
  schoolEndpoint({
    path: '/register/figures',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ from: date, to: date, classroom: z.uuid().optional() }),
    run: async ({ req, input: { from, to, classroom } }) => {
      checkDate(from);
      checkDate(to);
      const { classIds } = await accessOf(req);
      const isOwn = classroom !== undefined && (classIds === 'all' || classIds.includes(classroom));
      if (classroom !== undefined && !isOwn) throw new AppError('register.class_unknown');
      const classrooms = classroom === undefined ? classIds : [classroom];
      return readFigures(poolOf(req.payload), { from, to, classrooms });
    },
  }),
  schoolEndpoint({
    path: '/register/history',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ student: z.uuid(), date }),
    run: async ({ req, input: { student, date: day } }) => {
      checkDate(day);
      await requireStaffOfSchool(req);
      const students = await visibleStudentIds(req);
      if (students !== 'all' && !students.includes(student)) throw new AppError('resource.not_found');
      return { entries: await readHistory(poolOf(req.payload), student, day) };
    },
  }),
  schoolEndpoint({
    path: '/register/rule',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({}),
    run: async ({ req }) => readRule(poolOf(req.payload)),
  }),
  schoolEndpoint({
    path: '/register/rule',
    method: 'post',
    permission: 'attendance.manage',
    input: z.strictObject({
      homeroomWins: z.boolean(),
      absentLessons: z.int().min(1).max(30).nullable(),
      absentShare: z.int().min(1).max(100).nullable(),
      expectsHomeroom: z.boolean(),
      expectsLessons: z.boolean(),
      homeroomDue: clock,
      remindAfter: z.int().min(0).max(600).nullable(),
    }),
    run: ({ req, input }) => saveRule(poolOf(req.payload), input, actorOf(req)),
  }),
  schoolEndpoint({
    path: '/register/warnings',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ page: pageNumber }),
    run: async ({ req, input }) => {
      // A family is told of each warning; the list is for those who take registers.
      const { classIds } = await accessOf(req);
      const students = classIds.length === 0 ? [] : await visibleStudentIds(req);
      const { rows, ...place } = await listWarnings(poolOf(req.payload), { students, ...input });
      return { warnings: rows, ...place };
    },
  }),
  {
    path: '/register/letters',
    method: 'get',
    custom: { permission: 'attendance.manage' },
    handler: tellingErrors(async (req) => {
      await requirePermission(req, 'attendance.manage');
      const asked = letterIds.safeParse((req.searchParams.get('ids') ?? '').split(','));
      if (!asked.success) throw new AppError('request.invalid', { reason: 'ids: up to 200 ids with commas' });
      const pdf = await setLetters(poolOf(req.payload), asked.data);
      return new Response(Buffer.from(pdf), {
        headers: {
          'Content-Type': 'application/pdf',
          'Content-Disposition': 'inline; filename="attendance-letters.pdf"',
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  },
  schoolEndpoint({
    path: '/register/letters',
    method: 'post',
    permission: 'attendance.manage',
    input: z.strictObject({ ids: letterIds }),
    run: async ({ req, input: { ids }, userId }) => {
      const isUser = actorOf(req).kind === 'user';
      return { printed: await notePrinted(poolOf(req.payload), { ids, userId: isUser ? userId : null }) };
    },
  }),
];

// Families see their children's marks and excuses; who corrected what stays with the school.
async function requireStaffOfSchool(req: PayloadRequest): Promise<void> {
  const { rowScope } = await grantsOf(req);
  if (rowScope !== 'school' && rowScope !== 'own_classes')
    throw new AppError('auth.forbidden', { permission: 'attendance.read' });
}
