import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { createTestSystem, type HttpClient, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import { configureAddOn, switchAddOn } from './index.ts';
import { enableTestPlugin, publishTestPlugin } from './testing/publish-test-plugin.ts';
import { providePluginHost } from './worker.ts';

const HOOK = 'qa.test.hook';
const SECRET = 'a secret of the school';

describe('addresses of add-ons', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let a: TestSchool;
  let b: TestSchool;
  let install: string;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    const { pool, logger } = system;
    providePluginHost({ pool, logger, supervisor, capabilities: createCapabilities({ pool }) });
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    await publishTestPlugin(
      system,
      HOOK,
      `if (request.name === 'bad') return { status: 99 };
       if (request.name === 'broken') throw new Error('broken');
       if (request.name === 'headers') return { status: 201, body: { headers: { 'Set-Cookie': 'x=1' }, 'Set-Cookie': 'x=1' }};
       if (request.name === 'empty') return null;
       return { body: { input: request.input, actor: request.facts.actor, language: request.facts.language } };`,
      {
        permissions: [],
        endpoints: [
          { name: 'in', method: 'POST', auth: { kind: 'signed', secret: 'signingKey' } },
          { name: 'ping', method: 'GET', auth: { kind: 'signed', secret: 'signingKey' } },
          ...(['report', 'bad', 'broken', 'headers', 'empty'] as const).map((name) => ({
            name,
            method: 'GET' as const,
            auth: { kind: 'session' as const, permission: 'finance.read' },
          })),
          { name: 'save', method: 'POST', auth: { kind: 'session', permission: 'finance.read' } },
        ],
        settings: {
          type: 'object',
          additionalProperties: false,
          properties: {
            signingKey: { type: 'string', title: 'Key', title_ar: 'المفتاح', 'x-secret': true },
          },
        },
      },
    );
    install = await enableTestPlugin(system, a, HOOK);
    await a.run(() => configureAddOn(system.payload, { pluginId: HOOK, settings: { signingKey: SECRET } }));
    admin = await a.signIn(a.admin);
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await system.close();
  });

  const path = (name: string) => `/api/plugins/${HOOK}/${name}`;
  const signed = (content: string, options: { secret?: string; at?: number } = {}) => {
    const seconds = Math.floor((options.at ?? Date.now()) / 1000);
    const mac = createHmac('sha256', options.secret ?? SECRET)
      .update(`${seconds}.${content}`)
      .digest('hex');
    return `t=${seconds},v1=${mac}`;
  };
  const call = (content: string, header: string | undefined, name = 'in', school = a) =>
    school.anonymous.send('POST', path(name), {
      raw: new TextEncoder().encode(content),
      headers: {
        'content-type': 'application/json',
        ...(header === undefined ? {} : { 'daftar-signature': header }),
      },
    });
  const receipts = async () =>
    (
      await system.admin.query('select * from plugin_calls where install_id = $1 order by created_at', [
        install,
      ])
    ).rows;

  it('should run for a call that the school’s secret signed, and leave a receipt', async () => {
    const content = JSON.stringify({ id: randomUUID(), list: [1, 2], text: 'مرحبا' });
    const answer = await call(content, signed(content));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toEqual({
      input: { method: 'POST', query: {}, body: JSON.parse(content) },
      actor: { kind: 'webhook' },
      language: 'en',
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-type']).toContain('application/json');
    const [receipt] = await receipts();
    expect(receipt).toMatchObject({
      entry: 'in',
      code: 'ok',
      event: expect.stringMatching(/^endpoint:[0-9a-f-]{36}$/),
    });
    expect(JSON.stringify(receipt)).not.toContain(SECRET);
  });

  it('should hand over a body that is no JSON as its text, and not the query nobody signed', async () => {
    const answer = await a.anonymous.send('POST', `${path('in')}?admin=1`, {
      raw: new TextEncoder().encode('a=1&b=2'),
      headers: { 'daftar-signature': signed('a=1&b=2') },
    });
    expect(answer.json<{ input: unknown }>().input).toEqual({ method: 'POST', query: {}, body: 'a=1&b=2' });
  });

  it('should cover the query string of a GET with the signature', async () => {
    const header = signed('from=1&to=2');
    const get = (query: string) =>
      a.anonymous.send('GET', `${path('ping')}?${query}`, { headers: { 'daftar-signature': header } });
    expect((await get('from=1&to=3')).status).toBe(404);
    expect((await get('from=1&to=2')).json<{ input: unknown }>().input).toEqual({
      method: 'GET',
      query: {},
      body: 'from=1&to=2',
    });
  });

  it('R9: should accept a signature once, also when it comes many times at once', async () => {
    const content = JSON.stringify({ once: randomUUID() });
    const header = signed(content);
    const answers = await Promise.all(Array.from({ length: 6 }, () => call(content, header)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await call(content, header)).json<{ errors: { code: string }[] }>().errors[0]?.code).toBe(
      'endpoint.replayed',
    );
  });

  it('R9: should refuse signatures that are old, from the future, wrong or odd', async () => {
    const content = '{"a":1}';
    for (const minutes of [-6, 6])
      expect((await call(content, signed(content, { at: Date.now() + minutes * 60_000 }))).status).toBe(401);
    const good = signed(content);
    for (const header of [
      undefined,
      '',
      'v1=',
      signed(content, { secret: 'another' }),
      signed('{"a":2}'),
      good.replace('t=', 't=1'),
      `${good},v1=${'0'.repeat(64)}`,
      good.toUpperCase(),
      signed(content, { secret: '' }),
    ])
      expect((await call(content, header)).status, String(header)).toBe(404);
  });

  it('R9: should answer alike for what is not there, not for the caller, and not switched on', async () => {
    const body = (text: string) => {
      const { requestId: _id, ...rest } = JSON.parse(text);
      return rest;
    };
    const content = '{}';
    const unknown = await call(content, signed(content), 'nothing');
    expect(unknown.status).toBe(404);
    const others = [
      await call(content, 't=1,v1=1'),
      await call(content, signed(content), 'in', b),
      await a.anonymous.post('/api/plugins/qa.test.other/in', {}),
      await a.anonymous.get(path('report')),
      await admin.get(path('nothing')),
      await admin.get(path('in')),
      await admin.post(path('report'), {}),
    ];
    for (const answer of others) {
      expect(answer.status).toBe(404);
      expect(body(answer.text)).toEqual(body(unknown.text));
    }
    await a.run(() => switchAddOn(system.payload, { pluginId: HOOK, on: false }));
    const off = await call(content, signed(content));
    expect([off.status, body(off.text)]).toEqual([404, body(unknown.text)]);
    await a.run(() => switchAddOn(system.payload, { pluginId: HOOK, on: true }));
    expect((await system.at('console.daftar.test').get(path('report'))).status).toBe(404);
  });

  it('should answer a person of the school who holds the permission, without saying who it is', async () => {
    const answer = await admin.send('GET', `${path('report')}?month=3`, {
      headers: { cookie: 'payload-lng=ar' },
    });
    expect(answer.status, answer.text).toBe(200);
    const { input, actor, language } = answer.json<{
      input: unknown;
      actor: { kind: string; id: string };
      language: string;
    }>();
    expect(input).toEqual({ method: 'GET', query: { month: '3' }, body: null });
    expect(language).toBe('ar');
    expect(actor).toMatchObject({ kind: 'user' });
    expect(actor.id).not.toContain(a.admin.id.slice(0, 8));
    const again = (await admin.get(path('report'))).json<{ actor: unknown }>();
    expect(again.actor).toEqual(actor);
    const teacher = await a.signIn(await a.addUser('teacher'));
    expect((await teacher.get(path('report'))).status).toBe(403);
    // A family sees its own bills in the product; what an add-on answers knows no rows.
    const guardian = await a.signIn(await a.addUser('guardian'));
    expect((await guardian.get(path('report'))).status).toBe(403);
    expect((await (await b.signIn(b.admin)).get(path('report'))).status).toBe(404);
  });

  it('should not let another website post with a person’s session', async () => {
    const forged = await admin.send('POST', path('save'), {
      body: {},
      headers: { origin: 'https://evil.example', cookie: 'x=1' },
    });
    expect(forged.status).toBe(403);
    expect(
      (await admin.post(path('save'), { a: 1 })).json<{ input: { body: unknown } }>().input.body,
    ).toEqual({ a: 1 });
  });

  it('should send no header and no cookie of an add-on, and nothing it may not answer', async () => {
    const answer = await admin.get(path('headers'));
    expect(answer.status).toBe(201);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await admin.get(path('empty'))).status).toBe(204);
    for (const name of ['bad', 'broken']) expect((await admin.get(path(name))).status).toBe(502);
  });

  it('should refuse bodies that are too large, too deep or no text', async () => {
    const large = 'x'.repeat(64 * 1024 + 1);
    expect((await call(large, signed(large))).status).toBe(413);
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    expect((await call(deep, signed(deep))).status).toBe(400);
    const bytes = new Uint8Array([0xff, 0xfe]);
    const seconds = Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', SECRET).update(`${seconds}.`).update(bytes).digest('hex');
    const answer = await a.anonymous.send('POST', path('in'), {
      raw: bytes,
      headers: { 'daftar-signature': `t=${seconds},v1=${mac}` },
    });
    expect(answer.status).toBe(400);
  });

  it('should leave Payload’s own addresses of the catalogue alone', async () => {
    expect((await admin.get('/api/plugins')).status).toBe((await admin.get('/api/plugins?limit=1')).status);
    expect((await admin.get('/api/plugins/count')).status).toBe(200);
  });

  it('should not run while the school is suspended', async () => {
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [a.tenant.id]);
    // The edge looks a school up anew after two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const content = '{"late":true}';
    expect((await call(content, signed(content))).status).toBe(423);
    expect((await admin.get(path('report'))).status).toBe(423);
    expect((await call(content, 't=1,v1=1')).status).toBe(404);
  });
});
