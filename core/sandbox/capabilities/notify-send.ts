import type pg from 'pg';
import { leaveNote } from '../../communication/index.ts';
import { isAppError } from '../../kernel/index.ts';
import { type Capability, refuseCall } from './registry.ts';

/** `notify.send`: a note in the panel for everybody with one role of the school; the same key leaves one. */
export function notifySendCapability(pool: pg.Pool): Capability<'notify.send'> {
  return {
    name: 'notify.send',
    run: async ({ pluginId }, { role, title, text, pageId, idempotencyKey }) => {
      try {
        return await leaveNote(pool, {
          source: pluginId,
          idempotencyKey,
          role,
          title,
          text,
          ...(pageId ? { page: pageId } : {}),
        });
      } catch (error) {
        if (isAppError(error) && error.code === 'note.role_unknown')
          refuseCall('role_unknown', `The school has no role ${role}.`);
        throw error;
      }
    },
  };
}
