import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem, until } from '../../e2e/support/index.ts';
import { inTransaction } from '../tenancy/index.ts';
import { type EventHandler, publishEvents, type Relay, runEvent, startRelay } from './index.ts';

describe('the outbox relay', () => {
  let system: TestSystem;
  let school: TestSchool;
  const relays: Relay[] = [];

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
  });
  afterAll(() => system.close());
  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop();
    await system.admin.query('delete from outbox');
  });

  const start = (handlers: EventHandler[], claimSeconds?: number) => {
    const { pool, logger } = system;
    const relay = startRelay({
      pool,
      logger,
      dispatch: async (id) => {
        await runEvent(id, { pool, handlers, logger });
      },
      ...(claimSeconds === undefined ? {} : { claimSeconds }),
    });
    relays.push(relay);
    return relay;
  };
  const publish = (count: number, type = 'test.happened') =>
    school.run(() =>
      inTransaction(system.pool, (client) =>
        publishEvents(
          client,
          Array.from({ length: count }, (_, number) => ({ type, payload: { number } })),
        ),
      ),
    );
  const outbox = async () => (await system.admin.query('select * from outbox order by created_at, id')).rows;
  const handler = (name: string, run: EventHandler['run']): EventHandler => ({
    name,
    handles: (type) => type === 'test.happened',
    run,
  });

  it('should hand every event to every handler once, with several relays side by side', async () => {
    const seen: string[] = [];
    const note = (name: string) => handler(name, async (event) => void seen.push(`${name}:${event.id}`));
    for (let relay = 0; relay < 3; relay += 1) start([note('first'), note('second')]);
    await publish(100);
    await until('all events are done', async () => (await outbox()).every((row) => row.status === 'done'));
    const ids = (await outbox()).map((row) => row.id as string);
    expect(ids).toHaveLength(100);
    expect([...seen].sort()).toEqual(ids.flatMap((id) => [`first:${id}`, `second:${id}`]).sort());
  });

  it('should run a handler in the scope of the event’s school', async () => {
    const tenants: string[] = [];
    start([
      handler('scope', async () => {
        const { rows } = await system.pool.query("select current_setting('app.tenant') as tenant");
        tenants.push(rows[0].tenant);
      }),
    ]);
    await publish(1);
    await until('it ran', async () => tenants.length === 1);
    expect(tenants).toEqual([school.tenant.id]);
  });

  it('should start at once after the commit and not before', async () => {
    const seen: number[] = [];
    start([handler('quick', async () => void seen.push(Date.now()))]);
    await until('the relay listens', async () => {
      const { rows } = await system.admin.query("select 1 from pg_stat_activity where query like 'listen%'");
      return rows.length > 0;
    });
    await school.run(() =>
      inTransaction(system.pool, async (client) => {
        await publishEvents(client, [{ type: 'test.happened', payload: {} }]);
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(seen).toEqual([]);
      }),
    );
    await until('it ran', async () => seen.length === 1, { seconds: 5 });
  });

  it('should publish nothing when the change is rolled back', async () => {
    await expect(
      school.run(() =>
        inTransaction(system.pool, async (client) => {
          await publishEvents(client, [{ type: 'test.happened', payload: {} }]);
          throw new Error('no');
        }),
      ),
    ).rejects.toThrow('no');
    expect(await outbox()).toEqual([]);
  });

  it('should keep one event of a key in a school, and the same key in another school apart', async () => {
    const other = await system.addSchool('keys');
    const once = (target: TestSchool) =>
      target.run(() =>
        inTransaction(system.pool, (client) =>
          publishEvents(client, [{ type: 'test.happened', payload: {}, dedupeKey: 'same' }]),
        ),
      );
    expect([await once(school), await once(school), await once(other)]).toEqual([1, 0, 1]);
  });

  it('should try again with growing pauses, and only the handler that failed', async () => {
    const runs: string[] = [];
    const handlers = [
      handler('steady', async () => void runs.push('steady')),
      handler('shaky', async () => {
        runs.push('shaky');
        if (runs.filter((name) => name === 'shaky').length < 3) throw new Error('not yet');
      }),
    ];
    await publish(1);
    const [{ id }] = (await outbox()) as [{ id: string }];
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const outcome = await runEvent(id, { ...system, handlers });
      expect(outcome).toBe(attempt < 3 ? 'retry' : 'done');
      const { rows } = await system.admin.query(
        'select attempts, last_error, extract(epoch from next_attempt_at - now()) as wait from outbox',
      );
      expect(Number(rows[0].attempts)).toBe(attempt);
      if (attempt < 3) {
        expect(rows[0].last_error).toBe('not yet');
        waits.push(Number(rows[0].wait));
      }
    }
    expect(waits[0]).toBeLessThanOrEqual(1);
    expect(waits[1]).toBeGreaterThan(1);
    expect(runs).toEqual(['steady', 'shaky', 'shaky', 'shaky']);
  });

  it('should not claim an event before its pause is over', async () => {
    let runs = 0;
    await publish(1);
    await system.admin.query("update outbox set next_attempt_at = now() + interval '1 hour'");
    const relay = start([
      handler('early', async () => {
        runs += 1;
      }),
    ]);
    relay.wake();
    await publish(1, 'test.other');
    await until('the other event is done', async () =>
      (await outbox()).some((row) => row.type === 'test.other' && row.status === 'done'),
    );
    expect(runs).toBe(0);
  });

  it('should set an event aside after ten failures and leave the others alone', async () => {
    const handlers = [
      handler('poison', async (event) => {
        if (event.payload.number === 0) throw new Error('poison');
      }),
    ];
    await publish(3);
    await system.admin.query("update outbox set attempts = 9 where payload ->> 'number' = '0'");
    start(handlers);
    await until('nothing waits', async () => (await outbox()).every((row) => row.status !== 'pending'));
    const rows = await outbox();
    expect(rows.filter((row) => row.status === 'dead').map((row) => row.last_error)).toEqual(['poison']);
    expect(rows.filter((row) => row.status === 'done')).toHaveLength(2);
  });

  it('should finish what a process left behind that died between handler and mark', async () => {
    const runs: string[] = [];
    const handlers = ['first', 'second'].map((name) => handler(name, async () => void runs.push(name)));
    await publish(1);
    const [{ id }] = (await outbox()) as [{ id: string }];
    // As a crash leaves it: claimed, the first handler done and marked, the second done and not marked.
    await system.admin.query(
      "update outbox set attempts = 1, locked_until = now() + interval '1 second' where id = $1",
      [id],
    );
    await system.admin.query("insert into outbox_handled (event_id, handler) values ($1, 'first')", [id]);
    start(handlers);
    await until('it is done', async () => (await outbox())[0]?.status === 'done');
    expect(runs).toEqual(['second']);
  });

  it('should not count waiting in a queue as a failed attempt', async () => {
    await publish(1);
    const dropped: string[] = [];
    const relay = startRelay({
      pool: system.pool,
      logger: system.logger,
      claimSeconds: 0.2,
      dispatch: async (id) => void dropped.push(id),
    });
    relays.push(relay);
    await until('it was dispatched three times', async () => dropped.length >= 3);
    expect(Number((await outbox())[0].attempts)).toBe(0);
  });

  it('should answer "gone" for an event that is done or never was', async () => {
    await publish(1);
    const [{ id }] = (await outbox()) as [{ id: string }];
    expect(await runEvent(id, { ...system, handlers: [] })).toBe('done');
    expect(await runEvent(id, { ...system, handlers: [] })).toBe('gone');
    expect(await runEvent(randomUUID(), { ...system, handlers: [] })).toBe('gone');
  });

  it('should go on after its connections were cut', async () => {
    let runs = 0;
    start([
      handler('after', async () => {
        runs += 1;
      }),
    ]);
    await publish(1);
    await until('the first ran', async () => runs === 1);
    await system.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'daftar_app' and datname = current_database()",
    );
    await until('an event can be written again', async () => {
      await publish(1);
      return true;
    });
    await until('the second ran', async () => runs === 2);
  });
});
