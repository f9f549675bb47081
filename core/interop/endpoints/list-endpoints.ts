import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Endpoint, PayloadRequest, Where } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf, recordAudit } from '../../observability/index.ts';
import {
  languageOfRequest,
  poolOf,
  requirePermission,
  tellingErrors,
  viewerOf,
} from '../../tenancy/index.ts';
import { EXPORTED_LISTS, exportList } from '../lists/export-list.ts';

const INPUT = z.object({
  collection: z.enum(EXPORTED_LISTS),
  format: z.enum(['csv', 'xlsx']),
  sort: z
    .string()
    .max(100)
    .regex(/^-?[\w.]+(,-?[\w.]+){0,4}$/)
    .optional(),
  search: z.string().max(200).optional(),
});
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A list of the panel as a file, with its filters (`where`, as the list's own address has them), search and order. */
export const listEndpoints: Endpoint[] = [
  {
    path: '/lists/export',
    method: 'get',
    handler: tellingErrors(async (req) => {
      if (viewerOf(req)?.realm !== 'school') throw new AppError('auth.required');
      const parsed = INPUT.safeParse(Object.fromEntries(req.searchParams));
      if (!parsed.success)
        throw new AppError('request.invalid', { reason: parsed.error.issues[0]?.path.join('.') || 'query' });
      const { collection, format, sort, search } = parsed.data;
      const config = req.payload.collections[collection]?.config;
      if (config === undefined) throw new AppError('resource.not_found');
      const { resource } = config.custom as { resource: string };
      await requirePermission(req, `${resource}.read`);
      const conditions = [whereOf(req), searchOf(search, config.admin)].filter((part) => part !== undefined);
      const where: Where | undefined = conditions.length > 0 ? { and: conditions } : undefined;
      // Asked once before the first byte, so that a filter that does not fit is an answer and no torn file.
      const { totalDocs } = await req.payload.find({
        collection,
        depth: 0,
        limit: 1,
        overrideAccess: false,
        req,
        ...(where ? { where } : {}),
        ...(sort ? { sort: sort.split(',') } : {}),
      });
      await recordAudit(poolOf(req.payload), {
        category: 'export',
        action: `${collection}.export`,
        actor: actorOf(req),
        subject: { collection },
        details: { format, rows: totalDocs, filtered: where !== undefined },
      });
      const file = exportList(req, { collection, format, where, sort, language: languageOfRequest(req) });
      file.on('error', (error) =>
        req.payload.logger.error({ err: error, msg: 'a list export was not finished' }),
      );
      return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array> as unknown as BodyInit, {
        headers: {
          'Content-Type': TYPES[format],
          'Content-Disposition': `attachment; filename="${collection}-${new Date().toISOString().slice(0, 10)}.${format}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  },
];

// Payload has read the address; what the filter may name, its own access decides.
function whereOf(req: PayloadRequest): Where | undefined {
  const where = req.query.where;
  return typeof where === 'object' && where !== null && Object.keys(where).length > 0
    ? (where as Where)
    : undefined;
}

function searchOf(
  search: string | undefined,
  admin: { listSearchableFields?: string[]; useAsTitle?: string },
): Where | undefined {
  const text = search?.trim();
  if (!text) return undefined;
  const fields = admin.listSearchableFields ?? [admin.useAsTitle ?? 'id'];
  return { or: fields.map((field) => ({ [field]: { like: text } })) };
}
