import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { TELLINGS } from '../../communication/index.ts';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { visibleClassIds } from '../../school/index.ts';
import { can, poolOf, requirePermission, schoolEndpoint } from '../../tenancy/index.ts';
import { planPublication } from '../services/publication-plan.ts';
import {
  cancelRun,
  latestRun,
  type PublicationRun,
  readRun,
  requestRun,
} from '../services/publication-runs.ts';

const scope = {
  term: z.uuid(),
  deed: z.enum(['publish', 'withdraw']),
  offerings: z.array(z.uuid()).min(1).max(5000).optional(),
  classrooms: z.array(z.uuid()).min(1).max(500).optional(),
  grades: z.array(z.uuid()).min(1).max(50).optional(),
};
/** Writing to families costs the school money. */
const TELL = 'communication.write';

/** A whole term in one request: what it would do, the work in the background, how far it is. */
export const publicationEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/gradebook/publication/plan',
    method: 'post',
    permission: 'assessment.publish',
    input: z.strictObject({ ...scope, withEmptyCells: z.boolean().default(false) }),
    run: async ({ req, input }) => ({
      ...(await planPublication(poolOf(req.payload), input, await visibleClassIds(req))),
      mayTell: await can(req, TELL),
    }),
  }),
  schoolEndpoint({
    path: '/gradebook/publication',
    method: 'post',
    permission: 'assessment.publish',
    input: z
      .strictObject({
        ...scope,
        withEmptyCells: z.boolean().default(false),
        telling: z.enum(TELLINGS).default('none'),
        note: z.string().max(1000).optional(),
        idempotencyKey: z.string().min(8).max(100),
      })
      .refine(
        ({ deed, telling, withEmptyCells }) => deed === 'publish' || (telling === 'none' && !withEmptyCells),
        {
          message: 'A withdrawal tells nobody and has no empty cells.',
        },
      ),
    run: async ({ req, input }) => {
      if (input.telling !== 'none') await requirePermission(req, TELL);
      const run = { ...input, actor: actorOf(req) };
      return { run: await requestRun(poolOf(req.payload), run, await visibleClassIds(req)) };
    },
  }),
  schoolEndpoint({
    path: '/gradebook/publication',
    method: 'get',
    permission: 'assessment.publish',
    input: z.strictObject({ term: z.uuid() }),
    run: async ({ req, input }) => {
      const run = await latestRun(poolOf(req.payload), input.term);
      return { run: run ? await asSeen(req, run) : null };
    },
  }),
  schoolEndpoint({
    path: '/gradebook/publication/run',
    method: 'get',
    permission: 'assessment.publish',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => found(req, input.id),
  }),
  schoolEndpoint({
    path: '/gradebook/publication/cancel',
    method: 'post',
    permission: 'assessment.publish',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => {
      await cancelRun(poolOf(req.payload), { id: input.id, actor: actorOf(req) });
      return found(req, input.id);
    },
  }),
];

async function found(req: PayloadRequest, id: string): Promise<PublicationRun> {
  const run = await readRun(poolOf(req.payload), id);
  if (!run) throw new AppError('resource.not_found');
  return asSeen(req, run);
}

// A run may have been over more lesson groups than its reader may open.
async function asSeen(req: PayloadRequest, run: PublicationRun): Promise<PublicationRun> {
  const classIds = await visibleClassIds(req);
  if (classIds === 'all') return run;
  return { ...run, refused: run.refused.filter(({ offeringId }) => classIds.includes(offeringId)) };
}
