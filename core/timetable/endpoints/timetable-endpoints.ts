import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../observability/index.ts';
import { can, poolOf, requirePermission, schoolEndpoint } from '../../tenancy/index.ts';
import { assignCover, coverPlan } from '../services/cover.ts';
import { changeEntry, inTheWay, readChoices, readWeek, removeEntry } from '../services/entries.ts';
import { lessonsBetween, schoolDay, withoutTeacher } from '../services/school-days.ts';
import { plainDate } from './inputs.ts';

/** What the timetable page calls. A lesson is added by the REST of the collection: its rules are in the database. */
export const timetableEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/timetable/choices',
    method: 'get',
    permission: 'structure.read',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const choices = await readChoices(poolOf(req.payload));
      // Who works at the school is for those who may see its teachers; a family sees the timetables of classes.
      return (await can(req, 'teachers.read')) ? choices : { ...choices, teachers: [] };
    },
  }),
  schoolEndpoint({
    path: '/timetable/week',
    method: 'get',
    permission: 'structure.read',
    input: z.strictObject({ kind: z.enum(['class', 'teacher', 'room']), id: z.uuid(), date: plainDate }),
    run: async ({ req, input }) => {
      if (input.kind === 'teacher') await requirePermission(req, 'teachers.read');
      const entries = await readWeek(poolOf(req.payload), input);
      return { entries: (await can(req, 'teachers.read')) ? entries : entries.map(withoutTeacher) };
    },
  }),
  schoolEndpoint({
    path: '/timetable/in-the-way',
    method: 'get',
    permission: 'structure.write',
    input: z.strictObject({
      classOffering: z.uuid(),
      teacher: z.uuid().optional(),
      room: z.uuid().optional(),
      except: z.uuid().optional(),
      from: plainDate.optional(),
    }),
    run: async ({ req, input: { classOffering, teacher, room, except, from } }) => ({
      lessons: await inTheWay(poolOf(req.payload), { classOffering, teacher, room, except, from }),
    }),
  }),
  schoolEndpoint({
    path: '/timetable/change',
    method: 'post',
    permission: 'structure.write',
    input: z.strictObject({
      id: z.uuid(),
      from: plainDate,
      weekday: z.int().min(0).max(6),
      period: z.int().min(1).max(20),
      teacher: z.uuid().nullable(),
      room: z.uuid().nullable(),
    }),
    run: ({ req, input: { teacher, room, ...change } }) =>
      changeEntry(poolOf(req.payload), {
        ...change,
        teacher: teacher ?? undefined,
        room: room ?? undefined,
        actor: actorOf(req),
      }),
  }),
  schoolEndpoint({
    path: '/timetable/remove',
    method: 'post',
    permission: 'structure.write',
    input: z.strictObject({ id: z.uuid(), from: plainDate }),
    run: ({ req, input }) => removeEntry(poolOf(req.payload), { ...input, actor: actorOf(req) }),
  }),
  schoolEndpoint({
    path: '/timetable/day',
    method: 'get',
    permission: 'structure.read',
    input: z.strictObject({
      date: plainDate,
      kind: z.enum(['class', 'teacher', 'room']).optional(),
      id: z.uuid().optional(),
    }),
    run: async ({ req, input: { date, kind, id } }) => {
      if (kind === 'teacher') await requirePermission(req, 'teachers.read');
      const pool = poolOf(req.payload);
      const whose = id === undefined ? {} : { [FILTERS[kind ?? 'class']]: id };
      const lessons = await lessonsBetween(pool, { from: date, until: date, ...whose });
      const shown = (await can(req, 'teachers.read')) ? lessons : lessons.map(withoutTeacher);
      return { day: await schoolDay(pool, date), lessons: shown };
    },
  }),
  schoolEndpoint({
    path: '/timetable/cover',
    method: 'get',
    permission: 'teachers.write',
    input: z.strictObject({ date: plainDate }),
    run: ({ req, input }) => coverPlan(poolOf(req.payload), input.date),
  }),
  schoolEndpoint({
    path: '/timetable/cover',
    method: 'post',
    permission: 'teachers.write',
    input: z.strictObject({ entry: z.uuid(), date: plainDate, teacher: z.uuid().nullable() }),
    run: ({ req, input: { entry, date, teacher } }) =>
      assignCover(poolOf(req.payload), { entry, date, teacher: teacher ?? undefined, actor: actorOf(req) }),
  }),
];

const FILTERS = { class: 'classroomId', teacher: 'teacherId', room: 'roomId' } as const;
