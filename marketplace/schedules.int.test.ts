import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEvent } from '../core/jobs/index.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import { switchAddOn } from './index.ts';
import { enableTestPlugin, publishTestPlugin } from './testing/publish-test-plugin.ts';
import { scheduleRunner, tickSchedules } from './worker.ts';

const CLOCK = 'qa.test.clock';

describe('schedules of add-ons', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let doha: TestSchool;
  let berlin: TestSchool;
  let installs: Record<'doha' | 'berlin', string>;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    doha = await system.addSchool('doha');
    berlin = await system.addSchool('berlin');
    await system.admin.query("update tenants set time_zone = 'Europe/Berlin' where id = $1", [
      berlin.tenant.id,
    ]);
    await publishTestPlugin(
      system,
      CLOCK,
      `await __call('log', JSON.stringify({ level: 'info', message: JSON.stringify(request) })); return null;`,
      { schedules: [{ name: 'morning', cron: '30 7 * * *' }] },
    );
    installs = {
      doha: await enableTestPlugin(system, doha, CLOCK),
      berlin: await enableTestPlugin(system, berlin, CLOCK),
    };
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  const tick = (at: string) => tickSchedules(system.pool, system.logger, () => new Date(at));
  const next = async (install: string) =>
    (
      await system.admin.query(
        'select next_run_at from plugin_schedules where install_id = $1 order by name',
        [install],
      )
    ).rows.map((row) => row.next_run_at.toISOString());
  const events = async (install: string) =>
    (
      await system.admin.query(
        `select id, tenant_id, status, payload ->> 'scheduledFor' as slot, (payload ->> 'missed')::int as missed from outbox
          where type = 'plugin.schedule_due' and payload ->> 'installId' = $1 order by payload ->> 'scheduledFor'`,
        [install],
      )
    ).rows;
  const run = (id: string) =>
    runEvent(id, {
      pool: system.pool,
      logger: system.logger,
      handlers: [
        scheduleRunner({
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool }),
        }),
      ],
    });
  const receipts = async (install: string) =>
    (
      await system.admin.query('select * from plugin_calls where install_id = $1 order by created_at', [
        install,
      ])
    ).rows;

  it('should wait for the next moment in each school’s own zone', async () => {
    expect(await tick('2026-03-27T00:00:00Z')).toBe(0);
    expect(await next(installs.doha)).toEqual(['2026-03-27T04:30:00.000Z']);
    expect(await next(installs.berlin)).toEqual(['2026-03-27T06:30:00.000Z']);
  });

  it('should make one event of each moment, however many clocks look', async () => {
    const counts = await Promise.all(Array.from({ length: 5 }, () => tick('2026-03-27T04:30:05Z')));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await events(installs.doha)).toMatchObject([
      { slot: '2026-03-27T04:30:00.000Z', missed: 0, tenant_id: doha.tenant.id, status: 'pending' },
    ]);
    expect(await events(installs.berlin)).toEqual([]);
    expect(await tick('2026-03-27T04:31:00Z')).toBe(0);
    expect(await next(installs.doha)).toEqual(['2026-03-28T04:30:00.000Z']);
  });

  it('should run the moment in the cage once and leave one receipt that names it', async () => {
    const [event] = await events(installs.doha);
    expect(await run(event.id)).toBe('done');
    await system.admin.query("update outbox set status = 'pending' where id = $1", [event.id]);
    await system.admin.query('delete from outbox_handled where event_id = $1', [event.id]);
    expect(await run(event.id)).toBe('done');
    const [receipt, ...rest] = await receipts(installs.doha);
    expect(rest).toEqual([]);
    expect(receipt).toMatchObject({ event: 'schedule:morning:2026-03-27T04:30:00.000Z', code: 'ok' });
    expect(JSON.parse(receipt.logs[0].message)).toMatchObject({
      kind: 'schedule',
      name: 'morning',
      input: { scheduledFor: '2026-03-27T04:30:00.000Z', missed: 0 },
      facts: { school: { timeZone: 'Asia/Qatar' } },
    });
  });

  it('should follow the clock when it is put forward', async () => {
    await tick('2026-03-28T07:00:00Z');
    expect(await next(installs.berlin)).toEqual(['2026-03-29T05:30:00.000Z']);
  });

  it('should run only the latest moment after a pause, and say how many were missed', async () => {
    const before = (await events(installs.doha)).length;
    await tick('2026-04-02T12:00:00Z');
    const made = (await events(installs.doha)).slice(before);
    expect(made).toMatchObject([{ slot: '2026-04-02T04:30:00.000Z', missed: 4 }]);
    expect(await next(installs.doha)).toEqual(['2026-04-03T04:30:00.000Z']);
  });

  it('should begin anew when the school moves to another zone', async () => {
    await system.admin.query("update tenants set time_zone = 'Europe/Berlin' where id = $1", [
      doha.tenant.id,
    ]);
    await tick('2026-04-02T12:01:00Z');
    expect(await next(installs.doha)).toEqual(['2026-04-03T05:30:00.000Z']);
    await system.admin.query("update tenants set time_zone = 'Asia/Qatar' where id = $1", [doha.tenant.id]);
    await tick('2026-04-02T12:02:00Z');
    expect(await next(installs.doha)).toEqual(['2026-04-03T04:30:00.000Z']);
  });

  it('should stay still while the add-on is off, and not catch up afterwards', async () => {
    const before = await events(installs.doha);
    await doha.run(() => switchAddOn(system.payload, { pluginId: CLOCK, on: false }));
    await tick('2026-04-04T12:00:00Z');
    expect(await next(installs.doha)).toEqual([]);
    await doha.run(() => switchAddOn(system.payload, { pluginId: CLOCK, on: true }));
    await tick('2026-04-04T12:00:10Z');
    expect(await events(installs.doha)).toEqual(before);
    expect(await next(installs.doha)).toEqual(['2026-04-05T04:30:00.000Z']);
  });

  it('should wait while the school is suspended and then run the latest moment', async () => {
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [berlin.tenant.id]);
    const before = (await events(installs.berlin)).length;
    await tick('2026-04-08T12:00:00Z');
    expect(await events(installs.berlin)).toHaveLength(before);
    await system.admin.query("update tenants set status = 'active' where id = $1", [berlin.tenant.id]);
    await tick('2026-04-09T12:00:00Z');
    expect((await events(installs.berlin)).slice(before)).toMatchObject([
      { slot: '2026-04-09T05:30:00.000Z' },
    ]);
  });

  it('should keep a moment that an upgrade does not change and drop one that it takes away', async () => {
    const schedules = [
      { name: 'morning', cron: '30 7 * * *' },
      { name: 'week', cron: '0 6 * * 0' },
    ];
    const upgrade = async (version: string, wanted: { name: string; cron: string }[]) => {
      await publishTestPlugin(system, CLOCK, 'return null;', { version, schedules: wanted });
      await system.admin.query(
        'update plugin_installs i set version_id = v.id from plugin_versions v where v.plugin_id = i.plugin_id and v.version = $1',
        [version],
      );
    };
    const [kept] = await next(installs.berlin);
    await upgrade('1.1.0', schedules);
    await tick('2026-04-09T12:01:00Z');
    expect(await next(installs.berlin)).toEqual([kept, '2026-04-12T04:00:00.000Z']);
    await upgrade('1.2.0', []);
    await tick('2026-04-09T12:02:00Z');
    expect(await next(installs.berlin)).toEqual([]);
  });

  it('R9: should show a school its own schedules and no other’s', async () => {
    await enableTestPlugin(system, doha, CLOCK);
    const seen = await doha.run(() => system.pool.query('select distinct tenant_id from plugin_schedules'));
    expect(seen.rows.every((row) => row.tenant_id === doha.tenant.id)).toBe(true);
  });
});
