import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EventHandler, publishEvents, runEvent } from '../../core/jobs/index.ts';
import { startTlsServer, type TlsServer } from '../../core/sandbox/capabilities/testing/tls-server.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../../core/sandbox/index.ts';
import { inTransaction } from '../../core/tenancy/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { configureAddOn, enableAddOn } from '../../marketplace/index.ts';
import {
  type PluginHost,
  pluginRunner,
  providePluginHost,
  scheduleRunner,
} from '../../marketplace/worker.ts';

const PLUGIN = 'qa.daftar.results-webhook';
const HOST = 'alnoor.hooks.daftar.qa';
const KEY = ['signing', 'key-of-the-school'].join('-');

describe('the add-on that hands results to another system', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let server: TlsServer;
  let school: TestSchool;
  let admin: HttpClient;
  let classes: SmallClasses;
  let examId: string;
  let handlers: EventHandler[];
  let received: { headers: Record<string, unknown>; body: string }[] = [];
  let status = 200;

  beforeAll(async () => {
    system = await createTestSystem();
    server = await startTlsServer([HOST, 'evil.example'], (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        received.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
        res.writeHead(status).end();
      });
    });
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    const host: PluginHost = {
      pool: system.pool,
      supervisor,
      logger: system.logger,
      capabilities: createCapabilities({ pool: system.pool, outgoing: server.guard() }),
    };
    providePluginHost(host);
    handlers = [pluginRunner(host), scheduleRunner(host)];
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    examId = await addExam();
    await school.run(() => enableAddOn(system.payload, { pluginId: PLUGIN, consent: 'all' }));
    await configure(`https://${HOST}/results`);
    admin = await school.signIn(school.admin);
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await server.close();
    await system.close();
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });

  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const addExam = async () => {
    const subject = await insert('subjects', { title: 'Science', code: 'SCI' });
    return insert('exams', {
      title: 'Midterm',
      subject_id: subject,
      academic_year_id: classes.yearId,
      total_marks: 20,
      date: '2026-02-01',
    });
  };
  const configure = (address: string) =>
    school.run(() =>
      configureAddOn(system.payload, { pluginId: PLUGIN, settings: { address, signingKey: KEY } }),
    );
  const run = (eventId: string) => runEvent(eventId, { pool: system.pool, logger: system.logger, handlers });
  const publish = async (type: string, payload: Record<string, unknown>) => {
    await school.run(() =>
      inTransaction(system.pool, (client) => publishEvents(client, [{ type, payload }])),
    );
    const { rows } = await system.admin.query(
      'select id from outbox where type = $1 order by created_at desc limit 1',
      [type],
    );
    return String(rows[0].id);
  };
  /** A result, entered and told to the add-on. Answers the ids of event and result. */
  const enter = async (pupil: number, score: number) => {
    const studentId = [...classes.pupils, ...classes.other.pupils][pupil]?.id ?? '';
    const resultId = await insert('exam_results', {
      student_id: studentId,
      exam_id: examId,
      academic_year_id: classes.yearId,
      date: '2026-02-01',
      score_hundredths: score * 100,
    });
    const eventId = await publish('result.recorded', { resultId, studentId, examId });
    expect(await run(eventId)).toBe('done');
    return { eventId, resultId, studentId };
  };
  const tickRetry = async () => {
    const { rows } = await system.admin.query(
      'select i.id from plugin_installs i join plugins p on p.id = i.plugin_id where p.plugin_id = $1',
      [PLUGIN],
    );
    const scheduledFor = new Date().toISOString();
    await run(
      await publish('plugin.schedule_due', { installId: rows[0].id, name: 'retry', scheduledFor, missed: 0 }),
    );
  };
  const page = async () => {
    const answer = await admin.post('/api/plugin-surfaces/show', {
      pluginId: PLUGIN,
      kind: 'page',
      name: 'deliveries',
    });
    expect(answer.status).toBe(200);
    const { blocks } = answer.json<{ blocks: { kind: string; rows?: Record<string, string>[] }[] }>();
    return { kinds: blocks.map(({ kind }) => kind), rows: blocks.find(({ rows }) => rows)?.rows ?? [] };
  };

  it('should send a result, signed, with ids and marks and no name', async () => {
    const { eventId, resultId, studentId } = await enter(0, 17);
    expect(received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(JSON.parse(body)).toMatchObject({
      id: eventId,
      type: 'result.recorded',
      data: { resultId, studentId, examId, score: 17, maxScore: 20, examTitle: 'Midterm' },
    });
    expect(body).not.toContain('Pupil');
    expect(headers['idempotency-key']).toBe(eventId);
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(headers['daftar-signature'])) ?? [];
    expect(given).toBe(createHmac('sha256', KEY).update(`${seconds}.${body}`).digest('hex'));
    expect(await page()).toMatchObject({
      kinds: ['table'],
      rows: [{ state: 'Delivered', tries: 1, answer: '200' }],
    });
  });

  it('should keep no mark and no key in its own store', async () => {
    const { rows } = await system.admin.query('select key, value::text from plugin_kv');
    expect(rows.length).toBeGreaterThan(0);
    for (const { value } of rows) {
      expect(value).not.toContain('Midterm');
      expect(value).not.toContain(KEY);
    }
  });

  it('should try again by its schedule, not before the time, and send the mark of that moment', async () => {
    status = 503;
    const { eventId, resultId } = await enter(1, 5);
    expect(await page()).toMatchObject({
      kinds: ['stat', 'action', 'table'],
      rows: [{ answer: '503', tries: 1 }, {}],
    });
    status = 200;
    received = [];
    await tickRetry();
    expect(received).toEqual([]);
    await system.admin.query(
      `update plugin_kv set value = (value::jsonb || '{"nextAt": 0}')::json where key like 'w:%'`,
    );
    await system.admin.query('update exam_results set score_hundredths = 600 where id = $1', [resultId]);
    await tickRetry();
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([{ id: eventId, data: { score: 6 } }]);
    expect((await page()).rows[0]).toMatchObject({ state: 'Delivered', tries: 2 });
    await tickRetry();
    expect(received).toHaveLength(1);
  });

  it('should try again when somebody asks, and let go of a result that was removed', async () => {
    status = 500;
    const kept = await enter(2, 9);
    const { rows } = await system.admin.query('select id from exam_results order by created_at limit 1');
    const lost = await publish('result.recorded', {
      resultId: rows[0].id,
      studentId: kept.studentId,
      examId,
    });
    await run(lost);
    status = 200;
    received = [];
    const answer = await admin.post('/api/plugin-surfaces/act', { pluginId: PLUGIN, name: 'retry-now' });
    expect(answer.json()).toMatchObject({ tone: 'good', message: { en: '1 delivered, 0 still waiting.' } });
    expect(received).toHaveLength(1);
    const states = Object.fromEntries((await page()).rows.map(({ event, state }) => [event, state]));
    expect(states).toMatchObject({ [kept.eventId]: 'Delivered', [lost]: 'Result was removed' });
  });

  it('R5: should send nothing to a host that the school did not accept', async () => {
    await configure('https://evil.example/results');
    const { eventId } = await enter(3, 3);
    expect(received).toEqual([]);
    const row = (await page()).rows.find(({ event }) => event === eventId);
    expect(row).toMatchObject({ answer: 'The address is not one of the allowed hosts' });
    await configure(`https://${HOST}/results`);
  });
});
