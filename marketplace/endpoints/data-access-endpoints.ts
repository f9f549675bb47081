import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf, recordAudit } from '../../core/observability/index.ts';
import {
  languageOfRequest,
  poolOf,
  readInput,
  requirePermission,
  schoolEndpoint,
  tellingErrors,
} from '../../core/tenancy/index.ts';
import { callFigures } from '../services/call-figures.ts';
import { exportDataAccess } from '../services/data-access/export-data-access.ts';
import {
  countDataAccess,
  dataAccessFilter,
  readDataAccess,
  readReceipt,
} from '../services/data-access/read-data-access.ts';
import { replayOfSchool } from '../services/replay/read-replay.ts';

const EXPORT = { path: '/data-access/export', method: 'get', input: dataAccessFilter } as const;

/** What a school sees of what its add-ons read and did; nothing in it names a person. */
export const dataAccessEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/data-access/entries',
    method: 'get',
    permission: 'addons.read',
    input: dataAccessFilter.safeExtend({ cursor: z.string().max(100).optional() }),
    run: ({ req, input: { cursor, ...filter } }) => readDataAccess(poolOf(req.payload), filter, { cursor }),
  }),
  schoolEndpoint({
    path: '/data-access/days',
    method: 'get',
    permission: 'addons.read',
    input: dataAccessFilter,
    run: async ({ req, input }) => ({ days: await countDataAccess(poolOf(req.payload), input) }),
  }),
  schoolEndpoint({
    path: '/data-access/receipt',
    method: 'get',
    permission: 'addons.read',
    input: z.strictObject({ id: z.uuid() }),
    run: ({ req, input }) => readReceipt(poolOf(req.payload), input.id),
  }),
  {
    path: EXPORT.path,
    method: EXPORT.method,
    custom: { permission: 'audit.export' },
    // It leaves the house, so it needs the permission for that and leaves an entry of its own.
    handler: tellingErrors(async (req) => {
      await requirePermission(req, 'audit.export');
      await requirePermission(req, 'addons.read');
      const filter = await readInput(req, EXPORT);
      const pool = poolOf(req.payload);
      await recordAudit(pool, {
        category: 'export',
        action: 'data-access.export',
        actor: actorOf(req),
        subject: { collection: 'plugin-calls', label: `${filter.from} – ${filter.to}` },
        details: { ...filter },
      });
      return new Response(exportDataAccess(pool, filter, languageOfRequest(req)), {
        headers: {
          'Cache-Control': 'private, no-store',
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="data-access-${filter.from}-${filter.to}.csv"`,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    }),
  },
  schoolEndpoint({
    path: '/add-ons/figures',
    method: 'get',
    permission: 'addons.read',
    input: z.strictObject({ install: z.uuid() }),
    run: ({ req, input }) => callFigures(poolOf(req.payload), input.install),
  }),
  schoolEndpoint({
    path: '/add-ons/replay',
    method: 'get',
    permission: 'addons.read',
    input: z.strictObject({ call: z.uuid() }),
    run: ({ req, input }) => replayOfSchool(poolOf(req.payload), input.call),
  }),
];
