import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { poolOf, tellingErrors, viewerOf } from '../../tenancy/index.ts';
import { retryDeadEvent } from '../services/retry-event.ts';

const input = z.strictObject({ id: z.uuid() });

/** Below /api/outbox: what the console calls for the dead-letter list. Staff of the platform only: 401 without a session, 403 for others. */
export const outboxEndpoints: Endpoint[] = [
  {
    path: '/retry',
    method: 'post',
    handler: tellingErrors(async (req) => {
      const viewer = viewerOf(req);
      if (!viewer) throw new AppError('auth.required');
      if (viewer.realm !== 'platform') throw new AppError('auth.forbidden', { permission: 'platform staff' });
      const parsed = input.safeParse(await req.json?.().catch(() => undefined));
      if (!parsed.success) throw new AppError('request.invalid', { reason: 'send {"id": "<event id>"}' });
      const isRetried = await retryDeadEvent(poolOf(req.payload), parsed.data.id, actorOf(req));
      if (!isRetried) throw new AppError('resource.not_found');
      req.payload.logger.info({
        event: parsed.data.id,
        staff: viewer.id,
        msg: 'a dead event is tried again',
      });
      return Response.json({ status: 'pending' });
    }),
  },
];
