import { describe, expect, it } from 'vitest';
import { RecentlySeen, RowBudget } from './services/read-watch.ts';

describe('the watch over reads', () => {
  it('should raise the alarm once a window, when the rows pass the limit', () => {
    const budget = new RowBudget(1000, 600_000);
    expect(budget.spend('a', 1000, 0)).toBeUndefined();
    expect(budget.spend('b', 900, 0)).toBeUndefined();
    expect(budget.spend('a', 1, 10)).toEqual({ since: 0, rows: 1001 });
    expect(budget.spend('a', 5000, 20)).toBeUndefined();
    expect(budget.spend('a', 200, 600_000)).toBeUndefined();
    expect(budget.spend('a', 900, 600_001)).toEqual({ since: 600_000, rows: 1100 });
  });

  it('should forget what was told when its time is over, and the oldest when there is too much', () => {
    const seen = new RecentlySeen(100);
    seen.add('x', 0);
    expect(seen.has('x', 99)).toBe(true);
    expect(seen.has('x', 100)).toBe(false);
    for (let index = 0; index <= 50_000; index += 1) seen.add(`key${index}`, 0);
    expect(seen.has('key0', 1)).toBe(false);
    expect(seen.has('key1', 1)).toBe(true);
  });
});
