import type { Endpoint } from 'payload';
import { z } from 'zod';
import { poolOf, readInput, tellingErrors } from '../../core/tenancy/index.ts';
import { partnerFigures } from '../services/partner-figures.ts';
import { requirePublisher } from '../services/publishers.ts';
import { replayOfPublisher } from '../services/replay/read-replay.ts';

const PRIVATE = { headers: { 'Cache-Control': 'private, no-store' } };
const FIGURES = {
  method: 'get',
  input: z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(30) }),
} as const;
const REPLAY = { method: 'get', input: z.strictObject({ call: z.uuid() }) } as const;

/** What a signed-in partner asks of its own publisher's plugins, on the partner host. */
export const partnerEndpoints: Endpoint[] = [
  {
    path: '/partner/figures',
    method: FIGURES.method,
    handler: tellingErrors(async (req) => {
      await requirePublisher(req);
      const { days } = await readInput(req, FIGURES);
      return Response.json(await partnerFigures(req, { days }), PRIVATE);
    }),
  },
  {
    path: '/partner/replay',
    method: REPLAY.method,
    handler: tellingErrors(async (req) => {
      const publisher = await requirePublisher(req);
      const { call } = await readInput(req, REPLAY);
      return Response.json(await replayOfPublisher(poolOf(req.payload), publisher, call), PRIVATE);
    }),
  },
];
