import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countLetters,
  editDistance,
  lettersOf,
  mistakesAllowed,
  nearestWords,
} from './services/edit-distance.ts';
import { endOfPrefix, queryWords } from './services/query-words.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdeمحدن'), minLength: 1, maxLength: 12 });

// The definition itself, slow and plain: optimal string alignment by recursion over both ends.
function plainDistance(a: string, b: string): number {
  const known = new Map<string, number>();
  const ask = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i},${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let least = Math.min(
      ask(i - 1, j) + 1,
      ask(i, j - 1) + 1,
      ask(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    );
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      least = Math.min(least, ask(i - 2, j - 2) + 1);
    known.set(key, least);
    return least;
  };
  return ask(a.length, b.length);
}

describe('words of a search', () => {
  it.each([
    ['  Mohammed   AHMED ', ['mohammed', 'ahmed']],
    ['مُحَمَّد أحمد', ['محمد', 'احمد']],
    ['فاطمـــة', ['فاطمه']],
    ['ليلى', ['ليلي']],
    ['عبد الرحمن', ['عبدالرحمن']],
    ['Abd al-Rahman', ['abdalrahman']],
    ['Al-Kuwari', ['alkuwari']],
    ['الكواري', ['كواري']],
    ['الك', ['الك']],
    ['+974 ٥٥١٢-٣٤٥٦', ['974', '5512', '3456']],
    ['S-00123', ['s', '00123']],
    ['José Müller', ['jose', 'muller']],
    ['عبد', ['عبد']],
    ['  -- ،؛ ', []],
    ['', []],
    ['one two three four five six seven', ['one', 'two', 'three', 'four', 'five', 'six']],
  ])('should read %j as %j', (text, words) => {
    expect(queryWords(text)).toEqual(words);
  });

  it('should read its own words as they are, and never more than six', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const words = queryWords(text);
        expect(words.length).toBeLessThanOrEqual(6);
        for (const found of words) expect(found).not.toMatch(/\s/u);
      }),
    );
  });

  it('should end the range of a prefix after every word that starts with it and before the next', () => {
    fc.assert(
      fc.property(word, word, (prefix, rest) => {
        const bytes = (text: string) => Buffer.from(text);
        expect(Buffer.compare(bytes(prefix + rest), bytes(endOfPrefix(prefix)))).toBe(-1);
        expect(Buffer.compare(bytes(prefix + rest), bytes(prefix))).toBe(1);
      }),
    );
  });
});

describe('mistakes in words', () => {
  it('should count as the definition does, up to the limit', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(plainDistance(a, b), limit + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('should take for an open word the nearest of its beginnings', () => {
    fc.assert(
      fc.property(word, word, (typed, full) => {
        const beginnings = Array.from({ length: full.length + 1 }, (_, end) =>
          plainDistance(typed, full.slice(0, end)),
        );
        expect(editDistance(typed, full, 2, true)).toBe(Math.min(...beginnings, 3));
      }),
      { numRuns: 1000 },
    );
  });

  it('should never leave out a near word because of its letters', () => {
    fc.assert(
      fc.property(word, word, (typed, full) => {
        const near = editDistance(typed, full, 2, true);
        const shared = countLetters(lettersOf(typed) & lettersOf(full));
        if (near <= 2) expect(shared).toBeGreaterThanOrEqual(countLetters(lettersOf(typed)) - near);
      }),
      { numRuns: 1000 },
    );
  });

  it('should allow none in short words and numbers, one up to seven letters, then two', () => {
    expect(['ali', 'sara', 'khalids', 'mohammed', '5512345'].map(mistakesAllowed)).toEqual([0, 1, 1, 2, 0]);
  });

  it('should put whole words before beginnings, and the nearest first', () => {
    const words = ['mohammed', 'muhammadi', 'mohamad', 'hamad', 'mohamoud'];
    expect(nearestWords('mohamed', words, 3)).toEqual(['mohamad', 'mohammed']);
    expect(nearestWords('abdulrhm', ['abdulrahman'], 3)).toEqual(['abdulrahman']);
    expect(nearestWords('ali', ['ala'], 3)).toEqual([]);
  });
});
