import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem, until } from '../../e2e/support/index.ts';
import { asSystem, inTransaction, ScopedPool } from '../tenancy/index.ts';
import { addOverride, endOverride, entitlementOf, listOverrides, may, remaining, why } from './index.ts';
import { forgetFacts } from './services/entitlements/cache.ts';
import { type EntitlementWatch, watchEntitlements } from './worker.ts';

const STAFF = {
  kind: 'staff' as const,
  id: '00000000-0000-4000-8000-000000000001',
  label: 'sales@daftar.example',
};
const DAY_MS = 86_400_000;

describe('entitlements', () => {
  let system: TestSystem;
  let one: TestSchool;
  let other: TestSchool;
  let watch: EntitlementWatch | undefined;

  beforeAll(async () => {
    system = await createTestSystem();
    one = await system.addSchool('one');
    other = await system.addSchool('other');
  });
  afterAll(async () => {
    await watch?.stop();
    await system.close();
  });

  const ask = (school: TestSchool, key: string, now?: Date) =>
    school.run(() => entitlementOf(system.pool, key, now ? { now } : {}));
  const subscribe = (school: TestSchool, plan: string, more: Record<string, unknown> = {}) =>
    system.admin.query(
      `update subscriptions set price_book_version = 1, plan_id = (select id from plans where code = $2), add_ons = $3, contract = $4
        where tenant_id = $1`,
      [
        school.tenant.id,
        plan,
        JSON.stringify(more.addOns ?? []),
        more.contract ? JSON.stringify(more.contract) : null,
      ],
    );
  const grant = (school: TestSchool, key: string, value: boolean | number | null, from: Date, to: Date) =>
    asSystem(() =>
      inTransaction(system.pool, (client) =>
        addOverride(
          client,
          {
            tenantId: school.tenant.id,
            key,
            value,
            reason: 'agreed by telephone',
            startsAt: from,
            endsAt: to,
          },
          STAFF,
          from,
        ),
      ),
    );

  it('should answer from the plan, then add-ons, then the contract, and name the source', async () => {
    expect(await ask(one, 'api_access')).toMatchObject({ allowed: true, source: 'plan' });
    expect(await ask(one, 'sso')).toMatchObject({ allowed: false, source: 'none' });
    await subscribe(one, 'basic', {
      addOns: [
        { code: 'lms', quantity: 1 },
        { code: 'extra_storage', quantity: 2 },
      ],
    });
    expect(await ask(one, 'api_access')).toMatchObject({ allowed: false });
    expect(await ask(one, 'lms')).toMatchObject({ allowed: true, source: 'add_on' });
    await subscribe(one, 'enterprise', { contract: { cents: 100, features: ['ai_analytics'], teachers: 7 } });
    expect(await ask(one, 'ai_analytics')).toMatchObject({ allowed: true, source: 'contract' });
    expect(await ask(one, 'teachers')).toMatchObject({ limit: 7, remaining: 7, source: 'contract' });
    expect(await ask(one, 'students')).toMatchObject({
      allowed: true,
      limit: undefined,
      remaining: undefined,
    });
    expect(await ask(other, 'lms')).toMatchObject({ allowed: false });
    await subscribe(one, 'standard');
  });

  it('should let an override begin and end by itself, and the newer win', async () => {
    const from = new Date('2026-09-10T00:00:00Z');
    const to = new Date('2026-09-20T00:00:00Z');
    await grant(one, 'sso', true, from, to);
    const at = (text: string) => ask(one, 'sso', new Date(text));
    expect(await at('2026-09-09T23:59:59Z')).toMatchObject({ allowed: false });
    expect(await at('2026-09-10T00:00:00Z')).toMatchObject({ allowed: true, source: 'override', until: to });
    expect(await at('2026-09-19T23:59:59Z')).toMatchObject({ allowed: true });
    expect(await at('2026-09-20T00:00:00Z')).toMatchObject({ allowed: false });
    expect(await ask(other, 'sso', from)).toMatchObject({ allowed: false });
    await grant(one, 'sso', false, from, to);
    expect(await at('2026-09-15T00:00:00Z')).toMatchObject({ allowed: false, source: 'override' });
    await grant(one, 'teachers', null, from, to);
    expect(await ask(one, 'teachers', from)).toMatchObject({ limit: undefined, source: 'override' });
  });

  it('should refuse an override without reason, of a key that nothing has, or with a value that does not fit', async () => {
    const from = new Date();
    const to = new Date(from.getTime() + DAY_MS);
    await expect(grant(one, 'flying', true, from, to)).rejects.toMatchObject({
      code: 'override.key_unknown',
    });
    await expect(grant(one, 'sso', 3, from, to)).rejects.toMatchObject({ code: 'override.value_invalid' });
    await expect(grant(one, 'students', true, from, to)).rejects.toMatchObject({
      code: 'override.value_invalid',
    });
    await expect(grant(one, 'sso', true, to, from)).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(
      one.run(() =>
        system.pool.query(
          `insert into entitlement_overrides (tenant_id, key, value, reason, starts_at, ends_at, created_by)
           values ($1, 'sso', 'true', 'mine now', now(), now() + interval '1 day', 'me')`,
          [one.tenant.id],
        ),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('should list overrides for staff and end one early, once', async () => {
    const now = new Date();
    const id = await grant(other, 'white_label', true, now, new Date(now.getTime() + DAY_MS));
    expect(await ask(other, 'white_label')).toMatchObject({ allowed: true });
    await expect(
      asSystem(() =>
        inTransaction(system.pool, (client) =>
          endOverride(client, { id, tenantId: one.tenant.id }, STAFF, new Date()),
        ),
      ),
    ).rejects.toMatchObject({ code: 'override.ended' });
    await asSystem(() =>
      inTransaction(system.pool, (client) =>
        endOverride(client, { id, tenantId: other.tenant.id }, STAFF, new Date()),
      ),
    );
    expect(await ask(other, 'white_label')).toMatchObject({ allowed: false });
    const listed = await asSystem(() => listOverrides(system.pool, other.tenant.id, new Date()));
    expect(listed).toMatchObject([{ id, key: 'white_label', state: 'over', endedBy: STAFF.label }]);
    await expect(
      asSystem(() =>
        inTransaction(system.pool, (client) =>
          endOverride(client, { id, tenantId: other.tenant.id }, STAFF, new Date()),
        ),
      ),
    ).rejects.toMatchObject({ code: 'override.ended' });
    const seen = await one.run(() =>
      system.pool.query('select from entitlement_overrides where tenant_id = $1', [other.tenant.id]),
    );
    expect(seen.rowCount).toBe(0);
  });

  it('should say why, with the plans and add-ons that hold it', async () => {
    const answer = await one.run(() => why(system.pool, 'advanced_reports'));
    expect(answer.plan.code).toBe('standard');
    expect(answer.plansThatHaveIt.map(({ code, kind }) => `${kind} ${code}`)).toEqual([
      'plan standard',
      'plan enterprise',
      'add_on advanced_reporting',
    ]);
    expect(await one.run(() => may(system.pool, 'advanced_reports'))).toBe(true);
    expect(await one.run(() => remaining(system.pool, 'students'))).toBe(5000);
  });

  it('should stop what adds and spends in a suspended school, and leave signing in', async () => {
    await subscribe(one, 'enterprise');
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [one.tenant.id]);
    expect(await ask(one, 'students')).toMatchObject({ allowed: false, source: 'state' });
    expect(await ask(one, 'sms_parts')).toMatchObject({ allowed: false, source: 'state' });
    expect(await ask(one, 'add_ons')).toMatchObject({ allowed: false, source: 'state' });
    expect(await ask(one, 'sso')).toMatchObject({ allowed: true });
    await system.admin.query("update tenants set status = 'active' where id = $1", [one.tenant.id]);
    await subscribe(one, 'standard');
  });

  describe('kept in the memory of a process', () => {
    // Counts what reaches the database: an answer from memory asks nothing.
    const questions = async (work: () => Promise<unknown>): Promise<number> => {
      const query = system.pool.query.bind(system.pool) as (...args: never[]) => unknown;
      let count = 0;
      system.pool.query = ((...args: never[]) => {
        if (String(args[0]).includes('daftar.entitlements')) count += 1;
        return query(...args);
      }) as typeof system.pool.query;
      await work();
      system.pool.query = query as typeof system.pool.query;
      return count;
    };
    const isKept = async () => (await questions(() => ask(one, 'api_access'))) === 0;
    const startWatching = async () => {
      watch = watchEntitlements({ pool: system.pool, logger: system.logger });
      await until('answers are kept', async () => {
        await ask(one, 'api_access');
        return isKept();
      });
    };

    it('should keep nothing until a watch hears changes', async () => {
      forgetFacts();
      await ask(one, 'api_access');
      expect(await isKept()).toBe(false);
      await startWatching();
      expect(await isKept()).toBe(true);
    });

    it('should be right within a second of every kind of change made by another process', async () => {
      const isOnceWithinASecond = async (school: TestSchool, key: string, expected: boolean) => {
        const start = Date.now();
        while ((await ask(school, key)).allowed !== expected) {
          if (Date.now() - start > 1000) throw new Error(`${key} was still wrong after a second`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await ask(other, 'sso');
      await subscribe(one, 'enterprise');
      await isOnceWithinASecond(one, 'sso', true);
      await subscribe(one, 'basic');
      await isOnceWithinASecond(one, 'sso', false);
      await system.admin.query(`update plans set features = features || '["sso"]' where code = 'standard'`);
      await isOnceWithinASecond(other, 'sso', true);
      await system.admin.query(`update plans set features = features - 'sso' where code = 'standard'`);
      await isOnceWithinASecond(other, 'sso', false);
      const now = new Date();
      const id = await grant(other, 'sso', true, now, new Date(now.getTime() + DAY_MS));
      await isOnceWithinASecond(other, 'sso', true);
      await asSystem(() =>
        inTransaction(system.pool, (client) =>
          endOverride(client, { id, tenantId: other.tenant.id }, STAFF, new Date()),
        ),
      );
      await isOnceWithinASecond(other, 'sso', false);
      await system.admin.query("update tenants set status = 'suspended' where id = $1", [other.tenant.id]);
      await isOnceWithinASecond(other, 'add_ons', false);
      await system.admin.query("update tenants set status = 'active' where id = $1", [other.tenant.id]);
      await isOnceWithinASecond(other, 'add_ons', true);
    });

    it('should not keep what a transaction sees of its own and takes back', async () => {
      forgetFacts();
      await asSystem(() =>
        inTransaction(system.pool, async (client) => {
          await client.query(
            "update subscriptions set plan_id = (select id from plans where code = 'enterprise') where tenant_id = $1",
            [one.tenant.id],
          );
          expect(await may(client, 'sso', { tenantId: one.tenant.id })).toBe(true);
          throw new Error('undo');
        }),
      ).catch((error: Error) => expect(error.message).toBe('undo'));
      expect(await ask(one, 'sso')).toMatchObject({ allowed: false });
    });

    it('should serve nothing old when its connection was cut while something changed', async () => {
      await ask(one, 'sso');
      await system.admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen daftar_entitlements%' or query = 'select 1'",
      );
      await subscribe(one, 'enterprise');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await ask(one, 'sso')).toMatchObject({ allowed: true });
      await until('answers are kept again', isKept);
      await subscribe(one, 'basic');
      await until('the change is heard', async () => !(await ask(one, 'sso')).allowed);
    });

    it('should serve nothing old when its connection hangs without breaking', async () => {
      await watch?.stop();
      const line = await openLine(String(process.env.DAFTAR_APP_DATABASE_URL));
      const pool = new ScopedPool({ connectionString: line.url, max: 2 });
      watch = watchEntitlements({ pool, logger: system.logger });
      try {
        await until('answers are kept', isKept);
        line.freeze();
        await subscribe(one, 'enterprise');
        await new Promise((resolve) => setTimeout(resolve, 1000));
        expect(await ask(one, 'sso')).toMatchObject({ allowed: true });
        expect(await isKept()).toBe(false);
      } finally {
        await watch.stop();
        watch = undefined;
        line.close();
        await pool.end();
      }
    });
  });
});

/** A way to the database that can stop carrying anything while both ends believe that it stands. */
async function openLine(
  databaseUrl: string,
): Promise<{ url: string; freeze: () => void; close: () => void }> {
  const target = new URL(databaseUrl);
  const near = new URL(databaseUrl);
  const sockets: net.Socket[] = [];
  let isFrozen = false;
  const carry = (from: net.Socket, to: net.Socket) => {
    sockets.push(from);
    from.on('error', () => undefined);
    from.on('data', (bytes) => {
      if (!isFrozen) to.write(bytes);
    });
  };
  const server = net.createServer((asking) => {
    const answering = net.connect(Number(target.port), target.hostname);
    carry(asking, answering);
    carry(answering, asking);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  near.hostname = '127.0.0.1';
  near.port = String((server.address() as net.AddressInfo).port);
  return {
    url: near.href,
    freeze: () => {
      isFrozen = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
