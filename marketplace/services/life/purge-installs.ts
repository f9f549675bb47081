import type pg from 'pg';
import type { Logger } from '../../../core/observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  type Queryable,
  TENANT_COLUMNS,
  type TenantInfo,
  tenantInfo,
} from '../../../core/tenancy/index.ts';
import { COUNT_REST, DUE_PURGES, EMPTY_INSTALL, OLD_EXPORTS } from '../../sql/purge.ts';
import { FORGET_SNAPSHOTS } from '../../sql/upgrades.ts';
import { type DeletionCertificate, signCertificate } from './certificate.ts';
import { contentHash, readContent } from './export-install.ts';
import type { InstallStore } from './install-store.ts';
import { EXPORT_DAYS } from './make-export.ts';
import { type LockedInstall, lockInstall, moveInstall } from './move-install.ts';

type PurgeTools = { pool: pg.Pool; store: InstallStore; logger: Logger };

/** What the certificate says that stays. */
const KEPT = [
  'receipts of its calls, without their logs, as proof of what was billed',
  'entries of the audit trail',
  'this certificate',
];

/**
 * Deletes for good what installs kept whose grace is over, each in one transaction with its signed certificate; forgets
 * old snapshots and old exports. Bears running in several processes at once. Answers how many installs were purged.
 */
export async function purgeInstalls(tools: PurgeTools, now = new Date()): Promise<number> {
  const { pool, logger } = tools;
  await asSystem(() => pool.query(FORGET_SNAPSHOTS, [now]));
  await removeOldExports(tools, now);
  const { rows } = await asSystem(() => pool.query(DUE_PURGES, [now]));
  let purged = 0;
  for (const { tenantId, pluginId } of rows) {
    try {
      const found = await asSystem(() =>
        pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`, [tenantId]),
      );
      const tenant = tenantInfo(found.rows[0]);
      if (await asTenant(tenant, () => purgeOne(tools, tenant, pluginId, now))) purged += 1;
    } catch (err) {
      logger.error({ err, plugin: pluginId, tenant: tenantId, msg: 'an add-on could not be deleted' });
    }
  }
  return purged;
}

async function purgeOne(
  { pool, store }: PurgeTools,
  tenant: TenantInfo,
  pluginId: string,
  now: Date,
): Promise<boolean> {
  const exports: string[] = [];
  const isDone = await inTransaction(pool, async (client) => {
    const install = await lockInstall(client, pluginId);
    if (install?.state !== 'uninstalling' || !install.purgeAt || install.purgeAt > now) return false;
    const certificate = await describeDeletion(client, store, { tenant, install, now, exports });
    await store.deleteFiles(install.id);
    await store.deleteData(client, install.id);
    await client.query('update plugin_upgrades set snapshot = null where install_id = $1', [install.id]);
    await client.query('delete from plugin_exports where install_id = $1', [install.id]);
    await client.query(EMPTY_INSTALL, [install.id]);
    await moveInstall(client, install, { action: 'purge', actor: { kind: 'system', label: 'clock' } });
    const { signature, publicKey } = await signCertificate(pool, certificate);
    await client.query(
      `insert into plugin_certificates (install_id, plugin_id, certificate, signature, public_key)
       values ($1, $2, $3, $4, $5)`,
      [install.id, pluginId, JSON.stringify(certificate), signature, publicKey],
    );
    return true;
  });
  for (const key of exports) await store.removeExport(key);
  return isDone;
}

async function describeDeletion(
  client: Queryable,
  store: InstallStore,
  facts: { tenant: TenantInfo; install: LockedInstall; now: Date; exports: string[] },
): Promise<DeletionCertificate> {
  const { tenant, install, now } = facts;
  const content = await readContent(client, store, install);
  const { rows } = await client.query(COUNT_REST, [install.id, install.catalogueId]);
  facts.exports.push(...rows[0].exports);
  return {
    format: 'daftar-deletion-certificate-1',
    school: { id: tenant.id, name: tenant.name, subdomain: tenant.subdomain },
    addOn: {
      id: install.pluginId,
      name: install.manifest.name.en,
      version: install.version,
      sha256: install.sha256,
    },
    install: { id: install.id, installedAt: install.createdAt.toISOString() },
    removalAsked: rows[0].asked ? new Date(rows[0].asked).toISOString() : null,
    deletedAt: now.toISOString(),
    counts: {
      settings: Object.keys(install.settings ?? {}).length,
      values: Object.keys(content.kv).length,
      records: Object.fromEntries(
        Object.entries(content.records).map(([name, records]) => [name, Object.keys(records).length]),
      ),
      files: content.files.length,
      fileBytes: content.files.reduce((sum, file) => sum + file.bytes, 0),
      snapshots: rows[0].snapshots,
      exports: rows[0].exports.length,
    },
    contentSha256: contentHash(content),
    kept: KEPT,
  };
}

async function removeOldExports({ pool, store, logger }: PurgeTools, now: Date): Promise<void> {
  const before = new Date(now.getTime() - EXPORT_DAYS * 86_400_000);
  const { rows } = await asSystem(() => pool.query(OLD_EXPORTS, [before]));
  for (const { id, storageKey } of rows) {
    try {
      await store.removeExport(storageKey);
      await asSystem(() => pool.query('delete from plugin_exports where id = $1', [id]));
    } catch (err) {
      logger.warn({ err, msg: 'an old export could not be removed; trying again' });
    }
  }
}
