import type pg from 'pg';
import type { AnyCapability, Capability } from '../registry.ts';
import { refuseCall } from '../registry.ts';
import { MAX_PAGE_BYTES, storedText, withinQuota } from './quota.ts';

const IS_ALIVE = '(expires_at is null or expires_at > now())';

/** `kv.*`: the values of one install. The school comes from the scope and the install from the host, never from a key. */
export function kvCapabilities(pool: pg.Pool): AnyCapability[] {
  return [kvGet(pool), kvSet(pool), kvIncrement(pool), kvDelete(pool), kvList(pool)];
}

function kvGet(pool: pg.Pool): Capability<'kv.get'> {
  return {
    name: 'kv.get',
    run: async ({ installId }, { key }) => {
      const { rows } = await pool.query(
        `select value from plugin_kv where install_id = $1 and key = $2 and ${IS_ALIVE}`,
        [installId, key],
      );
      return { value: rows[0]?.value ?? null };
    },
  };
}

function kvSet(pool: pg.Pool): Capability<'kv.set'> {
  return {
    name: 'kv.set',
    run: (context, { key, value, expiresInSeconds }) => {
      const text = storedText(value, 'value_too_large');
      return withinQuota(pool, context, async (client) => {
        const { rows } = await client.query(
          `insert into plugin_kv (install_id, key, value, expires_at)
           values ($1, $2, $3::json, now() + make_interval(secs => $4))
           on conflict (tenant_id, install_id, key) do update
              set value = excluded.value, expires_at = excluded.expires_at, updated_at = now()
           returning xmax = 0 as added`,
          [context.installId, key, text, expiresInSeconds ?? null],
        );
        return { added: rows[0]?.added === true, value: null };
      });
    },
  };
}

function kvIncrement(pool: pg.Pool): Capability<'kv.increment'> {
  return {
    name: 'kv.increment',
    run: (context, { key, by }) =>
      withinQuota(pool, context, async (client) => {
        // 15 digits stay exact in JavaScript, sum included. An expired number begins at 0 again.
        const { rows } = await client.query(
          `insert into plugin_kv (install_id, key, value) values ($1, $2, to_json($3::bigint))
           on conflict (tenant_id, install_id, key) do update
              set value = to_json($3::bigint + case when plugin_kv.expires_at <= now() then 0 else plugin_kv.value::text::bigint end),
                  expires_at = case when plugin_kv.expires_at <= now() then null else plugin_kv.expires_at end,
                  updated_at = now()
            where plugin_kv.expires_at <= now() or plugin_kv.value::text ~ '^-?[0-9]{1,15}$'
           returning value, xmax = 0 as added`,
          [context.installId, key, by],
        );
        if (!rows[0])
          refuseCall(
            'not_a_number',
            'The key holds something else than a whole number of at most 15 digits.',
          );
        return { added: rows[0].added === true, value: { value: Number(rows[0].value) } };
      }),
  };
}

function kvDelete(pool: pg.Pool): Capability<'kv.delete'> {
  return {
    name: 'kv.delete',
    run: async ({ installId }, { key }) => {
      await pool.query('delete from plugin_kv where install_id = $1 and key = $2', [installId, key]);
      return null;
    },
  };
}

function kvList(pool: pg.Pool): Capability<'kv.list'> {
  return {
    name: 'kv.list',
    run: async ({ installId }, { prefix = '', limit = 50, cursor = '' }) => {
      const { rows } = await pool.query(
        `select key, value, running, bytes from (
           select key, value, octet_length(value::text) as bytes,
                  sum(octet_length(value::text)) over (order by key) as running
             from plugin_kv
            where install_id = $1 and starts_with(key, $2) and key > $3 and ${IS_ALIVE}
            order by key limit $4) page
          where running - bytes < $5 order by key`,
        [installId, prefix, cursor, limit + 1, MAX_PAGE_BYTES],
      );
      return pageByKey(rows, limit, ({ key, value }) => ({ key, value }));
    },
  };
}

/** One page of rows that came in the order of their keys; `rows` may be one longer, and may end early by bytes. */
export function pageByKey<Row extends { key: string; running: string; bytes: number }, Item>(
  rows: Row[],
  limit: number,
  itemOf: (row: Row) => Item,
): { items: Item[]; cursor?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const endedByBytes = last !== undefined && Number(last.running) >= MAX_PAGE_BYTES;
  const isMore = rows.length > limit || endedByBytes;
  return { items: page.map(itemOf), ...(isMore && last ? { cursor: last.key } : {}) };
}
