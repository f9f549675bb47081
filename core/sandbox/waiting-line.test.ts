import { describe, expect, test } from 'vitest';
import { createWaitingLine } from './waiting-line.ts';

type Entry = { tenant: string; name: string; rank?: 0 | 1 | 2 };

function lineOf(...entries: Entry[]) {
  const line = createWaitingLine<Entry>({
    tenantOf: ({ tenant }) => tenant,
    rankOf: ({ rank }) => rank ?? 0,
  });
  for (const entry of entries) line.add(entry);
  return line;
}
const names = (line: { inTurn(): Iterable<Entry> }) => [...line.inTurn()].map(({ name }) => name);

describe('the waiting line', () => {
  const a1 = { tenant: 'a', name: 'a1' };
  const a2 = { tenant: 'a', name: 'a2' };
  const a3 = { tenant: 'a', name: 'a3' };
  const b1 = { tenant: 'b', name: 'b1' };

  test('should take one call of each school in turn', () => {
    expect(names(lineOf(a1, a2, a3, b1))).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('should send the school that was served to the end', () => {
    const line = lineOf(a1, a2, b1);
    expect(line.delete(a1)).toBe(true);
    line.served(a1);
    expect(names(line)).toEqual(['b1', 'a2']);
    expect(line.delete(a1)).toBe(false);
    expect(line.size).toBe(2);
  });

  test('should let those that lost workers wait behind everybody', () => {
    const line = lineOf(
      { tenant: 'c', name: 'own fault', rank: 2 },
      { tenant: 'c', name: 'of that school', rank: 1 },
      a1,
      a2,
    );
    expect(names(line)).toEqual(['a1', 'a2', 'of that school', 'own fault']);
  });

  test('should bear that entries leave while they are gone through', () => {
    const line = lineOf(a1, a2, b1);
    const seen: string[] = [];
    for (const entry of line.inTurn()) {
      seen.push(entry.name);
      line.delete(entry);
      line.served(entry);
    }
    expect(seen).toEqual(['a1', 'b1', 'a2']);
    expect([...line]).toEqual([]);
  });
});
