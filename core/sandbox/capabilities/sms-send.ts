import type pg from 'pg';
import { type SmsSendInput, type SmsSendOutput, smsSendInput } from '../../../plugins/sdk/index.ts';
import { queueSms } from '../../communication/index.ts';
import type { Capability } from './registry.ts';

/** `sms.send`: queues one message to a guardian; the same key of the same install never sends twice. */
export function smsSendCapability(pool: pg.Pool): Capability<SmsSendInput, SmsSendOutput> {
  return {
    name: 'sms.send',
    input: smsSendInput,
    run: ({ pluginId }, { guardianId, body, language, idempotencyKey, subject }) =>
      queueSms(pool, {
        source: pluginId,
        guardianId,
        body,
        language,
        idempotencyKey,
        ...(subject ? { studentId: subject.studentId } : {}),
      }),
  };
}
