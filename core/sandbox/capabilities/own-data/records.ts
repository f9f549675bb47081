import type pg from 'pg';
import type { CapabilityInput } from '../../../../plugins/sdk/index.ts';
import type { AnyCapability, Capability } from '../registry.ts';
import { refuseCall } from '../registry.ts';
import { pageByKey } from './kv.ts';
import { MAX_PAGE_BYTES, storedText, withinQuota } from './quota.ts';
import { checkRecord, collectionOf, fieldOf, isStorable, type OwnCollection } from './record-fields.ts';

const MOMENT = `to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"`;

/** `records.*`: the records of one install in the collections that its manifest declares. */
export function recordCapabilities(pool: pg.Pool): AnyCapability[] {
  return [recordsPut(pool), recordsGet(pool), recordsList(pool), recordsDelete(pool)];
}

function recordsPut(pool: pg.Pool): Capability<'records.put'> {
  return {
    name: 'records.put',
    run: async (context, { collection, key, value }) => {
      checkRecord(collectionOf(context.manifest, collection), value);
      const text = storedText(value, 'record_invalid');
      return withinQuota(pool, context, async (client) => {
        const { rows } = await client.query(
          `insert into plugin_records (install_id, collection, key, value) values ($1, $2, $3, $4::jsonb)
           on conflict (tenant_id, install_id, collection, key) do update set value = excluded.value, updated_at = now()
           returning xmax = 0 as added`,
          [context.installId, collection, key, text],
        );
        return { added: rows[0]?.added === true, value: null };
      });
    },
  };
}

function recordsGet(pool: pg.Pool): Capability<'records.get'> {
  return {
    name: 'records.get',
    run: async ({ installId, manifest }, { collection, key }) => {
      collectionOf(manifest, collection);
      const { rows } = await pool.query(
        `select key, value, ${MOMENT} from plugin_records where install_id = $1 and collection = $2 and key = $3`,
        [installId, collection, key],
      );
      return { record: rows[0] ?? null };
    },
  };
}

function recordsList(pool: pg.Pool): Capability<'records.list'> {
  return {
    name: 'records.list',
    run: async ({ installId, manifest }, { collection, where = {}, limit = 50, cursor = '' }) => {
      const conditions = conditionsOf(collectionOf(manifest, collection), where, 6);
      if (conditions === undefined) return { items: [] };
      const { rows } = await pool.query(
        `select key, value, "updatedAt", running, bytes from (
           select key, value, ${MOMENT}, octet_length(value::text) as bytes,
                  sum(octet_length(value::text)) over (order by key) as running
             from plugin_records
            where install_id = $1 and collection = $2 and key > $3 ${conditions.sql}
            order by key limit $4) page
          where running - bytes < $5 order by key`,
        [installId, collection, cursor, limit + 1, MAX_PAGE_BYTES, ...conditions.values],
      );
      return pageByKey(rows, limit, ({ key, value, updatedAt }) => ({ key, value, updatedAt }));
    },
  };
}

function recordsDelete(pool: pg.Pool): Capability<'records.delete'> {
  return {
    name: 'records.delete',
    run: async ({ installId, manifest }, { collection, key }) => {
      collectionOf(manifest, collection);
      await pool.query('delete from plugin_records where install_id = $1 and collection = $2 and key = $3', [
        installId,
        collection,
        key,
      ]);
      return null;
    },
  };
}

const OPERATORS = { equals: '=', atLeast: '>=', atMost: '<=' } as const;
const SQL_TYPE = { string: 'text collate "C"', number: 'numeric', boolean: 'boolean' } as const;

/**
 * The conditions as SQL whose every name and value is a parameter, from $`first` on; undefined when no record can match.
 * A value is compared only with values of its own JSON type: a field whose type changed between versions fails no query.
 */
function conditionsOf(
  collection: OwnCollection,
  where: NonNullable<CapabilityInput<'records.list'>['where']>,
  first: number,
): { sql: string; values: unknown[] } | undefined {
  const values: unknown[] = [];
  const parameter = (value: unknown) => {
    values.push(value);
    return `$${first + values.length - 1}`;
  };
  let sql = '';
  for (const [name, condition] of Object.entries(where)) {
    const { type } = fieldOf(collection, name);
    const jsonType = type === 'date' ? 'string' : type;
    for (const [operator, sign] of Object.entries(OPERATORS)) {
      const value = condition[operator as keyof typeof OPERATORS];
      if (value === undefined) continue;
      if (typeof value !== jsonType)
        refuseCall('record_invalid', `where.${name}.${operator}: it must be a ${jsonType}.`);
      if (typeof value === 'string' && !isStorable(value)) return undefined;
      const field = parameter(name);
      sql += ` and case when jsonb_typeof(value -> ${field}::text) = '${jsonType}'
        then (value ->> ${field}::text)::${SQL_TYPE[jsonType]} ${sign} ${parameter(value)}::${SQL_TYPE[jsonType]} else false end`;
    }
  }
  return { sql, values };
}
