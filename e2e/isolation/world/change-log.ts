import pg from 'pg';

/** One row that a request wrote, as a trigger saw it. */
export type Change = {
  table: string;
  operation: 'INSERT' | 'UPDATE' | 'DELETE';
  id: string;
  tenant: string | null;
};

/** Which rows a request changed, to the row, and the way back. */
export type ChangeLog = {
  /** What changed since it was last asked. */
  take: () => Promise<Change[]>;
  /** Puts the tables of these changes back as they were when the log was opened. */
  undo: (changes: readonly Change[]) => Promise<void>;
  /** Deletes rows without asking any rule, to make room for a row that is the same. */
  remove: (table: string, ids: readonly string[]) => Promise<void>;
  close: () => Promise<void>;
};

// The trigger runs with the rights of its owner: no role of the application can see or spoil the log.
const WATCH = `
  create schema watch;
  revoke all on schema watch from public;
  create table watch.changes (number bigserial, "table" text, operation text, id text, tenant text);
  create function watch.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
  declare
    line jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    before text := case when tg_op = 'UPDATE' then to_jsonb(old) ->> 'tenant_id' end;
  begin
    insert into watch.changes ("table", operation, id, tenant)
    values (tg_argv[0], tg_op, line ->> 'id', line ->> 'tenant_id');
    if before is distinct from (line ->> 'tenant_id') and before is not null then
      insert into watch.changes ("table", operation, id, tenant) values (tg_argv[0], tg_op, line ->> 'id', before);
    end if;
    return null;
  end $$;`;

const TABLES = `
  select c.relname as name, string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   group by c.relname`;

// A school's own row names the school by its id.
const TAKE = `
  with taken as (delete from watch.changes returning *)
  select "table", operation, id, case when "table" = 'tenants' then id else tenant end as tenant from taken order by number`;

/** Starts watching every table, partitions through their parent, and keeps a copy of all rows as they are now. */
export async function openChangeLog(adminUrl: string): Promise<ChangeLog> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(WATCH);
  const columns = new Map<string, string>();
  for (const { name, columns: list } of (await client.query(TABLES)).rows) {
    columns.set(name, list);
    await client.query(
      `create table watch."copy_${name}" as select ${list} from public."${name}";
       create trigger watch after insert or update or delete on public."${name}" for each row execute function watch.note('${name}')`,
    );
  }
  // From here on this connection writes without triggers and foreign keys: it only ever puts back.
  await client.query("set session_replication_role = 'replica'");
  return {
    take: async () => (await client.query(TAKE)).rows,
    undo: async (changes) => {
      for (const table of new Set(changes.map((change) => change.table))) {
        const list = columns.get(table);
        await client.query(
          `delete from public."${table}"; insert into public."${table}" (${list}) overriding system value select ${list} from watch."copy_${table}"`,
        );
      }
    },
    remove: async (table, ids) => {
      await client.query(`delete from public."${table}" where id::text = any($1)`, [ids]);
    },
    close: () => client.end(),
  };
}
