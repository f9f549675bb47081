import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHarness, type Harness } from '@daftar/sdk/harness';

let harness: Harness;
before(async () => {
  harness = await createHarness({ folder: '.', now: '2026-11-22T05:15:00Z' });
});
after(() => harness.close());

test('should count an absence once, even when the event comes again', async () => {
  const first = await harness.event(
    'attendance.absence_recorded',
    {},
    { id: 'da7ada7a-0018-4000-8000-000000000001' },
  );
  assert.deepEqual(first.result, { counted: true });
  const again = await harness.event(
    'attendance.absence_recorded',
    {},
    { id: 'da7ada7a-0018-4000-8000-000000000001' },
  );
  assert.deepEqual(again.result, { counted: false });
  assert.equal(harness.kv()['absences:2026-11-22'], 1);
});
