import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../core/server/embedded/ports.ts';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../core/server/embedded/postgres.ts';
import {
  createSchool,
  type DaftarProcess,
  type Installation,
  standInsOf,
  startDaftar,
} from './support/daftar-process.ts';
import { connectStripe, readMeterTotal, readOutbox } from './support/emulators.ts';
import {
  addClasses,
  type HttpClient,
  httpClient,
  openAdminPool,
  registerBody,
  type SmallClasses,
  until,
} from './support/index.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const SMS = 'qa.daftar.sms';
const DATE = '2026-01-15';

type Running = {
  installation: Installation;
  process: DaftarProcess;
  admin: pg.Pool;
  client: HttpClient;
  tenantId: string;
  classes: SmallClasses;
};

/** A started installation with one school, two classes and the SMS add-on switched on. */
async function bringUp(environment: Record<string, string>, pupils: number): Promise<Running> {
  const installation = {
    dataDir: temporaryFolder('daftar-e2e-'),
    port: await freePort(),
    environment: { DAFTAR_DEMO: 'false', ...environment },
  };
  const process = await startDaftar(installation);
  const school = await createSchool(installation, 'alpha');
  const url = await runningEmbeddedPostgres(installation.dataDir);
  if (!url) throw new Error('The embedded database does not answer.');
  const admin = openAdminPool(url('daftar'));
  const classes = await addClasses(admin, { tenant: { id: school.id } }, { pupils, language: 'ar' });
  const client = await httpClient(installation.port, `alpha.localhost:${installation.port}`).signIn(
    school.adminEmail,
    school.adminPassword,
  );
  const list = await client.get('/api/add-ons');
  const consent = list
    .json<{ addOns: { pluginId: string; consent: string }[] }>()
    .addOns.find(({ pluginId }) => pluginId === SMS)?.consent;
  for (const [path, body] of [
    ['/api/add-ons/install', { pluginId: SMS, consent }],
    ['/api/add-ons/switch', { pluginId: SMS, on: true }],
  ] as const) {
    const answer = await client.post(path, body);
    expect(answer.status, answer.text).toBe(200);
  }
  return { installation, process, admin, client, tenantId: school.id, classes };
}

async function takeDown(running: Running | undefined): Promise<void> {
  if (!running) return;
  await running.process.stop();
  await running.admin.end();
  // A killed Daftar leaves its database running for the next start; taking it over and stopping it ends it.
  await (await startEmbeddedPostgres(running.installation.dataDir)).stop();
  rmSync(running.installation.dataDir, { recursive: true, force: true });
}

/** One message to each guardian of an absent pupil, one ledger row each, and the same number at Stripe; and it stays so. */
async function expectOneEach(
  { installation, admin, tenantId, classes }: Running,
  absent: string[],
): Promise<void> {
  const phones = classes.pupils.filter(({ id }) => absent.includes(id)).map(({ phone }) => phone);
  const { messages, stripe: stripeUrl, stripeKey } = standInsOf(installation);
  const stripe = connectStripe(stripeUrl, stripeKey);
  const observe = async () => {
    const sent = (await readOutbox(messages)).sms.map((sms) => sms.to).sort();
    const ledger = await admin.query('select quantity from usage_events where tenant_id = $1', [tenantId]);
    const tenant = await admin.query('select stripe_customer_id as id from tenants where id = $1', [
      tenantId,
    ]);
    const customer = tenant.rows[0].id as string | null;
    const total = customer ? await readMeterTotal(stripe, customer, 'daftar_sms_parts') : 0;
    return { sent, entries: ledger.rows.length, total };
  };
  const expected = { sent: [...phones].sort(), entries: phones.length, total: phones.length };
  await until(
    'every guardian was told and every message counted',
    async () => (await observe()).total >= phones.length,
    { seconds: 90, everyMs: 250 },
  ).catch(() => undefined);
  expect(await observe()).toEqual(expected);
  await until('no event is left', async () => {
    const { rows } = await admin.query("select 1 from outbox where status = 'pending'");
    return rows.length === 0;
  });
  expect(await observe()).toEqual(expected);
}

describe('the whole process, killed at any moment', () => {
  let running: Running;

  beforeAll(async () => {
    running = await bringUp({ SHIPMENT_INTERVAL_SECONDS: '1' }, 5);
  }, 600_000);
  afterAll(() => takeDown(running), 120_000);

  it('should still send one message for each absence and count it once', { timeout: 300_000 }, async () => {
    const { classes, installation } = running;
    const absent: string[] = [];
    for (const [round, delayMs] of [0, 60, 150, 400].entries()) {
      absent.push(classes.pupils[round]?.id ?? '');
      const saved = await running.client.post(
        '/api/register',
        registerBody(classes.classroomId, classes.pupils, {
          ...{ date: DATE, revision: round, absent, reason: 'One more was away.' },
        }),
      );
      expect(saved.status, saved.text).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await running.process.kill();
      running.process = await startDaftar(installation);
    }
    await expectOneEach(running, absent);
  });

  it('should still know the session, the school and the marks', async () => {
    const { classes } = running;
    const register = await running.client.get(
      `/api/register?kind=classroom&id=${classes.classroomId}&date=${DATE}`,
    );
    expect(register.json<{ revision: number }>().revision).toBe(4);
  });

  it('should serve the panel of the school', async () => {
    const page = await running.client.send('GET', '/admin/login', {
      headers: { accept: 'text/html' },
    });
    expect([200, 302, 307]).toContain(page.status);
  });
});

describe('web and worker as two processes on Redis', () => {
  let running: Running;
  let redis: ChildProcess;
  let redisPort: number;

  beforeAll(async () => {
    redisPort = await freePort();
    redis = spawn(
      'redis-server',
      ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      {
        stdio: 'ignore',
      },
    );
    running = await bringUp(
      { REDIS_URL: `redis://127.0.0.1:${redisPort}`, SHIPMENT_INTERVAL_SECONDS: '1' },
      3,
    );
  }, 600_000);
  afterAll(async () => {
    await takeDown(running);
    redis.kill('SIGTERM');
  }, 120_000);

  it('should do the main job through the queue, once', { timeout: 120_000 }, async () => {
    const { classes, client } = running;
    const absent = [classes.pupils[0]?.id ?? ''];
    const ready = (await client.get('/readyz')).json<{ checks: { name: string }[] }>();
    expect(ready.checks.map(({ name }) => name)).toContain('redis');
    for (const revision of [0, 1]) {
      const body = registerBody(classes.classroomId, classes.pupils, { date: DATE, revision, absent });
      expect((await client.post('/api/register', body)).status).toBe(200);
    }
    await expectOneEach(running, absent);
  });

  it('should lose nothing when Redis forgets everything and is away for a while', {
    timeout: 180_000,
  }, async () => {
    const { classes, client } = running;
    const absent = classes.pupils.map(({ id }) => id);
    const ended = new Promise((resolve) => redis.once('exit', resolve));
    redis.kill('SIGKILL');
    await ended;
    const body = registerBody(classes.classroomId, classes.pupils, {
      ...{ date: DATE, revision: 2, absent, reason: 'All were away.' },
    });
    expect((await client.post('/api/register', body)).status).toBe(200);
    expect((await client.get('/readyz')).status).toBe(503);
    redis = spawn(
      'redis-server',
      ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      {
        stdio: 'ignore',
      },
    );
    await expectOneEach(running, absent);
    expect((await client.get('/readyz')).status).toBe(200);
  });
});
