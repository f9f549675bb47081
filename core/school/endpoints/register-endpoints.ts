import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf, noteRows } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { visibleClassIds } from '../policies/visible-rows.ts';
import { listClasses } from '../services/class-list.ts';
import { openRegister, saveRegisterMarks } from '../services/register.ts';

const classRef = { kind: z.enum(['classroom', 'offering']), id: z.uuid() };

/** What the register page calls: the classes of the viewer, one register, and saving it. */
export const registerEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/register/classes',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ date: z.string().max(10) }),
    run: async ({ req, input }) =>
      listClasses(poolOf(req.payload), input.date, await visibleClassIds(req, input.date)),
  }),
  schoolEndpoint({
    path: '/register',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ ...classRef, date: z.string().max(10) }),
    run: async ({ req, input: { kind, id, date } }) => {
      const register = await openRegister(
        poolOf(req.payload),
        { kind, id },
        date,
        await visibleClassIds(req, date),
      );
      await noteRows(req, register.pupils.length);
      return register;
    },
  }),
  schoolEndpoint({
    path: '/register',
    method: 'post',
    permission: 'attendance.write',
    input: z.strictObject({
      class: z.strictObject(classRef),
      date: z.string().max(10),
      revision: z.int().min(0),
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
    run: async ({ req, input, userId }) => {
      const actor = actorOf(req);
      const save = { ...input, userId: actor.kind === 'user' ? userId : null, actor };
      return saveRegisterMarks(poolOf(req.payload), save, await visibleClassIds(req, input.date));
    },
  }),
];
