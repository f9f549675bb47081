import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  registerBody,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
  until,
} from '../../e2e/support/index.ts';
import { type Relay, runEvent, startRelay } from '../jobs/index.ts';
import type { SchoolDashboard } from '../school/index.ts';
import { rebuildRollups } from '../school/worker.ts';
import { dashboardRefresher, type Overview } from './index.ts';
import { dashboardCache } from './services/dashboard-cache.ts';
import { createFlightCache, type Wanted } from './services/flight-cache.ts';
import { openRedisStore, type RedisStore } from './services/redis-store.ts';

type Dashboard = SchoolDashboard & { overview: Overview };
type World = { school: TestSchool; classes: SmallClasses; admin: HttpClient };

const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Qatar' }).format(Date.now());
const YEAR = {
  start: `${Number(TODAY.slice(0, 4)) - 1}-01-01`,
  end: `${Number(TODAY.slice(0, 4)) + 1}-12-31`,
};

describe('dashboards', () => {
  let system: TestSystem;
  let relay: Relay;
  let alpha: World;
  let beta: World;

  const look = async (client: HttpClient): Promise<Dashboard> => {
    const answer = await client.get('/api/dashboard');
    expect(answer.status, answer.text).toBe(200);
    return answer.json();
  };
  const insert = async (school: TestSchool, table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const makeWorld = async (subdomain: string, pupils: number): Promise<World> => {
    const school = await system.addSchool(subdomain);
    const classes = await addClasses(system.admin, school, { pupils });
    await system.admin.query(
      'update academic_years set start_date = $2, end_date = $3, current = true where id = $1',
      [classes.yearId, YEAR.start, YEAR.end],
    );
    // Whatever day of the week it is, there is school today.
    await insert(school, 'calendar_days', {
      date: TODAY,
      kind: 'school_day',
      title: 'School',
      title_ar: 'دوام',
    });
    return { school, classes, admin: await school.signIn(school.admin) };
  };

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await makeWorld('alpha', 3);
    beta = await makeWorld('beta', 5);
    const handlers = [dashboardRefresher({ pool: system.pool })];
    relay = startRelay({
      pool: system.pool,
      logger: system.logger,
      dispatch: async (id) => {
        await runEvent(id, { pool: system.pool, handlers, logger: system.logger });
      },
    });
  });
  afterAll(async () => {
    await relay.stop();
    await system.close();
  });

  it('should compute once for a hundred who ask at the same time, and answer each school its own', async () => {
    const before = dashboardCache().computed();
    const clients = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? alpha.admin : beta.admin));
    const answers = await Promise.all(clients.map(look));
    expect(dashboardCache().computed() - before).toBe(2);
    for (const [index, answer] of answers.entries()) expect(answer.students).toBe(index % 2 === 0 ? 6 : 10);
  });

  it('should show what a register changed within two seconds, and not to the other school', async () => {
    const { classes, admin } = alpha;
    expect((await look(admin)).overview.notTaken?.map(({ title }) => title)).toEqual(['9-A', '9-B']);
    const other = await look(beta.admin);
    const saved = await admin.post(
      '/api/register',
      registerBody(classes.classroomId, classes.pupils, {
        date: TODAY,
        revision: 0,
        absent: [classes.pupils[0]?.id ?? ''],
      }),
    );
    expect(saved.status, saved.text).toBe(200);
    const start = Date.now();
    await until('the absence is counted', async () => (await look(admin)).attendance?.today?.absent === 1);
    expect(Date.now() - start).toBeLessThan(5000);
    expect((await look(admin)).overview.notTaken?.map(({ title }) => title)).toEqual(['9-B']);
    expect(await look(beta.admin)).toEqual(other);
  });

  it('should count a new pupil soon after, and keep the count of others', async () => {
    const count = async (client: HttpClient) =>
      (await client.get('/api/dashboard/active-students')).json<{ students: number }>().students;
    expect([await count(alpha.admin), await count(beta.admin)]).toEqual([6, 10]);
    const made = await alpha.admin.post('/api/students', {
      givenName: 'New',
      familyName: 'Pupil',
      admissionNumber: 'NEW-1',
    });
    expect(made.status, made.text).toBe(201);
    await until('the pupil is counted', async () => (await count(alpha.admin)) === 7);
    expect(await count(beta.admin)).toBe(10);
  });

  it('should keep the numbers of a teacher, a guardian and an accountant apart', async () => {
    const { school, classes } = beta;
    const [child] = classes.pupils;
    const [subject] = (
      await system.admin.query(
        "insert into subjects (tenant_id, title) values ($1, 'Physics') returning id",
        [school.tenant.id],
      )
    ).rows;
    const exam = async (title: string, published: string | null) => {
      const id = await insert(school, 'exams', {
        title,
        subject_id: subject.id,
        classroom_id: classes.classroomId,
        academic_year_id: classes.yearId,
        total_marks: 20,
        date: TODAY,
        published_at: published,
      });
      await insert(school, 'exam_results', {
        student_id: child?.id,
        exam_id: id,
        academic_year_id: classes.yearId,
        date: TODAY,
        score_hundredths: published ? 1500 : 100,
      });
    };
    await exam('Shown', new Date().toISOString());
    await exam('Hidden', null);
    await school.run(() => rebuildRollups(system.pool));
    for (const [number, student_id, status] of [
      ['1', child?.id, 'open'],
      ['2', classes.other.pupils[0]?.id, 'open'],
      ['3', child?.id, 'draft'],
    ] as const)
      await insert(school, 'invoices', {
        number,
        student_id,
        status,
        amount_minor: 10_000,
        issue_date: '2026-01-01',
        due_date: '2026-01-31',
      });
    await system.admin.query(
      'insert into dashboard_versions (tenant_id, version) values ($1, 1000) on conflict (tenant_id) do update set version = 1000',
      [school.tenant.id],
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const person = async (role: 'teacher' | 'guardian' | 'accountant', link?: string) =>
      school.signIn(await school.addUser(role, link ? { [role]: link } : {}));
    const [teacher, guardian, accountant, admin] = await Promise.all(
      [
        person('teacher', classes.other.teacherId),
        person('guardian', child?.guardianId),
        person('accountant'),
        Promise.resolve(beta.admin),
      ].map(async (client) => look(await client)),
    );
    expect(teacher).toMatchObject({ students: 5, narrowed: true, overview: { results: [] } });
    expect(teacher?.overview).not.toHaveProperty('fees');
    expect(teacher?.overview.notTaken?.map(({ title }) => title)).toEqual(['9-B']);
    expect(guardian).toMatchObject({
      children: [{ id: child?.id }],
      overview: {
        fees: { open: 10_000, overdueCount: 1 },
        results: [{ subject: 'Physics', percent: 75, results: 1 }],
      },
    });
    expect(guardian?.overview).not.toHaveProperty('notTaken');
    expect(accountant).toMatchObject({ students: 10, overview: { fees: { open: 20_000, overdueCount: 2 } } });
    expect(accountant?.overview).not.toHaveProperty('results');
    expect(admin).toMatchObject({
      students: 10,
      overview: { fees: { open: 20_000 }, results: [{ percent: 75 }] },
    });
    expect(admin?.overview.upcoming?.map(({ title }) => title)).toEqual(['Hidden', 'Shown']);
  });

  it('should miss no register on a day without school, and name the holiday', async () => {
    const tenant = beta.school.tenant.id;
    await system.admin.query(
      "update calendar_days set kind = 'holiday', title = 'National Day', title_ar = 'اليوم الوطني' where tenant_id = $1",
      [tenant],
    );
    await system.admin.query('update dashboard_versions set version = version + 1 where tenant_id = $1', [
      tenant,
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { overview } = await look(beta.admin);
    expect(overview.notTaken).toEqual([]);
    expect(overview.upcoming).toContainEqual(
      expect.objectContaining({ kind: 'holiday', titleAr: 'اليوم الوطني', date: TODAY }),
    );
  });

  it('should be closed without a session and to the session of another school', async () => {
    expect((await alpha.school.anonymous.get('/api/dashboard')).status).toBe(401);
    expect((await alpha.admin.at(beta.school.host).get('/api/dashboard')).status).toBe(401);
  });
});

describe.skipIf(spawnSync('redis-server', ['--version']).error)(
  'dashboards of several processes with Redis',
  () => {
    let stop: () => void = () => undefined;
    let url = '';
    const stores: RedisStore[] = [];
    const cacheAt = (at = url) => {
      const store = openRedisStore(at);
      stores.push(store);
      return createFlightCache({ lifeMs: 300_000, restMs: 1000, most: 100, store });
    };
    const wanted = (key: string, value: string, more: Partial<Wanted<string>> = {}): Wanted<string> => ({
      key,
      version: '1',
      isShared: true,
      compute: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return value;
      },
      ...more,
    });
    beforeAll(async () => {
      const probe = createServer().listen(0, '127.0.0.1');
      await once(probe, 'listening');
      const { port } = probe.address() as { port: number };
      probe.close();
      const folder = mkdtempSync(path.join(tmpdir(), 'daftar-redis-'));
      const server = spawn('redis-server', [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
      ]);
      stop = () => {
        server.kill();
        rmSync(folder, { recursive: true, force: true });
      };
      await once(server.stdout, 'data');
      url = `redis://127.0.0.1:${port}`;
    });
    afterAll(() => {
      for (const store of stores) store.close();
      stop();
    });

    it('should compute once for two of them', async () => {
      const [a, b] = [cacheAt(), cacheAt()];
      const asked = [a, b].flatMap((one) => Array.from({ length: 50 }, () => one.read(wanted('k', 'v'))));
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['v']));
      expect(a.computed() + b.computed()).toBe(1);
    });

    it('should keep in each what is not to be shared', async () => {
      const [a, b] = [cacheAt(), cacheAt()];
      const own = (value: string) => wanted('own', value, { isShared: false });
      expect([await a.read(own('a')), await b.read(own('b'))]).toEqual(['a', 'b']);
    });

    it('should go on alone without Redis, and pass on what a computation throws', async () => {
      const alone = cacheAt('redis://127.0.0.1:1');
      expect(await alone.read(wanted('z', 'alone'))).toBe('alone');
      const one = cacheAt();
      const failing = wanted('y', 'x', { compute: () => Promise.reject(new Error('broken')) });
      await expect(one.read(failing)).rejects.toThrow('broken');
      expect(one.computed()).toBe(1);
    });
  },
);
