import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CapabilityInput } from '../../../plugins/sdk/index.ts';
import type { FetchGuard } from '../../kernel/index.ts';
import { isDeclaredHost } from '../outgoing/egress.ts';
import { httpFetchCapability } from './http-fetch.ts';
import { type CapabilityContext, createHostCall } from './registry.ts';
import { contextOf } from './testing/install.ts';
import { startTlsServer, type TlsServer } from './testing/tls-server.ts';

const API = 'api.partner.example';
const OTHER = 'eu.partner.example';
const SECRET = ['s3cr', 'et-of-the-school'].join('');
const PURPOSE = { en: 'Test.', ar: 'اختبار.' };
const BOMB = gzipSync(Buffer.alloc(50_000_000));

type Input = CapabilityInput<'http.fetch'>;

describe('http.fetch', () => {
  let server: TlsServer;
  let seen: {
    host: string;
    method: string;
    url: string;
    headers: IncomingMessage['headers'];
    body: string;
  }[];
  let open = 0;

  beforeAll(async () => {
    server = await startTlsServer([API, OTHER, 'undeclared.example'], (req, res) => {
      const chunks: Buffer[] = [];
      open += 1;
      res.on('close', () => {
        open -= 1;
      });
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const { host = '' } = req.headers;
        const body = Buffer.concat(chunks).toString();
        seen.push({ host, method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
        answer(req, res);
      });
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    seen = [];
  });

  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    const [path = '', query = ''] = (req.url ?? '').slice(1).split('?');
    const to = decodeURIComponent(query);
    const packed = (encoding: string, body: Buffer) =>
      void res.setHeader('content-encoding', encoding).end(body);
    const endless = (everyMs: number, size: number) => {
      const timer = setInterval(() => res.write(Buffer.alloc(size)), everyMs);
      res.on('close', () => clearInterval(timer));
    };
    if (/^30\d$/.test(path)) res.writeHead(Number(path), { location: to }).end();
    else if (path === 'loop') res.writeHead(302, { location: '/loop' }).end();
    else if (path === 'endless') endless(0, 16_384);
    else if (path === 'drip') endless(20, 1);
    else if (path === 'silent') return;
    else if (path === 'bomb') packed('gzip', BOMB);
    else if (path === 'gzip') packed('gzip', gzipSync('packed'));
    else if (path === 'br') packed('br', brotliCompressSync('packed'));
    else if (path === 'deflate') packed('deflate', deflateSync('packed'));
    else if (path === 'twice') packed('gzip, gzip', gzipSync(gzipSync('x')));
    else if (path === 'broken') packed('gzip', gzipSync('x'.repeat(5000)).subarray(0, 20));
    else if (path === 'not-packed') packed('gzip', Buffer.from('plain'));
    else if (path === 'headers') {
      for (let index = 0; index < 10_000; index += 1) res.setHeader(`x-${index}`, 'v');
      res.end();
    } else if (path === 'status') {
      req.socket.end(`HTTP/1.1 ${query} Strange\r\ncontent-length: 0\r\n\r\n`);
    } else if (path === 'size') res.end('x'.repeat(Number(query)));
    else res.setHeader('x-answer', '1').end('hello');
  };

  const contextWith = (change: Parameters<typeof contextOf>[2] = {}) =>
    contextOf({ tenant: { id: 't' } } as never, 'i', {
      grants: [{ capability: 'http.fetch', purpose: 'test' }],
      secret: (name) => (name === 'token' || name === 'inbound' ? SECRET : undefined),
      ...change,
      manifest: {
        egress: [
          { host: API, purpose: PURPOSE },
          { host: '*.partner.example', purpose: PURPOSE },
        ],
        settings: {
          type: 'object',
          additionalProperties: false,
          properties: {
            token: { type: 'string', title: 'T', title_ar: 'T', 'x-secret': true, 'x-hosts': [API] },
            inbound: { type: 'string', title: 'I', title_ar: 'I', 'x-secret': true },
            unset: { type: 'string', title: 'U', title_ar: 'U', 'x-secret': true, 'x-hosts': [API] },
          },
        },
        ...change.manifest,
      },
    });
  const ask = async (
    input: Input,
    guard: Partial<FetchGuard> = {},
    context: CapabilityContext = contextWith(),
  ) => {
    const capability = httpFetchCapability({ ...server.guard(), ...guard });
    const result = await createHostCall({ capabilities: [capability], context })(
      'http.fetch',
      input as never,
    );
    return result.ok
      ? (result.value as { status: number; headers: Record<string, string>; body: string })
      : result.code;
  };
  const url = (path: string, host = API) => `https://${host}/${path}`;

  it('should send a request and hand over the answer', async () => {
    const answered = await ask({
      url: url('x?a=1'),
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Own': 'yes' },
      body: '{"a":"ب"}',
    });
    expect(answered).toMatchObject({ status: 200, body: 'hello', headers: { 'x-answer': '1' } });
    expect(seen).toMatchObject([
      { host: API, method: 'POST', url: '/x?a=1', body: '{"a":"ب"}', headers: { 'x-own': 'yes' } },
    ]);
  });

  it('should not believe a certificate for another name', async () => {
    const context = contextWith({ manifest: { egress: [{ host: 'other.example', purpose: PURPOSE }] } });
    expect(await ask({ url: url('x', 'other.example') }, {}, context)).toBe('unreachable');
    expect(seen).toEqual([]);
  });

  it.each([
    'https://undeclared.example/',
    'https://evil.example/api.partner.example',
    'https://api.partner.example.evil.example/',
    'https://evil-api.partner.example.com/',
    'https://partner.example/',
    'https://a.b.partner.example/',
    'https://.partner.example/',
    'https://xpartner.example/',
    'https://api.partner.example./',
    'https://api.partner.example@evil.example/',
    'https://evil.example\\@api.partner.example/',
    'https://evil.example#@api.partner.example/',
    'https://evil.example?api.partner.example',
    'https://api.partner.example\r\nHost: evil.example/',
    'https://api.partner\n.example/',
    'https://api.partner.example /',
    'https://аpi.partner.example.evil.example/',
    'https://api.pаrtner.example/',
    'https://api。partner。example。/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://１２７.０.０.１/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://8.8.8.8/',
    'https://localhost/',
    '//api.partner.example/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:1',
    '',
  ])('R5: should not call %j, which the manifest does not declare', async (address) => {
    expect(await ask({ url: address })).toBe('host_not_declared');
    expect(seen).toEqual([]);
  });

  it.each([
    'http://api.partner.example/',
    'ftp://api.partner.example/',
    'https://api.partner.example:8443/',
    'https://api.partner.example:22/',
    ['https://name:', 'word@api.partner.example/'].join(''),
    'https://name@api.partner.example/',
  ])('R5: should refuse %j at a declared host', async (address) => {
    expect(await ask({ url: address })).toBe('address_refused');
    expect(seen).toEqual([]);
  });

  it('should call a host in other letters that are the same host', async () => {
    for (const address of [
      'https://API.Partner.Example/',
      'https://ａpi.partner.example/',
      'https://api.partner.example:443/',
    ])
      expect(await ask({ url: address })).toMatchObject({ status: 200 });
    expect(seen.map(({ host }) => host)).toEqual([API, API, API]);
  });

  it.each([
    ['10.0.0.7'],
    ['127.0.0.2'],
    ['192.168.0.1'],
    ['172.31.255.255'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['192.0.0.1'],
    ['192.0.2.1'],
    ['192.88.99.1'],
    ['198.18.0.1'],
    ['224.0.0.1'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['::1'],
    ['::'],
    ['::ffff:10.0.0.1'],
    ['::ffff:a00:1'],
    ['::10.0.0.1'],
    ['64:ff9b::a00:1'],
    ['64:ff9b:1::a00:1'],
    ['2002:a00:1::'],
    ['2001::1'],
    ['2001:db8::1'],
    ['100::1'],
    ['fc00::1'],
    ['fd00::1'],
    ['fe80::1'],
    ['fe80::1%eth0'],
    ['fec0::1'],
    ['ff02::1'],
    ['93.184.215.14', '10.0.0.1'],
    ['2606:2800:21f:cb07::1', '::1'],
  ])('R5: should not connect to a declared name that leads to %s %s', async (...addresses) => {
    const found = addresses.filter((address) => address !== undefined);
    expect(await ask({ url: url('x') }, server.guard({ [API]: [found] }))).toBe('address_refused');
    expect(seen).toEqual([]);
  });

  it('R5: should resolve once, so that a second answer of the name server changes nothing', async () => {
    const guard = server.guard({ [API]: [['127.0.0.1'], ['10.0.0.1']] });
    expect(await ask({ url: url('x') }, guard)).toMatchObject({ status: 200 });
    expect(guard.asked).toEqual([API]);
    // Every hop is a new look, and is checked again.
    const rebound = server.guard({ [API]: [['127.0.0.1'], ['10.0.0.1']] });
    expect(await ask({ url: url('302?/x') }, rebound)).toBe('address_refused');
    expect(seen.map((request) => request.url)).toEqual(['/x', '/302?/x']);
  });

  it('R5: should follow three redirects within the declared hosts and none out of them', async () => {
    const to = (path: string, next: string) => `${path}?${encodeURIComponent(next)}`;
    expect(await ask({ url: url(to('302', url('x', OTHER))) })).toMatchObject({ status: 200, body: 'hello' });
    expect(await ask({ url: url('loop') })).toBe('unreachable');
    expect(seen.filter((request) => request.url === '/loop')).toHaveLength(4);
    seen = [];
    expect(await ask({ url: url(to('302', 'https://undeclared.example/')) })).toBe('host_not_declared');
    expect(await ask({ url: url(to('302', 'https://169.254.169.254/')) })).toBe('host_not_declared');
    expect(await ask({ url: url(to('302', 'http://api.partner.example/')) })).toBe('address_refused');
    expect(await ask({ url: url(to('302', 'https://api.partner.example:22/')) })).toBe('address_refused');
    expect(await ask({ url: url(to('302', '//undeclared.example/')) })).toBe('host_not_declared');
    expect(await ask({ url: url(to('302', 'https://[')) })).toBe('unreachable');
    expect(seen.every((request) => request.url.startsWith('/302'))).toBe(true);
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'data'],
    [308, 'PUT', 'PUT', 'data'],
  ] as const)('should follow %i after %s with %s', async (status, method, then, body) => {
    await ask({ url: url(`${status}?/x`), method, body: 'data' });
    expect(seen[1]).toMatchObject({ method: then, body, url: '/x' });
  });

  it('should put a secret into its header at its own host, and never hand it to the plugin', async () => {
    const answered = await ask({
      url: url('x'),
      secret: { name: 'token', header: 'Authorization', prefix: 'Bearer ' },
    });
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify(answered)).not.toContain(SECRET);
  });

  it('should sign the body with a secret', async () => {
    await ask({ url: url('x'), method: 'POST', body: 'data', sign: { secret: 'token', header: 'X-Sign' } });
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(seen[0]?.headers['x-sign'])) ?? [];
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(given).toBe(createHmac('sha256', SECRET).update(`${seconds}.data`).digest('hex'));
  });

  it('R5: should send a secret to no other host, by asking or by a redirect', async () => {
    const secret = { name: 'token', header: 'X-Token' };
    const sign = { secret: 'token', header: 'X-Sign' };
    expect(await ask({ url: url('x', OTHER), secret })).toBe('secret_missing');
    expect(await ask({ url: url('x', OTHER), sign })).toBe('secret_missing');
    for (const name of ['inbound', 'unset', 'unknown', 'constructor'])
      expect(await ask({ url: url('x'), secret: { name, header: 'X-Token' } })).toBe('secret_missing');
    expect(seen).toEqual([]);
    const away = `302?${encodeURIComponent(url('x', OTHER))}`;
    await ask({
      url: url(away),
      secret,
      sign,
      headers: { Authorization: 'mine', Cookie: 'mine', 'X-Token': 'plain', 'X-Own': 'stays' },
    });
    expect(seen[0]?.headers).toMatchObject({ 'x-token': SECRET, authorization: 'mine' });
    expect(seen[1]?.headers).toMatchObject({ host: OTHER, 'x-own': 'stays' });
    for (const name of ['x-token', 'x-sign', 'authorization', 'cookie'])
      expect(seen[1]?.headers).not.toHaveProperty(name);
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Upgrade', 'Proxy-Authorization'])(
    'R5: should not let a plugin set %s',
    async (name) => {
      expect(await ask({ url: url('x'), headers: { [name]: 'evil.example' } })).toBe('invalid_argument');
      expect(await ask({ url: url('x'), secret: { name: 'token', header: 'host' } })).toBe(
        'invalid_argument',
      );
      expect(seen).toEqual([]);
    },
  );

  it.each(['a\r\nHost: evil.example', 'a\0b', 'حرف', '\u{1f600}'])(
    'R5: should not send the header value %j',
    async (value) => {
      expect(await ask({ url: url('x'), headers: { 'X-Own': value } })).toBe('invalid_argument');
      expect(seen).toEqual([]);
    },
  );

  it('should refuse a large request and a GET with a body', async () => {
    expect(await ask({ url: url('x'), method: 'POST', body: 'x'.repeat(65_000) })).toMatchObject({
      status: 200,
    });
    expect(await ask({ url: url('x'), method: 'POST', body: 'x'.repeat(65_537) })).toBe('request_too_large');
    expect(await ask({ url: url('x'), method: 'POST', body: 'ب'.repeat(33_000) })).toBe('request_too_large');
    expect(await ask({ url: url('x'), body: 'x' })).toBe('invalid_argument');
  });

  it.each(['gzip', 'br', 'deflate'])('should unpack %s', async (encoding) => {
    const answered = await ask({ url: url(encoding) });
    expect(answered).toMatchObject({ status: 200, body: 'packed' });
    expect(answered).not.toHaveProperty('headers.content-encoding');
  });

  it.each([
    ['endless', 'response_too_large'],
    ['bomb', 'response_too_large'],
    ['headers', 'response_too_large'],
    ['size?262145', 'response_too_large'],
    ['twice', 'unreachable'],
    ['broken', 'unreachable'],
    ['not-packed', 'unreachable'],
    ['status?999', 'unreachable'],
    ['status?101', 'unreachable'],
  ])('R5: should answer %s with %s', async (path, code) => {
    expect(await ask({ url: url(path) })).toBe(code);
  });

  it('should take an answer of the largest size', async () => {
    expect(await ask({ url: url('size?262144') })).toMatchObject({ status: 200 });
  });

  it.each(['silent', 'drip'])(
    'R5: should give up on %s within its time, and close the connection',
    async (path) => {
      expect(await ask({ url: url(path) }, { ...server.guard(), timeoutMs: 300 })).toBe('timeout');
      await expect.poll(() => open).toBe(0);
    },
  );

  it('should give up on a server that takes the connection and never speaks', async () => {
    const mute = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const guard = server.guard();
    const test = { ca: '', isAllowed: () => true, ...guard.test, port };
    expect(await ask({ url: url('x') }, { ...guard, test, connectMs: 150, timeoutMs: 5_000 })).toBe(
      'timeout',
    );
    await new Promise((resolve) => mute.close(resolve));
  });

  it('R5: should give up on a name server that does not answer', async () => {
    const resolve = () => new Promise<string[]>(() => undefined);
    expect(await ask({ url: url('x') }, { ...server.guard(), resolve, timeoutMs: 100 })).toBe('timeout');
  });

  it('should make as many requests as the class of the call allows, counting redirects', async () => {
    const context = contextWith({ limitClass: 'interactive' });
    for (let index = 0; index < 3; index += 1)
      expect(await ask({ url: url('x') }, {}, context)).toBeTypeOf('object');
    expect(await ask({ url: url('302?/x') }, {}, context)).toMatchObject({ status: 200 });
    expect(await ask({ url: url('x') }, {}, context)).toBe('too_many_requests');
    expect(seen).toHaveLength(5);
    expect(await ask({ url: url('x') }, {}, contextWith({ limitClass: 'report' }))).toBe('byte_budget_used');
  });

  it('should hold all requests of a call to one budget of bytes', async () => {
    const context = contextWith({ limitClass: 'interactive' });
    expect(await ask({ url: url('size?260000') }, {}, context)).toMatchObject({ status: 200 });
    expect(await ask({ url: url('size?200000') }, {}, context)).toMatchObject({ status: 200 });
    expect(await ask({ url: url('size?100000') }, {}, context)).toBe('response_too_large');
    expect(await ask({ url: url('size?10000') }, {}, context)).toMatchObject({ status: 200 });
  });

  it('should match declared hosts by label', () => {
    expect(isDeclaredHost('a.example.com', ['*.example.com'])).toBe(true);
    for (const host of [
      'example.com',
      'a.b.example.com',
      '.example.com',
      'aexample.com',
      '*.example.com.evil',
    ])
      expect(isDeclaredHost(host, ['*.example.com'])).toBe(false);
  });
});
