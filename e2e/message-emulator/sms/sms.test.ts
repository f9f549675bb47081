import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { connectTwilio } from '../index.ts';
import {
  accountSid,
  addFault,
  authToken,
  closeLater,
  parent,
  sender,
  startTestEmulator,
} from '../test-emulator.ts';

const start = Date.UTC(2026, 2, 10, 12);
const arabic = 'مرحبا، لم يحضر سامي اليوم. يرجى الاتصال بالمدرسة.';

describe('messages', () => {
  it('should send one and follow it to delivery', async () => {
    const clock = { ms: start };
    const { client } = await startTestEmulator({ now: () => clock.ms });
    const sent = await client.messages.create({ to: parent, from: sender, body: arabic });
    expect(sent.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(sent).toMatchObject({
      accountSid,
      to: parent,
      from: sender,
      body: arabic,
      status: 'queued',
      numSegments: '1',
      direction: 'outbound-api',
      price: null,
      priceUnit: 'USD',
      errorCode: null,
      dateSent: null,
      uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sent.sid}.json`,
    });
    expect(sent.dateCreated.getTime()).toBe(start);
    clock.ms += 500;
    const later = await client.messages(sent.sid).fetch();
    expect(later.status).toBe('sent');
    expect(later.dateSent.getTime()).toBe(start);
    clock.ms += 500;
    expect((await client.messages(sent.sid).fetch()).status).toBe('delivered');
    expect(await client.messages(sent.sid).remove()).toBe(true);
    await expect(client.messages(sent.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('should take a messaging service instead of a sender and report an unreachable number', async () => {
    const clock = { ms: start };
    const { client } = await startTestEmulator({ now: () => clock.ms });
    const messagingServiceSid = `MG${'0'.repeat(32)}`;
    const sent = await client.messages.create({ to: '+15005550030', messagingServiceSid, body: 'Hi' });
    expect(sent).toMatchObject({ status: 'accepted', from: null, numSegments: '0', messagingServiceSid });
    clock.ms += 1000;
    const failed = await client.messages(sent.sid).fetch();
    expect(failed).toMatchObject({ status: 'undelivered', errorCode: 30003, numSegments: '1' });
  });

  it.each([
    ['a malformed number', { to: '0790000001' }, 400, 21211],
    ['the magic invalid number', { to: '+15005550001' }, 400, 21211],
    ['the magic opted-out number', { to: '+15005550004' }, 400, 21610],
    ['no recipient', { to: '' }, 400, 21604],
    ['no sender', { from: undefined }, 400, 21603],
    ['no body', { body: '' }, 400, 21602],
    ['a malformed sender', { from: 'a very long sender name' }, 400, 21212],
    ['a body of 1,601 characters', { body: 'x'.repeat(1601) }, 400, 21617],
  ])('should refuse %s', async (_name, change, status, code) => {
    const { client } = await startTestEmulator();
    const promise = client.messages.create({ to: parent, from: sender, body: 'Hi', ...change });
    await expect(promise).rejects.toMatchObject({
      status,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
  });

  it('should accept 1,600 characters and an alphanumeric sender', async () => {
    const { client } = await startTestEmulator();
    const sent = await client.messages.create({ to: parent, from: 'Daftar', body: 'x'.repeat(1600) });
    expect(sent).toMatchObject({ from: 'Daftar', numSegments: '11' });
  });

  it('should refuse a wrong token with 401 and another account with 404', async () => {
    const { url } = await startTestEmulator();
    const wrong = connectTwilio({ accountSid, authToken: 'wrong', baseUrl: url });
    const message = { to: parent, from: sender, body: 'Hi' };
    await expect(wrong.messages.create(message)).rejects.toMatchObject({ status: 401, code: 20003 });
    const other = connectTwilio({ accountSid, authToken, baseUrl: url }).api.v2010.accounts(
      `AC${'f'.repeat(32)}`,
    );
    await expect(other.messages.create(message)).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('should list by page and by filter', async () => {
    const clock = { ms: start };
    const { client } = await startTestEmulator({ now: () => clock.ms });
    for (let index = 0; index < 7; index += 1) {
      await client.messages.create({
        to: index % 2 ? parent : '+962790000002',
        from: sender,
        body: `Day ${index}`,
      });
      clock.ms += 86_400_000;
    }
    const page = await client.messages.page({ pageSize: 3 });
    expect(page.instances.map((sms) => sms.body)).toEqual(['Day 6', 'Day 5', 'Day 4']);
    expect(page.previousPageUrl).toBeUndefined();
    const second = await page.nextPage();
    expect(second?.instances.map((sms) => sms.body)).toEqual(['Day 3', 'Day 2', 'Day 1']);
    const back = await second?.previousPage();
    expect(back?.instances.map((sms) => sms.body)).toEqual(['Day 6', 'Day 5', 'Day 4']);
    expect(await client.messages.list({ pageSize: 3 })).toHaveLength(7);
    expect(await client.messages.list({ to: parent, pageSize: 2 })).toHaveLength(3);
    expect(await client.messages.list({ from: '+15550001111' })).toEqual([]);
    const bodies = async (filter: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(filter)).map((sms) => sms.body);
    const third = new Date(start + 2 * 86_400_000);
    expect(await bodies({ dateSent: third })).toEqual(['Day 2']);
    expect(await bodies({ dateSentAfter: third, dateSentBefore: new Date(start + 4 * 86_400_000) })).toEqual([
      'Day 4',
      'Day 3',
      'Day 2',
    ]);
  });
});

describe('faults', () => {
  const route = 'POST /2010-04-01/Accounts/:sid/Messages.json';
  const message = { to: parent, from: sender, body: 'Hi' };

  it('should answer 429 with 20429 before any work', async () => {
    const { client, url } = await startTestEmulator();
    await addFault(url, { route, kind: 'status', status: 429 });
    await expect(client.messages.create(message)).rejects.toMatchObject({ status: 429, code: 20429 });
    expect(await client.messages.list()).toEqual([]);
    await client.messages.create(message);
  });

  it('should send although the reply is lost', async () => {
    const { client, url } = await startTestEmulator();
    await addFault(url, { route, kind: 'lost_reply' });
    await expect(client.messages.create(message)).rejects.toThrow();
    expect(await client.messages.list()).toHaveLength(1);
  });
});

it('should post signed status callbacks in order', async () => {
  const received: Array<{ params: Record<string, string>; signature: string }> = [];
  const listener = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const params = Object.fromEntries(new URLSearchParams(body));
      received.push({ params, signature: String(request.headers['x-twilio-signature']) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  closeLater(async () => void listener.close());
  const statusCallback = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/status?tenant=7`;
  const { client } = await startTestEmulator({ stepMs: 60 });
  const sent = await client.messages.create({ to: parent, from: sender, body: 'Hi', statusCallback });
  await expect.poll(() => received.length, { timeout: 3000 }).toBe(3);
  expect(received.map(({ params }) => params.MessageStatus)).toEqual(['queued', 'sent', 'delivered']);
  for (const { params, signature } of received) {
    expect(params.MessageSid).toBe(sent.sid);
    expect(twilio.validateRequest(authToken, signature, statusCallback, params)).toBe(true);
  }
});
