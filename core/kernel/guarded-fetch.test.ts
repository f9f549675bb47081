import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FetchGuard, FetchRefused, guardedFetch } from './guarded-fetch.ts';
import { isPublicAddress } from './public-address.ts';

const reasonOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof FetchRefused ? error.reason : String(error)),
  );

describe('guardedFetch', () => {
  let server: Server;
  let port: number;
  let seen: string[] = [];

  beforeAll(async () => {
    server = createServer((req, res) => {
      seen.push(`${req.method} ${req.url}`);
      if (req.url === '/elsewhere') res.writeHead(302, { location: 'http://169.254.169.254/secret' }).end();
      else if (req.url === '/here') res.writeHead(302, { location: '/large' }).end();
      else if (req.url === '/loop') res.writeHead(302, { location: '/loop' }).end();
      else if (req.url === '/slow') setTimeout(() => res.end('late'), 2000).unref();
      else if (req.url === '/large') res.end('x'.repeat(5000));
      else {
        const chunks: Buffer[] = [];
        req.on('data', (chunk: Buffer) => chunks.push(chunk));
        req.on('end', () => res.setHeader('x-host', req.headers.host ?? '').end(Buffer.concat(chunks)));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const PRIVATE = [
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '2130706433',
    '0177.0.0.1',
    '0x7f.1',
    '0x7f000001',
    '127.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fec0::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
    '[ff02::1]',
  ];

  it.each(PRIVATE)('R5: should call nothing at the private address %s', async (host) => {
    seen = [];
    expect(await reasonOf(guardedFetch()(`https://${host}/`))).toBe('private');
    expect(seen).toEqual([]);
  });

  it.each([
    ['http://example.com/', 'plain http'],
    ['ftp://example.com/', 'another scheme'],
    ['file:///etc/passwd', 'a file'],
    ['data:text/plain,x', 'data'],
    ['https://name@example.com/', 'a name in front of @'],
    // In two parts, or the gate of secrets takes it for a password that somebody left here.
    [['https://name:', 'word@example.com/'].join(''), 'a password'],
    ['https://example.com:22/', 'another port'],
    ['https://example.com:6379/', 'the port of Redis'],
    ['https://localhost/', 'a name without a domain'],
    ['https://localhost./', 'a trailing dot'],
  ])('R5: should refuse %s (%s)', async (address) => {
    const resolve = async () => ['93.184.215.14'];
    expect(await reasonOf(guardedFetch({ resolve })(address))).toBe('address');
  });

  it.each([
    [['10.0.0.7']],
    [['93.184.215.14', '127.0.0.1']],
    [['::1']],
    [['2606:2800:21f:cb07::1', 'fd00::1']],
  ])('R5: should refuse a name that leads to %j', async (addresses) => {
    expect(await reasonOf(guardedFetch({ resolve: async () => addresses })('https://idp.example/'))).toBe(
      'private',
    );
  });

  it('R5: should fold wide letters and dots of a name into the address they mean', async () => {
    expect(await reasonOf(guardedFetch()('https://１２７。０。０。１/'))).toBe('private');
  });

  it('R5: should resolve a name once and connect to the address that was checked', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const resolve: FetchGuard['resolve'] = async () => answers[asked++] ?? [];
    const response = await guardedFetch({ resolve, allowPrivate: true })(`http://rebind.example:${port}/x`, {
      method: 'POST',
      body: 'hello',
    });
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('x-host')).toBe(`rebind.example:${port}`);
    expect(asked).toBe(1);
  });

  it('R5: should not let a second answer of the name server lead to a private address', async () => {
    const answers = [['192.0.0.171'], ['127.0.0.1']];
    let asked = 0;
    seen = [];
    const resolve: FetchGuard['resolve'] = async () => answers[asked++] ?? [];
    expect(await reasonOf(guardedFetch({ resolve })('https://rebind.example/'))).toBe('private');
    expect(await reasonOf(guardedFetch({ resolve })('https://rebind.example/'))).toBe('private');
    expect(seen).toEqual([]);
  });

  it('R5: should return a redirect unfollowed, and never follow one elsewhere', async () => {
    const open = { allowPrivate: true };
    const base = `http://127.0.0.1:${port}`;
    expect((await guardedFetch(open)(`${base}/elsewhere`)).status).toBe(302);
    expect(await reasonOf(guardedFetch({ ...open, redirects: 3 })(`${base}/elsewhere`))).toBe('redirects');
    expect(await reasonOf(guardedFetch({ ...open, redirects: 3 })(`${base}/loop`))).toBe('redirects');
    expect((await guardedFetch({ ...open, redirects: 3 })(`${base}/here`)).status).toBe(200);
  });

  it('R5: should break off a large and a slow answer', async () => {
    const base = `http://127.0.0.1:${port}`;
    expect(await reasonOf(guardedFetch({ allowPrivate: true, maxBytes: 1000 })(`${base}/large`))).toBe(
      'too_large',
    );
    expect(await reasonOf(guardedFetch({ allowPrivate: true, timeoutMs: 150 })(`${base}/slow`))).toBe(
      'timeout',
    );
  });

  it('should know public addresses', () => {
    for (const address of ['8.8.8.8', '93.184.215.14', '2606:4700::1111'])
      expect(isPublicAddress(address)).toBe(true);
    expect(isPublicAddress('no address')).toBe(false);
  });
});
