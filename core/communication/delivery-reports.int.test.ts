import { randomUUID } from 'node:crypto';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type PublicFront,
  type SmallClasses,
  startPublicFront,
  type TestSchool,
  type TestSystem,
  until,
} from '../../e2e/support/index.ts';
import { EVENTS } from '../../plugins/sdk/index.ts';
import { runEvent } from '../jobs/index.ts';
import { queueSms } from './index.ts';
import { smsDelivery, twilioProvider } from './worker.ts';

const UNREACHABLE = '+15005550030';
const PATH = '/webhooks/twilio/status';

describe('reports of the provider about messages', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let front: PublicFront;
  let publicUrl: string;

  beforeAll(async () => {
    front = await startPublicFront(() => system.port);
    publicUrl = front.url;
    system = await createTestSystem({ environment: { DAFTAR_PUBLIC_URL: publicUrl } });
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school, { pupils: 4 });
  });
  afterAll(async () => {
    await system.close();
    front.close();
  });

  const queue = async (pupil = classes.pupils[0], more: { notBefore?: Date } = {}) => {
    const key = randomUUID();
    const queued = await school.run(() =>
      queueSms(system.pool, {
        source: 'qa.daftar.sms',
        idempotencyKey: key,
        guardianId: pupil?.guardianId ?? '',
        body: `Message ${key}`,
        language: 'en',
        ...more,
      }),
    );
    const { rows } = await system.admin.query(
      "select * from outbox where payload ->> 'notificationId' = $1",
      [queued.messageId],
    );
    return { id: queued.messageId, key, event: rows[0] };
  };
  const send = async (eventId: string) => {
    const provider = twilioProvider(system.settings);
    const handlers = [smsDelivery({ pool: system.pool, logger: system.logger, provider })];
    return runEvent(eventId, { pool: system.pool, logger: system.logger, handlers });
  };
  const rowOf = async (id: string) =>
    (await system.admin.query('select * from notifications where id = $1', [id])).rows[0];
  const told = async (id: string) =>
    (
      await system.admin.query(
        "select type, audience, tenant_id, payload from outbox where payload ->> 'messageId' = $1",
        [id],
      )
    ).rows;
  const report = (id: string, values: Record<string, string>, token = 'integration-token') => {
    const address = `${publicUrl}${PATH}?message=${id}`;
    return fetch(address, {
      method: 'POST',
      headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(token, address, values) },
      body: new URLSearchParams(values),
    });
  };

  it('should note the delivery that the provider reports and tell the sender once', async () => {
    const sms = await queue();
    expect(await send(sms.event.id)).toBe('done');
    await until('it is delivered', async () => (await rowOf(sms.id)).status === 'delivered');
    expect(await rowOf(sms.id)).toMatchObject({ failure: null, delivered_at: expect.any(Date) });
    const [event, ...rest] = await told(sms.id);
    expect(rest).toEqual([]);
    expect(event).toMatchObject({
      type: 'message.delivered',
      audience: 'qa.daftar.sms',
      tenant_id: school.tenant.id,
      payload: { messageId: sms.id, channel: 'sms', idempotencyKey: sms.key },
    });
    expect(EVENTS['message.delivered'].data.safeParse(event.payload).success).toBe(true);
  });

  it('should note why a message did not arrive', async () => {
    await system.admin.query('update guardians set phone = $2 where id = $1', [
      classes.pupils[1]?.guardianId,
      UNREACHABLE,
    ]);
    const sms = await queue(classes.pupils[1]);
    await send(sms.event.id);
    await until('it is final', async () => (await rowOf(sms.id)).status === 'undelivered');
    expect((await rowOf(sms.id)).failure).toBe('30003: the phone could not be reached');
    const [event] = await told(sms.id);
    expect(event).toMatchObject({
      type: 'message.failed',
      payload: { reason: expect.stringContaining('30003') },
    });
    expect(EVENTS['message.failed'].data.safeParse(event.payload).success).toBe(true);
  });

  it('should tell the sender of a number that the provider refuses', async () => {
    await system.admin.query("update guardians set phone = '+15005550001' where id = $1", [
      classes.pupils[2]?.guardianId,
    ]);
    const sms = await queue(classes.pupils[2]);
    await send(sms.event.id);
    expect((await rowOf(sms.id)).status).toBe('failed');
    expect(await told(sms.id)).toMatchObject([{ type: 'message.failed', audience: 'qa.daftar.sms' }]);
  });

  it('should stay at a final status whatever comes later, and count the message once', async () => {
    const sms = await queue();
    // As it is while our own note that the provider took the message is still being written.
    await system.admin.query(
      "update notifications set status = 'sending', attempted_at = now() where id = $1",
      [sms.id],
    );
    const sid = `SM${'a'.repeat(32)}`;
    for (const status of ['sent', 'delivered', 'sent', 'undelivered', 'queued'])
      expect((await report(sms.id, { MessageSid: sid, MessageStatus: status })).status).toBe(204);
    expect(await rowOf(sms.id)).toMatchObject({ status: 'delivered', provider_id: sid });
    expect(await told(sms.id)).toHaveLength(1);
    // The process died between the provider's answer and its note: nothing is sent again, and it is counted.
    const before = (await system.emulators.outbox()).sms.length;
    expect(await send(sms.event.id)).toBe('done');
    expect((await system.emulators.outbox()).sms).toHaveLength(before);
    expect(await rowOf(sms.id)).toMatchObject({ status: 'delivered', sent_at: expect.any(Date) });
    const ledger = await system.admin.query('select quantity from usage_events where event_id = $1', [
      sms.id,
    ]);
    expect(ledger.rows).toHaveLength(1);
    expect(
      (await report(sms.id, { MessageSid: `SM${'b'.repeat(32)}`, MessageStatus: 'failed' })).status,
    ).toBe(204);
    expect((await rowOf(sms.id)).status).toBe('delivered');
  });

  it('should believe nobody but the provider', async () => {
    const sms = await queue();
    await system.admin.query("update notifications set status = 'sending' where id = $1", [sms.id]);
    const values = { MessageSid: `SM${'c'.repeat(32)}`, MessageStatus: 'delivered' };
    const address = `${publicUrl}${PATH}?message=${sms.id}`;
    const signature = twilio.getExpectedTwilioSignature('integration-token', address, values);
    const attempts: [string, Record<string, string>, string | undefined][] = [
      [address, values, undefined],
      [address, values, 'x'],
      [address, { ...values, MessageStatus: 'undelivered' }, signature],
      [`${publicUrl}${PATH}?message=${randomUUID()}`, values, signature],
      [`${publicUrl}${PATH}`, values, signature],
    ];
    for (const [target, form, header] of attempts) {
      const answer = await fetch(target, {
        method: 'POST',
        headers: header === undefined ? {} : { 'x-twilio-signature': header },
        body: new URLSearchParams(form),
      });
      expect(answer.status).toBe(404);
    }
    expect((await report(sms.id, values, 'another token')).status).toBe(404);
    const large = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ a: 'x'.repeat(20_000) }),
    });
    expect(large.status).toBe(400);
    expect((await fetch(address)).status).not.toBe(204);
    expect((await rowOf(sms.id)).status).toBe('sending');
    expect((await report(randomUUID(), values)).status).toBe(204);
  });

  it('should take reports of a suspended school, whose messages went out before', async () => {
    const other = await system.addSchool('beta');
    const ofB = await addClasses(system.admin, other, { pupils: 1 });
    const queued = await other.run(() =>
      queueSms(system.pool, {
        source: 'qa.daftar.sms',
        idempotencyKey: 'one',
        guardianId: ofB.pupils[0]?.guardianId ?? '',
        body: 'One',
        language: 'en',
      }),
    );
    await system.admin.query("update notifications set status = 'sent' where id = $1", [queued.messageId]);
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [other.tenant.id]);
    await report(queued.messageId, { MessageSid: `SM${'d'.repeat(32)}`, MessageStatus: 'delivered' });
    expect((await rowOf(queued.messageId)).status).toBe('delivered');
    expect(await told(queued.messageId)).toMatchObject([{ tenant_id: other.tenant.id }]);
  });

  it('should let a message wait until its moment, and no longer than seven days', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const sms = await queue(classes.pupils[3], { notBefore: later });
    expect(new Date(sms.event.next_attempt_at).getTime()).toBe(later.getTime());
    expect((await rowOf(sms.id)).not_before.getTime()).toBe(later.getTime());
    await expect(
      queue(classes.pupils[3], { notBefore: new Date(Date.now() + 8 * 86_400_000) }),
    ).rejects.toMatchObject({
      code: 'message.too_late',
    });
  });
});
