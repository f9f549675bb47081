import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test } from 'vitest';
import { createDeathBook } from './deaths.ts';
import { assertSafeIsolatedVm } from './isolated-vm.ts';
import type { TestCage } from './test-support.ts';
import { bundleOf, createTestCage } from './test-support.ts';
import type { HostCall, SupervisorOptions } from './types.ts';

describe('the supervisor', { timeout: 90_000 }, () => {
  const open: TestCage[] = [];
  const cageWith = (options?: SupervisorOptions): TestCage => {
    const cage = createTestCage(options);
    open.push(cage);
    return cage;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((cage) => cage.close()));
  });

  test('R8: should answer worker_died when a worker is killed, and go on', async () => {
    const cage = cageWith();
    const host: HostCall = async () => {
      for (const pid of cage.supervisor.status().workers.pids) process.kill(pid, 'SIGKILL');
      return { ok: true, value: null };
    };
    const outcome = await cage.run(bundleOf("await __call('x.y', '{}'); return 1;"), { host });
    expect(outcome).toMatchObject({ ok: false, code: 'worker_died' });
    expect(await cage.clean()).toMatchObject({ ok: true });
  });

  test('should end a call whose host never answers, and not blame the plugin', async () => {
    const cage = cageWith();
    const host: HostCall = () => new Promise(() => undefined);
    for (let round = 0; round < 3; round += 1) {
      const outcome = await cage.run(bundleOf("await __call('x.y', '{}');"), {
        host,
        limitClass: 'interactive',
        installId: 'patient',
      });
      expect(outcome).toMatchObject({ ok: false, code: 'timeout_wall' });
    }
    expect(cage.supervisor.status().paused).toEqual([]);
    expect(await cage.clean()).toMatchObject({ ok: true });
  });

  test('should pause an install after three deaths, for that tenant alone', async () => {
    let now = 1_000_000;
    const errors: object[] = [];
    const logger = {
      info: () => undefined,
      warn: () => undefined,
      error: (fields: object) => void errors.push(fields),
    };
    const cage = cageWith({ now: () => now, logger });
    const install = { installId: 'faulty', limitClass: 'interactive' } as const;
    for (let round = 0; round < 3; round += 1) {
      const outcome = await cage.run(bundleOf('for (;;) {}'), install);
      expect(outcome.ok).toBe(false);
      await cage.clean();
    }
    expect(await cage.run(bundleOf('return 1;'), install)).toMatchObject({
      ok: false,
      code: 'plugin_paused',
    });
    expect(await cage.run(bundleOf('return 1;'), { ...install, tenantId: 'tenant-c' })).toMatchObject({
      ok: true,
    });
    expect(cage.supervisor.status().paused).toMatchObject([{ tenantId: 'tenant-a', installId: 'faulty' }]);
    expect(errors).toMatchObject([{ installId: 'faulty' }]);
    now += 5 * 60_000;
    expect(await cage.run(bundleOf('return 1;'), install)).toMatchObject({ ok: true });
  });

  test('should run no more calls of one plugin at once than its class allows, and let others pass', async () => {
    const cage = cageWith();
    let inside = 0;
    let most = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const host: HostCall = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await gate;
      inside -= 1;
      return { ok: true, value: null };
    };
    const busy = Array.from({ length: 5 }, () =>
      cage.run(bundleOf("return JSON.parse(await __call('x.y', '{}')).ok;"), {
        host,
        pluginId: 'busy.plugin.id',
      }),
    );
    while (inside < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    // The third worker is free for another plugin although three calls of the busy one are waiting before it.
    expect(await cage.clean()).toMatchObject({ ok: true });
    release();
    for (const outcome of await Promise.all(busy)) expect(outcome).toMatchObject({ ok: true, result: true });
    expect(most).toBe(2);
  });

  test('R4: should serve a full house of stuck plugins and then a victim', async () => {
    const cage = cageWith({ maxWorkers: 2 });
    const stuck = Array.from({ length: 8 }, () =>
      cage.run(bundleOf('for (;;) {}'), { limitClass: 'interactive' }),
    );
    const victim = cage.run(bundleOf('return 1;'));
    for (const outcome of await Promise.all(stuck)) {
      expect(['timeout_cpu', 'timeout_wall', 'busy']).toContain(outcome.ok ? 'ok' : outcome.code);
    }
    expect(await victim).toMatchObject({ ok: true, result: 1 });
  });

  test('A8: should serve each call in the scope of its own caller, whoever started the worker', async () => {
    const scope = new AsyncLocalStorage<string>();
    const cage = cageWith({ spares: 1, maxWorkers: 1 });
    const code = bundleOf("return JSON.parse(await __call('x.y', '{}')).value;");
    const host: HostCall = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { ok: true, value: scope.getStore() ?? null };
    };
    const tenants = ['first', 'second', 'third', 'first'];
    const calls = tenants.map((tenantId) => scope.run(tenantId, () => cage.run(code, { tenantId, host })));
    for (const [index, outcome] of (await Promise.all(calls)).entries()) {
      expect(outcome).toMatchObject({ ok: true, result: tenants[index] });
    }
    expect(await cage.run(code, { host })).toMatchObject({ ok: true, result: null });
  });

  test('should replace a worker after 200 calls', async () => {
    const cage = cageWith({ spares: 1, maxWorkers: 1 });
    await cage.clean();
    const [first] = cage.supervisor.status().workers.pids;
    for (let round = 0; round < 200; round += 1) await cage.clean();
    expect(await cage.clean()).toMatchObject({ ok: true });
    expect(cage.supervisor.status().workers.pids).not.toContain(first);
  });

  test('should let a call end when it closes, refuse new ones and leave no process behind', async () => {
    const cage = cageWith();
    const running = cage.run(bundleOf("return JSON.parse(await __call('x.y', '1')).value;"), {
      host: async (_name, args) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { ok: true, value: args };
      },
    });
    await cage.supervisor.warm();
    const { pids } = cage.supervisor.status().workers;
    const closing = cage.close();
    expect(await cage.clean()).toMatchObject({ ok: false, code: 'closed' });
    await closing;
    expect(await running).toMatchObject({ ok: true, result: 1 });
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  });

  test('should refuse versions of isolated-vm with a known escape', () => {
    expect(() => assertSafeIsolatedVm('7.0.0')).toThrow(/GHSA-864f-rcv7-6rh4/);
    expect(() => assertSafeIsolatedVm('6.1.2')).toThrow(/known escape/);
    expect(() => assertSafeIsolatedVm('7.0.1')).not.toThrow();
  });

  test('should count deaths by tenant and install, within five minutes', () => {
    let now = 0;
    const book = createDeathBook(() => now);
    expect(book.record('t', 'i')).toBeUndefined();
    now = 200_000;
    expect(book.record('t', 'i')).toBeUndefined();
    now = 310_000;
    expect(book.record('t', 'i')).toBeUndefined();
    expect(book.record('t', 'i')).toBe(500_000);
    expect(book.pausedUntil('t', 'i')).toBe(500_000);
    expect(book.pausedUntil('t', 'other')).toBeUndefined();
    expect([book.blame('t', 'i'), book.blame('t', 'other'), book.blame('u', 'i')]).toEqual([2, 1, 0]);
    now = 500_000;
    expect(book.pausedUntil('t', 'i')).toBeUndefined();
  });
});
