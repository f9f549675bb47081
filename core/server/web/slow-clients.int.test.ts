import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../../e2e/support/index.ts';
import { createWebApp } from './app.ts';
import { createWebServer } from './web-server.ts';

describe('clients that are slow on purpose', () => {
  let system: TestSystem;
  let school: TestSchool;
  let port: number;
  let stop: () => void;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    const { settings, payload, logger } = system;
    const limits = { headersMs: 1000, requestMs: 3000, idleMs: 500 };
    const server = createWebServer(createWebApp({ settings, payload, logger }), limits);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    stop = () => server.close();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    stop();
    await system.close();
  });

  /** Opens a connection, writes, and tells what came until the server closed it, and after how many milliseconds. */
  const converse = (first: string, drip?: string) =>
    new Promise<{ text: string; milliseconds: number }>((resolve) => {
      const started = performance.now();
      const socket = connect(port, '127.0.0.1', () => socket.write(first));
      sockets.push(socket);
      let text = '';
      const timer = drip && setInterval(() => socket.writable && socket.write(drip), 200);
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (timer) clearInterval(timer);
        resolve({ text, milliseconds: performance.now() - started });
      });
    });
  const head = (line: string, ...more: string[]) => [line, `Host: ${school.host}`, ...more].join('\r\n');

  it('R3: should lose who sends headers drop by drop', async () => {
    const { text, milliseconds } = await converse(head('GET /api/subjects HTTP/1.1'), '\r\nX-A: b');
    expect(text).toContain('408');
    expect(text).toContain("default-src 'none'");
    expect(milliseconds).toBeLessThan(4000);
  });

  it('R3: should lose who sends a body drop by drop', async () => {
    const post = head(
      'POST /api/users/login HTTP/1.1',
      'Content-Type: application/json',
      'Content-Length: 100000',
    );
    const { milliseconds } = await converse(`${post}\r\n\r\n{"email":"`, 'x');
    expect(milliseconds).toBeGreaterThan(1000);
    expect(milliseconds).toBeLessThan(7000);
  });

  it('R3: should end a body that grows past its limit without having said so', async () => {
    const post = head(
      'POST /api/users/login HTTP/1.1',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    );
    const chunk = 'x'.repeat(500_000);
    const { text } = await converse(`${post}\r\n\r\n`, `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain('request.too_large');
  });

  it('R3: should lose who only keeps the connection', async () => {
    const { text, milliseconds } = await converse(`${head('GET /api/subjects HTTP/1.1')}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 40[13]/);
    expect(milliseconds).toBeLessThan(4000);
  });

  it('R3: should refuse very many and very large headers', async () => {
    const large = await converse(`${head('GET / HTTP/1.1', `X-Large: ${'a'.repeat(20_000)}`)}\r\n\r\n`);
    expect(large.text).toContain('431');
    const many = Array.from({ length: 100_000 }, (_, index) => `X-${index}: a`);
    expect((await converse(`${head('GET / HTTP/1.1', ...many)}\r\n\r\n`)).text).toContain('431');
  });

  it.each(['\0\0\0\0\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'GET /\r\n\r\n'])(
    'R3: should refuse what is not HTTP and go on',
    async (bytes) => {
      const { text } = await converse(bytes);
      expect(text === '' || /^HTTP\/1\.1 (400|505|408)/.test(text), text).toBe(true);
      expect((await system.at(school.host).get('/api/subjects')).status).toBeGreaterThan(0);
    },
  );

  it('R3: should refuse two lengths and a length beside chunks, which two servers could read differently', async () => {
    for (const smuggled of [
      ['Content-Length: 5', 'Content-Length: 6'],
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: xchunked'],
      ['Transfer-Encoding: identity, chunked, identity'],
    ]) {
      const { text } = await converse(`${head('POST /api/subjects HTTP/1.1', ...smuggled)}\r\n\r\n0\r\n\r\n`);
      expect(text.split('\r\n')[0], smuggled.join()).toMatch(/ (400|501) /);
    }
  });

  it('R3: should answer others in time while 300 clients drip', async () => {
    const dripping = Array.from({ length: 300 }, () =>
      converse(head('GET /api/subjects HTTP/1.1'), '\r\nX-A: b'),
    );
    const times: number[] = [];
    for (let index = 0; index < 40; index += 1) {
      const started = performance.now();
      await system.at(school.host).get('/healthz');
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    expect(times[38]).toBeLessThan(500);
    for (const { text } of await Promise.all(dripping))
      expect(text === '' || text.includes('408')).toBe(true);
  });

  it('R3: should be what the product listens with', () => {
    expect(createWebServer(() => undefined).headersTimeout).toBe(10_000);
    expect(createServer().headersTimeout).not.toBe(10_000);
  });
});
