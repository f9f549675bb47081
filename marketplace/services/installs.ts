import type { Payload } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import { type AuditEvent, maskingOf, maskValue, recordAudit } from '../../core/observability/index.ts';
import { inTransaction, poolOf, type Queryable } from '../../core/tenancy/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';
import { consentFingerprint, consentOf } from './consent.ts';
import { checkSettings } from './plugin-settings.ts';
import { keepSecrets, splitSecrets } from './secret-settings.ts';

type Actor = AuditEvent['actor'];

export type CatalogueEntry = {
  id: string;
  pluginId: string;
  versionId: string;
  version: string;
  manifest: PluginManifest;
};

/** The current listed version of an add-on. Throws plugin.unknown. */
export async function findInCatalogue(client: Queryable, pluginId: string): Promise<CatalogueEntry> {
  const { rows } = await client.query(
    `select p.id, v.id as version_id, v.version, v.manifest
       from plugins p join plugin_versions v on v.plugin_id = p.id and v.version = p.current_version
      where p.plugin_id = $1 and p.listed`,
    [pluginId],
  );
  const row = rows[0];
  if (!row) throw new AppError('plugin.unknown', { plugin: pluginId });
  return { id: row.id, pluginId, versionId: row.version_id, version: row.version, manifest: row.manifest };
}

/**
 * Installs an add-on in the school of the scope. `consent` is the fingerprint of the permissions that the page
 * showed, so that nobody accepts what they did not see. Installing again keeps state and settings.
 */
export async function installAddOn(
  payload: Payload,
  request: { pluginId: string; consent: string; userId?: string; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const entry = await findInCatalogue(client, request.pluginId);
    if (request.consent !== consentFingerprint(entry.manifest)) throw new AppError('plugin.consent_missing');
    const { rowCount } = await client.query(
      `insert into plugin_installs (plugin_id, version_id, state, settings, consent, consented_at, consented_by_id)
       values ($1, $2, 'installed', $3, $4, now(), $5) on conflict (tenant_id, plugin_id) do nothing`,
      [
        entry.id,
        entry.versionId,
        JSON.stringify(checkSettings(entry.manifest, {})),
        JSON.stringify(consentOf(entry.manifest)),
        request.userId ?? null,
      ],
    );
    if (rowCount === 1)
      await record(client, entry, 'install', request.actor, {
        version: entry.version,
        consent: request.consent,
      });
  });
}

/** Changes the settings of an installed add-on. */
export async function configureAddOn(
  payload: Payload,
  request: { pluginId: string; settings: unknown; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const entry = await findInCatalogue(client, request.pluginId);
    const { rows } = await client.query(
      'select settings from plugin_installs where plugin_id = $1 for update',
      [entry.id],
    );
    const settings = checkSettings(
      entry.manifest,
      keepSecrets(entry.manifest, request.settings, rows[0]?.settings),
    );
    await changeInstall(client, entry, 'settings = $2::jsonb', JSON.stringify(settings));
    const [before, after] = changedSettings(entry.manifest, rows[0]?.settings, settings);
    await record(client, entry, 'configure', request.actor, after, before);
  });
}

/** Switches an installed add-on on or off. Off touches no data: settings and records stay. */
export async function switchAddOn(
  payload: Payload,
  request: { pluginId: string; on: boolean; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const entry = await findInCatalogue(client, request.pluginId);
    await changeInstall(
      client,
      entry,
      'state = $2::enum_plugin_installs_state',
      request.on ? 'enabled' : 'installed',
    );
    await record(client, entry, request.on ? 'enable' : 'disable', request.actor);
  });
}

/** Install and switch on in one step, for demo schools: accepts what the current version asks for. */
export async function enableAddOn(
  payload: Payload,
  request: { pluginId: string; consent: 'all' },
): Promise<void> {
  const entry = await findInCatalogue(poolOf(payload), request.pluginId);
  await installAddOn(payload, { pluginId: request.pluginId, consent: consentFingerprint(entry.manifest) });
  await switchAddOn(payload, { pluginId: request.pluginId, on: true });
}

function record(
  client: Queryable,
  entry: CatalogueEntry,
  action: 'install' | 'configure' | 'enable' | 'disable',
  actor: Actor = { kind: 'system' },
  after?: Record<string, unknown>,
  before?: Record<string, unknown>,
): Promise<void> {
  return recordAudit(client, {
    category: 'admin',
    action: `add-ons.${action}`,
    actor,
    subject: { collection: 'plugins', id: entry.id, label: entry.manifest.name.en },
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  });
}

// What a partner calls a secret, and what its name says is one, is told as changed and not shown.
function changedSettings(manifest: PluginManifest, from: unknown, to: unknown): Record<string, unknown>[] {
  const [before, after] = [from, to].map((settings) => (settings ?? {}) as Record<string, unknown>);
  const open = splitSecrets(manifest, { ...before, ...after }).settings;
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  );
  return [before, after].map((settings) =>
    Object.fromEntries(
      names.map((name) => {
        const value = settings?.[name] ?? null;
        const masking = name in open ? maskingOf(name) : 'hide';
        return [name, maskValue(value, masking)];
      }),
    ),
  );
}

async function changeInstall(
  client: Queryable,
  entry: CatalogueEntry,
  assignment: string,
  value: string,
): Promise<void> {
  const { rowCount } = await client.query(
    `update plugin_installs set ${assignment}, updated_at = now() where plugin_id = $1`,
    [entry.id, value],
  );
  if (rowCount === 0) throw new AppError('plugin.not_installed', { plugin: entry.pluginId });
}
