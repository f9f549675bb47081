import type pg from 'pg';
import type { Json } from '../../core/sandbox/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';
import type { Consent } from './consent.ts';

/** An install with everything a call of it needs. `sha256` is the identity of the version as it was published. */
export type RunnableInstall = {
  id: string;
  pluginId: string;
  version: string;
  sha256: string;
  /** The platform's, over plugin, version and `sha256`; null where nobody signed. */
  signature: string | null;
  manifest: PluginManifest;
  code: string;
  /** With the values of secrets, which never leave the host. */
  settings: Json;
  consent: Consent;
};

const FIELDS = `i.id, p.plugin_id as "pluginId", v.version, v.sha256, v.signature, v.manifest, v.code, i.settings, i.consent
  from plugin_installs i join plugins p on p.id = i.plugin_id join plugin_versions v on v.id = i.version_id`;

// A revoked version does not run in the moment before its installs are suspended either.
const RUNS = "i.state = 'enabled' and v.state <> 'revoked'";

/**
 * The switched-on installs of the school of the scope that listen to an event and have no receipt for it yet; of an
 * event for one add-on only that one's.
 */
export async function installsForEvent(
  pool: pg.Pool,
  event: { id: string; type: string; audience?: string },
): Promise<RunnableInstall[]> {
  const { rows } = await pool.query<RunnableInstall>(
    `select ${FIELDS}
      where ${RUNS} and v.manifest::jsonb -> 'events' @> jsonb_build_array(jsonb_build_object('name', $1::text))
        and not exists (select from plugin_calls c where c.install_id = i.id and c.event = $2)
        and ($3::text is null or p.plugin_id = $3)
      order by i.created_at`,
    [event.type, event.id, event.audience ?? null],
  );
  return rows;
}

/** The switched-on install of one plugin in the school of the scope, or undefined. */
export async function findRunnable(pool: pg.Pool, pluginId: string): Promise<RunnableInstall | undefined> {
  const { rows } = await pool.query<RunnableInstall>(`select ${FIELDS} where ${RUNS} and p.plugin_id = $1`, [
    pluginId,
  ]);
  return rows[0];
}

/** The switched-on install with this id in the school of the scope, unless it has a receipt under the key. */
export async function findRunnableById(
  pool: pg.Pool,
  id: string,
  key: string,
): Promise<RunnableInstall | undefined> {
  const { rows } = await pool.query<RunnableInstall>(
    `select ${FIELDS} where ${RUNS} and i.id = $1
        and not exists (select from plugin_calls c where c.install_id = i.id and c.event = $2)`,
    [id, key],
  );
  return rows[0];
}
