import { describe, expect, it } from 'vitest';
import { bandsAround, isWatched, judge, MIN_CALLS, ringSize, type VersionFigures } from './rings.ts';

const figures = (more: Partial<VersionFigures> = {}): VersionFigures => ({
  calls: 200,
  errors: 0,
  timeouts: 0,
  cpuMs: 1000,
  ...more,
});

describe('the rings of a release', () => {
  it.each([
    [0, 1, 1],
    [0, 1000, 10],
    [1, 5, 1],
    [2, 5, 3],
    [3, 5, 5],
    [1, 1000, 100],
  ])('ring %i of %i installs should hold %i', (ring, installs, size) => {
    expect(ringSize(ring, installs)).toBe(size);
  });

  it('should judge nothing on few calls', () => {
    const bands = bandsAround(figures());
    expect(judge(figures({ calls: MIN_CALLS - 1, errors: MIN_CALLS - 1 }), bands)).toEqual({
      kind: 'unknown',
    });
  });

  it('should take one failed call of twenty for chance, and four for a fault', () => {
    const bands = bandsAround(figures());
    expect(judge(figures({ calls: 20, errors: 1, cpuMs: 100 }), bands).kind).toBe('good');
    expect(judge(figures({ calls: 20, errors: 4, cpuMs: 100 }), bands)).toMatchObject({
      kind: 'leaves',
      band: 'errors',
      limit: 0.02,
    });
  });

  it('should forgive a version what the one before did too', () => {
    const flaky = bandsAround(figures({ errors: 40 }));
    expect(judge(figures({ errors: 60 }), flaky).kind).toBe('good');
    expect(judge(figures({ errors: 110 }), flaky)).toMatchObject({ kind: 'leaves', band: 'errors' });
  });

  it('should tell timeouts and costs apart', () => {
    const bands = bandsAround(figures({ cpuMs: 200 * 20 }));
    expect(judge(figures({ errors: 20, timeouts: 20 }), bands)).toMatchObject({ band: 'timeouts' });
    expect(judge(figures({ cpuMs: 200 * 39 }), bands).kind).toBe('good');
    expect(judge(figures({ cpuMs: 200 * 41 }), bands)).toMatchObject({ band: 'cpu', limit: 40 });
    expect(bandsAround(figures({ calls: 3 })).cpuMs).toBeUndefined();
  });

  it('should watch a good ring for its time and a quiet one four times as long', () => {
    const startedAt = new Date('2026-01-01T00:00:00Z');
    const later = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000);
    expect(isWatched({ ring: 0, startedAt }, { kind: 'good' }, later(59))).toBe(false);
    expect(isWatched({ ring: 0, startedAt }, { kind: 'good' }, later(60))).toBe(true);
    expect(isWatched({ ring: 0, startedAt }, { kind: 'unknown' }, later(239))).toBe(false);
    expect(isWatched({ ring: 0, startedAt }, { kind: 'unknown' }, later(240))).toBe(true);
  });
});
