import type { Queryable } from '../../../tenancy/index.ts';

/** True when the plan of the scope's school includes single sign-on. Asked anew each time. */
export async function ssoInPlan(database: Queryable): Promise<boolean> {
  const { rows } = await database.query(
    `select p.features ? 'sso' as allowed from tenants t join plans p on p.id = t.plan_id
      where t.id = daftar.current_school()`,
  );
  return rows[0]?.allowed === true;
}
