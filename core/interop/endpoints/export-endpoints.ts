import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../observability/index.ts';
import { poolOf, readInput, requirePermission, tellingErrors } from '../../tenancy/index.ts';
import { exportOneRoster } from '../oneroster-export/export-oneroster.ts';

const EXPORT_INPUT = z.strictObject({
  what: z.enum(['everything', 'changes']).default('everything'),
  since: z.iso.datetime({ offset: true }).optional(),
});
// Whoever may import the whole school sees all of it in the reports; nobody with less may take it out.
const PERMISSION = 'imports.write';

/** The OneRoster package of the school as a streamed download; `since` makes it a delta since a moment. */
export const exportEndpoints: Endpoint[] = [
  {
    path: '/oneroster/export',
    method: 'get',
    custom: { permission: PERMISSION },
    handler: tellingErrors(async (req) => {
      await requirePermission(req, PERMISSION);
      const { what, since } = await readInput(req, { method: 'get', input: EXPORT_INPUT });
      const { zip, fileName, counts } = await exportOneRoster(poolOf(req.payload), {
        what: since === undefined ? what : { since: new Date(since) },
        actor: actorOf(req),
      });
      counts.catch((error: unknown) =>
        req.payload.logger.error({ err: error, msg: 'a OneRoster export was not finished' }),
      );
      return new Response(Readable.toWeb(zip) as ReadableStream<Uint8Array> as unknown as BodyInit, {
        headers: {
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; filename="${fileName}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  },
];
