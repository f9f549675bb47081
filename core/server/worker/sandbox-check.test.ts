import { describe, expect, test } from 'vitest';
import { createTestCage } from '../../sandbox/test-support.ts';
import { plainEngine } from '../../sandbox/testing/plain-engine.ts';
import { sandboxCheck } from './sandbox-check.ts';

describe('the readiness of the sandbox', () => {
  test('should name the engine and every fence that is missing, with its reason', async () => {
    const cage = createTestCage({ engine: plainEngine() });
    try {
      const { ok, detail } = await sandboxCheck(cage.supervisor)();
      expect(ok).toBe(true);
      expect(detail.engine).toBe(`plain-vm ${process.version}`);
      expect(detail.missingFences).toContain('none (This engine holds nobody.)');
      expect(detail).toMatchObject({ paused: 0, waiting: 0 });
    } finally {
      await cage.close();
    }
  });
});
