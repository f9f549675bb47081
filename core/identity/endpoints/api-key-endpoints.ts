import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { grantsOf, planAllows, poolOf, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import {
  createKey,
  DEFAULT_REQUESTS_PER_MINUTE,
  MAX_OVERLAP_HOURS,
  type Maker,
  revokeKey,
  rollKey,
} from '../services/api/keys.ts';
import { listKeys } from '../services/api/list-keys.ts';
import { grantableBy } from '../services/api/scopes.ts';

const id = z.uuid();

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(['key', 'oauth_client']).default('key'),
  scopes: z.array(z.string().max(60)).min(1).max(200),
  expiresInDays: z.number().int().min(1).max(365),
  allowedAddresses: z.array(z.string().trim().max(64)).max(50).default([]),
  requestsPerMinute: z.number().int().min(1).max(6000).default(DEFAULT_REQUESTS_PER_MINUTE),
});

/** What the API keys page calls: list, make, roll and revoke. People only: no key and no support access makes keys. */
export const apiKeyEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/keys',
    method: 'get',
    permission: 'api_keys.read',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const pool = poolOf(req.payload);
      const [keys, isInPlan, grants] = [
        await listKeys(pool),
        await planAllows(pool, 'api_access'),
        await grantsOf(req),
      ];
      return { keys, isInPlan, grantable: grants.rowScope === 'school' ? grantableBy(grants) : [] };
    },
  }),
  schoolEndpoint({
    path: '/keys/create',
    method: 'post',
    permission: 'api_keys.write',
    input: newKey,
    run: async ({ req, input }) => createKey(poolOf(req.payload), input, await makerOf(req)),
  }),
  schoolEndpoint({
    path: '/keys/roll',
    method: 'post',
    permission: 'api_keys.write',
    input: z.strictObject({ id, overlapHours: z.number().int().min(0).max(MAX_OVERLAP_HOURS) }),
    run: async ({ req, input }) => rollKey(poolOf(req.payload), input, await makerOf(req)),
  }),
  schoolEndpoint({
    path: '/keys/revoke',
    method: 'post',
    permission: 'api_keys.write',
    input: z.strictObject({ id }),
    run: async ({ req, input }) => {
      await revokeKey(poolOf(req.payload), input.id, await makerOf(req));
      return { revoked: true };
    },
  }),
];

async function makerOf(req: PayloadRequest): Promise<Maker> {
  const viewer = viewerOf(req);
  if (!viewer || viewer.apiKey || viewer.support)
    throw new AppError('auth.forbidden', { permission: 'api_keys.write' });
  const { displayName, email } = viewer as { displayName?: string | null; email?: string };
  return { id: viewer.id, label: displayName || email || '', grants: await grantsOf(req) };
}
