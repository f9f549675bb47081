import type { MatrixRole, RoleChange } from '../../../core/identity/index.ts';

/** What the editor wants of one role; what is left out stays as it is. */
export type Wanted = {
  name?: string;
  nameAr?: string;
  rowScope?: MatrixRole['rowScope'];
  /** True to give a permission, false to take it. */
  permissions: Readonly<Record<string, boolean>>;
};

/** Unsaved wishes by role id. They say what should be, not what to turn over, so they fit on newer roles too. */
export type Draft = Readonly<Record<string, Wanted>>;

/** A role as it would be after saving. */
export function wantedRole(role: MatrixRole, draft: Draft): MatrixRole {
  const wanted = draft[role.id];
  if (!wanted) return role;
  const codes = new Set(role.permissions);
  for (const [code, on] of Object.entries(wanted.permissions)) {
    if (on) codes.add(code);
    else codes.delete(code);
  }
  return {
    ...role,
    name: wanted.name ?? role.name,
    nameAr: wanted.nameAr ?? role.nameAr,
    rowScope: wanted.rowScope ?? role.rowScope,
    permissions: [...codes].sort(),
  };
}

/** The draft with one more wish about a role. */
export function wish(draft: Draft, id: string, wanted: Partial<Wanted>): Draft {
  const before = draft[id] ?? { permissions: {} };
  return {
    ...draft,
    [id]: { ...before, ...wanted, permissions: { ...before.permissions, ...wanted.permissions } },
  };
}

/** How one version of a role differs from another. */
export type Difference = {
  added: string[];
  removed: string[];
  renamed: boolean;
  rowScope: boolean;
};

/** What changed between two versions of a role. */
export function differenceOf(before: MatrixRole, after: MatrixRole): Difference {
  return {
    added: after.permissions.filter((code) => !before.permissions.includes(code)),
    removed: before.permissions.filter((code) => !after.permissions.includes(code)),
    renamed: before.name !== after.name || (before.nameAr ?? '') !== (after.nameAr ?? ''),
    rowScope: before.rowScope !== after.rowScope,
  };
}

/** How many things differ. */
export function sizeOf({ added, removed, renamed, rowScope }: Difference): number {
  return added.length + removed.length + Number(renamed) + Number(rowScope);
}

/** What has to be sent for a draft: only what really differs from the roles as they are stored. */
export function changesOf(roles: readonly MatrixRole[], draft: Draft): RoleChange[] {
  return roles.flatMap((role) => {
    const after = wantedRole(role, draft);
    const difference = differenceOf(role, after);
    if (sizeOf(difference) === 0) return [];
    return [
      {
        id: role.id,
        revision: role.revision,
        ...(difference.renamed ? { name: after.name, nameAr: after.nameAr } : {}),
        ...(difference.rowScope ? { rowScope: after.rowScope } : {}),
        add: difference.added,
        remove: difference.removed,
      },
    ];
  });
}

/** How many single changes a draft holds, over all roles. */
export function countChanges(roles: readonly MatrixRole[], draft: Draft): number {
  return roles.reduce((sum, role) => sum + sizeOf(differenceOf(role, wantedRole(role, draft))), 0);
}
