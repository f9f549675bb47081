import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Payload } from 'payload';
import { publishVersion, signOldReleases } from '../../../marketplace/worker.ts';
import { buildPlugin } from '../../../plugins/sdk/node.ts';
import { adoptMovements, ensureFirstBook } from '../../billing/index.ts';
import { syncPermissions } from '../../identity/index.ts';
import { asSystem, poolOf } from '../../tenancy/index.ts';

const PLUGINS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../plugins');

/** The add-ons that come with every release. */
const OWN_PLUGINS = ['sms', 'attendance-streaks', 'results-webhook', 'class-certificates'];

/** Brings the platform's own rows to this release: the permission catalogue, the first price list, and the add-ons
 * that ship with it. Paying schools of an older database get the beginning of their revenue written down. */
export async function prepareCatalogue(payload: Payload): Promise<void> {
  const pool = poolOf(payload);
  await asSystem(async () => {
    await syncPermissions(pool);
    await ensureFirstBook(pool);
  });
  await adoptMovements(pool);
  await signOldReleases(pool);
  for (const name of OWN_PLUGINS) {
    const { manifest, code, sha256 } = await buildPlugin(path.join(PLUGINS, name));
    await publishVersion(pool, { manifest, code, sha256 });
  }
}
