import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Payload } from 'payload';
import type pg from 'pg';
import { inject } from 'vitest';
import { readSettings, type Settings } from '../../core/kernel/index.ts';
import { createLogger, type Logger } from '../../core/observability/index.ts';
import { createWebApp } from '../../core/server/web/app.ts';
import { bootPayload } from '../../core/server/web/boot-payload.ts';
import { createWebServer } from '../../core/server/web/web-server.ts';
import { prepareCatalogue } from '../../core/server/worker/prepare-catalogue.ts';
import { poolOf } from '../../core/tenancy/index.ts';
import { cloneDatabase, type TestDatabase } from './databases.ts';
import { startEmulators, type TestEmulators } from './emulators.ts';
import { type HttpClient, httpClient } from './http-client.ts';
import { provisionTestSchool, type TestSchool } from './test-school.ts';

export type TestSystem = {
  payload: Payload;
  /** The product's scoped pool: without a scope it shows nothing. */
  pool: pg.Pool;
  /** The superuser's pool, past the wall: for fixtures and for looking at what was really written. */
  admin: pg.Pool;
  adminUrl: string;
  settings: Settings;
  logger: Logger;
  emulators: TestEmulators;
  port: number;
  /** A client of a host name, not signed in. */
  at: (host: string) => HttpClient;
  addSchool: (subdomain: string) => Promise<TestSchool>;
  close: () => Promise<void>;
};

export const BASE_DOMAIN = 'daftar.test';

export type TestSystemOptions = {
  /** A database of the caller's own instead of a clone of the run's template. */
  database?: TestDatabase;
  environment?: Record<string, string>;
};

/**
 * The product as it runs, without its pages: Payload on a database of this test file, behind the wall and through
 * the login that owns nothing, the Express app on a free port, and both emulators. One a test file: Payload keeps
 * one instance in a process.
 */
export async function createTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const database = options.database ?? (await cloneDatabase(inject('sharedDatabase')));
  const emulators = await startEmulators();
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-files-'));
  Object.assign(process.env, {
    DAFTAR_SECRET: randomBytes(24).toString('hex'),
    DAFTAR_DATA_DIR: folder,
    DAFTAR_BASE_DOMAIN: BASE_DOMAIN,
    DAFTAR_PUBLIC_URL: `http://${BASE_DOMAIN}`,
    DAFTAR_APP_DATABASE_URL: database.applicationUrl,
    // Tests send more in a minute than a school; the test of the limits sets its own.
    RATE_LIMIT_ADDRESS_PER_MINUTE: '10000000',
    RATE_LIMIT_TENANT_PER_MINUTE: '10000000',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...emulators.environment,
    ...options.environment,
  });
  const settings = readSettings(process.env);
  const logger = createLogger(settings.LOG_LEVEL);
  const payload = await bootPayload(logger);
  await prepareCatalogue(payload);
  const server = createWebServer(createWebApp({ settings, payload, logger }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    payload,
    pool: poolOf(payload),
    admin: database.admin,
    adminUrl: database.adminUrl,
    settings,
    logger,
    emulators,
    port,
    at: (host) => httpClient(port, host),
    addSchool: (subdomain) => provisionTestSchool({ payload, port, baseDomain: BASE_DOMAIN }, subdomain),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await payload.destroy();
      await emulators.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
