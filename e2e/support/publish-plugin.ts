import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { adoptSecrets, readSecrets } from '../../core/server/embedded/secrets-file.ts';
import type { AddOn } from '../../marketplace/index.ts';
import { publishVersion } from '../../marketplace/worker.ts';
import { buildPlugin } from '../../plugins/sdk/node.ts';
import type { Installation } from './daftar-process.ts';
import type { HttpClient } from './http-client.ts';

/** The folder of the plugin that shows every surface and every block. */
export const SHOWCASE = path.join(import.meta.dirname, 'showcase-plugin');
export const SHOWCASE_ID = 'qa.test.reading-club';

/** Puts the plugin of a folder into the catalogue of a running installation, past its review. */
export async function publishInto({ dataDir }: Pick<Installation, 'dataDir'>, folder: string): Promise<void> {
  const { port, password } = JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  // Releases are signed with the installation's own key.
  adoptSecrets(readSecrets(dataDir));
  const pool = new pg.Pool({ connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/daftar` });
  await publishVersion(pool, await buildPlugin(folder, { write: false }));
  await pool.end();
}

/** Installs a listed plugin as a person does: accepts what it asks for and switches it on. */
export async function installAs(admin: HttpClient, pluginId: string): Promise<void> {
  const { addOns } = (await admin.get('/api/add-ons')).json<{ addOns: AddOn[] }>();
  const consent = addOns.find((addOn) => addOn.pluginId === pluginId)?.consent;
  for (const [step, body] of [
    ['install', { pluginId, consent }],
    ['switch', { pluginId, on: true }],
  ] as const) {
    const answer = await admin.post(`/api/add-ons/${step}`, body);
    if (answer.status !== 200) throw new Error(`${step} of ${pluginId}: ${answer.status} ${answer.text}`);
  }
}
