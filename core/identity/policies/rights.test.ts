import { describe, expect, it } from 'vitest';
import type { RowScope } from '../../tenancy/index.ts';
import { contains, NO_RIGHTS, type Rights, refuseBeyond } from './rights.ts';
import { reaches } from './row-scope.ts';

const rights = (rowScope: RowScope, ...codes: string[]): Rights => ({ rowScope, codes: new Set(codes) });
const codeOf = (work: () => void): string | undefined => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe('the rule of rights', () => {
  it('should order how far rights reach', () => {
    const scopes: RowScope[] = ['school', 'own_classes', 'own_children', 'self'];
    const pairs = scopes.flatMap((own) =>
      scopes.filter((other) => reaches(own, other)).map((other) => `${own} ${other}`),
    );
    expect(pairs).toEqual([
      ...scopes.map((other) => `school ${other}`),
      ...['own_classes own_classes', 'own_classes self'],
      ...['own_children own_children', 'own_children self', 'self self'],
    ]);
  });

  it('should let through what was there before and what the actor holds', () => {
    const actor = rights('own_classes', 'a.read');
    const before = rights('school', 'b.read');
    expect(codeOf(() => refuseBeyond(actor, before, rights('school', 'b.read', 'a.read')))).toBeUndefined();
    expect(codeOf(() => refuseBeyond(actor, before, rights('school', 'b.read', 'c.read')))).toBe(
      'roles.grant_beyond',
    );
    expect(codeOf(() => refuseBeyond(actor, before, rights('school')))).toBe('roles.grant_beyond');
    expect(codeOf(() => refuseBeyond(actor, before, rights('self', 'b.read')))).toBe('roles.scope_beyond');
    expect(codeOf(() => refuseBeyond(actor, NO_RIGHTS, rights('school', 'a.read')))).toBe(
      'roles.scope_beyond',
    );
    expect(codeOf(() => refuseBeyond(actor, NO_RIGHTS, rights('own_classes', 'a.read')))).toBeUndefined();
  });

  it('should put nobody above oneself who holds no more', () => {
    const actor = rights('own_classes', 'a.read', 'b.read');
    expect(contains(actor, rights('self', 'a.read'))).toBe(true);
    expect(contains(actor, rights('school', 'a.read'))).toBe(false);
    expect(contains(actor, rights('own_classes', 'c.read'))).toBe(false);
    expect(contains(actor, rights('school'))).toBe(true);
  });
});
