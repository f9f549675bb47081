import type { Queryable } from '../../../tenancy/index.ts';

/**
 * Which of these types a switched-on add-on of the school of the scope listens to. Bulk work asks before it collects:
 * half a million events that nobody hears would cost more than the work itself.
 */
export async function listenedTypes(
  client: Queryable,
  types: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query(
    `select distinct e.name
       from plugin_installs i join plugin_versions v on v.id = i.version_id
       cross join lateral jsonb_to_recordset(v.manifest::jsonb -> 'events') as e(name text)
      where i.state = 'enabled' and e.name = any($1)`,
    [types],
  );
  return new Set(rows.map((row) => String(row.name)));
}
