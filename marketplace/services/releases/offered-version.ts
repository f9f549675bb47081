import type { Queryable } from '../../../core/tenancy/index.ts';
import { compareVersions, type PluginManifest } from '../../../plugins/sdk/index.ts';
import { VERSION_STATES } from '../../sql/upgrades.ts';
import type { VersionState } from '../life/version-of.ts';

export type KnownVersion = {
  versionId: string;
  catalogueId: string;
  version: string;
  state: VersionState;
  reason: string | null;
  /** Its rollout came back from the schools. */
  heldBack: boolean;
  manifest: PluginManifest;
};

/** Every version of one add-on, or of all of them; newest first. */
export async function readVersions(client: Queryable, catalogueId?: string): Promise<KnownVersion[]> {
  const { rows } = await client.query<KnownVersion>(VERSION_STATES, [catalogueId ?? null]);
  return rows.sort((a, b) => compareVersions(b.version, a.version));
}

/**
 * The version an install of `installed` may go to by itself or by hand: the newest listed one that came after it and did
 * not come back from the schools. Undefined when there is none.
 */
export function offeredVersion(
  versions: readonly KnownVersion[],
  installed: { catalogueId: string; version: string },
): KnownVersion | undefined {
  return versions.find(
    ({ catalogueId, version, state, heldBack }) =>
      catalogueId === installed.catalogueId &&
      state === 'listed' &&
      !heldBack &&
      compareVersions(version, installed.version) > 0,
  );
}
