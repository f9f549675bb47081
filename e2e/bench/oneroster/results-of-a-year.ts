import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import type pg from 'pg';
import { parseListQuery } from '../../../core/interop/rest/parse-query.ts';
import { listStatement } from '../../../core/interop/rest/sql/statement.ts';
import { migrate } from '../../../core/server/database/migrate.ts';
import { ensureRoles } from '../../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../../core/server/embedded/postgres.ts';
import { openAdminPool, runSql } from '../../support/databases.ts';
import { httpClient } from '../../support/http-client.ts';

const STUDENTS = 2500;
const EXAMS = 60;
const YEARS = [2023, 2024, 2025];
const CONNECTIONS = 8;
const SECONDS = 6;
const ROUNDS = 4;
const HOST = 'bench.bench.test';

export type Side = 'oneRoster' | 'plain' | 'payload';
/** Requests a second and milliseconds of each round. */
export type Measured = Record<Side, { perSecond: number[]; p50: number[]; p95: number[] }>;

type Served = { port: number; token: string; tenantId: string };

/**
 * One pupil's 60 results of a year out of 450,000 of a school, by the OneRoster path, by node:http and pg with the same
 * statement, and by Payload's REST in the same web process; 8 connections, rounds interleaved, bodies compared first.
 */
export async function resultsOfAYear(): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(folder);
  const admin = openAdminPool(server.url('bench'));
  const children: ChildProcess[] = [];
  try {
    await runSql(server.url('postgres'), 'create database bench');
    const urls = await ensureRoles(server.url('bench'), 'secret-of-the-bench-database-server-0000');
    await migrate(urls.migration);
    const start = async <T>(file: string, order?: unknown): Promise<T> => {
      const child = fork(path.join(import.meta.dirname, file), {
        execArgv: ['--disable-warning=ExperimentalWarning', '--no-node-snapshot'],
        env: { ...process.env, ...environment(folder, urls.application) },
      });
      children.push(child);
      if (order !== undefined) child.send(order as object);
      return new Promise((resolve, reject) => {
        child.once('message', (message) => resolve(message as T));
        child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.`)));
      });
    };
    const product = await start<Served>('daftar-server.ts');
    const { students, yearId } = await fill(admin, product.tenantId);
    const filter = (student: string) => `student.sourcedId='${student}' AND scoreDate>='2025-09-01'`;
    const statement = listStatement(
      { base: `http://${HOST}/ims/oneroster`, guardians: true },
      'results',
      parseListQuery(new URLSearchParams({ filter: filter('STUDENT'), limit: '100' })),
      [],
    );
    // The pupil goes in as text and as uuid.
    const values = statement.values.map((value) => (value === null ? 'STUDENT' : value));
    const { tenantId } = product;
    const plain = await start<{ port: number }>('plain-server.ts', {
      ...statement,
      values,
      tenantId,
      databaseUrl: server.url('bench'),
    });
    const addresses: Record<Side, (student: string) => string> = {
      oneRoster: (student) =>
        `/ims/oneroster/gradebook/v1p2/results?limit=100&filter=${encodeURIComponent(filter(student))}`,
      plain: (student) => `/?student=${student}`,
      payload: (student) =>
        `/api/exam-results?limit=100&depth=0&where[student][equals]=${student}&where[academicYear][equals]=${yearId}`,
    };
    const ports: Record<Side, number> = { oneRoster: product.port, plain: plain.port, payload: product.port };
    await compareBodies(product, ports, addresses, students[7] ?? '');
    const measured: Measured = {
      oneRoster: { perSecond: [], p50: [], p95: [] },
      plain: { perSecond: [], p50: [], p95: [] },
      payload: { perSecond: [], p50: [], p95: [] },
    };
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const side of ['plain', 'oneRoster', 'payload'] as const) {
        const result = await load(ports[side], product.token, students.map(addresses[side]));
        if (round < 0) continue;
        measured[side].perSecond.push(result.requests.average);
        measured[side].p50.push(result.latency.p50);
        measured[side].p95.push(result.latency.p97_5);
      }
    }
    return measured;
  } finally {
    for (const child of children) child.kill();
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment(folder: string, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DAFTAR_SECRET: 'secret-of-the-bench-web-process-0000000000',
    DAFTAR_DATA_DIR: folder,
    DAFTAR_BASE_DOMAIN: 'bench.test',
    DAFTAR_PUBLIC_URL: 'http://bench.test',
    DAFTAR_APP_DATABASE_URL: databaseUrl,
    RATE_LIMIT_ADDRESS_PER_MINUTE: '100000000',
    RATE_LIMIT_TENANT_PER_MINUTE: '100000000',
    // The same pupils are read again and again; the alarm is not what is measured.
    AUDIT_ALARM_ROWS: '1000000',
    LOG_LEVEL: 'error',
  };
}

