import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapabilities, createSupervisor, type Json, type Supervisor } from '../core/sandbox/index.ts';
import { openStorage } from '../core/storage/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import type { AddOn } from './index.ts';
import { findRunnable } from './services/runnable-install.ts';
import { enableTestPlugin, publishTestPlugin } from './testing/publish-test-plugin.ts';
import { callPlugin } from './worker.ts';

const ID = 'qa.test.capped';
const PURPOSE = { en: 'Test.', ar: 'اختبار.' };
const ASKS = `const answers = [];
  for (const [name, args] of request.input) answers.push(JSON.parse(await __call(name, JSON.stringify(args))));
  return answers.map(({ ok, code, value }) => ok ? value.status : code);`;

describe('caps of a month', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;
  let calls = 0;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 4 });
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a);
    await addClasses(system.admin, b);
    admin = await a.signIn(a.admin);
    await publishTestPlugin(system, ID, ASKS, {
      permissions: ['meter.add', 'sms.send'].map((capability) => ({ capability, purpose: PURPOSE })),
      meters: ['sheets', 'sms_parts'].map((name) => ({ name, title: PURPOSE })),
    });
    for (const school of [a, b]) await enableTestPlugin(system, school, ID);
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  const ask = (school: TestSchool, input: [string, Json][]) =>
    school.run(async () => {
      const install = await findRunnable(system.pool, ID);
      if (!install) throw new Error('The plugin is not switched on.');
      calls += 1;
      const outcome = await callPlugin(
        {
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool, storage: openStorage(system.settings) }),
        },
        {
          install,
          entry: { kind: 'event', name: 'test' },
          input,
          limitClass: 'job',
          key: `call-${calls}`,
          actor: { kind: 'system' },
        },
      );
      return outcome.ok ? outcome.result : outcome.code;
    });
  const units = (names: string[], quantity = 1): [string, Json][] =>
    names.map((idempotencyKey) => ['meter.add', { meter: 'sheets', quantity, idempotencyKey }]);
  const cap = (caps: Record<string, number | null>, client = admin) =>
    client.post('/api/add-ons/caps', { pluginId: ID, caps });
  const shown = async () =>
    (await admin.get('/api/add-ons'))
      .json<{ addOns: AddOn[] }>()
      .addOns.find(({ pluginId }) => pluginId === ID)
      ?.install?.caps.map(({ meter, monthly, used }) => [meter, monthly, used]);

  it('should use what it needs without a cap, and stop inside a call when the cap is reached', async () => {
    expect(await ask(a, units(['a', 'b']))).toEqual(['counted', 'counted']);
    expect((await cap({ sheets: 4 })).status).toBe(200);
    expect(await ask(a, units(['c', 'a', 'd', 'e', 'f']))).toEqual([
      'counted',
      'duplicate',
      'counted',
      'cap_reached',
      'cap_reached',
    ]);
    expect(await shown()).toEqual([
      ['sheets', 4, 4],
      ['sms_parts', null, 0],
    ]);
  });

  it('should end exactly at the cap when many calls come at once', async () => {
    await cap({ sheets: 10 });
    const answers = await Promise.all(
      [0, 1, 2, 3].map((call) => ask(a, units([0, 1, 2, 3, 4].map((unit) => `many-${call}-${unit}`)))),
    );
    const codes = answers.flat() as string[];
    expect(codes.filter((code) => code === 'counted')).toHaveLength(6);
    expect(codes.filter((code) => code === 'cap_reached')).toHaveLength(14);
    expect(await shown()).toContainEqual(['sheets', 10, 10]);
    expect((await cap({ sheets: null })).status).toBe(200);
    expect(await ask(a, units(['after']))).toEqual(['counted']);
  });

  it('should count text messages by their parts when they are queued, and queue none beyond the cap', async () => {
    await cap({ sms_parts: 2 });
    const pupil = classes.pupils[0];
    const { rows } = await system.admin.query(
      'select guardian_id from student_guardians where student_id = $1 and sms_allowed limit 1',
      [pupil?.id],
    );
    const message = (idempotencyKey: string): [string, Json] => [
      'sms.send',
      { guardianId: rows[0].guardian_id, body: 'One part.', language: 'en', idempotencyKey },
    ];
    expect(await ask(a, ['one', 'two', 'three', 'one'].map(message))).toEqual([
      'queued',
      'queued',
      'cap_reached',
      'duplicate',
    ]);
    const queued = await system.admin.query(
      'select count(*)::int as n from notifications where source = $1 and tenant_id = $2',
      [ID, a.tenant.id],
    );
    expect(queued.rows[0].n).toBe(2);
  });

  it('should tell the add-on when the budget of the school is used up, whatever its own cap allows', async () => {
    await cap({ sms_parts: null });
    const set = (budget: object | null) => admin.post('/api/budgets/set', { budgets: { sms_parts: budget } });
    expect((await set({ cents: 3, isHard: true })).status).toBe(200);
    const pupil = classes.pupils[0];
    const { rows } = await system.admin.query(
      'select guardian_id from student_guardians where student_id = $1 and sms_allowed limit 1',
      [pupil?.id],
    );
    const message = (idempotencyKey: string): [string, Json] => [
      'sms.send',
      { guardianId: rows[0].guardian_id, body: 'One part.', language: 'en', idempotencyKey },
    ];
    expect(await ask(a, ['four', 'five', 'six', 'seven', 'eight'].map(message))).toEqual([
      'queued',
      'queued',
      'queued',
      'queued',
      'budget.exhausted',
    ]);
    expect((await set(null)).status).toBe(200);
    expect(await ask(a, ['eight'].map(message))).toEqual(['queued']);
  });

  it('should hold for the school that set it and for no other', async () => {
    await cap({ sheets: 0 });
    expect(await ask(a, units(['none']))).toEqual(['cap_reached']);
    expect(await ask(b, units(['none', 'some'], 5))).toEqual(['counted', 'counted']);
    const { rows } = await system.admin.query('select distinct tenant_id from plugin_caps');
    expect(rows).toEqual([{ tenant_id: a.tenant.id }]);
  });

  it('should refuse meters of others, numbers that are none, and people without the permission', async () => {
    const wrong = await cap({ words: 3 });
    expect([wrong.status, wrong.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
      400,
      'plugin.meter_unknown',
    ]);
    expect((await cap({ sheets: -1 })).status).toBe(400);
    expect((await cap({ sheets: 1.5 })).status).toBe(400);
    const teacher = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
    expect((await cap({ sheets: 3 }, teacher)).status).toBe(403);
  });
});
