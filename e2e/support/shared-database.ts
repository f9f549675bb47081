import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../core/server/database/migrate.ts';
import { ensureRoles } from '../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../core/server/embedded/postgres.ts';
import { runSql } from './databases.ts';

/** Where the tests of this run find their database server. */
export type SharedDatabase = {
  /** The superuser's address of the maintenance database. */
  adminUrl: string;
  /** The application's address of the template; a clone differs in its name alone. */
  applicationUrl: string;
  template: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    sharedDatabase: SharedDatabase;
  }
}

const TEMPLATE = 'daftar_template';

/** Starts one PostgreSQL for the run and migrates the template that every test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-test-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(folder);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const adminUrl = server.url('postgres');
    // Nothing here outlives the run, so nothing needs to survive a crash of the machine.
    await runSql(adminUrl, 'alter system set fsync = off');
    await runSql(adminUrl, 'alter system set synchronous_commit = off');
    await runSql(adminUrl, 'select pg_reload_conf()');
    await runSql(adminUrl, `create database ${TEMPLATE}`);
    const urls = await ensureRoles(server.url(TEMPLATE), 'secret-of-the-test-database-server-0000');
    await migrate(urls.migration);
    project.provide('sharedDatabase', { adminUrl, applicationUrl: urls.application, template: TEMPLATE });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
