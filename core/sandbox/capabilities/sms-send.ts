import type pg from 'pg';
import { queueSms } from '../../communication/index.ts';
import { holdCap } from './caps.ts';
import type { Capability } from './registry.ts';

/** `sms.send`: queues one message to a guardian; the same key of the same install never sends twice, and none beyond the school's cap. */
export function smsSendCapability(pool: pg.Pool): Capability<'sms.send'> {
  return {
    name: 'sms.send',
    run: ({ pluginId, installId }, { guardianId, body, language, idempotencyKey, subject, notBefore }) =>
      queueSms(
        pool,
        {
          source: pluginId,
          guardianId,
          body,
          language,
          idempotencyKey,
          ...(subject ? { studentId: subject.studentId } : {}),
          ...(notBefore ? { notBefore: new Date(notBefore) } : {}),
        },
        (client) => holdCap(client, { installId, pluginId, meter: 'sms_parts' }),
      ),
  };
}
