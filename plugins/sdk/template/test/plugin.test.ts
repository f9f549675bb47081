import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHarness, type Harness } from '@daftar/sdk/harness';

let harness: Harness;
before(async () => {
  harness = await createHarness({ folder: '.', now: '2026-11-22T05:15:00Z' });
});
after(() => harness.close());

test('should count an absence once, even when the event comes again', async () => {
  const [pupil] = harness.school.students;
  const first = await harness.event('attendance.absence_recorded', { studentId: pupil?.id });
  assert.deepEqual(first.result, { counted: true });
  await harness.event('attendance.absence_recorded', { studentId: pupil?.id });
  assert.deepEqual(Object.keys(harness.kv()), [`absent:2026-11-22:${pupil?.id}`]);
});
