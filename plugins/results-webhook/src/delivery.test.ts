import { expect, test } from 'vitest';
import { afterTry, type Delivery, deliveryKey } from './delivery.ts';

const fresh: Delivery = {
  eventId: 'e',
  occurredAt: '2026-02-01T08:00:00.000Z',
  resultId: 'r',
  studentId: 's',
  examId: 'x',
  state: 'waiting',
  tries: 0,
  nextAt: 0,
  answer: '',
};

test('should wait longer after each failure, and give up in the end', () => {
  const waits: number[] = [];
  let delivery = fresh;
  while (delivery.state === 'waiting') {
    delivery = afterTry(delivery, 'timeout', 0);
    if (delivery.state === 'waiting') waits.push(delivery.nextAt / 60_000);
  }
  expect(waits).toEqual([15, 30, 60, 180, 360, 720, 1_440]);
  expect(delivery).toMatchObject({ state: 'failed', tries: 8, answer: 'timeout' });
});

test.each([
  [200, 'sent'],
  [204, 'sent'],
  [301, 'waiting'],
  [404, 'waiting'],
  [500, 'waiting'],
  ['unreachable', 'waiting'],
] as const)('should take %s for %s', (answer, state) => {
  expect(afterTry(fresh, answer, 0).state).toBe(state);
});

test('should order keys from the newest to the oldest', () => {
  const times = ['2026-02-01T08:00:00.000Z', '2026-02-01T08:00:00.001Z', '2027-01-01T00:00:00.000Z'];
  const keys = times.map((time) => deliveryKey('e', time));
  expect([...keys].sort()).toEqual([...keys].reverse());
});
