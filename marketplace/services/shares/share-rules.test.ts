import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectedOf, type InvoiceMoney, rightOf, spreadReversal } from './share-rules.ts';

const money = (more: Partial<InvoiceMoney>): InvoiceMoney => ({
  totalCents: 1_999,
  netCents: 1_999,
  creditedOnLines: new Map(),
  ...more,
});
const LINE = { id: 'line', amountCents: 1_999 };

describe('partners’ shares', () => {
  test('billing S18a, S18b, S18e: should floor the share of each line', () => {
    expect([1_900, 1_999, 864].map((cents) => rightOf(cents, '70'))).toEqual([1_330, 1_399, 604]);
    expect(rightOf(1_999, '85')).toBe(1_699);
    expect(rightOf(10_000, '72.5')).toBe(7_250);
    expect(rightOf(1, '100')).toBe(1);
  });

  test('billing S18c: should compute the right anew from what is left, not reverse in proportion', () => {
    const left = collectedOf(LINE, money({ netCents: 999 }));
    expect(left).toBe(999);
    expect(rightOf(1_999, '70') - rightOf(left, '70')).toBe(700);
  });

  test('should take what is missing from every line, and what a credit note names from that line', () => {
    const lines = [
      { id: 'plan', amountCents: 9_900 },
      { id: 'line', amountCents: 1_900 },
    ];
    const half = money({ totalCents: 11_800, netCents: 5_900 });
    expect(lines.map((line) => collectedOf(line, half))).toEqual([4_950, 950]);
    const named = money({
      totalCents: 11_800,
      netCents: 10_800,
      creditedOnLines: new Map([['line', 1_000]]),
    });
    expect(lines.map((line) => collectedOf(line, named))).toEqual([9_900, 900]);
  });

  test('should never find more collected than came in, nor more than the line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -5_000, max: 20_000_000 }),
        (amounts, netCents) => {
          const totalCents = amounts.reduce((sum, cents) => sum + cents, 0);
          const parts = amounts.map((amountCents, index) =>
            collectedOf({ id: String(index), amountCents }, money({ totalCents, netCents })),
          );
          const sum = parts.reduce((total, cents) => total + cents, 0);
          expect(sum).toBeLessThanOrEqual(Math.max(0, Math.min(netCents, totalCents)));
          if (netCents >= totalCents) expect(parts).toEqual(amounts);
        },
      ),
    );
  });

  test('should reverse the newest transfers first, and refuse what was never transferred', () => {
    const sent = [
      { id: 'b', leftCents: 300 },
      { id: 'a', leftCents: 1_000 },
    ];
    expect(spreadReversal(700, sent)).toEqual([
      { reversesId: 'b', amountCents: 300 },
      { reversesId: 'a', amountCents: 400 },
    ]);
    expect(() => spreadReversal(1_301, sent)).toThrow(RangeError);
  });
});
