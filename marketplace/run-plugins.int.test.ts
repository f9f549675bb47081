import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishEvents, runEvent } from '../core/jobs/index.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { bundleOf } from '../core/sandbox/test-support.ts';
import { inTransaction } from '../core/tenancy/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import type { PluginManifestInput } from '../plugins/sdk/index.ts';
import { type AddOn, configureAddOn, enableAddOn, switchAddOn } from './index.ts';
import { publishTestPlugin } from './testing/publish-test-plugin.ts';
import { pluginRunner, publishVersion } from './worker.ts';

const ABSENCE = 'attendance.absence_recorded';
const SMS = 'qa.daftar.sms';

describe('add-ons at work', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a, { language: 'ar' });
    admin = await a.signIn(a.admin);
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  /** An absence, run through the real cage. Answers the outbox event. */
  const absence = async (school: TestSchool, studentId: string, date = '2026-01-15') => {
    await school.run(() =>
      inTransaction(system.pool, (client) =>
        publishEvents(client, [
          {
            type: ABSENCE,
            payload: {
              studentId,
              date,
              code: 'A',
              classLabel: '9-A',
              schoolName: school.tenant.name,
              schoolNameAr: school.tenant.nameAr,
              timeZone: school.tenant.timeZone,
            },
          },
        ]),
      ),
    );
    const { rows } = await system.admin.query(
      'select id from outbox where type = $1 order by created_at desc limit 1',
      [ABSENCE],
    );
    return String(rows[0].id);
  };
  const run = (eventId: string) =>
    runEvent(eventId, {
      pool: system.pool,
      logger: system.logger,
      handlers: [
        pluginRunner({
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool }),
        }),
      ],
    });
  const receipts = async (eventId: string) =>
    (
      await system.admin.query(
        `select c.*, p.plugin_id from plugin_calls c join plugin_installs i on i.id = c.install_id
           join plugins p on p.id = i.plugin_id where c.event = $1 order by p.plugin_id`,
        [eventId],
      )
    ).rows;
  const messages = async (school: TestSchool) =>
    (
      await system.admin.query('select * from notifications where tenant_id = $1 order by created_at', [
        school.tenant.id,
      ])
    ).rows;
  const publish = (id: string, body: string, more: Partial<PluginManifestInput> = {}) =>
    publishTestPlugin(system, id, body, { events: [{ name: ABSENCE }], ...more });
  const readOf = (capability: string, args: string) =>
    `const answer = await __call('${capability}', JSON.stringify(${args}));
     await __call('log', JSON.stringify({ level: 'info', message: answer.slice(0, 450) }));`;
  const logged = (receipt: { logs: { message: string }[] }) => JSON.parse(receipt.logs[0]?.message ?? '{}');

  it('should do nothing while it is not installed, or installed and not switched on', async () => {
    const pupil = classes.pupils[0]?.id ?? '';
    const before = await absence(a, pupil);
    expect(await run(before)).toBe('done');
    expect(await receipts(before)).toEqual([]);
    const list = (await admin.get('/api/add-ons')).json<{ addOns: AddOn[] }>().addOns;
    const offer = list.find((addOn) => addOn.pluginId === SMS);
    const wrong = await admin.post('/api/add-ons/install', { pluginId: SMS, consent: 'x'.repeat(64) });
    expect(wrong.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('plugin.consent_missing');
    expect((await admin.post('/api/add-ons/switch', { pluginId: SMS, on: true })).status).toBe(409);
    expect(
      (await admin.post('/api/add-ons/install', { pluginId: SMS, consent: offer?.consent })).status,
    ).toBe(200);
    const installed = await absence(a, pupil);
    expect(await run(installed)).toBe('done');
    expect(await receipts(installed)).toEqual([]);
    expect(await messages(a)).toEqual([]);
  });

  it('should queue one message to the guardian, in the guardian’s language, and leave one receipt', async () => {
    expect((await admin.post('/api/add-ons/switch', { pluginId: SMS, on: true })).status).toBe(200);
    const pupil = classes.pupils[0];
    const event = await absence(a, pupil?.id ?? '');
    expect(await run(event)).toBe('done');
    expect(await run(event)).toBe('gone');
    const [receipt, ...rest] = await receipts(event);
    expect(rest).toEqual([]);
    expect(receipt).toMatchObject({ code: 'ok', entry: ABSENCE, tenant_id: a.tenant.id });
    expect(receipt.accesses.map((access: { dataClass: string }) => access.dataClass).sort()).toEqual([
      'guardian_contact',
      'student_name',
    ]);
    const sent = await messages(a);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ recipient: pupil?.phone, language: 'ar', source: SMS, status: 'queued' });
    expect(sent[0].body).toContain('غياب');
  });

  it('should not run again for an event whose receipt is there, and not message again without it', async () => {
    const event = await absence(a, classes.pupils[0]?.id ?? '');
    await run(event);
    const count = (await messages(a)).length;
    expect(count).toBe(1);
    for (const forget of ['', 'delete from plugin_calls where event = $1']) {
      await system.admin.query("update outbox set status = 'pending' where id = $1", [event]);
      await system.admin.query('delete from outbox_handled where event_id = $1', [event]);
      if (forget) await system.admin.query(forget, [event]);
      expect(await run(event)).toBe('done');
      expect(await receipts(event)).toHaveLength(1);
      expect(await messages(a)).toHaveLength(count);
    }
  });

  it('R9: should stay silent when it is switched off, and speak again when it is switched on', async () => {
    const pupil = classes.pupils[1]?.id ?? '';
    await a.run(() => switchAddOn(system.payload, { pluginId: SMS, on: false }));
    const off = await absence(a, pupil);
    await run(off);
    expect(await receipts(off)).toEqual([]);
    await a.run(() => switchAddOn(system.payload, { pluginId: SMS, on: true }));
    const on = await absence(a, pupil);
    await run(on);
    expect(await receipts(on)).toHaveLength(1);
  });

  it('should work for the school that installed it and for no other', async () => {
    const ofB = await addClasses(system.admin, b);
    const event = await absence(b, ofB.pupils[0]?.id ?? '');
    await run(event);
    expect(await receipts(event)).toEqual([]);
    expect(await messages(b)).toEqual([]);
    await b.run(() => enableAddOn(system.payload, { pluginId: SMS, consent: 'all' }));
    const events = await Promise.all([
      absence(a, classes.pupils[2]?.id ?? '', '2026-02-01'),
      absence(b, ofB.pupils[1]?.id ?? '', '2026-02-01'),
    ]);
    const both = (
      await system.admin.query("select id from outbox where status = 'pending' and type = $1", [ABSENCE])
    ).rows;
    expect(events).toHaveLength(2);
    await Promise.all(both.map((row) => run(row.id)));
    const [last] = (await messages(b)).slice(-1);
    expect(last).toMatchObject({ recipient: ofB.pupils[1]?.phone, language: 'en' });
    expect(last.body).toContain('School beta');
    expect((await messages(a)).every((message) => !message.body.includes('beta'))).toBe(true);
  });

  it('R9: should hand over no field that was not declared and accepted', async () => {
    const fields = ['displayName'];
    const purpose = { en: 'Test.', ar: 'اختبار.' };
    await publish('qa.test.reader', readOf('guardians.read', '{ studentId: request.input.data.studentId }'), {
      permissions: [{ capability: 'guardians.read', dataClass: 'guardian_contact', fields, purpose }],
    } as Partial<PluginManifestInput>);
    await a.run(() => enableAddOn(system.payload, { pluginId: 'qa.test.reader', consent: 'all' }));
    const event = await absence(a, classes.pupils[0]?.id ?? '', '2026-03-01');
    await run(event);
    const receipt = (await receipts(event)).find((row) => row.plugin_id === 'qa.test.reader');
    expect(receipt?.code).toBe('ok');
    expect(Object.keys(logged(receipt).value.items[0]).sort()).toEqual(['displayName', 'id', 'studentId']);
    expect(JSON.stringify(receipt.logs)).not.toContain(classes.pupils[0]?.phone);
    expect(receipt.accesses).toMatchObject([{ dataClass: 'guardian_contact', fields, count: 1 }]);
  });

  it('R9: should answer for an ungranted capability and for another school’s pupil like for nothing', async () => {
    const foreign = await system.admin.query('select id from students where tenant_id = $1 limit 1', [
      b.tenant.id,
    ]);
    const purpose = { en: 'Test.', ar: 'اختبار.' };
    await publish('qa.test.ungranted', readOf('students.read', '{}'));
    await publish('qa.test.stranger', readOf('students.read', `{ ids: ['${foreign.rows[0].id}'] }`), {
      permissions: [
        { capability: 'students.read', dataClass: 'student_name', fields: ['displayName'], purpose },
      ],
    } as Partial<PluginManifestInput>);
    for (const pluginId of ['qa.test.ungranted', 'qa.test.stranger'])
      await a.run(() => enableAddOn(system.payload, { pluginId, consent: 'all' }));
    const event = await absence(a, classes.pupils[0]?.id ?? '', '2026-03-02');
    await run(event);
    const byPlugin = new Map((await receipts(event)).map((row) => [row.plugin_id, row]));
    expect(logged(byPlugin.get('qa.test.ungranted')).code).toBe('capability_not_granted');
    expect(logged(byPlugin.get('qa.test.stranger')).value).toEqual({ items: [], total: 0 });
  });

  it('should not let a faulty add-on stop the others', async () => {
    await publish('qa.test.faulty', 'for (;;) {}');
    await publish('qa.test.thrower', 'throw new Error("always");');
    for (const pluginId of ['qa.test.faulty', 'qa.test.thrower'])
      await a.run(() => enableAddOn(system.payload, { pluginId, consent: 'all' }));
    const event = await absence(a, classes.pupils[1]?.id ?? '', '2026-03-03');
    expect(await run(event)).toBe('done');
    const codes = Object.fromEntries((await receipts(event)).map((row) => [row.plugin_id, row.code]));
    expect(codes).toMatchObject({
      [SMS]: 'ok',
      'qa.test.faulty': 'timeout_cpu',
      'qa.test.thrower': 'guest_error',
    });
  });

  it('R10: should refuse to run a bundle that is not what was published', async () => {
    const built = await publish('qa.test.changed', 'return 1;');
    await a.run(() => enableAddOn(system.payload, { pluginId: 'qa.test.changed', consent: 'all' }));
    await system.admin.query('update plugin_versions set code = $2 where sha256 = $1', [
      built.sha256,
      bundleOf('return 2;'),
    ]);
    const event = await absence(a, classes.pupils[0]?.id ?? '', '2026-03-04');
    await run(event);
    expect((await receipts(event)).find((row) => row.plugin_id === 'qa.test.changed')?.code).toBe(
      'bundle_hash_mismatch',
    );
    const other = { ...built, code: bundleOf('return 3;'), sha256: 'f'.repeat(64) };
    await expect(publishVersion(system.pool, other)).rejects.toMatchObject({ code: 'plugin.integrity' });
  });

  it('should check settings against the add-on’s schema and keep them when it is switched off', async () => {
    const configure = (settings: unknown) =>
      a.run(() => configureAddOn(system.payload, { pluginId: SMS, settings }));
    await expect(configure({ recipients: 'everybody' })).rejects.toMatchObject({
      code: 'plugin.settings_invalid',
      details: { field: 'recipients' },
    });
    await expect(configure({ unknown: 1 })).rejects.toMatchObject({ details: { field: 'unknown' } });
    await configure({ recipients: 'all' });
    await a.run(() => switchAddOn(system.payload, { pluginId: SMS, on: false }));
    await a.run(() => switchAddOn(system.payload, { pluginId: SMS, on: true }));
    const { rows } = await system.admin.query(
      'select settings from plugin_installs i join plugins p on p.id = i.plugin_id where p.plugin_id = $1 and tenant_id = $2',
      [SMS, a.tenant.id],
    );
    expect(rows[0].settings).toMatchObject({ recipients: 'all', keepToOnePart: true });
  });

  it('should be closed to those without the permission', async () => {
    const teacher = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
    expect((await teacher.get('/api/add-ons')).status).toBe(403);
    expect((await teacher.post('/api/add-ons/switch', { pluginId: SMS, on: false })).status).toBe(403);
    expect((await a.anonymous.get('/api/add-ons')).status).toBe(401);
  });
});
