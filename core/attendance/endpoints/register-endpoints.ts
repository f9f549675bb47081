import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf, noteRows } from '../../observability/index.ts';
import { can, poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { listClasses } from '../services/class-list.ts';
import { openRegister } from '../services/register.ts';
import { saveRegisterMarks } from '../services/save-register.ts';
import { accessOf } from './access.ts';

const classRef = { kind: z.enum(['classroom', 'offering']), id: z.uuid() };
const lesson = z.int().min(0).max(30);

/** What the register page calls: the classes and lessons of the viewer, one register, and saving it. */
export const registerEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/register/classes',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ date: z.string().max(10) }),
    run: async ({ req, input }) =>
      listClasses(poolOf(req.payload), input.date, await accessOf(req, input.date)),
  }),
  schoolEndpoint({
    path: '/register',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({
      ...classRef,
      date: z.string().max(10),
      period: z
        .string()
        .regex(/^\d{1,2}$/)
        .transform(Number)
        .pipe(lesson)
        .default(0),
    }),
    run: async ({ req, input: { kind, id, date, period } }) => {
      const ref = { kind, id, period };
      const register = await openRegister(poolOf(req.payload), ref, date, await accessOf(req, date));
      await noteRows(req, register.pupils.length);
      return register;
    },
  }),
  schoolEndpoint({
    path: '/register',
    method: 'post',
    permission: 'attendance.write',
    input: z.strictObject({
      class: z
        .strictObject({ ...classRef, period: lesson.default(0) })
        .refine(({ kind, period }) => kind === 'offering' || period === 0, 'a homeroom has no lessons'),
      date: z.string().max(10),
      revision: z.int().min(0),
      reason: z.string().trim().min(1).max(500).optional(),
      marks: z
        .array(
          z.strictObject({
            student: z.uuid(),
            code: z.string().max(20),
            minutes: z.int().min(0).max(600).nullish(),
            note: z.string().max(500).nullish(),
          }),
        )
        .min(1)
        .max(500),
    }),
    run: async ({ req, input: { reason, ...input }, userId }) => {
      const actor = actorOf(req);
      const save = {
        ...input,
        ...(reason === undefined ? {} : { reason }),
        mayReopen: await can(req, 'attendance.manage'),
        userId: actor.kind === 'user' ? userId : null,
        actor,
      };
      return saveRegisterMarks(poolOf(req.payload), save, await accessOf(req, input.date));
    },
  }),
];
