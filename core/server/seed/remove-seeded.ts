import type pg from 'pg';
import { StartError } from '../embedded/start-error.ts';

/** The schools a seed made, all of them or those of one seed. */
export async function seededSchools(client: pg.ClientBase, seed?: number): Promise<string[]> {
  const { rows } = await client.query(
    'select tenant_id from daftar.seeded_schools where seed = coalesce($1, seed) order by made_at, tenant_id',
    [seed ?? null],
  );
  return rows.map(({ tenant_id }) => String(tenant_id));
}

/**
 * Takes one seeded school out of the database with everything of it, in one transaction. Never any other school: the
 * statement that deletes it names the list of seeded ones. Triggers and references are off for it, because half of what is
 * deleted may only grow while the school lives; so the connection must be a superuser's.
 */
export async function removeSchool(client: pg.ClientBase, tenantId: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query('set local session_replication_role = replica');
    const marked = await client.query('select from daftar.seeded_schools where tenant_id = $1 for update', [
      tenantId,
    ]);
    if (marked.rowCount !== 1)
      throw new StartError(`The school ${tenantId} was not made by a seed and stays.`);
    const { rows } = await client.query(TABLES_OF_SCHOOLS);
    for (const { orphans } of rows)
      for (const sql of orphans as string[]) await client.query(sql, [tenantId]);
    for (const { name } of rows) await client.query(`delete from ${name} where tenant_id = $1`, [tenantId]);
    await client.query('delete from tenants where id = $1', [tenantId]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

// Every table that names a school, and for each the rows of other tables that only point at one of its rows.
const TABLES_OF_SCHOOLS = `
  with named as (
    select c.oid, c.oid::regclass::text as name
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace in ('public'::regnamespace, 'daftar'::regnamespace)
  )
  select n.name, coalesce(array_agg(
           format('delete from %s where %I in (select %I from %s where tenant_id = $1)',
             f.conrelid::regclass, child.attname, parent.attname, n.name)) filter (where f.oid is not null), '{}') as orphans
    from named n
    left join pg_constraint f on f.contype = 'f' and f.confrelid = n.oid and f.conparentid = 0
         and cardinality(f.conkey) = 1 and f.conrelid not in (select oid from named)
         and f.conrelid <> 'tenants'::regclass
    left join pg_attribute child on child.attrelid = f.conrelid and child.attnum = f.conkey[1]
    left join pg_attribute parent on parent.attrelid = f.confrelid and parent.attnum = f.confkey[1]
   group by n.name order by n.name`;
