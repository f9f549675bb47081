import type pg from 'pg';
import { queueGuardianMail } from '../../communication/index.ts';
import type { Capability } from './registry.ts';

/** `email.send`: queues one mail to a guardian under the school's name; the same key never sends twice. */
export function emailSendCapability(pool: pg.Pool): Capability<'email.send'> {
  return {
    name: 'email.send',
    run: ({ pluginId }, { guardianId, subjectLine, body, language, idempotencyKey, subject }) =>
      queueGuardianMail(pool, {
        source: pluginId,
        guardianId,
        subject: subjectLine,
        body,
        language,
        idempotencyKey,
        ...(subject ? { studentId: subject.studentId } : {}),
      }),
  };
}
