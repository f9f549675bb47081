import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { can, languageOfRequest, poolOf, tellingErrors, viewerOf } from '../../tenancy/index.ts';
import { actorOf } from '../services/actor.ts';
import { exportTrail } from '../services/export-trail.ts';
import { countDays, readTrail, trailFilter } from '../services/read-trail.ts';
import { recordAudit } from '../services/record-audit.ts';

const pageInput = trailFilter.extend({ cursor: z.string().max(100).optional() });
const exportInput = trailFilter.extend({
  format: z.enum(['csv', 'jsonl']),
  from: trailFilter.shape.from.unwrap(),
  to: trailFilter.shape.to.unwrap(),
});

/** What the Audit page calls, for a school's people with the permission and for staff on the console. */
export const auditEndpoints: Endpoint[] = [
  {
    path: '/audit/entries',
    method: 'get',
    handler: tellingErrors(async (req) => {
      await requireReader(req, 'audit.read');
      const { cursor, ...filter } = parse(req, pageInput);
      return Response.json(await readTrail(poolOf(req.payload), filter, { cursor }), { headers: PRIVATE });
    }),
  },
  {
    path: '/audit/days',
    method: 'get',
    handler: tellingErrors(async (req) => {
      await requireReader(req, 'audit.read');
      const days = await countDays(poolOf(req.payload), parse(req, trailFilter));
      return Response.json({ days }, { headers: PRIVATE });
    }),
  },
  {
    path: '/audit/export',
    method: 'get',
    handler: tellingErrors(async (req) => {
      await requireReader(req, 'audit.export');
      const { format, ...filter } = parse(req, exportInput);
      await recordAudit(poolOf(req.payload), {
        category: 'export',
        action: 'audit.export',
        actor: actorOf(req),
        subject: { collection: 'audit-events', label: `${filter.from} – ${filter.to}` },
        details: { format, ...filter },
      });
      const body = exportTrail(poolOf(req.payload), filter, { format, language: languageOfRequest(req) });
      const name = `audit-${filter.from}-${filter.to}.${format}`;
      return new Response(body, {
        headers: {
          ...PRIVATE,
          'Content-Type':
            format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          'Content-Disposition': `attachment; filename="${name}"`,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    }),
  },
];

const PRIVATE = { 'Cache-Control': 'private, no-store' };

// Staff see through row-level security only what is theirs to see; support, at a school, holds no such permission.
async function requireReader(req: PayloadRequest, permission: string): Promise<void> {
  const viewer = viewerOf(req);
  if (!viewer) throw new AppError('auth.required');
  if (viewer.realm === 'platform') return;
  if (viewer.realm !== 'school' || !(await can(req, permission)))
    throw new AppError('auth.forbidden', { permission });
}

function parse<T>(req: PayloadRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(Object.fromEntries(req.searchParams));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('request.invalid', {
    reason: `${issue?.path.join('.') || 'query'}: ${issue?.message ?? 'not valid'}`.slice(0, 200),
  });
}