async function fill(admin: pg.Pool, tenant: string): Promise<{ students: string[]; yearId: string }> {
  await admin.query(
    `insert into students (tenant_id, given_name, family_name, display_name, admission_number)
     select $1, 'Pupil ' || n, 'Hassan', 'Pupil ' || n, 'B-' || n from generate_series(1, $2) n`,
    [tenant, STUDENTS],
  );
  const subject = await admin.query(
    "insert into subjects (tenant_id, title) values ($1, 'Mathematics') returning id",
    [tenant],
  );
  let yearId = '';
  for (const year of YEARS) {
    const years = await admin.query(
      'insert into academic_years (tenant_id, title, start_date, end_date) values ($1, $2, $3, $4) returning id',
      [tenant, String(year), `${year}-09-01`, `${year + 1}-06-30`],
    );
    yearId = years.rows[0].id;
    const offerings = await admin.query(
      `insert into class_offerings (tenant_id, title, subject_id, academic_year_id)
       select $1, 'Group ' || n, $2, $3 from generate_series(1, 100) n returning id`,
      [tenant, subject.rows[0].id, yearId],
    );
    // 60 exams for each group of 25 pupils.
    await admin.query(
      `with made as (
         insert into exams (tenant_id, title, subject_id, academic_year_id, class_offering_id, total_marks, date)
         select $1, 'Exam ' || n, $2, $3, o.id, 100, to_char(date '${year}-09-10' + n * 4, 'YYYY-MM-DD')
           from unnest($4::uuid[]) as o(id) cross join generate_series(1, ${EXAMS}) n
         returning id, class_offering_id, date),
       pupils as (select id, (row_number() over (order by id) - 1) / 25 as room from students where tenant_id = $1),
       rooms as (select id, ordinality - 1 as room from unnest($4::uuid[]) with ordinality as o(id, ordinality))
       insert into exam_results (tenant_id, student_id, exam_id, academic_year_id, date, score_hundredths)
       select $1, p.id, m.id, $3, m.date, (random() * 10000)::int
         from made m join rooms r on r.id = m.class_offering_id join pupils p on p.room = r.room`,
      [tenant, subject.rows[0].id, yearId, offerings.rows.map(({ id }) => id)],
    );
  }
  await admin.query('vacuum analyze');
  const { rows } = await admin.query('select id from students where tenant_id = $1 order by id limit 400', [
    tenant,
  ]);
  return { students: rows.map(({ id }) => String(id)), yearId };
}

// What is fast and wrong is no answer: both sides send the same text, and all three the same scores.
async function compareBodies(
  { token }: Served,
  ports: Record<Side, number>,
  addresses: Record<Side, (student: string) => string>,
  student: string,
): Promise<void> {
  const ask = async (side: Side) => {
    const answer = await httpClient(ports[side], HOST).send('GET', addresses[side](student), {
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.status !== 200)
      throw new Error(`${side} answered ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.text;
  };
  const [ours, plain, payload] = await Promise.all([ask('oneRoster'), ask('plain'), ask('payload')]);
  if (ours !== plain) throw new Error('The product and the baseline send different bodies.');
  const scores = (JSON.parse(ours) as { results: { score: number }[] }).results.map(({ score }) => score);
  const others = (JSON.parse(payload) as { docs: { scoreHundredths: number }[] }).docs;
  const same = others.map(({ scoreHundredths }) => scoreHundredths / 100);
  if (scores.length !== EXAMS || scores.sort().join() !== same.sort().join())
    throw new Error('Payload and the product send different results.');
}

function load(port: number, token: string, addresses: string[]): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    autocannon(
      {
        url: `http://127.0.0.1:${port}`,
        connections: CONNECTIONS,
        duration: SECONDS,
        headers: { host: HOST, authorization: `Bearer ${token}` },
        requests: addresses.map((address) => ({ method: 'GET', path: address })),
      },
      (error, result) => {
        if (error) reject(error);
        else if (result.non2xx > 0 || result.errors > 0)
          reject(new Error(`${result.non2xx} answers were refused, ${result.errors} failed.`));
        else resolve(result);
      },
    );
  });
}
