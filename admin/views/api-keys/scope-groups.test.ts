import { describe, expect, it } from 'vitest';
import { groupScopes } from './scope-groups.ts';

describe('groups of permissions', () => {
  it('should keep every code once, and put what is new under administration', () => {
    const codes = ['roles.read', 'students.read', 'finance.write', 'students.write', 'library.read'];
    const groups = groupScopes(codes);
    expect(groups.map(({ group }) => group)).toEqual(['people', 'money', 'administration']);
    expect(groups.flatMap(({ scopes }) => scopes).sort()).toEqual([...codes].sort());
    expect(groups.at(-1)?.scopes).toEqual(['roles.read', 'library.read']);
  });
});
