import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { cancelBatch, openPart, readBatch, requestBatch } from '../services/batches.ts';
import { layout } from './card-endpoints.ts';
import { checkClasses, linkTo } from './reach.ts';

/** Print runs over whole classes: ask, follow, stop, and take the files. */
export const batchEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/report-cards/batches',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({
      term: z.uuid(),
      classrooms: z.array(z.uuid()).min(1).max(300),
      layout,
      idempotencyKey: z.string().min(8).max(100),
    }),
    run: async ({ req, input }) => {
      await checkClasses(req, input.classrooms);
      return { batch: await requestBatch(poolOf(req.payload), { ...input, actor: actorOf(req) }) };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/batch',
    method: 'get',
    permission: 'reports.write',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => {
      const batch = await readBatch(poolOf(req.payload), input.id);
      if (!batch) throw new AppError('resource.not_found');
      return batch;
    },
  }),
  schoolEndpoint({
    path: '/report-cards/batch/cancel',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await cancelBatch(pool, { id: input.id, actor: actorOf(req) });
      const batch = await readBatch(pool, input.id);
      if (!batch) throw new AppError('resource.not_found');
      return batch;
    },
  }),
  schoolEndpoint({
    path: '/report-cards/batch/part',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({ batch: z.uuid(), position: z.int().min(1) }),
    run: async ({ req, input }) =>
      linkTo(await openPart(poolOf(req.payload), { ...input, actor: actorOf(req) })),
  }),
];
