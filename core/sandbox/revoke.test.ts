import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TestCage } from './test-support.ts';
import { bundleOf, createTestCage } from './test-support.ts';
import type { HostCall, Pause, SupervisorOptions } from './types.ts';

const STUCK = bundleOf("await __call('x.y', '{}'); return 1;");
const CLEAN = bundleOf('return 1;');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('stopping and pausing', { timeout: 60_000 }, () => {
  const open: TestCage[] = [];
  const cageWith = (options?: SupervisorOptions): TestCage => {
    const cage = createTestCage(options);
    open.push(cage);
    return cage;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((cage) => cage.close()));
  });

  test('should stop the calls of a revoked version, running and waiting, and refuse new ones', async () => {
    const cage = cageWith({ maxWorkers: 4 });
    let inside = 0;
    const host: HostCall = () => {
      inside += 1;
      return new Promise(() => undefined);
    };
    const version = { pluginId: 'bad.plugin.id', version: '1.2.0' };
    const calls = ['tenant-a', 'tenant-a', 'tenant-a', 'tenant-b'].map((tenantId) =>
      cage.run(STUCK, { ...version, tenantId, installId: `of-${tenantId}`, host }),
    );
    while (inside < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const { pids } = cage.supervisor.status().workers;

    expect(cage.supervisor.revoke(version)).toBe(4);
    for (const outcome of await Promise.all(calls))
      expect(outcome).toMatchObject({ ok: false, code: 'revoked' });
    // The three that served it are gone; the fourth is a spare that it never had.
    await vi.waitFor(() => expect(pids.filter(isAlive).length).toBeLessThanOrEqual(1));

    expect(await cage.run(CLEAN, version)).toMatchObject({ ok: false, code: 'revoked' });
    expect(await cage.run(CLEAN, { ...version, version: '1.2.1' })).toMatchObject({ ok: true });
    // Nobody's fault: a revoked call is no death.
    expect(cage.supervisor.status().paused).toEqual([]);
    cage.supervisor.restore(version);
    expect(await cage.run(CLEAN, version)).toMatchObject({ ok: true });
  });

  test('should stop one install and leave the same plugin of another school alone', async () => {
    const cage = cageWith();
    const plugin = { pluginId: 'same.plugin.id', installId: 'of-a' };
    cage.supervisor.revoke({ tenantId: 'tenant-a', installId: 'of-a' });
    expect(await cage.run(CLEAN, plugin)).toMatchObject({ code: 'revoked' });
    expect(await cage.run(CLEAN, { ...plugin, tenantId: 'tenant-b', installId: 'of-b' })).toMatchObject({
      ok: true,
    });
    expect(() => cage.supervisor.revoke({})).toThrow(TypeError);
  });

  test('should say once that an install is paused, in the scope of its caller, until it is resumed', async () => {
    const scope = new AsyncLocalStorage<string>();
    const told: (Pause & { scope: string | undefined })[] = [];
    const errors: object[] = [];
    const logger = {
      info: () => undefined,
      warn: () => undefined,
      error: (line: object) => void errors.push(line),
    };
    const cage = cageWith({
      logger,
      now: () => 1_000_000,
      onPause: async (pause) => {
        told.push({ ...pause, scope: scope.getStore() });
        throw new Error('the store is away');
      },
    });
    const install = { installId: 'faulty', pluginId: 'faulty.plugin.id', limitClass: 'interactive' } as const;
    for (let round = 0; round < 3; round += 1) {
      await scope.run('tenant-a', () => cage.run(bundleOf('for (;;) {}'), install));
      await cage.clean();
    }
    expect(told).toEqual([
      {
        tenantId: 'tenant-a',
        installId: 'faulty',
        pluginId: 'faulty.plugin.id',
        version: '1.0.0',
        deaths: 3,
        until: 1_300_000,
        scope: 'tenant-a',
      },
    ]);
    expect(errors).toHaveLength(2);
    expect(await cage.run(CLEAN, install)).toMatchObject({ code: 'plugin_paused' });
    cage.supervisor.resume({ tenantId: 'tenant-a', installId: 'faulty' });
    expect(await cage.run(CLEAN, install)).toMatchObject({ ok: true });
  });

  test('should keep the last worker for a tenant that has none', async () => {
    const cage = cageWith({ maxWorkers: 3 });
    let most = 0;
    let inside = 0;
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
    const noisy = ['one', 'two', 'three', 'four'].map((name) =>
      cage.run(STUCK, { pluginId: `noisy.plugin.${name}`, host }),
    );
    while (inside < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await cage.clean()).toMatchObject({ ok: true });
    release();
    for (const outcome of await Promise.all(noisy)) expect(outcome).toMatchObject({ ok: true });
    expect(most).toBe(2);
  });
});
