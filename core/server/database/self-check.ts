import pg from 'pg';
import { StartError } from '../embedded/start-error.ts';

type Finding = { sentence: string; offenders: (database: pg.Client) => Promise<string[]> };

const names = async (database: pg.Client, query: string): Promise<string[]> => {
  const { rows } = await database.query({ text: query, rowMode: 'array' });
  return rows.map(([name]) => String(name));
};

const FINDINGS: Finding[] = [
  {
    sentence: 'is a superuser or passes over row-level security, so the wall between schools would not hold',
    offenders: (database) =>
      names(
        database,
        'select rolname from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)',
      ),
  },
  {
    sentence: 'may create roles or databases, which the application never needs',
    offenders: (database) =>
      names(
        database,
        'select rolname from pg_roles where rolname = current_user and (rolcreaterole or rolcreatedb or rolreplication)',
      ),
  },
  {
    sentence: 'owns tables and could take their wall away',
    offenders: (database) =>
      names(
        database,
        `select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
          where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace
            and pg_has_role(current_user, r.oid, 'member') order by 1 limit 5`,
      ),
  },
  {
    sentence: 'reaches tables of schools that have no forced row-level security',
    offenders: (database) =>
      names(
        database,
        `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
          where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
            and a.attname = 'tenant_id' and not a.attisdropped
            and not (c.relrowsecurity and c.relforcerowsecurity) order by 1 limit 5`,
      ),
  },
  {
    sentence: 'may become a role that passes over row-level security',
    offenders: (database) =>
      names(
        database,
        `select rolname from pg_roles where (rolsuper or rolbypassrls) and rolname <> current_user
          and pg_has_role(current_user, oid, 'member') order by 1 limit 5`,
      ),
  },
];

/**
 * Looks at the login the application works with before it works: it owns nothing, may nothing special, and every table
 * of schools has its wall. Throws a StartError that names what is wrong and where.
 */
export async function checkDatabaseLogin(applicationUrl: string): Promise<void> {
  const database = new pg.Client({ connectionString: applicationUrl, connectionTimeoutMillis: 5000 });
  await database.connect();
  try {
    for (const { sentence, offenders } of FINDINGS) {
      const found = await offenders(database);
      if (found.length > 0)
        throw new StartError(
          `Daftar does not start: the login "${database.user}" of the application ${sentence} (${found.join(', ')}). See docs/operations.md, "Roles of the database".`,
        );
    }
  } finally {
    await database.end();
  }
}
