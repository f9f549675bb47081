import { expect, it } from 'vitest';
import { createFaultBook } from './faults.ts';

it('should spoil as many requests as asked, on the named route alone', () => {
  const book = createFaultBook();
  book.add({ route: 'POST /a', kind: 'lost_reply', times: 2 });
  expect(book.draw(['GET /a'])).toBeUndefined();
  expect(book.draw(['POST /a'])?.kind).toBe('lost_reply');
  expect(book.draw(['POST /a'])).toMatchObject({ hits: 2, remaining: 0 });
  expect(book.draw(['POST /a'])).toBeUndefined();
});

it('should repeat the same series for the same seed, near the probability', () => {
  const series = () => {
    const book = createFaultBook();
    book.add({ kind: 'status', status: 429, probability: 0.05, seed: 7 });
    return Array.from({ length: 2000 }, () => book.draw(['any']) !== undefined);
  };
  const first = series();
  expect(series()).toEqual(first);
  const hits = first.filter(Boolean).length;
  expect(hits).toBeGreaterThan(60);
  expect(hits).toBeLessThan(140);
});
