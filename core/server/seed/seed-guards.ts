import type pg from 'pg';
import type { Settings } from '../../kernel/index.ts';
import { StartError } from '../embedded/start-error.ts';
import type { SchoolPlan } from './seed-plan.ts';

/** Schools that are no customer's: those of `daftar start` on an empty database. */
const DEMO_SCHOOLS = ['alnoor', 'lulu'];

/** Ends with one sentence when this installation is no place for made-up schools. */
export function refuseProduction(settings: Pick<Settings, 'DAFTAR_ENV'>): void {
  if (settings.DAFTAR_ENV === 'production')
    throw new StartError('Made-up schools are not written into production; DAFTAR_ENV says that this is it.');
}

/** Ends with one sentence when the login cannot write past the wall: COPY does not work under row-level security. */
export async function requirePowers(client: pg.ClientBase): Promise<{ isSuperuser: boolean }> {
  const { rows } = await client.query(
    'select rolsuper, rolsuper or rolbypassrls as passes, rolname from pg_roles where rolname = current_user',
  );
  if (rows[0].passes !== true)
    throw new StartError(
      `The login "${rows[0].rolname}" may not write for many schools at once: seeding needs a superuser or a role with BYPASSRLS in DATABASE_MIGRATION_URL.`,
    );
  return { isSuperuser: rows[0].rolsuper === true };
}

/**
 * Looks at the schools that are there: those of customers stop a seed unless `besideOthers`, those of the same addresses
 * unless `replace`; the ids of the seeded schools to remove first are returned.
 */
export async function checkSchools(
  client: pg.ClientBase,
  plans: readonly SchoolPlan[],
  asked: { besideOthers: boolean; replace: boolean },
): Promise<string[]> {
  const { rows } = await client.query(
    `select t.id, t.subdomain, s.tenant_id is not null as seeded
       from tenants t left join daftar.seeded_schools s on s.tenant_id = t.id`,
  );
  const own = rows.filter(({ seeded, subdomain }) => !seeded && !DEMO_SCHOOLS.includes(subdomain));
  const wanted = new Set(plans.map(({ subdomain }) => subdomain));
  const taken = own.find(({ subdomain }) => wanted.has(subdomain));
  if (taken)
    throw new StartError(
      `The school ${taken.subdomain} was not made by a seed and stays; choose another --seed.`,
    );
  if (own.length > 0 && !asked.besideOthers)
    throw new StartError(
      `The database has ${own.length} schools of its own, such as ${own[0].subdomain}; repeat with --beside-others when made-up schools may stand beside them.`,
    );
  const there = rows.filter(({ seeded, subdomain }) => seeded && wanted.has(subdomain));
  if (there.length > 0 && !asked.replace)
    throw new StartError(
      `${there.length} of these schools are there already, such as ${there[0].subdomain}; repeat with --replace to make them anew, or choose another --seed.`,
    );
  return there.map(({ id }) => String(id));
}
