import { asTenant, inTransaction, type Queryable, tenantInfo } from '../../core/tenancy/index.ts';
import { addRealmUser, BASE_DOMAIN, type HttpClient } from '../support/index.ts';
import type { BilledTestSchool, BillingWorld } from './world.ts';

/** The administrator of a billed school, signed in on the school's host. */
export function adminOf(
  world: BillingWorld,
  { host, subdomain, adminPassword }: BilledTestSchool,
): Promise<HttpClient> {
  return world.system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);
}

/** Somebody of the platform's staff, signed in on the console. */
export async function staffOf({ system }: BillingWorld): Promise<HttpClient> {
  const user = await addRealmUser(system.payload, 'platform');
  return system.at(`console.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
}

/** The answer of a call that must succeed; throws with what the product said when it does not. */
export async function answered<T>(
  call: Promise<{ status: number; text: string; json: <U>() => U }>,
): Promise<T> {
  const answer = await call;
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json<T>();
}

/** Runs work in the scope of a school, in a transaction of its own. */
export async function inSchool<T>(
  { system }: BillingWorld,
  { id }: BilledTestSchool,
  work: (client: Queryable) => Promise<T>,
): Promise<T> {
  const { rows } = await system.admin.query('select * from tenants where id = $1', [id]);
  return asTenant(tenantInfo(rows[0]), () => inTransaction(system.pool, work));
}
