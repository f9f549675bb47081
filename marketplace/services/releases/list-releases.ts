import type { Queryable } from '../../../core/tenancy/index.ts';
import { compareVersions } from '../../../plugins/sdk/index.ts';
import { LIST_PLUGINS, LIST_ROLLOUTS, LIST_VERSIONS } from '../../sql/rollouts.ts';
import type { VersionState } from '../life/version-of.ts';
import { findBreak, type ReleaseEntry, readLedger } from './ledger.ts';
import type { Figures } from './move-rollout.ts';
import { RINGS } from './rings.ts';

export type ReleaseVersion = {
  version: string;
  state: VersionState;
  reason: string | null;
  heldBack: boolean;
  isCurrent: boolean;
  publishedAt: string;
  /** Schools that have it. */
  installs: number;
};

export type ReleasePlugin = {
  pluginId: string;
  name: string;
  nameAr: string;
  listed: boolean;
  versions: ReleaseVersion[];
};

export type RolloutState = 'running' | 'paused' | 'rolling_back' | 'rolled_back' | 'done' | 'superseded';

export type RolloutEntry = {
  id: string;
  pluginId: string;
  name: string;
  nameAr: string;
  version: string;
  baseline: string;
  state: RolloutState;
  ring: number;
  ringPercent: number;
  ringStartedAt: string;
  createdAt: string;
  endedAt: string | null;
  reason: string | null;
  figures: Figures | null;
  upgraded: number;
  undone: number;
  held: number;
};

export type Releases = {
  plugins: ReleasePlugin[];
  rollouts: RolloutEntry[];
  /** The last entries, newest first, and the first entry whose hash does not fit, if there is one. */
  ledger: ReleaseEntry[];
  ledgerBreak: number | null;
};

/** What staff see of all add-ons: versions, rollouts with their figures, and the ledger, checked. Platform's scope. */
export async function listReleases(client: Queryable): Promise<Releases> {
  const plugins = await client.query(LIST_PLUGINS);
  const versions = await client.query(LIST_VERSIONS);
  const rollouts = await client.query(LIST_ROLLOUTS, [100]);
  const ledger = await readLedger(client);
  return {
    plugins: plugins.rows.map(({ id, pluginId, name, nameAr, listed, current }) => ({
      pluginId,
      name,
      nameAr,
      listed: listed === true,
      versions: versions.rows
        .filter((row) => row.catalogueId === id)
        .map(({ version, state, reason, heldBack, publishedAt, installs }) => ({
          version,
          state,
          reason,
          heldBack,
          isCurrent: version === current,
          publishedAt: publishedAt.toISOString(),
          installs,
        }))
        .sort((a, b) => compareVersions(b.version, a.version)),
    })),
    rollouts: rollouts.rows.map((row) => ({
      id: row.id,
      pluginId: row.pluginId,
      name: row.name,
      nameAr: row.nameAr,
      version: row.version,
      baseline: row.baseline,
      state: row.state,
      ring: row.ring,
      ringPercent: RINGS[row.ring]?.percent ?? 100,
      ringStartedAt: row.ringStartedAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      reason: row.reason,
      figures: row.figures,
      upgraded: row.upgraded,
      undone: row.undone,
      held: row.held,
    })),
    ledger: ledger.slice(-100).reverse(),
    ledgerBreak: findBreak(ledger) ?? null,
  };
}
