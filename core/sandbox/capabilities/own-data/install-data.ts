import type { MigrationData, PluginManifest } from '../../../../plugins/sdk/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { refuseCall } from '../registry.ts';
import { countEntries, storedText } from './quota.ts';
import { checkRecord, collectionOf } from './record-fields.ts';

/** What an install keeps as a plugin's migration sees it, with the moments at which values expire (ISO 8601, UTC). */
export type InstallData = Pick<MigrationData, 'kv' | 'records'> & { expiries?: Record<string, string> };

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._:-]{0,199}$/;

/** All keys and records of one install of the school of the scope; expired keys are left out. */
export async function exportInstallData(client: Queryable, installId: string): Promise<InstallData> {
  const kv = await client.query(
    `select key, value, expires_at from plugin_kv
      where install_id = $1 and (expires_at is null or expires_at > now()) order by key`,
    [installId],
  );
  const records = await client.query(
    'select collection, key, value from plugin_records where install_id = $1 order by collection, key',
    [installId],
  );
  const data: Required<InstallData> = { kv: {}, records: {}, expiries: {} };
  for (const { key, value, expires_at } of kv.rows) {
    data.kv[key] = value;
    if (expires_at) data.expiries[key] = expires_at.toISOString();
  }
  for (const { collection, key, value } of records.rows) {
    data.records[collection] ??= {};
    data.records[collection][key] = value;
  }
  return data;
}

/** Deletes all keys and records of one install of the school of the scope, and answers how many there were. */
export async function deleteInstallData(
  client: Queryable,
  installId: string,
): Promise<{ kv: number; records: number }> {
  const counts = await clear(client, installId);
  await client.query('delete from plugin_storage where install_id = $1', [installId]);
  await client.query('delete from plugin_caps where install_id = $1', [installId]);
  await client.query('delete from plugin_aggregate_questions where install_id = $1', [installId]);
  return counts;
}

async function clear(client: Queryable, installId: string): Promise<{ kv: number; records: number }> {
  const kv = await client.query('delete from plugin_kv where install_id = $1', [installId]);
  const records = await client.query('delete from plugin_records where install_id = $1', [installId]);
  return { kv: kv.rowCount ?? 0, records: records.rowCount ?? 0 };
}

/**
 * Puts `data` in the place of everything an install keeps: for rollback and for data migrations. Call it in a transaction.
 * With `manifest`, data that this version could not have written is refused: `record_invalid`, `collection_unknown` or
 * `quota_reached`; names and sizes are always checked (`record_invalid`).
 */
export async function restoreInstallData(
  client: Queryable,
  installId: string,
  data: InstallData,
  manifest?: Pick<PluginManifest, 'collections' | 'storage'>,
): Promise<void> {
  const kv = Object.entries(data.kv).map(([key, value]) => [
    checkedKey(key),
    storedText(value, 'record_invalid'),
  ]);
  const records = Object.entries(data.records).flatMap(([collection, byKey]) =>
    Object.entries(byKey).map(([key, value]) => {
      if (manifest) checkRecord(collectionOf(manifest, collection), value);
      return [collection, checkedKey(key), storedText(value, 'record_invalid')];
    }),
  );
  await clear(client, installId);
  const column = (rows: string[][], index: number) => rows.map((row) => row[index]);
  await client.query(
    `insert into plugin_kv (install_id, key, value, expires_at)
     select $1, key, value::json, expires_at
       from unnest($2::text[], $3::text[], $4::timestamptz[]) as given(key, value, expires_at)`,
    [installId, column(kv, 0), column(kv, 1), kv.map(([key = '']) => data.expiries?.[key] ?? null)],
  );
  await client.query(
    `insert into plugin_records (install_id, collection, key, value)
     select $1, collection, key, value::jsonb
       from unnest($2::text[], $3::text[], $4::text[]) as given(collection, key, value)`,
    [installId, column(records, 0), column(records, 1), column(records, 2)],
  );
  if (manifest && (await countEntries(client, installId)) > manifest.storage.keys)
    refuseCall('quota_reached', `The plugin may keep ${manifest.storage.keys} keys and records.`);
}

function checkedKey(key: string): string {
  return KEY.test(key)
    ? key
    : refuseCall('record_invalid', `${JSON.stringify(key.slice(0, 200))} is not a key.`);
}
