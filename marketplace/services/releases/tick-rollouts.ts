import { isAppError } from '../../../core/kernel/index.ts';
import { type Logger, recordAudit } from '../../../core/observability/index.ts';
import {
  asSystem,
  asTenant,
  type Queryable,
  TENANT_COLUMNS,
  tenantInfo,
} from '../../../core/tenancy/index.ts';
import { compareVersions, diffConsent, type PluginManifest } from '../../../plugins/sdk/index.ts';
import { INSTALLS_IN_TURN, TO_UNDO, VERSION_FIGURES, WORKING_ROLLOUTS } from '../../sql/rollouts.ts';
import { type Consent, consentOf } from '../consent.ts';
import { rollbackInstall } from '../life/rollback-install.ts';
import { type LifeTools, upgradeInstall } from '../life/upgrade-install.ts';
import {
  type Bands,
  bandsAround,
  isWatched,
  judge,
  RINGS,
  ringSize,
  type Verdict,
  type VersionFigures,
} from './rings.ts';

export type RolloutTools = LifeTools & { logger: Logger };

export type Figures = {
  before: VersionFigures;
  now: VersionFigures;
  bands: Bands;
  inRing: number;
  installs: number;
};

type Rollout = {
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

type Turn = {
  id: string;
  tenantId: string;
  versionId: string;
  version: string;
  consent: Consent | null;
  status: string;
  held: boolean;
  declined: boolean;
};

const ACTOR = { kind: 'system', label: 'rollout' } as const;
/** How far back the version before is counted. */
const BASELINE_DAYS = 7;

/**
 * One look at every rollout: brings the installs of the ring to the version, judges the version by its receipts, and then
 * goes on, ends, or takes every upgraded install back with its data. Bears running in several processes at once: each
 * step is conditional in the database. `now` is the real time but in tests.
 */
export async function tickRollouts(tools: RolloutTools, now = new Date()): Promise<void> {
  const { rows } = await asSystem(() => tools.pool.query<Rollout>(WORKING_ROLLOUTS));
  for (const rollout of rows) {
    try {
      if (rollout.state === 'running') await advance(tools, rollout, now);
      else await takeBack(tools, rollout, now);
    } catch (err) {
      tools.logger.error({
        err,
        rollout: rollout.id,
        plugin: rollout.pluginId,
        msg: 'a rollout could not go on',
      });
    }
  }
}

async function advance(tools: RolloutTools, rollout: Rollout, now: Date): Promise<void> {
  const ring = await ringOf(tools, rollout);
  for (const turn of ring.due) await upgradeOne(tools, rollout, turn, now);
  const figures = await measure(tools, rollout, ring, now);
  const verdict = judge(figures.now, figures.bands);
  if (verdict.kind === 'leaves') {
    const isMine = await change(tools, rollout, 'rolling_back', now, figures, reasonOf(verdict));
    if (isMine) await takeBack(tools, { ...rollout, state: 'rolling_back', reason: reasonOf(verdict) }, now);
    return;
  }
  const isLast = rollout.ring >= RINGS.length - 1;
  const isThrough = isWatched({ ring: rollout.ring, startedAt: rollout.ringStartedAt }, verdict, now);
  if (isThrough && isLast) await change(tools, rollout, 'done', now, figures);
  else if (isThrough) await nextRing(tools, rollout, now, figures);
  else
    await asSystem(() =>
      tools.pool.query('update plugin_rollouts set figures = $2 where id = $1', [
        rollout.id,
        JSON.stringify(figures),
      ]),
    );
}

async function ringOf(
  { pool }: RolloutTools,
  rollout: Rollout,
): Promise<{ due: Turn[]; inRing: number; installs: number }> {
  const { rows } = await asSystem(() =>
    pool.query<Turn>(INSTALLS_IN_TURN, [rollout.catalogueId, rollout.id]),
  );
  const asked = consentOf(rollout.manifest);
  // A school that accepted less than the version asks for waits for its own consent, and is in no ring.
  const installs = rows.filter(
    ({ consent }) => consent !== null && !diffConsent(consent, asked).needsConsent,
  );
  const members = installs.slice(0, ringSize(rollout.ring, installs.length));
  const due = members.filter(
    (turn) =>
      !turn.held &&
      !turn.declined &&
      (turn.status === 'trial' || turn.status === 'active') &&
      compareVersions(turn.version, rollout.version) < 0,
  );
  return { due, inRing: members.length, installs: installs.length };
}

async function upgradeOne(tools: RolloutTools, rollout: Rollout, turn: Turn, now: Date): Promise<void> {
  const { pluginId, version, id: rolloutId } = rollout;
  try {
    await inSchool(tools, turn.tenantId, () =>
      upgradeInstall(tools, { pluginId, version, actor: ACTOR, rolloutId, kind: 'ring', now }),
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    // Another process was first, or the cage had no room; neither is the version's fault.
    if (error.code === 'plugin.no_upgrade' || error.code === 'service.busy') return;
    tools.logger.warn({
      plugin: pluginId,
      version,
      tenant: turn.tenantId,
      code: error.code,
      msg: 'an upgrade was held',
    });
    await asSystem(() =>
      tools.pool.query(
        `insert into plugin_upgrade_holds (tenant_id, install_id, rollout_id, reason) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [turn.tenantId, turn.id, rolloutId, error.code],
      ),
    );
  }
}

async function measure(
  { pool }: RolloutTools,
  rollout: Rollout,
  ring: { inRing: number; installs: number },
  now: Date,
): Promise<Figures> {
  const count = async (sha256: string, from: Date, until: Date) =>
    (await asSystem(() => pool.query<VersionFigures>(VERSION_FIGURES, [sha256, from, until]))).rows[0] ?? {
      calls: 0,
      errors: 0,
      timeouts: 0,
      cpuMs: 0,
    };
  const since = new Date(rollout.createdAt.getTime() - BASELINE_DAYS * 86_400_000);
  const before = await count(rollout.baselineSha256, since, rollout.createdAt);
  // Calls that are written while this runs belong to this look too.
  const found = await count(
    rollout.sha256,
    rollout.createdAt,
    new Date(Math.max(now.getTime(), Date.now()) + 1_000),
  );
  return { before, now: found, bands: bandsAround(before), inRing: ring.inRing, installs: ring.installs };
}

/** Brings back every school that the rollout upgraded and that can be written to; the others follow when they can. */
async function takeBack(tools: RolloutTools, rollout: Rollout, now: Date): Promise<void> {
  const { rows } = await asSystem(() => tools.pool.query<{ tenantId: string }>(TO_UNDO, [rollout.id, now]));
  let left = 0;
  for (const { tenantId } of rows) {
    try {
      await inSchool(tools, tenantId, () =>
        rollbackInstall(tools, {
          pluginId: rollout.pluginId,
          actor: ACTOR,
          onlyFrom: rollout.versionId,
          now,
          ...(rollout.reason ? { reason: rollout.reason } : {}),
        }),
      );
    } catch (err) {
      left += 1;
      tools.logger.error({
        err,
        plugin: rollout.pluginId,
        tenant: tenantId,
        msg: 'an upgrade could not be undone',
      });
    }
  }
  if (left === 0 && rollout.state === 'rolling_back') await change(tools, rollout, 'rolled_back', now);
}

/** What was passed over is asked again in the next ring: its trouble may be over. */
async function nextRing(tools: RolloutTools, rollout: Rollout, now: Date, figures: Figures): Promise<void> {
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
async function change(
  { pool }: RolloutTools,
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
    if (to === 'done')
      await pool.query('update plugins set current_version = $2, updated_at = now() where id = $1', [
        rollout.catalogueId,
        rollout.version,
      ]);
    await tellStaff(pool, rollout, to, reason);
    return true;
  });
}

function tellStaff(client: Queryable, rollout: Rollout, to: string, reason?: string): Promise<void> {
  return recordAudit(client, {
    category: 'admin',
    action: `rollouts.${to}`,
    outcome: to === 'rolling_back' ? 'alarm' : 'success',
    actor: ACTOR,
    subject: {
      collection: 'plugin-versions',
      id: rollout.versionId,
      label: `${rollout.name} ${rollout.version}`,
    },
    ...(reason ? { details: { reason } } : {}),
  });
}

async function inSchool<T>({ pool }: RolloutTools, tenantId: string, work: () => Promise<T>): Promise<T> {
  const { rows } = await asSystem(() =>
    pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`, [tenantId]),
  );
  return asTenant(tenantInfo(rows[0]), work);
}

function reasonOf(verdict: Extract<Verdict, { kind: 'leaves' }>): string {
  const { band, found, limit } = verdict;
  const say = (value: number) =>
    band === 'cpu' ? `${Math.round(value)} ms` : `${(value * 100).toFixed(1)} %`;
  return `${band}: ${say(found)} > ${say(limit)}`;
}
