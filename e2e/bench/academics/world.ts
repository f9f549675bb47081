import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { ensureRoles } from '../../../core/server/database/roles.ts';
import { runningEmbeddedPostgres } from '../../../core/server/embedded/postgres.ts';
import { readSecrets } from '../../../core/server/embedded/secrets-file.ts';
import { TENANT_COLUMNS, type TenantInfo, tenantInfo } from '../../../core/tenancy/index.ts';
import {
  environmentOf,
  type Installation,
  newInstallation,
  startDaftar,
} from '../../support/daftar-process.ts';
import { type HttpClient, httpClient } from '../../support/http-client.ts';
import { startChild } from './child.ts';
import type { BenchSize } from './size.ts';

export const PASSWORD = 'the password of the bench';
const MAIN = path.join(import.meta.dirname, '../../../core/server/main.ts');
const SCOPES = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';

export type School = {
  tenant: TenantInfo;
  host: string;
  /** Signed in as its admin. */
  admin: HttpClient;
  /** Headers of a program that reads the gradebook over OneRoster. */
  bearer: Record<string, string>;
  /** Pupils whose results are asked for. */
  students: string[];
};

/** A running installation with seeded schools. */
export type World = {
  port: number;
  pid: number;
  installation: Installation;
  adminUrl: string;
  applicationUrl: string;
  admin: pg.Pool;
  schools: School[];
  /** The first day of the last year. */
  yearStart: string;
  seedSeconds: number | undefined;
  close: () => Promise<void>;
};

/**
 * Seeds an installation, starts the product on it (BENCH_SERVER=api: without its pages) and signs programs in. With
 * BENCH_DATA_DIR what was seeded stays there and is used again by the next run.
 */
export async function openWorld(size: BenchSize, schools: number, port: number): Promise<World> {
  const installation = prepareInstallation(size, schools, port);
  const isSeeded = existsSync(path.join(installation.dataDir, 'seed-accounts.json'));
  const seedSeconds = isSeeded ? undefined : await seed(installation, size, schools);
  const server =
    process.env.BENCH_SERVER === 'api'
      ? await startChild('api-process.ts', environmentOf(installation))
      : await startDaftar(installation);
  const url = await runningEmbeddedPostgres(installation.dataDir);
  if (!url) throw new Error('The database of the bench does not run.');
  const adminUrl = url('daftar');
  const { current } = readSecrets(installation.dataDir);
  const applicationUrl = (await ensureRoles(adminUrl, current.value)).application;
  const admin = new pg.Pool({ connectionString: adminUrl, max: 4 });
  admin.on('error', () => undefined);
  // Schools that an earlier run only imported into were never finished.
  const { rows } = await admin.query(
    `select t.id, ${TENANT_COLUMNS} from tenants t join daftar.seeded_schools s on s.tenant_id = t.id
      where s.done_at is not null order by t.subdomain`,
  );
  const opened: School[] = [];
  for (const row of rows) opened.push(await openSchool(port, tenantInfo(row), admin));
  const [year] = (await admin.query('select max(start_date) as start from academic_years')).rows;
  return {
    ...{ port, installation, pid: server.pid, adminUrl, applicationUrl, admin, schools: opened },
    ...{ yearStart: year.start, seedSeconds },
    close: async () => {
      await admin.end();
      await server.stop();
      if (process.env.BENCH_DATA_DIR === undefined)
        rmSync(installation.dataDir, { recursive: true, force: true });
    },
  };
}

function prepareInstallation(size: BenchSize, schools: number, port: number): Installation {
  const environment = {
    DAFTAR_DEMO: 'false',
    RATE_LIMIT_ADDRESS_PER_MINUTE: '100000000',
    RATE_LIMIT_TENANT_PER_MINUTE: '100000000',
  };
  const kept = process.env.BENCH_DATA_DIR;
  if (kept === undefined) return newInstallation(port, environment);
  const dataDir = path.resolve(kept, `${size.name}-${schools}`);
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  return { dataDir, port, environment };
}

async function seed(installation: Installation, size: BenchSize, schools: number): Promise<number> {
  const args = [
    ...[
      'seed',
      '--schools',
      String(schools),
      '--students',
      String(size.students),
      '--years',
      String(size.years),
    ],
    ...['--attendance-days', String(size.attendanceDays), '--password', PASSWORD, '--json'],
  ];
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--no-node-snapshot', MAIN, ...args],
      { env: environmentOf(installation), timeout: 3_600_000 },
      (error, stdout, stderr) =>
        error ? reject(new Error(`${stderr}${stdout}`, { cause: error })) : resolve(stdout),
    );
  });
  return (JSON.parse(text.trim().split('\n').at(-1) ?? '') as { seconds: number }).seconds;
}

async function openSchool(port: number, tenant: TenantInfo, admin: pg.Pool): Promise<School> {
  const host = `${tenant.subdomain}.localhost:${port}`;
  const client = await httpClient(port, host).signIn(`admin@${tenant.subdomain}.example`, PASSWORD);
  const made = await client.post('/api/keys/create', {
    ...{ name: `bench ${Date.now()}`, kind: 'oauth_client', expiresInDays: 30 },
    scopes: ['students.read', 'structure.read', 'teachers.read', 'assessment.read'],
  });
  if (made.status !== 200) throw new Error(`No program for ${tenant.subdomain}: ${made.status} ${made.text}`);
  const { id, prefix, secret } = made.json<{ id: string; prefix: string; secret: string }>();
  // The bench asks more in a minute than any program may.
  await admin.query('update api_keys set requests_per_minute = 100000000 where id = $1', [id]);
  const token = await httpClient(port, host).send('POST', '/oauth2/token', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    raw: Buffer.from(
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: prefix,
        client_secret: secret,
        scope: `${SCOPES}gradebook.readonly ${SCOPES}roster-core.readonly`,
      }).toString(),
    ),
  });
  if (token.status !== 200)
    throw new Error(`No token for ${tenant.subdomain}: ${token.status} ${token.text}`);
  const { rows } = await admin.query('select id from students where tenant_id = $1 order by id limit 500', [
    tenant.id,
  ]);
  return {
    tenant,
    host,
    admin: client,
    bearer: { host, authorization: `Bearer ${token.json<{ access_token: string }>().access_token}` },
    students: rows.map((row) => String(row.id)),
  };
}
