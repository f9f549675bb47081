import { currentScope, idOf, type Queryable, type RowScope } from '../../../tenancy/index.ts';

export type FactorUser = { id: string; realm: string; role?: unknown };

/**
 * Whether this person must have a second factor: always on the console and the partner host; at a school as its setting
 * says, where staff are all whose role reaches more than themselves and their own children.
 */
export async function needsSecondFactor(database: Queryable, user: FactorUser): Promise<boolean> {
  const role = idOf(user.role);
  if (currentScope()?.kind !== 'tenant' || role === undefined) return isFactorCompulsory(undefined);
  const { rows } = await database.query('select row_scope from roles where id = $1', [role]);
  return isFactorCompulsory(rows[0]?.row_scope);
}

/** The same for somebody whose role reaches these rows; undefined for a person without a role. */
export function isFactorCompulsory(rowScope: RowScope | undefined): boolean {
  const scope = currentScope();
  if (scope?.kind !== 'tenant') return true;
  const rule = scope.tenant.requireSecondFactor;
  if (rule !== 'staff') return rule === 'everybody';
  return rowScope === 'school' || rowScope === 'own_classes';
}
