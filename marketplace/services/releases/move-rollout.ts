import type pg from 'pg';
import { recordAudit } from '../../../core/observability/index.ts';
import { asSystem, type Queryable } from '../../../core/tenancy/index.ts';
import { compareVersions, type PluginManifest } from '../../../plugins/sdk/index.ts';
import type { Bands, VersionFigures } from './rings.ts';

export type Figures = {
  before: VersionFigures;
  now: VersionFigures;
  bands: Bands;
  inRing: number;
  installs: number;
};

/** One rollout as a look at it reads it. */
export type Rollout = {
  id: string;
  state: 'running' | 'rolling_back' | 'rolled_back';
  ring: number;
  ringStartedAt: Date;
  createdAt: Date;
  reason: string | null;
  catalogueId: string;
  pluginId: string;
  name: string;
  versionId: string;
  version: string;
  sha256: string;
  manifest: PluginManifest;
  baselineSha256: string;
};

export const ROLLOUT_ACTOR = { kind: 'system', label: 'rollout' } as const;
type Tools = { pool: pg.Pool };

/** What was passed over is asked again in the next ring: its trouble may be over. */
export async function nextRing(tools: Tools, rollout: Rollout, now: Date, figures: Figures): Promise<void> {
  await asSystem(async () => {
    await tools.pool.query('delete from plugin_upgrade_holds where rollout_id = $1', [rollout.id]);
    await tools.pool.query(
      `update plugin_rollouts set ring = ring + 1, ring_started_at = $3, figures = $4
        where id = $1 and ring = $2 and state = 'running'`,
      [rollout.id, rollout.ring, now, JSON.stringify(figures)],
    );
  });
}

/** Takes a rollout from the state it was read in to another, once, with what follows from it. */
export async function moveRollout(
  { pool }: Tools,
  rollout: Rollout,
  to: 'rolling_back' | 'rolled_back' | 'done',
  now: Date,
  figures?: Figures,
  reason?: string,
): Promise<boolean> {
  return asSystem(async () => {
    const { rowCount } = await pool.query(
      `update plugin_rollouts set state = $3::varchar, figures = coalesce($4, figures), reason = coalesce($5, reason),
              ended_at = case when $3::varchar = 'rolling_back' then null else $6::timestamptz end
        where id = $1 and state = $2`,
      [rollout.id, rollout.state, to, figures ? JSON.stringify(figures) : null, reason ?? null, now],
    );
    if (rowCount !== 1) return false;
    if (to === 'rolling_back')
      await pool.query('update plugin_versions set held_back = true where id = $1', [rollout.versionId]);
    if (to === 'done') await makeCurrent(pool, rollout);
    await tellStaff(pool, rollout, to, reason);
    return true;
  });
}

/** A version that asks for more may have become current meanwhile; new installs never get an older one for it. */
async function makeCurrent(client: Queryable, rollout: Rollout): Promise<void> {
  const { rows } = await client.query('select current_version as current from plugins where id = $1', [
    rollout.catalogueId,
  ]);
  if (compareVersions(rollout.version, rows[0]?.current ?? '0.0.0') <= 0) return;
  await client.query('update plugins set current_version = $2, updated_at = now() where id = $1', [
    rollout.catalogueId,
    rollout.version,
  ]);
}

function tellStaff(client: Queryable, rollout: Rollout, to: string, reason?: string): Promise<void> {
  return recordAudit(client, {
    category: 'admin',
    action: `rollouts.${to}`,
    outcome: to === 'rolling_back' ? 'alarm' : 'success',
    actor: ROLLOUT_ACTOR,
    subject: {
      collection: 'plugin-versions',
      id: rollout.versionId,
      label: `${rollout.name} ${rollout.version}`,
    },
    ...(reason ? { details: { reason } } : {}),
  });
}
