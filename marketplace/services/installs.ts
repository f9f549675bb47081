import type { Payload } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import { type AuditEvent, maskingOf, maskValue } from '../../core/observability/index.ts';
import { inTransaction, poolOf, type Queryable, requireFeature } from '../../core/tenancy/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';
import { consentFingerprint, consentOf } from './consent.ts';
import { nextStanding } from './life/install-states.ts';
import { auditInstall, lockInstall, moveInstall, requireInstall } from './life/move-install.ts';
import { requireOnOffer, type VersionState } from './life/version-of.ts';
import { checkSettings } from './plugin-settings.ts';
import { keepSecrets, openSecrets, sealSecrets, splitSecrets } from './secret-settings.ts';

type Actor = AuditEvent['actor'];
const SYSTEM: Actor = { kind: 'system' };

export type CatalogueEntry = {
  id: string;
  pluginId: string;
  versionId: string;
  version: string;
  manifest: PluginManifest;
  state: VersionState;
  reason: string | null;
};

/** The current listed version of an add-on. Throws plugin.unknown. */
export async function findInCatalogue(client: Queryable, pluginId: string): Promise<CatalogueEntry> {
  const { rows } = await client.query(
    `select p.id, v.id as version_id, v.version, v.manifest, v.state, v.state_reason as reason
       from plugins p join plugin_versions v on v.plugin_id = p.id and v.version = p.current_version
      where p.plugin_id = $1 and p.listed`,
    [pluginId],
  );
  const row = rows[0];
  if (!row) throw new AppError('plugin.unknown', { plugin: pluginId });
  return {
    id: row.id,
    pluginId,
    versionId: row.version_id,
    version: row.version,
    manifest: row.manifest,
    state: row.state,
    reason: row.reason,
  };
}

/**
 * Installs an add-on in the school of the scope. `consent` is the fingerprint of the permissions that the page
 * showed, so that nobody accepts what they did not see. Installing again keeps state and settings; after a deletion it
 * begins anew. Throws plugin.unknown, plan.feature_missing, plugin.version_withdrawn, plugin.consent_missing or, while it
 * is being removed, plugin.move_refused.
 */
export async function installAddOn(
  payload: Payload,
  request: { pluginId: string; consent: string; userId?: string; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const entry = await findInCatalogue(client, request.pluginId);
    await requireFeature(client, 'add_ons');
    requireOnOffer(entry, request.pluginId);
    if (request.consent !== consentFingerprint(entry.manifest)) throw new AppError('plugin.consent_missing');
    const known = await lockInstall(client, request.pluginId);
    const next = nextStanding('install', known?.state ?? 'available');
    if (next.kind === 'refused' && known?.state === 'uninstalling')
      throw new AppError('plugin.move_refused', { plugin: request.pluginId, state: known.state });
    if (next.kind !== 'to') return;
    const { rows } = await client.query(
      `insert into plugin_installs (plugin_id, version_id, state, settings, consent, consented_at, consented_by_id)
       values ($1, $2, 'installed', $3, $4, now(), $5)
       on conflict (tenant_id, plugin_id) do update
         set version_id = excluded.version_id, state = excluded.state, settings = excluded.settings,
             consent = excluded.consent, consented_at = excluded.consented_at, consented_by_id = excluded.consented_by_id,
             suspended_for = null, state_note = null, purge_at = null, created_at = now(), updated_at = now()
         where plugin_installs.state::text = 'purged'
       returning tenant_id`,
      [
        entry.id,
        entry.versionId,
        JSON.stringify(checkSettings(entry.manifest, {})),
        JSON.stringify(consentOf(entry.manifest)),
        request.userId ?? null,
      ],
    );
    if (!rows[0]) return;
    await auditInstall(
      client,
      { catalogueId: entry.id, manifest: entry.manifest, tenantId: rows[0].tenant_id },
      {
        action: 'install',
        actor: request.actor ?? SYSTEM,
        before: { state: known?.state ?? 'available' },
        after: { state: 'installed', version: entry.version, consent: request.consent },
      },
    );
  });
}

/** Changes the settings of an installed add-on. */
export async function configureAddOn(
  payload: Payload,
  request: { pluginId: string; settings: unknown; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const install = await requireInstall(client, request.pluginId);
    if (install.state === 'uninstalling')
      throw new AppError('plugin.move_refused', { plugin: request.pluginId, state: install.state });
    const { manifest } = install;
    const known = openSecrets(manifest, install.settings);
    const settings = checkSettings(manifest, keepSecrets(manifest, request.settings, known));
    await client.query('update plugin_installs set settings = $2::jsonb, updated_at = now() where id = $1', [
      install.id,
      JSON.stringify(sealSecrets(manifest, settings)),
    ]);
    const [before = {}, after = {}] = changedSettings(manifest, known, settings);
    await auditInstall(client, install, {
      action: 'configure',
      actor: request.actor ?? SYSTEM,
      before,
      after,
    });
  });
}

/**
 * Switches an installed add-on on or off. Off touches no data: settings and records stay. On needs a plan with add-ons
 * and a version that was not revoked; it also ends a suspension for faults. Throws plugin.not_installed,
 * plan.feature_missing, plugin.version_withdrawn or plugin.move_refused.
 */
export async function switchAddOn(
  payload: Payload,
  request: { pluginId: string; on: boolean; actor?: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const install = await requireInstall(client, request.pluginId);
    const actor = request.actor ?? SYSTEM;
    if (!request.on) {
      await moveInstall(client, install, { action: 'disable', actor });
      return;
    }
    await requireFeature(client, 'add_ons');
    if (install.versionState === 'revoked')
      throw new AppError('plugin.version_withdrawn', {
        plugin: install.pluginId,
        version: install.version,
        reason: install.versionReason ?? install.versionState,
      });
    await moveInstall(client, install, {
      action: install.state === 'suspended' ? 'resume' : 'enable',
      actor,
    });
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
