import { chmodSync, createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { TENANT_COLUMNS, type TenantInfo, tenantInfo } from '../../../core/tenancy/index.ts';
import { startChild } from './child.ts';
import { spread, spreadOf } from './load.ts';
import { writePackage } from './package-of-results.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { World } from './world.ts';

type Imported = { status: string; seconds: number; megabytes: number; problems: unknown[] };

// An odd number, so that the median is one of them.
const ROUNDS = 3;
// A fifth of the school, to see whether memory grows with what is imported.
const SMALLER = 5;

/** Importing a school with its results as a OneRoster package, beside COPY of the very rows that came of it (G10). */
export async function importing(world: World, size: BenchSize): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  try {
    const whole = path.join(folder, 'whole');
    const small = await importSmall(world, size, path.join(folder, 'small'));
    mkdirSync(whole, { mode: 0o755 });
    const results = await writePackage(whole, { students: size.students, ...shapeOf(size) });
    const imports: number[] = [];
    const copies: number[] = [];
    let megabytes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const tenant = await emptySchool(world, round);
      const imported = await runImport(world, whole, tenant);
      const found = await world.admin.query(
        'select count(*)::int as n from exam_results where tenant_id = $1',
        [tenant.id],
      );
      if (imported.status !== 'done' || found.rows[0].n !== results)
        throw new Error(
          `${found.rows[0].n} of ${results} results were imported: ${JSON.stringify(imported).slice(0, 600)}`,
        );
      megabytes = Math.max(megabytes, imported.megabytes);
      imports.push(imported.seconds);
      copies.push(await copyAgain(world, tenant, path.join(folder, 'copied')));
    }
    const ratio = spreadOf(imports.map((seconds, round) => seconds / (copies[round] ?? 1)));
    return [
      {
        work: `import ${size.students.toLocaleString('en')} pupils and ${results.toLocaleString('en')} results as OneRoster, beside COPY of the same rows (G10)`,
        target: '≤ 4 times as long',
        measured: spread(ratio),
        holds: ratio.median <= 4,
        more: [
          `import ${spread(spreadOf(imports))} s (${Math.round(results / spreadOf(imports).median).toLocaleString('en')} results a second); COPY ${spread(spreadOf(copies))} s`,
        ],
      },
      {
        work: `the most memory of that import, beside that of ${small.results.toLocaleString('en')} results (G10)`,
        target: '≤ 1.3',
        measured: `${(megabytes / small.megabytes).toFixed(2)}; ${megabytes.toFixed(0)} MB`,
        holds: megabytes / small.megabytes <= 1.3,
        more: [`${small.megabytes.toFixed(0)} MB for the smaller one`],
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const shapeOf = ({ years }: BenchSize) => ({ years, subjects: 15, exams: 4 });

async function importSmall(world: World, size: BenchSize, folder: string) {
  mkdirSync(folder, { mode: 0o755 });
  const results = await writePackage(folder, {
    students: Math.ceil(size.students / SMALLER),
    ...shapeOf(size),
  });
  const { status, megabytes, problems } = await runImport(world, folder, await emptySchool(world, ROUNDS));
  if (status !== 'done') throw new Error(`The smaller import ended ${status}: ${JSON.stringify(problems)}`);
  return { results, megabytes };
}

async function emptySchool({ admin }: World, round: number): Promise<TenantInfo> {
  const subdomain = `import-${Date.now()}-${round}`;
  await admin.query(
    `with made as (insert into tenants (name, subdomain, plan_id, locale, time_zone)
       values ($1, $1, (select id from plans where code = 'enterprise'), 'en', 'Asia/Qatar') returning id, plan_id),
     subscribed as (insert into subscriptions (tenant_id, plan_id, starts_at, status, billing_cycle) select id, plan_id, now(), 'active', 'monthly' from made)
     insert into daftar.seeded_schools (tenant_id, seed) select id, 0 from made`,
    [subdomain],
  );
  const { rows } = await admin.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.subdomain = $1`, [
    subdomain,
  ]);
  return tenantInfo(rows[0]);
}

async function runImport(world: World, folder: string, tenant: TenantInfo): Promise<Imported> {
  const child = await startChild('import-child.ts', { ...process.env }, [
    ...[world.applicationUrl, folder],
    JSON.stringify(tenant),
  ]);
  await child.stop();
  return JSON.parse(child.detail) as Imported;
}

// The same rows into the same table with its indexes, references and triggers, as they came out of it; and the pupils.
async function copyAgain({ admin }: World, tenant: TenantInfo, file: string): Promise<number> {
  const client = await admin.connect();
  try {
    await client.query("select set_config('app.no_tombstones', 'on', false)");
    await dump(client, 'exam_results', tenant, file);
    await dump(client, 'students', tenant, `${file}-students`);
    await client.query('delete from exam_results where tenant_id = $1', [tenant.id]);
    await client.query('vacuum exam_results');
    await client.query('create temp table students_again (like students including all)');
    const begun = performance.now();
    await load(client, 'students_again', `${file}-students`);
    await load(client, 'exam_results', file);
    const seconds = (performance.now() - begun) / 1000;
    await client.query('drop table students_again');
    return seconds;
  } finally {
    client.release(true);
  }
}

async function dump(client: pg.PoolClient, table: string, tenant: TenantInfo, file: string): Promise<void> {
  const rows = client.query(
    copyTo(`copy (select * from ${table} where tenant_id = '${tenant.id}') to stdout`),
  );
  await pipeline(rows, createWriteStream(file));
}

async function load(client: pg.PoolClient, table: string, file: string): Promise<void> {
  await pipeline(createReadStream(file), client.query(copyFrom(`copy ${table} from stdin`)));
}
