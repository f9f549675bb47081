import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CAGE_GROUPS } from './cases/index.ts';
import { unmetPhrases } from './required-cases.ts';
import { openStage, type Stage } from './stage.ts';
import { writeTable } from './table.ts';
import type { CaseResult } from './types.ts';

/** A plugin may not hold this process longer than this. */
const MAX_PAUSE_MS = 100;

describe('hostile plugins', () => {
  let stage: Stage;
  const results: CaseResult[] = [];
  beforeAll(async () => {
    stage = openStage();
    await stage.supervisor.warm();
  });

  describe.each(CAGE_GROUPS)('$group', ({ group, cases }) => {
    test.each(cases)('R7: should outlive: $name', async (hostile) => {
      const result = await stage.perform(group, hostile);
      results.push(result);
      expect(result.expected).toContain(result.code);
      expect(result.pauseMs).toBeLessThan(MAX_PAUSE_MS);
    });
  });

  test('should have a case for everything that the platform promises to outlive', () => {
    expect(unmetPhrases(CAGE_GROUPS.flatMap(({ cases }) => cases.map(({ name }) => name)))).toEqual([]);
  });

  afterAll(async () => {
    expect(await stage.close()).toEqual([]);
    if (process.env.DAFTAR_HOSTILE_WRITE === 'true') writeTable(results);
  });
});
