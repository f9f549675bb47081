import type pg from 'pg';
import { AppError } from '../../core/kernel/index.ts';
import { type PackedPlugin, scanCode, unpackArchive } from '../../plugins/sdk/registry.ts';
import { publishVersion } from './publish-version.ts';
import { requireOwnPlugin } from './publishers.ts';

export type ReceivedVersion = {
  status: 'published' | 'known';
  plugin: string;
  version: string;
  sha256: string;
};

/**
 * Takes an archive that a partner sent: unpacked in memory, digests computed again, the manifest and the code checked as
 * the command line checks them, and then published under the partner's own publisher. Throws plugin.archive_refused,
 * plugin.checks_failed, partner.other_publisher, or plugin.integrity for a known version with other content.
 */
export async function receiveVersion(
  pool: pg.Pool,
  request: { archive: Buffer; sha256: string; publisherId: string; actor: string },
): Promise<ReceivedVersion> {
  const { manifest, code, integrity } = await unpack(request.archive);
  const { sha256 } = integrity;
  if (sha256 !== request.sha256)
    throw new AppError('plugin.archive_refused', { reason: 'Its digest is not the one that was named.' });
  if (manifest.publisher.id !== request.publisherId)
    throw new AppError('partner.other_publisher', { plugin: manifest.id });
  await requireOwnPlugin(pool, { publisherId: request.publisherId, pluginId: manifest.id });
  const problems = scanCode(manifest, code);
  if (problems.length > 0)
    throw new AppError('plugin.checks_failed', {
      problems: problems
        .map(({ message }) => message)
        .join(' ')
        .slice(0, 1_000),
    });
  const status = await publishVersion(pool, { manifest, code, sha256 }, { actor: request.actor });
  return { status, plugin: manifest.id, version: manifest.version, sha256 };
}

async function unpack(archive: Buffer): Promise<PackedPlugin> {
  try {
    return await unpackArchive(archive);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('plugin.archive_refused', { reason: reason.slice(0, 1_000) });
  }
}
