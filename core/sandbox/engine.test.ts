import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCage } from './test-support.ts';
import { bundleOf, createTestCage } from './test-support.ts';
import { plainEngine } from './testing/plain-engine.ts';

describe('the supervisor with another engine', { timeout: 60_000 }, () => {
  let cage: TestCage;
  beforeAll(async () => {
    cage = createTestCage({ engine: plainEngine() });
    await cage.supervisor.warm();
  });
  afterAll(() => cage.close());

  test('should run calls, ask the host and count, with what the interface offers alone', async () => {
    const outcome = await cage.run(
      bundleOf("return [request.input.n, JSON.parse(await __call('x.y', '{\"a\":1}')).value];"),
      { input: { n: 3 } },
    );
    expect(outcome).toMatchObject({ ok: true, result: [3, { a: 1 }], usage: { hostCalls: 1 } });
    const { engine, fences } = cage.supervisor.status();
    expect(engine).toEqual({ name: 'plain-vm', version: process.version });
    expect(fences.map((fence) => fence.name)).toContain('none');
    expect(fences.map((fence) => fence.name)).not.toContain('jitless');
  });

  test('should replace its worker after a fault and pause after three', async () => {
    const install = { installId: 'faulty' };
    for (let round = 0; round < 3; round += 1) {
      expect(await cage.run('for (;;) {}', install)).toMatchObject({ ok: false, code: 'timeout_cpu' });
      expect(await cage.clean()).toMatchObject({ ok: true, result: { sum: 2 } });
    }
    expect(await cage.run(bundleOf('return 1;'), install)).toMatchObject({ code: 'plugin_paused' });
  });

  test.each([
    [false, 1],
    [true, 4],
  ])(
    'should let a worker serve one school when it is asked to (%s)',
    async (isOneSchoolPerWorker, processes) => {
      const strict = createTestCage({
        engine: plainEngine(),
        spares: 1,
        maxWorkers: 2,
        isOneSchoolPerWorker,
      });
      try {
        // This engine holds nobody, so that a plugin can tell its process.
        const whereabouts = bundleOf("return __call.constructor('return process.pid')();");
        const schools = new Map<number, Set<string>>();
        for (const tenantId of ['a', 'a', 'b', 'c', 'd', 'd']) {
          const outcome = await strict.run(whereabouts, { tenantId });
          const pid = outcome.ok ? Number(outcome.result) : 0;
          schools.set(pid, (schools.get(pid) ?? new Set()).add(tenantId));
        }
        const most = Math.max(...[...schools.values()].map((served) => served.size));
        if (isOneSchoolPerWorker) expect(most).toBe(1);
        else expect(most).toBeGreaterThan(1);
        expect(schools.size).toBeGreaterThanOrEqual(processes);
      } finally {
        await strict.close();
      }
    },
  );
});
