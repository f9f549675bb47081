import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { asSystem } from '../core/tenancy/index.ts';
import {
  addClasses,
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import { linkPublisher } from './index.ts';
import type { ReplayBundle } from './services/replay/replay-bundle.ts';
import { PURPOSE, publishTestPlugin, runnableAt } from './testing/receipts-kit.ts';
import { callPlugin, expireReplays } from './worker.ts';

const PLUGIN = 'qa.acme.broken';

describe('replays of failed calls', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let school: TestSchool;
  let other: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;
  let receipt: {
    id: string;
    calls: unknown;
    bytes_out: unknown;
    rows_read: unknown;
    seed: string;
    code: string;
  };

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    [school, other] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, school, { language: 'ar' });
    await publishTestPlugin(system, {
      id: PLUGIN,
      body: `const guardians = JSON.parse(await __call('guardians.read', JSON.stringify({ studentId: request.input.data.studentId })));
        const person = guardians.value.items[0];
        await __call('guardians.read', JSON.stringify({ studentId: person.studentId, limit: 1 }));
        await __call('sms.send', JSON.stringify({ guardianId: person.id, body: 'Dear ' + person.displayName, language: 'en', idempotencyKey: 'k1' }));
        await __call('no.such', JSON.stringify({}));
        throw new Error('cannot greet ' + person.displayName + ' of ' + request.input.data.studentId);`,
      more: {
        permissions: [
          {
            capability: 'guardians.read',
            dataClass: 'guardian_contact',
            fields: ['displayName', 'givenName', 'phone', 'language'],
            purpose: PURPOSE,
          },
          { capability: 'sms.send', purpose: PURPOSE },
        ],
        meters: [{ name: 'sms_parts', title: { en: 'Parts', ar: 'أجزاء' } }],
        settings: {
          type: 'object',
          additionalProperties: false,
          properties: {
            key: { type: 'string', title: 'Key', title_ar: 'مفتاح', 'x-secret': true },
            note: { type: 'string', title: 'Note', title_ar: 'ملاحظة' },
          },
        },
      } as never,
    });
    const install = await runnableAt(system, school, PLUGIN);
    await school.run(() =>
      callPlugin(
        {
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool } as never),
        },
        {
          install: { ...install, settings: { key: 'hunter2-secret', note: 'Ask {name} at School alpha' } },
          entry: { kind: 'event', name: 'attendance.absence_recorded' },
          input: {
            id: 'e1',
            type: 'attendance.absence_recorded',
            version: 1,
            data: { studentId: classes.pupils[0]?.id ?? '', date: '2026-01-15', schoolName: 'School alpha' },
          },
          limitClass: 'job',
          key: 'the-call',
          actor: { kind: 'system' },
        },
      ),
    );
    const { rows } = await system.admin.query("select * from plugin_calls where event = 'the-call'");
    receipt = rows[0];
    admin = await school.signIn(school.admin);
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  const bundleAt = async (client: HttpClient, path: string) =>
    (await client.get(`${path}?call=${receipt.id}`)).json<ReplayBundle>();

  it('should count in the receipt what the call asked, read and sent', () => {
    expect(receipt).toMatchObject({
      code: 'guest_error',
      rows_read: { guardian_contact: 2 },
      calls: [
        { capability: 'guardians.read', code: 'ok', count: 2 },
        { capability: 'sms.send', code: 'ok', count: 1 },
        { capability: 'unknown', code: 'capability_not_granted', count: 1 },
      ],
      meters: [{ name: 'sms_parts', quantity: 1 }],
    });
    expect((receipt.bytes_out as { messages: number }).messages).toBeGreaterThan(5);
  });

  it('should keep everything to run the call again, with the same fake for the same person', async () => {
    const bundle = await bundleAt(admin, '/api/add-ons/replay');
    expect(bundle).toMatchObject({
      ...{ format: 'daftar-replay-1', receipt: receipt.id, seed: Number(receipt.seed), limitClass: 'job' },
      plugin: { id: PLUGIN, version: '1.0.0' },
      facts: { school: { timeZone: 'Asia/Qatar', language: 'en' }, actor: { kind: 'system' } },
      input: { type: 'attendance.absence_recorded', data: { date: '2026-01-15' } },
      ...{ truncated: false, outcome: { code: 'guest_error' } },
    });
    const [first, second, sms] = bundle.hostCalls as unknown as {
      args: Record<string, string>;
      answer: { value: { items: Record<string, string>[] } };
    }[];
    const person = first?.answer.value.items[0];
    expect(second?.answer.value.items[0]).toEqual(person);
    expect(person?.studentId).toBe((bundle.input as { data: { studentId: string } }).data.studentId);
    expect(first?.args.studentId).toBe(person?.studentId);
    expect(sms?.args.body).toContain(String(person?.displayName));
    expect(bundle.outcome.message).toContain(`cannot greet ${person?.displayName}`);
    expect(bundle.outcome.message).toContain(String(person?.studentId));
    expect(person?.language).toBe('ar');
    expect(person?.phone).toMatch(/^\+\d+$/);
  });

  it('R9: should hold nothing of a real person, school or secret', async () => {
    const { rows } = await system.admin.query('select bundle::text as text from plugin_replays');
    const people = await system.admin.query(
      'select given_name, family_name, display_name, phone, id::text from guardians where tenant_id = $1',
      [school.tenant.id],
    );
    const secrets = [
      ...people.rows.flatMap((row) => Object.values(row)),
      ...[...classes.pupils.map(({ id }) => id), 'School', 'alpha', 'hunter2', school.tenant.id],
    ].filter((value): value is string => typeof value === 'string' && value.length > 2);
    for (const { text } of rows) for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('R9: should be read by its school and its publisher alone', async () => {
    const partner = async (publisherId: string) => {
      const user = await addRealmUser(system.payload, 'partner');
      await asSystem(() => linkPublisher(system.pool, { userId: user.id, publisherId }));
      return system.at(`partners.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
    };
    const [acme, rival] = [await partner('acme'), await partner('rival')];
    expect(await bundleAt(acme, '/api/partner/replay')).toEqual(await bundleAt(admin, '/api/add-ons/replay'));
    expect((await rival.get(`/api/partner/replay?call=${receipt.id}`)).status).toBe(404);
    const stranger = await other.signIn(other.admin);
    expect((await stranger.get(`/api/add-ons/replay?call=${receipt.id}`)).status).toBe(404);
    expect((await school.anonymous.get(`/api/add-ons/replay?call=${receipt.id}`)).status).toBe(401);
  });

  it('should be gone after its time', async () => {
    expect(await expireReplays(system.pool)).toBe(0);
    await system.admin.query("update plugin_replays set created_at = now() - interval '31 days'");
    expect(await expireReplays(system.pool)).toBe(1);
    expect((await admin.get(`/api/add-ons/replay?call=${receipt.id}`)).status).toBe(404);
  });
});
