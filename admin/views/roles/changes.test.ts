import { describe, expect, it } from 'vitest';
import type { MatrixRole } from '../../../core/identity/index.ts';
import { changesOf, countChanges, type Draft, differenceOf, wantedRole, wish } from './changes.ts';

const ROLE: MatrixRole = {
  id: 'one',
  code: 'teacher',
  name: 'Teacher',
  nameAr: 'معلم',
  rowScope: 'own_classes',
  revision: 4,
  permissions: ['a.read', 'b.read'],
  users: 2,
  news: [],
};

describe('unsaved changes of roles', () => {
  it('should send nothing for a wish that is taken back', () => {
    let draft: Draft = wish({}, 'one', { permissions: { 'c.read': true } });
    expect(countChanges([ROLE], draft)).toBe(1);
    draft = wish(draft, 'one', { permissions: { 'c.read': false } });
    expect(changesOf([ROLE], draft)).toEqual([]);
    expect(changesOf([ROLE], wish({}, 'one', { name: 'Teacher' }))).toEqual([]);
  });

  it('should send what differs with the revision that was seen', () => {
    const draft = wish(wish({}, 'one', { permissions: { 'a.read': false, 'c.read': true } }), 'one', {
      rowScope: 'school',
    });
    expect(changesOf([ROLE], draft)).toEqual([
      { id: 'one', revision: 4, rowScope: 'school', add: ['c.read'], remove: ['a.read'] },
    ]);
    expect(countChanges([ROLE], draft)).toBe(3);
  });

  it('should keep wishes on a newer version, without those that somebody else fulfilled', () => {
    const draft = wish({}, 'one', { permissions: { 'c.read': true, 'b.read': false } });
    const newer = { ...ROLE, revision: 5, permissions: ['a.read', 'b.read', 'c.read'] };
    expect(changesOf([newer], draft)).toEqual([{ id: 'one', revision: 5, add: [], remove: ['b.read'] }]);
    expect(wantedRole(newer, draft).permissions).toEqual(['a.read', 'c.read']);
    expect(differenceOf(ROLE, newer)).toEqual({
      added: ['c.read'],
      removed: [],
      renamed: false,
      rowScope: false,
    });
  });
});
