import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../core/kernel/index.ts';
import { readInput, requireTenant, tellingErrors, viewerOf } from '../../core/tenancy/index.ts';
import { EXTENDABLE_COLLECTIONS } from '../../plugins/sdk/index.ts';
import { runAction, showSurface, showTab } from '../services/run-surface.ts';
import { listSurfaces } from '../services/surfaces.ts';

const name = z.string().max(64);
const pluginId = z.string().max(100);
const collection = z.enum(EXTENDABLE_COLLECTIONS);
const recordId = z.uuid();
const fields = z.string().max(41);

/** What the panel calls for everything that add-ons show. Who may see a surface is said by its own permission. */
export const surfaceEndpoints: Endpoint[] = [
  surfaceEndpoint('get', '/plugin-surfaces', z.strictObject({}), async (req) => ({
    addOns: await listSurfaces(req),
    timeZone: requireTenant().timeZone,
  })),
  surfaceEndpoint(
    'post',
    '/plugin-surfaces/show',
    z.strictObject({
      pluginId,
      name,
      kind: z.enum(['widget', 'page']),
      query: z
        .record(z.string().max(60), z.string().max(500))
        .refine((query) => Object.keys(query).length <= 20, 'at most 20 values')
        .default({}),
    }),
    showSurface,
  ),
  surfaceEndpoint(
    'post',
    '/plugin-surfaces/tab',
    z.strictObject({ pluginId, name, collection, recordId }),
    showTab,
  ),
  surfaceEndpoint(
    'post',
    '/plugin-surfaces/act',
    z.strictObject({
      pluginId,
      name,
      collection: collection.optional(),
      recordIds: z.array(recordId).max(200).default([]),
      values: z
        .record(fields, z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]))
        .refine((values) => Object.keys(values).length <= 50, 'at most 50 values')
        .default({}),
    }),
    // A key that is undefined is no key: the exact types of the contract know no undefined.
    (req, { collection: on, ...input }) => runAction(req, { ...input, ...(on ? { collection: on } : {}) }),
  ),
];

function surfaceEndpoint<Body>(
  method: 'get' | 'post',
  path: `/${string}`,
  input: z.ZodType<Body>,
  run: (req: PayloadRequest, input: Body) => Promise<unknown>,
): Endpoint {
  return {
    path,
    method,
    handler: tellingErrors(async (req) => {
      if (viewerOf(req)?.realm !== 'school') throw new AppError('auth.required');
      const answer = await run(req, await readInput(req, { method, input }));
      return Response.json(answer, { headers: { 'Cache-Control': 'private, no-store' } });
    }),
  };
}
