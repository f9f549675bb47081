import { isAppError } from '../../../core/kernel/index.ts';
import { asSystem } from '../../../core/tenancy/index.ts';
import { compareVersions, diffConsent } from '../../../plugins/sdk/index.ts';
import { INSTALLS_IN_TURN, VERSION_FIGURES, WORKING_ROLLOUTS } from '../../sql/rollouts.ts';
import { type Consent, consentOf } from '../consent.ts';
import { upgradeInstall } from '../life/upgrade-install.ts';
import { type Figures, moveRollout, nextRing, ROLLOUT_ACTOR, type Rollout } from './move-rollout.ts';
import {
  bandsAround,
  isWatched,
  judge,
  RINGS,
  ringSize,
  type Verdict,
  type VersionFigures,
} from './rings.ts';
import { inSchool, type RolloutTools, takeBack } from './take-back.ts';

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
    const isMine = await moveRollout(tools, rollout, 'rolling_back', now, figures, reasonOf(verdict));
    if (isMine) await takeBack(tools, { ...rollout, state: 'rolling_back', reason: reasonOf(verdict) }, now);
    return;
  }
  const isLast = rollout.ring >= RINGS.length - 1;
  const isThrough = isWatched({ ring: rollout.ring, startedAt: rollout.ringStartedAt }, verdict, now);
  if (isThrough && isLast) await moveRollout(tools, rollout, 'done', now, figures);
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
      upgradeInstall(tools, { pluginId, version, actor: ROLLOUT_ACTOR, rolloutId, kind: 'ring', now }),
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

function reasonOf(verdict: Extract<Verdict, { kind: 'leaves' }>): string {
  const { band, found, limit } = verdict;
  const say = (value: number) =>
    band === 'cpu' ? `${Math.round(value)} ms` : `${(value * 100).toFixed(1)} %`;
  return `${band}: ${say(found)} > ${say(limit)}`;
}
