import { currentScope, planAllows, type Queryable } from '../../../tenancy/index.ts';

/**
 * Whether this user may sign in with a password: always, unless the school lets people in through its identity provider
 * alone; then only those who keep a password for the day the provider is away. A school whose plan lost single sign-on
 * has its passwords back, because otherwise nobody could come in.
 */
export async function passwordAllowed(
  database: Queryable,
  user: { breakGlass?: boolean | null },
): Promise<boolean> {
  if (user.breakGlass || currentScope()?.kind !== 'tenant') return true;
  const { rows } = await database.query('select 1 from sso_connections where enabled and enforced limit 1');
  return rows.length === 0 || !(await planAllows(database, 'sso'));
}
