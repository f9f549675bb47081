import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyReceipts } from '../../marketplace/worker.ts';
import { MAX_PAUSE_MS } from './limits.ts';
import { onPlatform, openPlatform, PLATFORM_GROUPS, type Platform } from './platform/index.ts';
import { openStage, type Stage } from './stage.ts';
import { keepResults } from './table.ts';
import type { CaseResult } from './types.ts';

describe('hostile plugins on the platform', () => {
  let stage: Stage;
  let platform: Platform;
  const results: CaseResult[] = [];
  beforeAll(async () => {
    stage = openStage();
    platform = await openPlatform(stage);
    await stage.supervisor.warm();
  });

  describe.each(PLATFORM_GROUPS.map((group) => onPlatform(group, () => platform)))(
    '$group',
    ({ group, cases }) => {
      test.each(cases)('R9: should outlive: $name', async (hostile) => {
        const result = await stage.perform(group, hostile);
        results.push(result);
        expect(result.expected).toContain(result.code);
        expect(result.pauseMs).toBeLessThan(MAX_PAUSE_MS);
      });
    },
  );

  test('R9: should have left chains of receipts that verify, whatever the plugins did', async () => {
    const reports = await verifyReceipts(platform.system.pool);
    expect(reports.filter(({ ok }) => !ok)).toEqual([]);
    // What was never written down would verify too.
    expect(reports.find(({ school }) => school === 'alpha')?.receipts).toBeGreaterThan(0);
  });

  afterAll(async () => {
    await platform.close();
    expect(await stage.close()).toEqual([]);
    keepResults('platform', results);
  });
});
