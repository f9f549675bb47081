import { describe, expect, it } from 'vitest';
import { scaleOf } from './chart-scale.ts';

describe('the scale of a chart', () => {
  it('should hold every value between round numbers, with zero among them', () => {
    expect(scaleOf([310, 420, 1284]).ticks).toEqual([0, 500, 1000, 1500]);
    expect(scaleOf([0.1, 0.25]).ticks).toEqual([0, 0.1, 0.2, 0.3]);
    expect(scaleOf([-30, 50]).ticks).toEqual([-40, -20, 0, 20, 40, 60]);
    for (const values of [[1], [0.003], [7, 9], [-5], [1e9, 3], [99.9]]) {
      const { low, high, ticks } = scaleOf(values);
      expect(low).toBeLessThanOrEqual(Math.min(...values));
      expect(high).toBeGreaterThanOrEqual(Math.max(...values));
      expect(ticks).toContain(0);
      expect(ticks.length).toBeLessThanOrEqual(7);
    }
  });

  it('should have whole steps for whole numbers', () => {
    expect(scaleOf([1, 0, 1]).ticks).toEqual([0, 1]);
    expect(scaleOf([10]).ticks).toEqual([0, 5, 10]);
  });

  it('should have a height for nothing at all', () => {
    expect(scaleOf([])).toEqual({ low: 0, high: 1, ticks: [0, 1] });
    expect(scaleOf([0, 0])).toEqual({ low: 0, high: 1, ticks: [0, 1] });
  });
});
