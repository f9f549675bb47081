import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './registry.ts';

describe('the mutants', () => {
  it('should be many, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(14);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.filter((mutant) => 'find' in mutant))(
    'should find the one line it changes: $name',
    ({ file, find }) => {
      expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
    },
  );

  it.each(MUTANTS)('should name a suite that exists: $name', ({ suite }) => {
    expect(existsSync(suite.file) || existsSync(`${suite.file}-1.iso.test.ts`)).toBe(true);
  });
});
