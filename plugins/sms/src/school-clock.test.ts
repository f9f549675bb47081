import { describe, expect, test } from 'vitest';
import { formatAmount } from './fees.ts';
import { dayAt, endOfQuietHours } from './school-clock.ts';

const at = (text: string) => Date.parse(text);

describe('endOfQuietHours', () => {
  test.each([
    ['in the evening', '2026-11-22T18:00:00Z', '2026-11-23T04:00:00.000Z'],
    ['at night', '2026-11-22T22:30:40Z', '2026-11-23T04:00:00.000Z'],
    ['in the last minute', '2026-11-23T03:59:59Z', '2026-11-23T04:00:00.000Z'],
    ['at their end', '2026-11-23T04:00:00Z', undefined],
    ['by day', '2026-11-22T09:00:00Z', undefined],
    ['just before they begin', '2026-11-22T17:59:59Z', undefined],
  ])('should be 7 o’clock in Doha, %s', (_name, moment, end) => {
    expect(endOfQuietHours({}, 'Asia/Qatar', at(moment))).toBe(end);
  });

  test('should go by the hours that the school chose, also within one day', () => {
    const settings = { quietFrom: 12, quietTo: 14 };
    expect(endOfQuietHours(settings, 'Asia/Qatar', at('2026-11-22T09:15:00Z'))).toBe(
      '2026-11-22T11:00:00.000Z',
    );
    expect(endOfQuietHours(settings, 'Asia/Qatar', at('2026-11-22T11:00:00Z'))).toBeUndefined();
  });

  test('should be none when they are off or have no length', () => {
    const night = at('2026-11-22T22:00:00Z');
    expect(endOfQuietHours({ quietHours: false }, 'Asia/Qatar', night)).toBeUndefined();
    expect(endOfQuietHours({ quietFrom: 7, quietTo: 7 }, 'Asia/Qatar', night)).toBeUndefined();
  });

  test.each([
    ['put forward', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['put back', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
  ])('should end at the hour on the wall when the clock is %s at night', (_name, moment, end) => {
    expect(endOfQuietHours({}, 'Europe/Berlin', at(moment))).toBe(end);
  });
});

test('should know the day that the school’s clock shows', () => {
  expect(dayAt('Asia/Qatar', at('2026-11-22T21:30:00Z'))).toBe('2026-11-23');
  expect(dayAt('America/Chicago', at('2026-11-22T03:00:00Z'))).toBe('2026-11-21');
});

test.each([
  ['150000', '1,500.00 QAR'],
  ['5', '0.05 QAR'],
  ['99', '0.99 QAR'],
  ['123456789', '1,234,567.89 QAR'],
])('should write %s minor units as %s', (minor, text) => {
  expect(formatAmount(minor, 'QAR')).toBe(text);
});
