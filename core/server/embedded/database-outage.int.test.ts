import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  openAdminPool,
  runSql,
  type TestSchool,
  type TestSystem,
  until,
} from '../../../e2e/support/index.ts';
import { temporaryFolder } from '../../../e2e/support/temporary-folder.ts';
import { migrate } from '../database/migrate.ts';
import { ensureRoles } from '../database/roles.ts';
import { startJobs } from '../worker/jobs.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';

describe('a database that goes away and comes back', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;
  let jobs: Awaited<ReturnType<typeof startJobs>>;
  const crashes: unknown[] = [];

  beforeAll(async () => {
    process.on('uncaughtExceptionMonitor', (error) => crashes.push(error));
    folder = temporaryFolder('daftar-outage-');
    server = await startEmbeddedPostgres(folder);
    await runSql(server.url('postgres'), 'create database daftar');
    const urls = await ensureRoles(server.url('daftar'), 'a secret of the outage test 0000000000');
    await migrate(urls.migration);
    system = await createTestSystem({
      database: {
        applicationUrl: urls.application,
        adminUrl: urls.migration,
        admin: openAdminPool(urls.migration),
        drop: async () => undefined,
      },
    });
    jobs = await startJobs({ ...system, role: 'all' });
    school = await system.addSchool('alpha');
    admin = await school.signIn(school.admin);
  });
  afterAll(async () => {
    await jobs.stop();
    await system.close();
    await system.admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const codeOf = (text: string) => (JSON.parse(text) as { errors?: { code: string }[] }).errors?.[0]?.code;

  it('should answer 503 with Retry-After while it is away, never 403, and heal by itself', async () => {
    expect((await admin.get('/readyz')).status).toBe(200);
    const answers: { status: number; retry: unknown; code: string | undefined }[] = [];
    let isAsking = true;
    const askers = Array.from({ length: 4 }, async (_, number) => {
      while (isAsking) {
        const answer =
          number % 2 === 0
            ? await admin.get('/api/students')
            : await admin.post('/api/subjects', { title: `Subject ${number}` });
        answers.push({
          status: answer.status,
          retry: answer.headers['retry-after'],
          code: answer.status === 503 ? codeOf(answer.text) : undefined,
        });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    await until('requests are served', async () => answers.some(({ status }) => status === 200));
    await server.stop();
    await until('requests are refused', async () => answers.some(({ status }) => status === 503));
    const ready = await admin.get('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.headers['retry-after']).toBeTruthy();
    expect((await admin.get('/healthz')).status).toBe(200);
    const signIn = await school.anonymous.post('/api/users/login', school.admin);
    expect([signIn.status, signIn.headers['retry-after']]).toEqual([503, '2']);
    const reading = await admin.get(`/api/students?limit=5`);
    expect(reading.status).toBe(503);

    server = await startEmbeddedPostgres(folder);
    await until('it is ready again', async () => (await admin.get('/readyz')).status === 200);
    await until('requests are served again', async () => (await admin.get('/api/students')).status === 200);
    isAsking = false;
    await Promise.all(askers);

    expect(answers.filter(({ status }) => ![200, 201, 503].includes(status))).toEqual([]);
    for (const { retry } of answers.filter(({ status }) => status === 503)) expect(retry).toBe('2');
    expect(crashes).toEqual([]);
  });

  it('should keep every subject whose writing was acknowledged', async () => {
    const { rows } = await system.admin.query('select count(*)::int as n from subjects');
    const list = await admin.get('/api/subjects/count');
    expect(list.json<{ totalDocs: number }>().totalDocs).toBe(rows[0].n);
    expect(rows[0].n).toBeGreaterThan(0);
  });

  it('should go on with events that were written before the outage', async () => {
    await server.stop();
    server = await startEmbeddedPostgres(folder);
    await until('an event can be published', async () => {
      const answer = await school.anonymous.post('/api/users/forgot-password', { email: school.admin.email });
      return answer.status === 200;
    });
    await until('its mail arrived', async () => {
      const { mail } = await system.emulators.outbox();
      return mail.length > 0;
    });
  });

  it('should listen for events once after all of it', async () => {
    await until('one connection listens', async () => {
      const { rows } = await system.admin.query(
        "select count(*)::int as n from pg_stat_activity where query like 'listen daftar_outbox%'",
      );
      return rows[0].n === 1;
    });
  });
});
