import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BASE_DOMAIN,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';

const policyOf = (answer: HttpAnswer) => String(answer.headers['content-security-policy']);

describe('what every answer carries', () => {
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem({ environment: { DAFTAR_PUBLIC_URL: `https://${BASE_DOMAIN}` } });
    school = await system.addSchool('alpha');
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  const raw = async (lines: string[]): Promise<string> => {
    const socket = connect(system.port, '127.0.0.1');
    socket.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };

  it('R15: should be the full set of headers on answers, errors, redirects, files and refusals alike', async () => {
    const answers: [string, HttpAnswer][] = [
      ['a list', await admin.get('/api/subjects')],
      ['a record that is not there', await admin.get('/api/subjects/nothing')],
      ['an error', await school.anonymous.get('/api/subjects')],
      ['a redirect', await school.anonymous.get('/')],
      ['a file', await school.anonymous.get('/files?key=x')],
      ['an unknown path', await school.anonymous.get('/.env')],
      ['an unknown host', await system.at('example.com').get('/')],
      ['health', await system.at('127.0.0.1').get('/healthz')],
      ['an odd method', await school.anonymous.send('TRACE', '/api/subjects')],
      [
        'a foreign change',
        await school.anonymous.send('POST', '/api/subjects', { headers: { origin: 'https://evil.example' } }),
      ],
      ['a static file', await school.anonymous.get('/_next/static/chunks/none.js')],
    ];
    for (const [name, { headers, status }] of answers) {
      const policy = String(headers['content-security-policy']);
      expect(policy, name).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
      expect(/script-src [^;]*unsafe/.test(policy), name).toBe(false);
      for (const directive of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ])
        expect(policy, name).toContain(directive);
      expect(headers, name).toMatchObject({
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'x-frame-options': 'DENY',
        // A12: nobody keeps what depends on who asks.
        'cache-control': 'private, no-store',
      });
      expect(headers['x-powered-by'], name).toBeUndefined();
      expect(status, name).toBeGreaterThan(0);
    }
    expect(answers.find(([name]) => name === 'an odd method')?.[1].status).toBe(400);
  });

  it('R15: should give each answer a nonce of its own, and never one that a client chose', async () => {
    const forged = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='";
    const nonces = new Set<string>();
    for (let index = 0; index < 5; index += 1) {
      const answer = await school.anonymous.send('GET', '/api/subjects', {
        headers: { 'content-security-policy': forged },
      });
      expect(policyOf(answer)).not.toContain('AAAAAAAAAAAAAAAAAAAAAA==');
      nonces.add(/'nonce-([^']+)'/.exec(policyOf(answer))?.[1] ?? '');
    }
    expect(nonces.size).toBe(5);
  });

  it('R15: should show an error as a page in both languages to a browser that came by a link', async () => {
    const page = await system.at('nobody.daftar.test').send('GET', '/admin', {
      headers: { accept: 'text/html,application/xhtml+xml', 'accept-language': 'ar' },
    });
    expect(page.status).toBe(421);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl">/);
    expect(page.text).toContain('هذا العنوان لا يخص أي مدرسة هنا.');
    expect(page.text).toContain('This address does not belong to any school here.');
    expect(page.text).not.toContain('<script');
  });

  it('S5: should know a host by the Host header alone', async () => {
    const head = (host: string, ...more: string[]) => [
      'GET /api/subjects HTTP/1.1',
      `Host: ${host}`,
      ...more,
    ];
    const beta = await system.addSchool('beta');
    for (const header of ['X-Forwarded-Host', 'X-Host', 'X-Original-Host', 'Forwarded'])
      expect(await raw(head('nobody.daftar.test', `${header}: ${school.host}`)), header).toContain('421');
    expect(await raw(['GET http://alpha.daftar.test/api/subjects HTTP/1.1', `Host: ${beta.host}`])).toContain(
      ' 400 ',
    );
    expect(await raw(head(school.host, `Host: ${beta.host}`))).toContain(' 400 ');
    expect(await raw(['GET /api/subjects HTTP/1.1'])).toContain(' 400 ');
    for (const host of [`${school.host}@evil.example`, `evil.example#${school.host}`, `${school.host}:x`, ''])
      expect(await raw(head(host)), host).toMatch(/ (400|421) /);
  });

  it('A12: should give each school its own answer at one path, whatever a client says about caches', async () => {
    const other = await system.addSchool('gamma');
    const sides = [
      { own: 'canary-of-alpha', foreign: 'canary-of-gamma', client: admin, at: school },
      {
        own: 'canary-of-gamma',
        foreign: 'canary-of-alpha',
        client: await other.signIn(other.admin),
        at: other,
      },
    ];
    for (const { own, client } of sides)
      expect((await client.post('/api/subjects', { title: own })).status).toBe(201);
    let etag = '"none"';
    const tricks: Record<string, string>[] = [
      {},
      { 'accept-language': 'ar' },
      { rsc: '1', 'next-router-prefetch': '1' },
      { 'x-forwarded-host': school.host, 'x-original-host': school.host, forwarded: `host=${school.host}` },
      { 'x-original-url': '/icon.svg', 'x-rewrite-url': '/icon.svg', 'x-invoke-path': '/icon.svg' },
      { 'cache-control': 'only-if-cached', pragma: 'cache' },
    ];
    for (const trick of tricks)
      for (const { own, foreign, client, at } of sides) {
        // The mark of the other school's last answer never makes this one "not modified".
        const headers = { ...trick, 'if-none-match': etag };
        const answer = await client.send('GET', '/api/subjects', { headers });
        expect(answer.status).toBe(200);
        expect(answer.bytes).toContain(own);
        expect(answer.bytes).not.toContain(foreign);
        expect(answer.headers['cache-control']).toBe('private, no-store');
        const stranger = await at.anonymous.send('GET', '/api/subjects', { headers });
        expect(stranger.status).toBe(403);
        expect(stranger.bytes).not.toContain('canary');
        etag = String(answer.headers.etag ?? etag);
      }
  });

  it('R16: should show nothing of its insides', async () => {
    for (const path of [
      '/metrics',
      '/.git/config',
      '/.env',
      '/api/graphql',
      '/graphql',
      '/debug/pprof',
      '/package.json',
      '/_next/image?url=%2Fx&w=64&q=75',
      '/_next/data/x.json',
      '/server-status',
    ])
      expect((await admin.get(path)).status, path).toBeGreaterThanOrEqual(400);
    const failed = await admin.get('/api/subjects?where[title][nonsense]=1');
    expect(failed.bytes).not.toMatch(/node_modules|\bat .+\.(js|ts):\d+|select .+ from/i);
  });

  it('R16: should tell strangers whether it is ready, and the details only on its own network', async () => {
    const ready = await system.at('127.0.0.1').get('/readyz');
    expect(ready.json()).toHaveProperty('checks');
  });
});
