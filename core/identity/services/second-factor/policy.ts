import { currentScope, idOf, type Queryable } from '../../../tenancy/index.ts';

export type FactorUser = { id: string; realm: string; role?: unknown };

/**
 * Whether this person must have a second factor: always on the console and the partner host; at a school as its setting
 * says, where staff are all whose role reaches more than themselves and their own children.
 */
export async function needsSecondFactor(database: Queryable, user: FactorUser): Promise<boolean> {
  const scope = currentScope();
  if (scope?.kind !== 'tenant') return true;
  const rule = scope.tenant.requireSecondFactor;
  if (rule !== 'staff') return rule === 'everybody';
  const role = idOf(user.role);
  if (role === undefined) return false;
  const { rows } = await database.query('select row_scope from roles where id = $1', [role]);
  return rows[0]?.row_scope === 'school' || rows[0]?.row_scope === 'own_classes';
}
