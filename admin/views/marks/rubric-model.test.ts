import { describe, expect, it } from 'vitest';
import { isComplete, sumOfLevels, tidyCriterion, titleIn, worthOf } from './rubric-model.ts';

const level = (title: string, points: number) => ({ title, points });
const criterion = (...levels: ReturnType<typeof level>[]) => ({
  title: 'Content',
  maxHundredths: 500,
  levels,
});

describe('a rubric', () => {
  it('should have a sum only when every criterion has a level', () => {
    expect(sumOfLevels([500, 250], 2)).toBe(750);
    expect(sumOfLevels([500, 0], 2)).toBe(500);
    expect(sumOfLevels([500, null], 2)).toBeUndefined();
    expect(sumOfLevels([500], 2)).toBeUndefined();
    expect(sumOfLevels([], 0)).toBeUndefined();
  });

  it('should be worth its highest levels, which come first', () => {
    const tidy = tidyCriterion({ ...criterion(level(' Weak ', 0), level('Good', 400)), titleAr: ' ' });
    expect(tidy).toEqual({
      title: 'Content',
      maxHundredths: 400,
      levels: [level('Good', 400), level('Weak', 0)],
    });
    expect(worthOf([tidy, tidy])).toBe(800);
  });

  it('should be complete with names, two levels of other points, and something to reach', () => {
    expect(isComplete([criterion(level('Weak', 0), level('Good', 400))])).toBe(true);
    for (const wrong of [
      criterion(level('Weak', 0)),
      criterion(level('Weak', 0), level('', 400)),
      criterion(level('Weak', 100), level('Good', 100)),
      { ...criterion(level('Weak', 0), level('Good', 400)), title: ' ' },
    ])
      expect(isComplete([wrong])).toBe(false);
  });

  it('should be named in the language of the reader, in English where there is no Arabic', () => {
    expect(titleIn({ title: 'Good', titleAr: 'جيد' }, 'ar')).toBe('جيد');
    expect(titleIn({ title: 'Good' }, 'ar')).toBe('Good');
  });
});
