import { rmSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../core/server/database/migrate.ts';
import { ensureRoles } from '../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../core/server/embedded/postgres.ts';
import { runSql } from './databases.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Where the tests of this run find their database server. */
export type SharedDatabase = {
  /** The superuser's address of the maintenance database. */
  adminUrl: string;
  /** The application's address of the template; a clone differs in its name alone. */
  applicationUrl: string;
  template: string;
  /** What the server writes about statements that failed, one line with the database's name each. */
  logFile: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    sharedDatabase: SharedDatabase;
  }
}

const TEMPLATE = 'daftar_template';

/** The variable that names a server which runs already and is nobody's to stop here: a SharedDatabase as JSON. */
export const SHARED_DATABASE = 'DAFTAR_TEST_DATABASE';

/** Starts one PostgreSQL for the run, or takes the one that SHARED_DATABASE names. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env[SHARED_DATABASE];
  if (running) {
    project.provide('sharedDatabase', JSON.parse(running) as SharedDatabase);
    return async () => undefined;
  }
  const { stop, ...shared } = await startSharedDatabase();
  project.provide('sharedDatabase', shared);
  return stop;
}

/** Starts a PostgreSQL and migrates the template that every test file clones. `stop` ends it and removes its files. */
export async function startSharedDatabase(): Promise<SharedDatabase & { stop: () => Promise<void> }> {
  const folder = temporaryFolder('daftar-test-');
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
    await runSql(adminUrl, 'alter system set full_page_writes = off');
    // The log lies beside the data, perhaps in memory: it is not kept for long.
    await runSql(adminUrl, "alter system set max_wal_size = '256MB'");
    await runSql(adminUrl, "alter system set log_line_prefix = '%m %d '");
    await runSql(adminUrl, 'select pg_reload_conf()');
    await runSql(adminUrl, `create database ${TEMPLATE}`);
    const urls = await ensureRoles(server.url(TEMPLATE), 'secret-of-the-test-database-server-0000');
    await migrate(urls.migration);
    const logFile = path.join(folder, 'postgres.log');
    return { adminUrl, applicationUrl: urls.application, template: TEMPLATE, logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
