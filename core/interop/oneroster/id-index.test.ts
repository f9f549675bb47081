import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdIndex } from './id-index.ts';

describe('IdIndex', () => {
  it('should know each of 300,000 ids that are alike, and none that is not there', () => {
    const index = new IdIndex();
    for (let row = 1; row <= 300_000; row += 1) expect(index.add(`r-${row}`, row)).toBeUndefined();
    for (let row = 1; row <= 300_000; row += 1)
      if (index.add(`r-${row}`, 1) !== row) throw new Error(`${row}`);
    const found = Array.from({ length: 100_000 }, (_, row) => `s-${row}`).filter((id) => index.has(id));
    expect(found).toEqual([]);
  });

  it('should tell the first line of whatever comes twice', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 200 }), (ids) => {
        const index = new IdIndex();
        const first = new Map<string, number>();
        for (const [at, id] of ids.entries()) {
          expect(index.add(id, at + 1)).toBe(first.get(id));
          if (!first.has(id)) first.set(id, at + 1);
        }
        expect(ids.every((id) => index.has(id))).toBe(true);
      }),
    );
  });
});
