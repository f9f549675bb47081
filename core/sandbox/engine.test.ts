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
});
