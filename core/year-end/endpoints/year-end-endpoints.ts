import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf, noteRows } from '../../observability/index.ts';
import { visibleStudentIds } from '../../school/index.ts';
import { type EndpointOptions, grantsOf, poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { type Committer, commitRun, undoRun } from '../services/commit.ts';
import { decide } from '../services/decide.ts';
import { noteIntention } from '../services/intention.ts';
import { makeNextYear } from '../services/next-year.ts';
import { readRoster } from '../services/roster.ts';
import { previewRun, readPupils, readYears, startRun } from '../services/runs.ts';

const day = z.string().max(10);

/** A year end is of the whole school: who sees only own classes has no part in it. */
function officeEndpoint<Body>(options: Omit<EndpointOptions<Body>, 'permission'>): Endpoint {
  return schoolEndpoint({
    ...options,
    permission: 'structure.write',
    run: async (request) => {
      if ((await grantsOf(request.req)).rowScope !== 'school')
        throw new AppError('auth.forbidden', { permission: 'structure.write' });
      return options.run(request);
    },
  });
}

function committerOf(req: PayloadRequest, userId: string): Committer {
  const actor = actorOf(req);
  return { id: actor.id ?? userId, label: actor.label ?? '', actor };
}

/** The year-end wizard, the answer of a family, and the years as they were. */
export const yearEndEndpoints: Endpoint[] = [
  officeEndpoint({
    path: '/year-end/years',
    method: 'get',
    input: z.strictObject({}),
    run: async ({ req }) => ({ years: await readYears(poolOf(req.payload)) }),
  }),
  officeEndpoint({
    path: '/year-end/make-year',
    method: 'post',
    input: z.strictObject({
      fromYear: z.uuid(),
      title: z.string().max(100).optional(),
      startDate: day.optional(),
      endDate: day.optional(),
      lessons: z.boolean().default(true),
      teachers: z.boolean().default(false),
    }),
    run: async ({ req, input }) => makeNextYear(poolOf(req.payload), input, actorOf(req)),
  }),
  officeEndpoint({
    path: '/year-end/start',
    method: 'post',
    input: z.strictObject({
      fromYear: z.uuid(),
      toYear: z.uuid(),
      failedAllowed: z.int().min(0).max(50).default(0),
    }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      return previewRun(pool, await startRun(pool, input));
    },
  }),
  officeEndpoint({
    path: '/year-end',
    method: 'get',
    input: z.strictObject({ run: z.uuid() }),
    run: async ({ req, input }) => previewRun(poolOf(req.payload), input.run),
  }),
  officeEndpoint({
    path: '/year-end/pupils',
    method: 'get',
    input: z.strictObject({ run: z.uuid(), class: z.uuid().optional() }),
    run: async ({ req, input }) => {
      const pupils = await readPupils(poolOf(req.payload), input.run, input.class);
      await noteRows(req, pupils.length);
      return { pupils };
    },
  }),
  officeEndpoint({
    path: '/year-end/decide',
    method: 'post',
    input: z.strictObject({
      run: z.uuid(),
      students: z.array(z.uuid()).min(1).max(1000),
      outcome: z.enum(['promote', 'repeat', 'leave', 'graduate']),
      toClass: z.uuid().optional(),
      exitDate: day.optional(),
      exitReason: z.string().max(200).optional(),
    }),
    run: async ({ req, input: { run, ...wish } }) => decide(poolOf(req.payload), { ...wish, runId: run }),
  }),
  officeEndpoint({
    path: '/year-end/commit',
    method: 'post',
    input: z.strictObject({
      run: z.uuid(),
      revision: z.int().min(1),
      accepted: z
        .array(z.enum(['unpublished_results']))
        .max(5)
        .default([]),
    }),
    run: async ({ req, input, userId }) =>
      commitRun(poolOf(req.payload), {
        runId: input.run,
        revision: input.revision,
        accepted: input.accepted,
        by: committerOf(req, userId),
      }),
  }),
  officeEndpoint({
    path: '/year-end/undo',
    method: 'post',
    input: z.strictObject({ run: z.uuid() }),
    run: async ({ req, input, userId }) =>
      undoRun(poolOf(req.payload), { runId: input.run, by: committerOf(req, userId) }),
  }),
  schoolEndpoint({
    path: '/year-end/roster',
    method: 'get',
    permission: 'students.read',
    input: z.strictObject({ year: z.uuid(), class: z.string().max(200).optional() }),
    run: async ({ req, input }) => {
      const roster = await readRoster(poolOf(req.payload), input, await visibleStudentIds(req));
      await noteRows(req, roster.pupils.length);
      return roster;
    },
  }),
  schoolEndpoint({
    path: '/year-end/intention',
    method: 'post',
    permission: 'students.read',
    input: z.strictObject({ student: z.uuid(), intention: z.enum(['returning', 'leaving', 'undecided']) }),
    run: async ({ req, input }) => {
      const { rowScope, codes } = await grantsOf(req);
      // A family speaks for its own children; the office notes what it was told.
      if (rowScope !== 'own_children' && !(rowScope === 'school' && codes.has('structure.write')))
        throw new AppError('auth.forbidden', { permission: 'structure.write' });
      await noteIntention(poolOf(req.payload), input, await visibleStudentIds(req));
      return {};
    },
  }),
];
