import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsDelivery, twilioProvider } from '../core/communication/worker.ts';
import { runEvent } from '../core/jobs/index.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type PublicFront,
  registerBody,
  type SmallClasses,
  startPublicFront,
  type TestSchool,
  type TestSystem,
  until,
} from '../e2e/support/index.ts';
import type { ActionAnswer, BlocksAnswer } from '../plugins/sdk/index.ts';
import { configureAddOn, enableAddOn } from './index.ts';
import { type PluginHost, pluginRunner, providePluginHost } from './worker.ts';

const SMS = 'qa.daftar.sms';

/** From a click in the panel to the report of the network and back onto the page. */
describe('the add-on of text messages at a school', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let host: PluginHost;
  let front: PublicFront;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    front = await startPublicFront(() => system.port);
    system = await createTestSystem({ environment: { DAFTAR_PUBLIC_URL: front.url } });
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    const { pool, logger } = system;
    host = { pool, logger, supervisor, capabilities: createCapabilities({ pool }) };
    providePluginHost(host);
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a, { pupils: 3, language: 'ar' });
    await addClasses(system.admin, b, { pupils: 3 });
    admin = await a.signIn(a.admin);
    for (const school of [a, b]) {
      await school.run(() => enableAddOn(system.payload, { pluginId: SMS, consent: 'all' }));
      // The test runs at any hour.
      await school.run(() =>
        configureAddOn(system.payload, { pluginId: SMS, settings: { quietHours: false, recipients: 'all' } }),
      );
    }
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await system.close();
    front.close();
  });

  const work = async () => {
    const { pool, logger, settings } = system;
    const handlers = [pluginRunner(host), smsDelivery({ pool, logger, provider: twilioProvider(settings) })];
    for (;;) {
      const { rows } = await system.admin.query(
        "select id from outbox where status = 'pending' and next_attempt_at <= now() order by created_at",
      );
      if (rows.length === 0) return;
      for (const { id } of rows) await runEvent(id, { pool, logger, handlers });
    }
  };
  const act = async (client: HttpClient, body: object) => {
    const answer = await client.post('/api/plugin-surfaces/act', { pluginId: SMS, ...body });
    expect(answer.status, answer.text).toBe(200);
    return answer.json<ActionAnswer>();
  };
  const totals = async (client: HttpClient) => {
    const answer = await client.post('/api/plugin-surfaces/show', {
      pluginId: SMS,
      kind: 'page',
      name: 'deliveries',
    });
    expect(answer.status, answer.text).toBe(200);
    return answer
      .json<BlocksAnswer>()
      .blocks.flatMap((block) => (block.kind === 'stat' ? [block.value] : []));
  };
  const delivered = (count: number) =>
    until('the network reported', async () => {
      const { rows } = await system.admin.query(
        "select count(*)::int as n from notifications where tenant_id = $1 and status in ('delivered', 'undelivered')",
        [a.tenant.id],
      );
      return rows[0].n === count;
    });

  it('should tell of an absence, count its delivery and show it to this school alone', async () => {
    const absent = [classes.pupils[0]?.id ?? ''];
    const body = registerBody(classes.classroomId, classes.pupils, {
      date: '2026-01-15',
      revision: 0,
      absent,
    });
    expect((await admin.post('/api/register', body)).status).toBe(200);
    await work();
    await delivered(1);
    await work();
    expect(await totals(admin)).toEqual([1, 1, 0, 1]);
    expect(await totals(await b.signIn(b.admin))).toEqual([0, 0, 0, 0]);
  });

  it('should send a free message to a class after showing its cost, and meter its parts', async () => {
    const values = { textAr: 'لا دوام غدًا.' };
    const estimate = await act(admin, {
      name: 'group-message',
      collection: 'classrooms',
      recordIds: [classes.classroomId],
      values,
    });
    const stats = estimate.blocks?.flatMap((block) => (block.kind === 'stat' ? [block.value] : []));
    expect(stats).toEqual([3, 1, 3]);
    const button = estimate.blocks?.find((block) => block.kind === 'action');
    const send = { name: 'group-send', values: { draft: button?.values?.draft } };
    await Promise.all([act(admin, send), act(admin, send)]);
    await work();
    await delivered(4);
    await work();
    const outbox = (await system.emulators.outbox()).sms.filter((sms) => sms.body === values.textAr);
    expect(outbox.map((sms) => sms.to).sort()).toEqual(classes.pupils.map(({ phone }) => phone).sort());
    const ledger = await system.admin.query(
      'select sum(quantity)::int as parts from usage_events where tenant_id = $1',
      [a.tenant.id],
    );
    expect(ledger.rows[0].parts).toBe(4);
    expect(await totals(admin)).toEqual([4, 4, 0, 4]);
  });

  it('should let nobody write to families without the permission, or to another school’s class', async () => {
    const teacher = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
    const ask = (client: HttpClient, recordIds: string[]) =>
      client.post('/api/plugin-surfaces/act', {
        pluginId: SMS,
        name: 'group-message',
        collection: 'classrooms',
        recordIds,
        values: { textEn: 'x' },
      });
    expect((await ask(teacher, [classes.classroomId])).status).toBe(403);
    const foreign = await ask(await b.signIn(b.admin), [classes.classroomId]);
    expect(foreign.status).toBe(404);
  });
});
