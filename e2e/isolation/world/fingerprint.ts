import type { TestSchool } from '../../support/index.ts';
import type { World } from './world.ts';

/** One fingerprint of each table's rows of a school, as they are on disk: every table that names a school. */
export async function fingerprintOf({ system }: World, school: TestSchool): Promise<Record<string, string>> {
  const { rows: tables } = await system.admin.query(
    `select c.relname as name from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname !~ 'session|audit|sign_in|login|attempt|limit' and c.relname <> 'users'
      order by 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await system.admin.query(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
         from "${name}" t where tenant_id = $1`,
      [school.tenant.id],
    );
    prints[name] = rows[0].print;
  }
  return prints;
}
