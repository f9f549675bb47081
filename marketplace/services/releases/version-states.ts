import type pg from 'pg';
import { AppError } from '../../../core/kernel/index.ts';
import { recordAudit } from '../../../core/observability/index.ts';
import { asSystem, currentScope, inTransaction, type Queryable } from '../../../core/tenancy/index.ts';
import type { Actor } from '../life/move-install.ts';
import type { VersionState } from '../life/version-of.ts';
import { appendRelease, type ReleaseAction } from './ledger.ts';
import { readVersions } from './offered-version.ts';

const STATE_OF: Record<Exclude<ReleaseAction, 'publish'>, VersionState> = {
  deprecate: 'deprecated',
  yank: 'yanked',
  revoke: 'revoked',
};
const ORDER: VersionState[] = ['listed', 'deprecated', 'yanked', 'revoked'];

export type VersionChange = {
  pluginId: string;
  /** All versions of the add-on without it. */
  version?: string;
  action: Exclude<ReleaseAction, 'publish'>;
  /** Schools and the ledger show it. */
  reason: string;
  actor: Actor;
};

/**
 * Deprecates, yanks or revokes one version of an add-on, or all of them, with its entry in the ledger and the trail. A
 * revoked version stops in every process within seconds (see watch-revocations.ts). Rollouts of a version that is taken
 * away stop, those of a revoked one come back. Answers the versions that changed. Throws plugin.reason_needed,
 * plugin.unknown, plugin.version_unknown or plugin.state_only_rises.
 */
export async function changeVersionState(
  pool: pg.Pool,
  change: VersionChange,
): Promise<{ changed: string[] }> {
  const reason = change.reason.trim();
  if (reason.length < 5) throw new AppError('plugin.reason_needed');
  return asPlatform(() =>
    inTransaction(pool, async (client) => {
      const { pluginId, action } = change;
      const found = await client.query(
        'select id, name, current_version from plugins where plugin_id = $1 for update',
        [pluginId],
      );
      const plugin = found.rows[0];
      if (!plugin) throw new AppError('plugin.unknown', { plugin: pluginId });
      const { rows } = await client.query(
        `select id, version, sha256, state from plugin_versions
          where plugin_id = $1 and ($2::text is null or version = $2) order by created_at for update`,
        [plugin.id, change.version ?? null],
      );
      if (change.version !== undefined && rows.length === 0)
        throw new AppError('plugin.version_unknown', { plugin: pluginId, version: change.version });
      const state = STATE_OF[action];
      const due = rows.filter((row) => ORDER.indexOf(row.state) < ORDER.indexOf(state));
      const [only] = rows;
      if (due.length === 0 && only?.state !== state)
        throw new AppError('plugin.state_only_rises', {
          plugin: pluginId,
          version: only?.version ?? '',
          state: only?.state ?? '',
        });
      for (const row of due) {
        await client.query(
          'update plugin_versions set state = $2::enum_plugin_versions_state, state_reason = $3, updated_at = now() where id = $1',
          [row.id, state, reason],
        );
        const { actor } = change;
        await appendRelease(client, {
          pluginId,
          version: row.version,
          sha256: row.sha256,
          action,
          reason,
          actor: actor.label ?? actor.kind,
        });
        await stopRollouts(client, row.id, state, reason);
        await recordAudit(client, {
          category: 'admin',
          action: `releases.${action}`,
          actor,
          subject: { collection: 'plugin-versions', id: row.id, label: `${plugin.name} ${row.version}` },
          before: { state: row.state },
          after: { state },
          details: { reason },
        });
      }
      await settleCurrent(client, plugin.id, plugin.current_version);
      return { changed: due.map((row) => String(row.version)) };
    }),
  );
}

/** New installs get the newest version that is not taken away; with none left the add-on leaves the catalogue. */
async function settleCurrent(client: Queryable, catalogueId: string, current: string): Promise<void> {
  const versions = await readVersions(client, catalogueId);
  const isOpen = (state: VersionState) => state === 'listed' || state === 'deprecated';
  const known = versions.find(({ version }) => version === current);
  if (known && isOpen(known.state)) return;
  const next =
    versions.find(({ state, heldBack }) => state === 'listed' && !heldBack) ??
    versions.find(({ state, heldBack }) => isOpen(state) && !heldBack);
  if (next)
    await client.query('update plugins set current_version = $2, updated_at = now() where id = $1', [
      catalogueId,
      next.version,
    ]);
  else
    await client.query('update plugins set listed = false, updated_at = now() where id = $1', [catalogueId]);
}

async function stopRollouts(
  client: Queryable,
  versionId: string,
  state: VersionState,
  reason: string,
): Promise<void> {
  if (state === 'deprecated') return;
  await client.query(
    `update plugin_rollouts set state = $2, reason = $3 where version_id = $1 and state in ('running', 'paused')`,
    [versionId, state === 'revoked' ? 'rolling_back' : 'paused', reason],
  );
}

/** The console's scope keeps the address and the request of whoever acts; a school's reaches none of this. */
export function asPlatform<T>(work: () => T): T {
  return currentScope()?.kind === 'platform' ? work() : asSystem(work);
}
