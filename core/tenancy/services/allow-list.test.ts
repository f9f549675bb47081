import { describe, expect, it } from 'vitest';
import { checkAllowList } from '../index.ts';

describe('saving a list of allowed networks', () => {
  it('S8: should refuse a list that would lock out whoever saves it', () => {
    expect(() => checkAllowList('10.0.0.0/8', '192.0.2.7')).toThrow(/192\.0\.2\.7/);
    expect(() => checkAllowList('10.0.0.0/8', 'unknown')).toThrow(/lock you out/);
    expect(checkAllowList('10.0.0.0/8 192.0.2.0/24', '::ffff:192.0.2.7')).toEqual([
      '10.0.0.0/8',
      '192.0.2.0/24',
    ]);
    expect(checkAllowList('', '192.0.2.7')).toEqual([]);
    expect(checkAllowList('10.0.0.0/8')).toEqual(['10.0.0.0/8']);
  });

  it('S8: should name the entry that is no network', () => {
    expect(() => checkAllowList('10.0.0.0/8, our-school')).toThrow(/our-school/);
  });
});
