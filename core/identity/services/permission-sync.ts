import type { Queryable } from '../../tenancy/index.ts';
import { PERMISSION_CATALOGUE } from './permission-catalogue.ts';

/** Writes the permission catalogue of this release into the database, where the panel shows it. Platform scope. */
export async function syncPermissions(client: Queryable): Promise<void> {
  const entries = Object.entries(PERMISSION_CATALOGUE);
  await client.query(
    `insert into permissions (code, description, description_ar)
     select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (code) do update set description = excluded.description, description_ar = excluded.description_ar
      where (permissions.description, permissions.description_ar) is distinct from (excluded.description, excluded.description_ar)`,
    [entries.map(([code]) => code), entries.map(([, [en]]) => en), entries.map(([, [, ar]]) => ar)],
  );
}
