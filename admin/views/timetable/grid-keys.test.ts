import { describe, expect, it } from 'vitest';
import { placeAfter } from './grid-keys.ts';

const SIZE = { rows: 7, columns: 5 };

describe('arrow keys in the grid of a week', () => {
  it('should lead to the neighbour, and the other way around from right to left', () => {
    const at = { row: 2, column: 2 };
    expect(placeAfter('ArrowRight', at, SIZE, false)).toEqual({ row: 2, column: 3 });
    expect(placeAfter('ArrowRight', at, SIZE, true)).toEqual({ row: 2, column: 1 });
    expect(placeAfter('ArrowLeft', at, SIZE, true)).toEqual({ row: 2, column: 3 });
    expect(placeAfter('ArrowDown', at, SIZE, true)).toEqual({ row: 3, column: 2 });
  });

  it('should stay inside the grid and leave other keys alone', () => {
    expect(placeAfter('ArrowUp', { row: 0, column: 0 }, SIZE, false)).toBeUndefined();
    expect(placeAfter('ArrowRight', { row: 0, column: 4 }, SIZE, false)).toBeUndefined();
    expect(placeAfter('ArrowRight', { row: 0, column: 0 }, SIZE, true)).toBeUndefined();
    expect(placeAfter('Enter', { row: 1, column: 1 }, SIZE, false)).toBeUndefined();
  });
});
