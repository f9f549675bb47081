import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError, errorBody, isAppError, isLanguage } from '../../kernel/index.ts';
import { poolOf, viewerOf } from '../../tenancy/index.ts';
import { retryDeadEvent } from '../services/retry-event.ts';

const input = z.strictObject({ id: z.uuid() });

/** Below /api/outbox: what the console calls for the dead-letter list. Staff of the platform only: 401 without a session, 403 for others. */
export const outboxEndpoints: Endpoint[] = [
  {
    path: '/retry',
    method: 'post',
    handler: async (req) => {
      try {
        const viewer = viewerOf(req);
        if (!viewer) throw new AppError('auth.required');
        if (viewer.realm !== 'platform')
          throw new AppError('auth.forbidden', { permission: 'platform staff' });
        const parsed = input.safeParse(await req.json?.().catch(() => undefined));
        if (!parsed.success) throw new AppError('request.invalid', { reason: 'send {"id": "<event id>"}' });
        const isRetried = await retryDeadEvent(poolOf(req.payload), parsed.data.id);
        if (!isRetried) throw new AppError('resource.not_found');
        req.payload.logger.info({
          event: parsed.data.id,
          staff: viewer.id,
          msg: 'a dead event is tried again',
        });
        return Response.json({ status: 'pending' });
      } catch (error) {
        if (!isAppError(error)) throw error;
        const language = isLanguage(req.i18n?.language) ? req.i18n.language : 'en';
        return Response.json(errorBody(error, language), { status: error.status });
      }
    },
  },
];
