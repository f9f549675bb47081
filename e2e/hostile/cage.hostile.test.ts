import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CAGE_GROUPS } from './cases/index.ts';
import { MAX_PAUSE_MS } from './limits.ts';
import { PLATFORM_GROUPS } from './platform/index.ts';
import { unmetPhrases } from './required-cases.ts';
import { openStage, type Stage } from './stage.ts';
import { keepResults } from './table.ts';
import type { CaseResult } from './types.ts';

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
    const names = [...CAGE_GROUPS, ...PLATFORM_GROUPS].flatMap(({ cases }) => cases.map(({ name }) => name));
    expect(unmetPhrases(names)).toEqual([]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  afterAll(async () => {
    expect(await stage.close()).toEqual([]);
    keepResults('cage', results);
  });
});
