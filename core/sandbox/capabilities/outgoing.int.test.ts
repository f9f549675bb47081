import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';
import { shipUsage, stripeClient, stripeEventName, stripeSink } from '../../billing/worker.ts';
import { guardianMailDelivery, mailDelivery } from '../../communication/worker.ts';
import { type EventHandler, runEvent } from '../../jobs/index.ts';
import type { Json } from '../types.ts';
import { createCapabilities } from './all.ts';
import { createHostCall } from './registry.ts';
import { contextOf } from './testing/install.ts';

const PLUGIN = 'qa.daftar.class-certificates';
const METERS = [
  { name: 'pages', title: { en: 'Pages', ar: 'صفحات' } },
  { name: 'sms_parts', title: { en: 'Parts', ar: 'أجزاء' } },
];

describe('what leaves a plugin for people and for the bill', () => {
  let system: TestSystem;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let ofB: SmallClasses;
  let mail: EventHandler & { close: () => void };

  beforeAll(async () => {
    system = await createTestSystem();
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a);
    ofB = await addClasses(system.admin, b);
    await system.admin.query("update guardians set email = 'parent-' || id || '@example.org'");
    const delivery = mailDelivery(system.settings);
    mail = {
      ...guardianMailDelivery({ pool: system.pool, send: delivery.send }),
      close: delivery.close,
    };
  });
  afterAll(async () => {
    mail.close();
    await system.close();
  });

  const hostOf = (school: TestSchool, pluginId = PLUGIN, meters = METERS) => {
    const call = createHostCall({
      capabilities: createCapabilities({ pool: system.pool }),
      context: contextOf(school, randomUUID(), {
        pluginId,
        grants: ['email.send', 'notify.send', 'meter.add'].map((capability) => ({
          capability,
          purpose: 'x',
        })),
        manifest: { meters },
      }),
    });
    return async (name: string, args: Json) => {
      const answer = await school.run(() => call(name, args));
      return answer.ok ? (answer.value as Record<string, string>) : answer.code;
    };
  };
  const deliver = async () => {
    const { rows } = await system.admin.query(
      "select id from outbox where status = 'pending' and type = 'message.mail_queued'",
    );
    for (const { id } of rows)
      await runEvent(id, { pool: system.pool, logger: system.logger, handlers: [mail] });
  };

  describe('email.send', () => {
    const letter = (guardianId: string, more: Record<string, Json> = {}) => ({
      guardianId,
      subjectLine: 'Certificate\u2028ready',
      body: 'Dear <b>parent</b>,\n\nit is ready.',
      language: 'en',
      idempotencyKey: guardianId,
      ...more,
    });

    it('should send one mail under the school’s name, once for a key', async () => {
      const guardianId = classes.pupils[0]?.guardianId ?? '';
      const host = hostOf(a);
      const first = await host('email.send', letter(guardianId));
      expect(first).toMatchObject({ status: 'queued' });
      expect(await host('email.send', letter(guardianId))).toMatchObject({
        ...(first as object),
        status: 'duplicate',
      });
      await deliver();
      await deliver();
      const to = `parent-${guardianId}@example.org`;
      const sent = JSON.stringify(await system.emulators.outbox(to));
      expect((await system.emulators.outbox(to)).mail).toHaveLength(1);
      expect(sent).toContain('it is ready.');
      expect(sent).toContain('School alpha');
      expect(sent).toContain('Certificate ready');
      expect(sent).toContain('&lt;b&gt;parent');
      const { rows } = await system.admin.query('select * from notifications where tenant_id = $1', [
        a.tenant.id,
      ]);
      expect(rows).toMatchObject([{ channel: 'email', status: 'sent', recipient: to, source: PLUGIN }]);
    });

    it('R4: should know no guardian of another school, nor a pupil who is not the guardian’s', async () => {
      const stranger = ofB.pupils[0]?.guardianId ?? '';
      expect(await hostOf(a)('email.send', letter(stranger))).toBe('message.recipient_unknown');
      const own = classes.pupils[1]?.guardianId ?? '';
      const subject = { studentId: classes.pupils[2]?.id ?? '' };
      expect(await hostOf(a)('email.send', letter(own, { subject }))).toBe('message.recipient_unknown');
      await system.admin.query('update guardians set email = null where id = $1', [own]);
      expect(await hostOf(a)('email.send', letter(own))).toBe('message.recipient_unknown');
    });
  });

  describe('notify.send', () => {
    const note = (more: Record<string, Json> = {}) => ({
      role: 'teacher',
      title: { en: 'Certificates', ar: 'الشهادات' },
      text: { en: 'They are ready.', ar: 'الشهادات جاهزة.' },
      pageId: 'files',
      idempotencyKey: randomUUID(),
      ...more,
    });
    type Notes = { notes: { id: string; title: { en: string } }[] };

    it('should be read by everybody with the role, each for themselves, and by nobody else', async () => {
      const one = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
      const two = await a.signIn(await a.addUser('teacher', { teacher: classes.other.teacherId }));
      const admin = await a.signIn(a.admin);
      const ofOther = await b.signIn(await b.addUser('teacher', { teacher: ofB.teacherId }));
      const args = note();
      const sent = await hostOf(a)('notify.send', args);
      expect(sent).toMatchObject({ status: 'queued' });
      expect(await hostOf(a)('notify.send', args)).toMatchObject({
        ...(sent as object),
        status: 'duplicate',
      });
      const seen = (await one.get('/api/notes')).json<Notes>().notes;
      expect(seen).toMatchObject([
        {
          title: { en: 'Certificates', ar: 'الشهادات' },
          text: { ar: 'الشهادات جاهزة.' },
          href: `/admin/add-ons/${PLUGIN}/files`,
        },
      ]);
      const ids = seen.map(({ id }) => id);
      for (const stranger of [admin, ofOther]) {
        expect((await stranger.get('/api/notes')).json<Notes>().notes).toEqual([]);
        expect((await stranger.post('/api/notes/read', { ids })).status).toBe(200);
      }
      expect((await two.get('/api/notes')).json<Notes>().notes).toHaveLength(1);
      expect((await one.post('/api/notes/read', { ids })).status).toBe(200);
      expect((await one.post('/api/notes/read', { ids })).status).toBe(200);
      expect((await one.get('/api/notes')).json<Notes>().notes).toEqual([]);
      expect((await two.get('/api/notes')).json<Notes>().notes).toHaveLength(1);
      expect((await a.anonymous.get('/api/notes')).status).toBe(401);
      const { rows } = await system.admin.query('select count(*)::int as n from panel_note_reads');
      expect(rows[0].n).toBe(1);
    });

    it('should know the roles of the own school alone', async () => {
      await system.admin.query("insert into roles (tenant_id, code, name) values ($1, 'nurse', 'Nurse')", [
        b.tenant.id,
      ]);
      expect(await hostOf(a)('notify.send', note({ role: 'nurse' }))).toBe('role_unknown');
      expect(await hostOf(b)('notify.send', note({ role: 'nurse' }))).toMatchObject({ status: 'queued' });
    });

    it('should not show an old note to a new person', async () => {
      await hostOf(b)('notify.send', note({ role: 'accountant' }));
      const later = await b.signIn(await b.addUser('accountant'));
      expect((await later.get('/api/notes')).json<Notes>().notes).toEqual([]);
    });
  });

  describe('meter.add', () => {
    const add = (
      school: TestSchool,
      meter: string,
      quantity: number,
      idempotencyKey: string,
      pluginId = PLUGIN,
    ) => hostOf(school, pluginId)('meter.add', { meter, quantity, idempotencyKey });

    it('should count once for a key, and keep the first quantity', async () => {
      expect(await add(a, 'pages', 3, 'k')).toEqual({ status: 'counted' });
      expect(await add(a, 'pages', 3, 'k')).toEqual({ status: 'duplicate' });
      expect(await add(a, 'pages', 4, 'k')).toBe('usage.conflict');
      expect(await add(b, 'pages', 4, 'k')).toEqual({ status: 'counted' });
      expect(await add(a, 'pages', 1, 'k', 'qa.daftar.other')).toEqual({ status: 'counted' });
      const { rows } = await system.admin.query(
        'select meter, quantity::int from usage_events where tenant_id = $1 order by meter',
        [a.tenant.id],
      );
      expect(rows).toEqual([
        { meter: `${PLUGIN}/pages`, quantity: 3 },
        { meter: 'qa.daftar.other/pages', quantity: 1 },
      ]);
    });

    it('should refuse a meter that was not accepted, and the platform’s own', async () => {
      expect(await add(a, 'other', 1, 'x')).toBe('meter_not_declared');
      expect(await add(a, 'sms_parts', 1, 'x')).toBe('meter_not_declared');
      const host = hostOf(a, PLUGIN, []);
      expect(await host('meter.add', { meter: 'pages', quantity: 1, idempotencyKey: 'x' })).toBe(
        'meter_not_declared',
      );
    });

    it('should reach Stripe under a meter of its own, however long its name', async () => {
      const school = await system.addSchool('gamma');
      const long = `qa.${'d'.repeat(60)}.${'p'.repeat(30)}`;
      await add(school, 'pages', 7, 'one');
      await add(school, 'pages', 5, 'one', long);
      const sink = stripeSink(stripeClient(system.settings));
      await shipUsage({ pool: system.pool, sink, logger: system.logger });
      const { rows } = await system.admin.query(
        'select stripe_customer_id as id from tenants where id = $1',
        [school.tenant.id],
      );
      const total = (meter: string) => system.emulators.meterTotal(rows[0].id, stripeEventName(meter));
      expect([await total(`${PLUGIN}/pages`), await total(`${long}/pages`)]).toEqual([7, 5]);
      for (const meter of [`${PLUGIN}/pages`, `${long}/pages`])
        expect(stripeEventName(meter).length).toBeLessThanOrEqual(100);
      const waiting = await system.admin.query(
        "select count(*)::int as n from shipments where tenant_id = $1 and state <> 'acknowledged'",
        [school.tenant.id],
      );
      expect(waiting.rows[0].n).toBe(0);
    });
  });
});
