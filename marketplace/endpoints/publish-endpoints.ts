import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { asSystem, poolOf, readInput, tellingErrors, viewerOf } from '../../core/tenancy/index.ts';
import { requireOwnPlugin, requirePublisher } from '../services/publishers.ts';
import { receiveVersion } from '../services/receive-version.ts';
import { PARTNER_CALLS } from '../sql/partner-calls.ts';

/** 256 KB as base64, and a little. */
const MAX_ARCHIVE_LETTERS = 360_000;

const version = z.strictObject({
  archive: z.base64().min(1).max(MAX_ARCHIVE_LETTERS),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const calls = z.strictObject({
  plugin: z.string().max(100),
  limit: z.coerce.number().int().min(1).max(200).default(20),
  failed: z.enum(['true', 'false']).default('false'),
});

/** What `daftar-plugin publish` and `daftar-plugin logs` call, with the session of a partner on the partner host. */
export const publishEndpoints: Endpoint[] = [
  partnerEndpoint({
    path: '/partner/versions',
    method: 'post',
    input: version,
    run: ({ req, input, publisherId }) =>
      receiveVersion(poolOf(req.payload), {
        archive: Buffer.from(input.archive, 'base64'),
        sha256: input.sha256,
        publisherId,
        actor: viewerOf(req)?.id ?? publisherId,
      }),
  }),
  partnerEndpoint({
    path: '/partner/calls',
    method: 'get',
    input: calls,
    run: async ({ req, input: { plugin, limit, failed }, publisherId }) => {
      const pool = poolOf(req.payload);
      await requireOwnPlugin(pool, { publisherId, pluginId: plugin });
      const { rows } = await asSystem(() =>
        pool.query(PARTNER_CALLS, [plugin, publisherId, failed === 'true', limit]),
      );
      return { calls: rows };
    },
  }),
];

function partnerEndpoint<Body>(options: {
  path: `/${string}`;
  method: 'get' | 'post';
  input: z.ZodType<Body>;
  run(request: { req: PayloadRequest; input: Body; publisherId: string }): Promise<unknown>;
}): Endpoint {
  const { path, method } = options;
  return {
    path,
    method,
    handler: tellingErrors(async (req) => {
      const publisherId = await requirePublisher(req);
      const input = await readInput(req, options);
      return Response.json(await options.run({ req, input, publisherId }), {
        headers: { 'Cache-Control': 'private, no-store' },
      });
    }),
  };
}
