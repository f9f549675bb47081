import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCage } from './test-support.ts';
import { bundleOf, createTestCage } from './test-support.ts';
import type { HostCall, Json } from './types.ts';

const CALL = 'const ask = async (name, args) => JSON.parse(await __call(name, JSON.stringify(args)));\n';

describe('the cage', { timeout: 90_000 }, () => {
  let cage: TestCage;
  beforeAll(async () => {
    cage = createTestCage();
    await cage.supervisor.warm();
  }, 60_000);
  afterAll(() => cage.close());

  test('R8: should raise the fences it says it raised', () => {
    const { fences, workers } = cage.supervisor.status();
    for (const fence of fences) expect(fence.applied || fence.reason !== null).toBe(true);
    const isApplied = (name: string): boolean =>
      fences.find((fence) => fence.name === name)?.applied === true;
    const [pid] = workers.pids;
    if (process.platform !== 'linux' || pid === undefined) return;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (isApplied('own-user')) expect(status).toMatch(/^Uid:\s+62\d{3}\s/m);
    if (isApplied('own-user')) expect(status).toMatch(/^CapBnd:\s+0+$/m);
    if (isApplied('no-new-privileges')) expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    if (isApplied('memory-limit')) {
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(
        /^Max data size\s+(314572800|419430400)\s/m,
      );
    }
    if (isApplied('no-file-writing')) {
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max file size\s+0\s+0\s/m);
    }
    if (isApplied('no-core-dumps')) {
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max core file size\s+0\s+0\s/m);
      expect(Number(`0x${readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim()}`)).toBe(0);
    }
    if (isApplied('network-namespace')) {
      expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'));
    }
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('TZ=UTC\0');
  });

  test('R7: should reach nothing of Node from any object in the isolate', async () => {
    const outcome = await cage.run(
      bundleOf(`
        const seen = new Set(); const found = []; const queue = [globalThis, __call, request, (async () => {}), (function* () {})()];
        while (queue.length > 0) {
          const item = queue.pop();
          if (item === null || (typeof item !== 'object' && typeof item !== 'function') || seen.has(item)) continue;
          seen.add(item);
          queue.push(Object.getPrototypeOf(item));
          for (const key of Reflect.ownKeys(item)) {
            const d = Object.getOwnPropertyDescriptor(item, key);
            queue.push(d.value, d.get, d.set);
          }
          const F = typeof item === 'function' ? item.constructor : undefined;
          if (typeof F === 'function') {
            try { const t = F('return typeof process + typeof require + typeof WebAssembly + typeof Atomics')(); if (typeof t === 'string' && t !== 'undefined'.repeat(4)) found.push(t); } catch {}
          }
          if (/Reference|Isolate|ExternalCopy|Callback/.test(Object.prototype.toString.call(item))) found.push('ivm');
        }
        return { found, many: seen.size > 500, names: ['process', 'require', 'fetch', 'setTimeout', 'SharedArrayBuffer'].filter((n) => n in globalThis) };`),
    );
    expect(outcome).toMatchObject({ ok: true, result: { found: [], many: true, names: [] } });
  });

  test('R7: should give no frame of the glue to sloppy functions that it calls', async () => {
    const outcome = await cage.run(`
      var out = []; var __daftar = {};
      function getHandle() { out.push(getHandle.caller); return handle; }
      function handle() { out.push(handle.caller); return { then: function then(resolve) { out.push(then.caller); resolve({ toJSON }); } }; }
      function toJSON() { out.push(toJSON.caller); return out; }
      Object.defineProperty(__daftar, 'handle', { get: getHandle });`);
    expect(outcome).toMatchObject({ ok: true, result: [null, null, null, null] });
  });

  test('R7: should give no function or receiver of the glue to stack hooks', async () => {
    const outcome = await cage.run(
      bundleOf(`
        const frames = [];
        Error.prepareStackTrace = (_error, sites) => sites.filter((site) => site.getFileName() !== 'plugin.js');
        const toJSON = () => {
          for (const site of new Error().stack) frames.push([typeof site.getFunction(), typeof site.getThis()]);
          return { frames };
        };
        return { toJSON };`),
    );
    if (!outcome.ok) throw new Error(outcome.message);
    expect(JSON.stringify(outcome.result)).not.toMatch(/function|object/);
  });

  test('should keep nothing from one call to the next', async () => {
    const code = bundleOf(`
      const before = [globalThis.mark, Object.prototype.mark, Symbol.for('mark').description, Array.prototype.push === undefined];
      globalThis.mark = 1; Object.prototype.mark = 1; delete Array.prototype.push;
      return before;`);
    const options = { installId: 'same', pluginId: 'same.plugin.id' };
    const first = await cage.run(code, options);
    const second = await cage.run(code, options);
    expect(first).toMatchObject({ ok: true, result: [null, null, 'mark', false] });
    expect(second).toMatchObject({ ok: true, result: [null, null, 'mark', false] });
  });

  test('should freeze the clock and repeat chance by the seed', async () => {
    const code = bundleOf(`
      const start = Date.now(); let n = 0; for (let i = 0; i < 2e5; i += 1) n += i;
      const shown = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone: 'UTC' }).format();
      return [start, Date.now(), new Date().toISOString(), new Date(0).getTime(), Date().slice(0, 15), shown, Math.random(), Math.random(), new Date().constructor === Date];`);
    const first = await cage.run(code);
    const again = await cage.run(code);
    const other = await cage.run(code, { seed: 8 });
    const now = Date.UTC(2026, 10, 22, 7, 30);
    expect(first).toMatchObject({ ok: true });
    if (!first.ok || !again.ok || !other.ok) return;
    expect((first.result as Json[]).slice(0, 6)).toEqual([
      now,
      now,
      '2026-11-22T07:30:00.000Z',
      0,
      'Sun Nov 22 2026',
      '11/22/26',
    ]);
    expect(first.result).toEqual(again.result);
    expect(other.result).not.toEqual(first.result);
  });

  test('I8: should drop keys that reach prototypes, in results and in arguments', async () => {
    const asked: Json[] = [];
    const host: HostCall = async (_name, args) => {
      asked.push(args);
      return { ok: true, value: null };
    };
    const outcome = await cage.run(
      bundleOf(`
        await __call('x', '{"__proto__":{"admin":true},"a":{"constructor":{"prototype":1},"b":1}}');
        return JSON.parse('{"__proto__":{"admin":true},"\\\\u005f_proto__":1,"list":[{"constructor":1,"kept":2}]}');`),
      { host },
    );
    expect(asked).toEqual([{ a: { b: 1 } }]);
    expect(outcome).toMatchObject({ ok: true, result: { list: [{ kept: 2 }] } });
    expect(JSON.stringify(outcome.ok && outcome.result)).toBe('{"list":[{"kept":2}]}');
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  test('should tell a plugin kindly at the limit of host calls', async () => {
    let served = 0;
    const host: HostCall = async () => {
      served += 1;
      return { ok: true, value: null };
    };
    const outcome = await cage.run(
      bundleOf(
        `${CALL} let refused; for (let i = 0; i < 520; i += 1) { const a = await ask('x.y', {}); if (!a.ok) refused = a.code; } return refused;`,
      ),
      { host },
    );
    expect(outcome).toMatchObject({ ok: true, result: 'too_many_host_calls', usage: { hostCalls: 500 } });
    expect(served).toBe(500);
  });

  test('R7: should end a flood of host calls, awaited or not', async () => {
    let served = 0;
    const host: HostCall = async () => {
      served += 1;
      return { ok: true, value: null };
    };
    const outcome = await cage.run(bundleOf("for (let i = 0; ; i += 1) __call('x.y', '{}');"), { host });
    expect(outcome).toMatchObject({ ok: false, code: 'too_many_host_calls' });
    expect(served).toBeLessThanOrEqual(500);
    expect(await cage.clean()).toMatchObject({ ok: true });
  });

  test('should refuse arguments that are too large or no JSON, and answers that are too large', async () => {
    const host: HostCall = async () => ({ ok: true, value: 'x'.repeat(300_000) });
    const outcome = await cage.run(
      bundleOf(
        `${CALL} return [(await ask('x.y', 'a'.repeat(300000))).code, (await ask('x.y', 'ع'.repeat(200000))).code, JSON.parse(await __call('x.y', '{')).code, JSON.parse(await __call('x.y', {})).code, (await ask('x.y', {})).code];`,
      ),
      { host },
    );
    const codes = [
      'argument_too_large',
      'argument_too_large',
      'invalid_argument',
      'invalid_argument',
      'answer_too_large',
    ];
    expect(outcome).toMatchObject({ ok: true, result: codes });
    const tooLarge = await cage.run(bundleOf('return 1;'), { input: 'x'.repeat(300_000) });
    expect(tooLarge).toMatchObject({ ok: false, code: 'argument_too_large' });
  });

  test('should answer `internal` for a host that throws, without its words', async () => {
    const host: HostCall = async () => {
      throw new Error('secret of the host');
    };
    const outcome = await cage.run(bundleOf(`${CALL} return ask('x.y', {});`), { host });
    expect(outcome).toMatchObject({ ok: true, result: { ok: false, code: 'internal' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  test('should ignore answers that come after the call', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const host: HostCall = async () => {
      await gate;
      return { ok: true, value: 'late' };
    };
    const outcome = await cage.run(
      bundleOf("__call('x.y', '{}').then(() => { throw 1; }); return 'early';"),
      { host },
    );
    expect(outcome).toMatchObject({ ok: true, result: 'early' });
    const next = cage.clean();
    release();
    expect(await next).toMatchObject({ ok: true, result: { sum: 2 } });
  });

  test('should collect log lines as single, capped lines', async () => {
    const outcome = await cage.run(
      bundleOf(`
        const log = (level, message) => __call('log', JSON.stringify({ level, message }));
        log('info', 'one\\nFATAL forged line\\u001b[31m'); log('loud', 'x'); log('warn', 'ع'.repeat(400)); log('info', 'y'.repeat(9000));
        for (let i = 0; i < 300; i += 1) log('info', String(i));`),
    );
    expect(outcome.logs[0]).toEqual({ level: 'info', message: 'one FATAL forged line [31m' });
    expect(Buffer.byteLength(outcome.logs[1]?.message ?? '')).toBe(500);
    expect(outcome.logs[2]?.message).toContain('too long');
    expect(outcome.logs.length).toBeLessThanOrEqual(200);
    expect(outcome.usage.logLines).toBe(outcome.logs.length);
  });

  test('R10: should refuse a bundle that is not the released one', async () => {
    const bundle = { code: bundleOf('return 1;'), sha256: 'a'.repeat(64) };
    expect(await cage.run('', { bundle })).toMatchObject({ ok: false, code: 'bundle_hash_mismatch' });
  });

  test('should refuse a bundle that is too large', async () => {
    const outcome = await cage.run(`/*${'x'.repeat(1_100_000)}*/`);
    expect(outcome).toMatchObject({ ok: false, code: 'bundle_too_large' });
  });
});
