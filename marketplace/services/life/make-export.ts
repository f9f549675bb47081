import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Payload } from 'payload';
import { ZipFile } from 'yazl';
import { keyring, toCsv } from '../../../core/kernel/index.ts';
import { recordAudit } from '../../../core/observability/index.ts';
import { signLink, storageKey } from '../../../core/storage/index.ts';
import { inTransaction, poolOf, type Queryable, requireTenant } from '../../../core/tenancy/index.ts';
import { contentHash, type InstallContent, readContent } from './export-install.ts';
import type { InstallStore } from './install-store.ts';
import { type Actor, type LockedInstall, requireInstall } from './move-install.ts';

/** How long the link to an export works, in seconds, and the file is kept, in days. */
const LINK_SECONDS = 15 * 60;
export const EXPORT_DAYS = 7;

/**
 * Makes one zip of all that an add-on keeps for the school: settings, values and records as JSON and as CSV, and its
 * files. Answers a signed path that works for 15 minutes. Throws plugin.not_installed.
 */
export async function exportAddOn(
  payload: Payload,
  store: InstallStore,
  request: { pluginId: string; actor: Actor; now?: Date },
): Promise<{ url: string; contentSha256: string }> {
  const pool = poolOf(payload);
  const now = request.now ?? new Date();
  const read = await inTransaction(pool, async (client) => {
    const install = await requireInstall(client, request.pluginId);
    return { install, content: await readContent(client, store, install) };
  });
  const { install, content } = read;
  const key = storageKey(requireTenant().id, 'plugin-exports', randomUUID());
  const zip = await zipOf(install, content, now, await store.listFiles(install.id));
  await store.putExport(key, zip);
  await inTransaction(pool, (client) => note(client, install, key, request.actor));
  const url = signLink(keyring().current, {
    key,
    fileName: `${request.pluginId}-${now.toISOString().slice(0, 10)}.zip`,
    expiresAt: Math.floor(Date.now() / 1000) + LINK_SECONDS,
  });
  return { url, contentSha256: contentHash(content) };
}

async function note(client: Queryable, install: LockedInstall, key: string, actor: Actor): Promise<void> {
  await client.query('insert into plugin_exports (install_id, storage_key) values ($1, $2)', [
    install.id,
    key,
  ]);
  await recordAudit(client, {
    category: 'export',
    action: 'add-ons.export',
    actor,
    subject: { collection: 'plugins', id: install.catalogueId, label: install.manifest.name.en },
  });
}

async function zipOf(
  install: LockedInstall,
  content: InstallContent,
  now: Date,
  files: Awaited<ReturnType<InstallStore['listFiles']>>,
): Promise<Uint8Array> {
  const zip = new ZipFile();
  const add = (name: string, body: string | Uint8Array) =>
    zip.addBuffer(Buffer.from(body), name, { mtime: now });
  const both = (name: string, value: unknown, rows: unknown[][]) => {
    add(`${name}.json`, `${JSON.stringify(value, null, 2)}\n`);
    add(`${name}.csv`, toCsv(rows));
  };
  add(
    'about.json',
    `${JSON.stringify(
      {
        addOn: install.pluginId,
        version: install.version,
        exportedAt: now.toISOString(),
        contentSha256: contentHash(content),
      },
      null,
      2,
    )}\n`,
  );
  both('settings', content.settings, [
    ['setting', 'value'],
    ...Object.entries(content.settings).map(([name, value]) => [name, cell(value)]),
  ]);
  both('values', content.kv, [
    ['key', 'value'],
    ...Object.entries(content.kv).map(([key, value]) => [key, cell(value)]),
  ]);
  for (const [name, records] of Object.entries(content.records)) {
    const fields = [...new Set(Object.values(records).flatMap((record) => Object.keys(record)))].sort();
    both(`records/${name}`, records, [
      ['key', ...fields],
      ...Object.entries(records).map(([key, record]) => [key, ...fields.map((field) => cell(record[field]))]),
    ]);
  }
  for (const { fileId, name, open } of files)
    add(`files/${fileId}-${safeName(name)}`, await buffer(await open()));
  if (content.files.length > 0) add('files.json', `${JSON.stringify(content.files, null, 2)}\n`);
  zip.end();
  return buffer(zip.outputStream);
}

function cell(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

// A name of an add-on's own file is no path.
function safeName(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120);
}
