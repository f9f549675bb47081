import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCage } from './test-support.ts';
import { createTestCage } from './test-support.ts';
import { BOMBS, LOOPS, RESULTS, THROWS } from './testing/hostile-cases.ts';

describe('a hostile plugin', { timeout: 90_000 }, () => {
  let cage: TestCage;
  beforeAll(async () => {
    cage = createTestCage();
    await cage.supervisor.warm();
  }, 60_000);
  afterAll(() => cage.close());

  describe.each([
    { group: 'loops', cases: LOOPS },
    { group: 'fills memory', cases: BOMBS },
    { group: 'throws', cases: THROWS },
    { group: 'answers badly', cases: RESULTS },
  ])('$group', ({ cases }) => {
    test.each(cases)('R7: should outlive: $name', async ({ code, expected }) => {
      const before = process.memoryUsage().rss;
      const outcome = await cage.run(code);
      expect(expected).toContain(outcome.ok ? 'ok' : outcome.code);
      expect(JSON.stringify(outcome)).not.toMatch(/node_modules|file:|core\/sandbox|\.mjs|forged/);

      const after = await cage.clean();
      expect(after).toMatchObject({ ok: true, result: { sum: 2 } });
      // The parent must not pay for the bomb: it may grow by what a test run needs, not by hundreds of megabytes.
      expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
    });
  });
});
