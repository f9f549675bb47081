import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishEvents, runEvent } from '../core/jobs/index.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { openStorage } from '../core/storage/index.ts';
import { inTransaction } from '../core/tenancy/index.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import { enableTestPlugin, publishTestPlugin } from './testing/publish-test-plugin.ts';
import { pluginRunner } from './worker.ts';

const STRICT = 'qa.test.strict';
const LOOSE = 'qa.test.loose';
const OTHER = 'qa.test.other';
const TYPE = 'announcement.published';

describe('add-ons that fail at an event', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let school: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    school = await system.addSchool('alpha');
    const throwing = 'throw new Error("no");';
    await publishTestPlugin(system, STRICT, throwing, { events: [{ name: TYPE, failClosed: true }] });
    await publishTestPlugin(system, LOOSE, throwing, { events: [{ name: TYPE }] });
    await publishTestPlugin(system, OTHER, 'return 1;', {
      events: [{ name: TYPE }, { name: 'message.failed' }],
    });
    for (const id of [STRICT, LOOSE, OTHER]) await enableTestPlugin(system, school, id);
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  const published = new Set<string>();
  const publish = async (type: string, payload: Record<string, unknown>, audience?: string) => {
    await school.run(() =>
      inTransaction(system.pool, (client) =>
        publishEvents(client, [{ type, payload, ...(audience ? { audience } : {}) }]),
      ),
    );
    const { rows } = await system.admin.query(
      'select id from outbox where type = $1 and id <> all($2::uuid[])',
      [type, [...published]],
    );
    // Two events of one millisecond have no order; what was not there before is the new one.
    const id = String(rows[0].id);
    published.add(id);
    return id;
  };
  const run = (id: string) =>
    runEvent(id, {
      pool: system.pool,
      logger: system.logger,
      handlers: [
        pluginRunner({
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool, storage: openStorage(system.settings) }),
        }),
      ],
    });
  const receipts = async (event: string) =>
    Object.fromEntries(
      (
        await system.admin.query(
          `select p.plugin_id, c.code from plugin_calls c join plugin_installs i on i.id = c.install_id
             join plugins p on p.id = i.plugin_id where c.event = $1`,
          [event],
        )
      ).rows.map((row) => [row.plugin_id, row.code]),
    );
  const alarms = async () =>
    (await system.admin.query("select * from audit_events where action = 'add-ons.failed'")).rows;
  const mails = async () =>
    Number(
      (await system.admin.query("select count(*) as n from outbox where type = 'mail.requested'")).rows[0].n,
    );

  it('should be tried again where the manifest asks for it, while the others are done at once', async () => {
    const before = await mails();
    const event = await publish(TYPE, { announcementId: '00000000-0000-4000-8000-000000000001' });
    expect(await run(event)).toBe('retry');
    expect(await receipts(event)).toEqual({ [LOOSE]: 'guest_error', [OTHER]: 'ok' });
    for (let attempt = 2; attempt < 8; attempt += 1) expect(await run(event)).toBe('retry');
    expect(await alarms()).toEqual([]);
    expect(await run(event)).toBe('done');
    expect(await receipts(event)).toMatchObject({ [STRICT]: 'guest_error' });
    expect(await alarms()).toMatchObject([
      {
        tenant_id: school.tenant.id,
        outcome: 'alarm',
        actor_kind: 'plugin',
        actor_id: STRICT,
        details: { event: TYPE, code: 'guest_error' },
      },
    ]);
    expect((await mails()) - before).toBe(1);
  });

  it('should raise one alarm for one event, also when its end is run again', async () => {
    const count = (await alarms()).length;
    const event = await publish(TYPE, { announcementId: '00000000-0000-4000-8000-000000000002' });
    await system.admin.query('update outbox set attempts = 7 where id = $1', [event]);
    expect(await run(event)).toBe('done');
    await system.admin.query("update outbox set status = 'pending', attempts = 7 where id = $1", [event]);
    await system.admin.query('delete from outbox_handled where event_id = $1', [event]);
    expect(await run(event)).toBe('done');
    expect(await alarms()).toHaveLength(count + 1);
  });

  it('should not hear an event that is meant for another add-on, or for none', async () => {
    const payload = {
      messageId: '00000000-0000-4000-8000-000000000003',
      channel: 'sms',
      idempotencyKey: 'a',
      reason: null,
    };
    const foreign = await publish('message.failed', payload, LOOSE);
    const nobody = await publish('message.failed', payload);
    const own = await publish('message.failed', payload, OTHER);
    for (const event of [foreign, nobody, own]) expect(await run(event)).toBe('done');
    expect(await receipts(foreign)).toEqual({});
    expect(await receipts(nobody)).toEqual({});
    expect(await receipts(own)).toEqual({ [OTHER]: 'ok' });
  });
});
