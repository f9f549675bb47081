import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';

const month = { from: new Date('2026-09-01T00:00:00Z'), to: new Date('2026-10-01T00:00:00Z') };

describe('the forecast of a budget', () => {
  it('should draw a straight line through the month so far', () => {
    const now = new Date('2026-09-11T00:00:00Z');
    expect(forecast({ ...month, now, used: 500, limit: 1000 })).toEqual(new Date('2026-09-21T00:00:00Z'));
  });

  it('should say nothing of another month, of what is reached, and of the first day', () => {
    const now = new Date('2026-09-11T00:00:00Z');
    expect(forecast({ ...month, now, used: 300, limit: 1000 })).toBeUndefined();
    expect(forecast({ ...month, now, used: 1000, limit: 1000 })).toBeUndefined();
    expect(forecast({ ...month, now, used: 0, limit: 1000 })).toBeUndefined();
    expect(
      forecast({ ...month, now: new Date('2026-09-01T20:00:00Z'), used: 900, limit: 1000 }),
    ).toBeUndefined();
  });
});
