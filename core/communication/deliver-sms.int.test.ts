import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  SMS_ROUTE,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { type EventHandler, runEvent } from '../jobs/index.ts';
import { queueSms } from './index.ts';
import { type SmsProvider, smsDelivery, twilioProvider } from './worker.ts';

describe('the delivery of an SMS', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let provider: SmsProvider;
  let next = 0;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school, { pupils: 20 });
    provider = twilioProvider(system.settings);
  });
  afterAll(() => system.close());
  afterEach(() => system.emulators.heal());

  const queue = async (key: string = randomUUID(), body = `Message ${key}`) => {
    const pupil = classes.pupils[next % classes.pupils.length];
    next += 1;
    const request = {
      source: 'test',
      idempotencyKey: key,
      guardianId: pupil?.guardianId ?? '',
      studentId: pupil?.id ?? '',
      body,
      language: 'en' as const,
    };
    const queued = await school.run(() => queueSms(system.pool, request));
    const events = await system.admin.query("select id from outbox where payload ->> 'notificationId' = $1", [
      queued.messageId,
    ]);
    return { ...queued, request, phone: pupil?.phone ?? '', eventId: String(events.rows[0]?.id) };
  };
  const deliver = (eventId: string, through: SmsProvider = provider) => {
    const handlers: EventHandler[] = [
      smsDelivery({ pool: system.pool, logger: system.logger, provider: through }),
    ];
    return runEvent(eventId, { pool: system.pool, logger: system.logger, handlers });
  };
  const rowOf = async (id: string) =>
    (await system.admin.query('select * from notifications where id = $1', [id])).rows[0];
  const ledgerOf = async (id: string) =>
    (await system.admin.query('select quantity from usage_events where event_id = $1', [id])).rows.map(
      (row) => Number(row.quantity),
    );
  const sentTo = async (phone: string, body: string) =>
    (await system.emulators.outbox(phone)).sms.filter((sms) => sms.body === body);

  it('should send one message and write one ledger row together', async () => {
    const sms = await queue();
    expect(await deliver(sms.eventId)).toBe('done');
    const [message] = await sentTo(sms.phone, sms.request.body);
    expect(await rowOf(sms.messageId)).toMatchObject({ status: 'sent', provider_id: message?.sid });
    expect(await ledgerOf(sms.messageId)).toEqual([1]);
  });

  it('should count the parts that the network counts', async () => {
    const sms = await queue(randomUUID(), 'غ'.repeat(71));
    expect(sms.parts).toBe(2);
    await deliver(sms.eventId);
    const [message] = await sentTo(sms.phone, sms.request.body);
    expect(message?.segments).toBe(2);
    expect(await ledgerOf(sms.messageId)).toEqual([2]);
  });

  it('should make no second message for the same key', async () => {
    const sms = await queue();
    await deliver(sms.eventId);
    const again = await school.run(() => queueSms(system.pool, sms.request));
    expect(again).toMatchObject({ status: 'duplicate', messageId: sms.messageId });
    expect(await deliver(sms.eventId)).toBe('gone');
    expect(await sentTo(sms.phone, sms.request.body)).toHaveLength(1);
  });

  it('should find the message of a process that died after the provider took it', async () => {
    const sms = await queue();
    const dying: SmsProvider = {
      ...provider,
      send: async (message) => {
        await provider.send(message);
        throw new Error('killed here');
      },
    };
    expect(await deliver(sms.eventId, dying)).toBe('retry');
    expect((await rowOf(sms.messageId)).status).toBe('sending');
    expect(await ledgerOf(sms.messageId)).toEqual([]);
    expect(await deliver(sms.eventId)).toBe('done');
    expect(await sentTo(sms.phone, sms.request.body)).toHaveLength(1);
    expect(await ledgerOf(sms.messageId)).toEqual([1]);
  });

  it('should send once when the provider’s reply is lost', async () => {
    const sms = await queue();
    await system.emulators.spoil('messages', { route: SMS_ROUTE, kind: 'lost_reply', times: 1 });
    expect(await deliver(sms.eventId)).toBe('retry');
    expect(await deliver(sms.eventId)).toBe('done');
    expect(await sentTo(sms.phone, sms.request.body)).toHaveLength(1);
    expect(await ledgerOf(sms.messageId)).toEqual([1]);
  });

  it('should try again when the provider fails or is busy', async () => {
    for (const status of [500, 429] as const) {
      const sms = await queue();
      await system.emulators.spoil('messages', { route: SMS_ROUTE, kind: 'status', status, times: 1 });
      expect(await deliver(sms.eventId)).toBe('retry');
      expect(await deliver(sms.eventId)).toBe('done');
      expect(await sentTo(sms.phone, sms.request.body)).toHaveLength(1);
      expect(await ledgerOf(sms.messageId)).toEqual([1]);
    }
  });

  it('should call a refused number failed, charge nothing and not try again', async () => {
    const sms = await queue();
    await system.admin.query("update notifications set recipient = '+15005550004' where id = $1", [
      sms.messageId,
    ]);
    expect(await deliver(sms.eventId)).toBe('done');
    const row = await rowOf(sms.messageId);
    expect([row.status, row.provider_id]).toEqual(['failed', null]);
    expect(row.failure).toContain('21610');
    expect(await ledgerOf(sms.messageId)).toEqual([]);
    expect(await deliver(sms.eventId)).toBe('gone');
  });

  it('should not take the same text of another message for its own', async () => {
    const first = await queue(randomUUID(), 'The same words');
    await deliver(first.eventId);
    next -= 1;
    const second = await queue(randomUUID(), 'The same words');
    expect(second.phone).toBe(first.phone);
    await system.admin.query(
      "update notifications set status = 'sending', attempted_at = now() where id = $1",
      [second.messageId],
    );
    expect(await deliver(second.eventId)).toBe('done');
    expect(await sentTo(first.phone, 'The same words')).toHaveLength(2);
    expect((await rowOf(second.messageId)).provider_id).not.toBe((await rowOf(first.messageId)).provider_id);
  });

  it('R12: should let only one of two processes send', async () => {
    const sms = await queue();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: SmsProvider = {
      ...provider,
      send: async (message) => {
        await held;
        return provider.send(message);
      },
    };
    const first = deliver(sms.eventId, slow);
    await expect.poll(async () => (await rowOf(sms.messageId)).status, { timeout: 5000 }).toBe('sending');
    expect(await deliver(sms.eventId)).toBe('retry');
    release();
    await first;
    expect(await sentTo(sms.phone, sms.request.body)).toHaveLength(1);
    expect(await ledgerOf(sms.messageId)).toEqual([1]);
  });

  it('should refuse guardians who cannot or will not be reached', async () => {
    const pupil = classes.pupils[0];
    const ask = (guardianId: string) =>
      school.run(() =>
        queueSms(system.pool, {
          source: 'test',
          idempotencyKey: randomUUID(),
          guardianId,
          body: 'x',
          language: 'en',
        }),
      );
    const other = await system.addSchool('beta');
    const foreign = await addClasses(system.admin, other);
    await expect(ask(foreign.pupils[0]?.guardianId ?? '')).rejects.toMatchObject({
      code: 'message.recipient_unknown',
    });
    for (const [change, undo] of [['sms_allowed = false', 'sms_allowed = true']] as const) {
      await system.admin.query(`update student_guardians set ${change} where guardian_id = $1`, [
        pupil?.guardianId,
      ]);
      await expect(ask(pupil?.guardianId ?? '')).rejects.toMatchObject({ code: 'message.recipient_unknown' });
      await system.admin.query(`update student_guardians set ${undo} where guardian_id = $1`, [
        pupil?.guardianId,
      ]);
    }
    await system.admin.query('update guardians set active = false where id = $1', [pupil?.guardianId]);
    await expect(ask(pupil?.guardianId ?? '')).rejects.toMatchObject({ code: 'message.recipient_unknown' });
  });
});
