import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BASE_DOMAIN,
  createTestSystem,
  type HttpAnswer,
  type TestSchool,
  type TestSystem,
  until,
} from '../../../e2e/support/index.ts';

const LIMIT = 60;
const CONSOLE = `console.${BASE_DOMAIN}`;

/** One proxy stands in front, as the settings say: what it wrote is the last entry of X-Forwarded-For. */
describe('limits and lists by address', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem({
      environment: {
        TRUST_PROXY_HOPS: '1',
        RATE_LIMIT_ADDRESS_PER_MINUTE: String(LIMIT),
        RATE_LIMIT_TENANT_PER_MINUTE: '400',
        CONSOLE_IP_ALLOW_LIST: '198.51.100.0/24, 2001:db8:5::/48',
      },
    });
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
  });
  afterAll(() => system.close());

  let last = 0;
  const freshAddress = () => {
    last += 1;
    return `203.0.113.${last}`;
  };
  type Options = { from: string; headers?: Record<string, string>; method?: string; host?: string };
  const ask = (
    path: string,
    { from, headers, method = 'GET', host = alpha.host }: Options,
  ): Promise<HttpAnswer> =>
    system.at(host).send(method, path, {
      headers: {
        ...headers,
        'x-forwarded-for': headers?.['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${from}` : from,
      },
    });
  const exhaust = async (from: string) => {
    const answers = await Promise.all(
      Array.from({ length: LIMIT + 20 }, () => ask('/api/subjects', { from })),
    );
    return answers.filter((answer) => answer.status !== 429).length;
  };

  it('S7: should stop one address at its limit, exactly, and say when to come back', async () => {
    const from = freshAddress();
    expect(await exhaust(from)).toBe(LIMIT);
    const refused = await ask('/api/subjects', { from });
    expect(refused.status).toBe(429);
    expect(refused.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('request.rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers.ratelimit).toMatch(/^"address";r=0;t=\d+$/);
    expect(refused.headers['ratelimit-policy']).toBe(`"address";q=${LIMIT};w=60`);
    const other = await ask('/api/subjects', { from: freshAddress() });
    expect(other.status).not.toBe(429);
    expect(other.headers['ratelimit-policy']).toBe(`"address";q=${LIMIT};w=60, "tenant";q=400;w=60`);
  });

  it('S7: should keep one bucket whatever a client says about itself and however it writes the path', async () => {
    const from = freshAddress();
    await exhaust(from);
    const forged: Record<string, string>[] = Array.from({ length: 10 }, (_, index) => ({
      'x-forwarded-for': `192.0.2.${index}, 198.51.100.${index}`,
    }));
    forged.push(
      { forwarded: 'for=192.0.2.1' },
      { 'x-real-ip': '192.0.2.1' },
      { 'cf-connecting-ip': '192.0.2.1' },
      { 'true-client-ip': '192.0.2.1' },
      { 'x-client-ip': '192.0.2.1' },
      { 'user-agent': 'another', cookie: 'other=1', authorization: 'Bearer other' },
    );
    for (const headers of forged)
      expect((await ask('/api/subjects', { from, headers })).status, JSON.stringify(headers)).toBe(429);
    for (const path of ['/API/subjects', '/api/subjects/', '/api/subjects?x=1', '/admin', '/'])
      expect((await ask(path, { from })).status, path).toBe(429);
    for (const method of ['POST', 'HEAD', 'OPTIONS', 'DELETE'])
      expect((await ask('/api/subjects', { from, method })).status, method).toBe(429);
    expect((await ask('/api/subjects', { from: `::ffff:${from}` })).status).toBe(429);
    expect((await ask('/api/subjects', { from, host: beta.host })).status).toBe(429);
  });

  it('S7: should take a /64 as one client', async () => {
    expect(await exhaust('2001:db8:1:2::1')).toBe(LIMIT);
    for (const from of ['2001:db8:1:2::2', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0db8:0001:0002:0:0:0:9'])
      expect((await ask('/api/subjects', { from })).status, from).toBe(429);
    expect((await ask('/api/subjects', { from: '2001:db8:1:3::1' })).status).not.toBe(429);
  });

  it('R4: should stop one school at its limit, from many addresses, and no other school', async () => {
    const answers = await Promise.all(
      Array.from({ length: 450 }, (_, index) => ask('/api/subjects', { from: `192.0.2.${index % 200}` })),
    );
    expect(answers.some((answer) => answer.status === 429)).toBe(true);
    expect((await ask('/api/subjects', { from: freshAddress() })).status).toBe(429);
    expect((await ask('/api/subjects', { from: freshAddress(), host: beta.host })).status).not.toBe(429);
  });

  it('S8: should answer the console only to its networks, at every door', async () => {
    const doors: [string, string, Record<string, string>?][] = [
      ['GET', '/admin'],
      ['GET', '/admin?_rsc=abc', { rsc: '1' }],
      [
        'GET',
        '/admin/collections/tenants',
        { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
      ],
      ['POST', '/admin', { 'next-action': '0'.repeat(42) }],
      ['GET', '/api/tenants'],
      ['POST', '/api/users/login'],
      ['GET', '/_next/static/chunks/main.js'],
      ['GET', '/files?key=x'],
      ['GET', '/'],
    ];
    const tricks: Record<string, string>[] = [
      {},
      { 'x-forwarded-for': '198.51.100.7' },
      { 'x-real-ip': '198.51.100.7', forwarded: 'for=198.51.100.7' },
      { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
      { 'x-forwarded-host': alpha.host, 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' },
    ];
    const from = freshAddress();
    for (const [method, path, headers] of doors)
      for (const trick of tricks) {
        const answer = await ask(path, { from, method, host: CONSOLE, headers: { ...headers, ...trick } });
        expect([answer.status, answer.text.includes('request.address_refused')], path).toEqual([403, true]);
      }
    const page = await ask('/admin', {
      from: freshAddress(),
      host: CONSOLE,
      headers: { accept: 'text/html' },
    });
    expect(page.text).toContain('قائمة الشبكات المسموح بها');
    expect(page.text).toContain('the list of allowed networks');
    for (const allowed of ['198.51.100.7', '::ffff:198.51.100.7', '2001:db8:5:1::1'])
      expect((await ask('/api/tenants', { from: allowed, host: CONSOLE })).text).not.toContain(
        'address_refused',
      );
  });

  it('S8: should hold a school to its own list and let the others be', async () => {
    const set = (list: string) =>
      system.admin.query('update tenants set admin_ip_allow_list = $2 where id = $1', [beta.tenant.id, list]);
    const inside = '192.0.2.77';
    await set('192.0.2.64/27\n10.0.0.0/8');
    const outside = freshAddress();
    const isRefused = async (from: string) =>
      (await ask('/api/subjects', { from, host: beta.host })).text.includes('request.address_refused');
    await until('the list is in force', () => isRefused(outside));
    expect(await isRefused(inside)).toBe(false);
    expect(await isRefused(`::ffff:${inside}`)).toBe(false);
    expect(await isRefused('192.0.2.96')).toBe(true);
    expect((await ask('/api/subjects', { from: outside })).text).not.toContain('address_refused');
    // A list that cannot be read shuts out and does not open.
    await set('our network');
    await until('the broken list is in force', () => isRefused(inside));
    await set('');
    await until('no list is in force', async () => !(await isRefused(outside)));
  });

  it('R16: should tell a stranger whether it is ready and nothing more', async () => {
    const stranger = await ask('/readyz', { from: freshAddress(), host: '127.0.0.1' });
    expect(stranger.json()).toEqual({ status: 'ready' });
    const operator = await ask('/readyz', { from: '10.1.2.3', host: '127.0.0.1' });
    expect(operator.json()).toHaveProperty('checks');
    expect((await ask('/healthz', { from: freshAddress(), host: '127.0.0.1' })).json()).toEqual({
      status: 'ok',
    });
  });
});
