import type { AddressInfo } from 'node:net';
import { provisionSchool } from '../../../core/administration/index.ts';
import { ensureFirstBook } from '../../../core/billing/index.ts';
import { syncPermissions } from '../../../core/identity/index.ts';
import { newCredential, newPrefix } from '../../../core/identity/services/api/key-format.ts';
import { readSettings, sha256Hex } from '../../../core/kernel/index.ts';
import { createLogger } from '../../../core/observability/index.ts';
import { createWebApp } from '../../../core/server/web/app.ts';
import { bootPayload } from '../../../core/server/web/boot-payload.ts';
import { createWebServer } from '../../../core/server/web/web-server.ts';
import { asSystem, asTenant, poolOf } from '../../../core/tenancy/index.ts';

/*
 * The product's web process without its pages, as a process of its own beside the load. It makes a school with a program in
 * it, and says where it listens and what the program shows.
 */
const logger = createLogger('error');
const payload = await bootPayload(logger);
const pool = poolOf(payload);
await asSystem(async () => {
  await syncPermissions(pool);
  await ensureFirstBook(pool);
});
const { tenant } = await provisionSchool(payload, {
  subdomain: 'bench',
  name: 'Bench',
  plan: 'standard',
  adminEmail: 'admin@bench.example',
});
const token = newCredential('token', '');
const scopes = [
  'assessment.read',
  'students.read',
  'structure.read',
  ...['gradebook.readonly', 'roster.readonly'].map(
    (name) => `https://purl.imsglobal.org/spec/or/v1p2/scope/${name}`,
  ),
];
await asTenant(tenant, async () => {
  const key = await pool.query(
    `insert into api_keys (name, prefix, kind, scopes, requests_per_minute, expires_at)
     values ('bench', $1, 'oauth_client', $2, 100000000, now() + interval '1 day') returning id`,
    [newPrefix('oauth_client'), JSON.stringify(scopes)],
  );
  await pool.query(
    `insert into api_access_tokens (key_id, token_hash, scopes, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [key.rows[0].id, sha256Hex(token), JSON.stringify(scopes)],
  );
});
const settings = readSettings(process.env);
const server = createWebServer(createWebApp({ settings, payload, logger }));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, token, tenantId: tenant.id });
});
