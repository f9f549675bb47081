import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAdminPool, runSql, until } from '../../e2e/support/index.ts';
import { type PgBouncer, startPgBouncer } from '../../e2e/support/pgbouncer.ts';
import { startStandby } from '../../e2e/support/standby.ts';
import { temporaryFolder } from '../../e2e/support/temporary-folder.ts';
import { asApplication } from '../server/database/app-address.ts';
import { migrate } from '../server/database/migrate.ts';
import { ensureRoles } from '../server/database/roles.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded/postgres.ts';
import {
  asSystem,
  asTenant,
  connectSession,
  inTransaction,
  openReplicas,
  readQuery,
  runInScope,
  ScopedPool,
  type TenantInfo,
  whileAlone,
} from './index.ts';

const WHERE = {
  text: 'select pg_is_in_recovery() as replica, (select count(*)::int from subjects) as n',
};

describe('one server, its replica and a pool in between', () => {
  let folder: string;
  let primary: EmbeddedPostgres;
  let application: string;
  let admin: pg.Pool;
  const school = (number: number): TenantInfo => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    ...{
      subdomain: `school${number}`,
      name: `School ${number}`,
      nameAr: null,
      locale: 'en',
      timeZone: 'UTC',
    },
    ...{ status: 'active', requireSecondFactor: 'optional', adminIpAllowList: [] },
  });
  const [alpha, beta] = [school(1), school(2)];
  const addSubject = (pool: pg.Pool, tenant: TenantInfo) =>
    asTenant(tenant, () => pool.query("insert into subjects (title) values ('Subject')"));

  beforeAll(async () => {
    folder = temporaryFolder('daftar-replica-');
    primary = await startEmbeddedPostgres(path.join(folder, 'primary'));
    // Nothing here outlives the test, so nothing needs to survive a crash of the machine.
    await runSql(primary.url('postgres'), 'alter system set fsync = off');
    await runSql(primary.url('postgres'), 'select pg_reload_conf()');
    await runSql(primary.url('postgres'), 'create database pair');
    const urls = await ensureRoles(primary.url('pair'), 'secret-of-the-replica-test-000000000000');
    application = urls.application;
    await migrate(urls.migration);
    admin = openAdminPool(primary.url('pair'));
    for (const { id, name, subdomain } of [alpha, beta])
      await admin.query(
        `insert into tenants (id, name, subdomain, plan_id, locale, time_zone)
         values ($1, $2, $3, (select id from plans limit 1), 'en', 'Asia/Qatar')`,
        [id, name, subdomain],
      );
  });
  afterAll(async () => {
    await admin?.end();
    await primary?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('a streaming replica', () => {
    let standby: EmbeddedPostgres;
    let replicaAdmin: pg.Pool;
    let pool: ScopedPool;
    let close: () => Promise<void>;
    const read = (tenant: TenantInfo) =>
      asTenant(tenant, async () => (await readQuery<{ replica: boolean; n: number }>(pool, WHERE)).rows[0]);
    const caughtUp = (tenant: TenantInfo) =>
      until('the replica is read', async () => (await read(tenant))?.replica, { everyMs: 100 });

    beforeAll(async () => {
      standby = await startStandby(path.join(folder, 'primary'), path.join(folder, 'standby'));
      replicaAdmin = openAdminPool(standby.url('pair'));
    });
    afterAll(async () => {
      await replicaAdmin?.end();
      await standby?.stop();
    });
    beforeEach(() => {
      pool = new ScopedPool({ connectionString: application, max: 6 });
      close = openReplicas({ urls: [asApplication(standby.url('pair'), application)], seconds: 4, max: 4 });
    });
    afterEach(async () => {
      await replicaAdmin.query('select pg_wal_replay_resume()').catch(() => undefined);
      await close();
      await pool.end();
    });

    it('should serve reads of hot paths, behind the same wall', async () => {
      await addSubject(pool, alpha);
      await caughtUp(alpha);
      expect(await read(alpha)).toEqual({ replica: true, n: 1 });
      expect(await caughtUp(beta)).toBe(true);
      expect(await read(beta)).toEqual({ replica: true, n: 0 });
      expect((await readQuery(pool, WHERE)).rows).toEqual([{ replica: false, n: 0 }]);
      const system = await asSystem(() => readQuery(pool, { text: 'select pg_is_in_recovery() as replica' }));
      expect(system.rows).toEqual([{ replica: false }]);
    });

    it('F9: should let a school read what it wrote, from the primary until the replica has it', async () => {
      await caughtUp(alpha);
      await caughtUp(beta);
      const { n } = (await read(alpha)) ?? { n: 0 };
      await replicaAdmin.query('select pg_wal_replay_pause()');
      await addSubject(pool, alpha);
      expect(await read(alpha)).toEqual({ replica: false, n: n + 1 });
      // Another school, which wrote nothing, is not sent to the primary because of that.
      expect((await read(beta))?.replica).toBe(true);
      // A transaction counts from its commit, and one that was taken back does no harm.
      await asTenant(beta, () =>
        inTransaction(pool, async (client) => {
          await client.query("insert into subjects (title) values ('Subject')");
        }),
      );
      expect(await read(beta)).toEqual({ replica: false, n: 1 });
      await replicaAdmin.query('select pg_wal_replay_resume()');
      await caughtUp(alpha);
      expect(await read(alpha)).toEqual({ replica: true, n: n + 1 });
    });

    it('F9: should not read a replica that is further behind than the setting says', async () => {
      await caughtUp(beta);
      await replicaAdmin.query('select pg_wal_replay_pause()');
      // Written past this process, so that nothing but the log tells.
      await admin.query('update tenants set updated_at = now()');
      await until('the replica is too old', async () => (await read(beta))?.replica === false, {
        everyMs: 200,
      });
      await replicaAdmin.query('select pg_wal_replay_resume()');
      await caughtUp(beta);
    });

    it('should keep a session that wrote in another process on the primary for as long', async () => {
      await caughtUp(alpha);
      const at = (wroteAt: number) =>
        runInScope(
          { kind: 'tenant', tenant: alpha, requestId: 'test', database: { lost: false }, wroteAt },
          async () => (await readQuery<{ replica: boolean }>(pool, WHERE)).rows[0]?.replica,
        );
      expect(await at(Date.now() - 1000)).toBe(false);
      expect(await at(Date.now() - 5000)).toBe(true);
    });

    it('should refuse to write through a read', async () => {
      await caughtUp(alpha);
      await asTenant(alpha, () =>
        expect(readQuery(pool, { text: "insert into subjects (title) values ('x')" })).rejects.toThrow(
          /read-only transaction/,
        ),
      );
    });

    it('F9: should read from the primary while the replica is away, and no request is lost', async () => {
      await caughtUp(alpha);
      await standby.stop();
      const sign = { lost: false };
      for (let index = 0; index < 5; index += 1) {
        const { rows } = await runInScope(
          { kind: 'tenant', tenant: alpha, requestId: 'test', database: sign },
          () => readQuery<{ replica: boolean }>(pool, WHERE),
        );
        expect(rows[0]?.replica).toBe(false);
      }
      expect(sign.lost).toBe(false);
      standby = await startEmbeddedPostgres(path.join(folder, 'standby'));
      await caughtUp(alpha);
    });
  });

  describe('PgBouncer', () => {
    let bouncer: PgBouncer | undefined;
    let pool: ScopedPool | undefined;
    afterEach(async () => {
      await pool?.end();
      await bouncer?.stop();
    });

    const eachSeesItsOwn = async (shared: pg.Pool) => {
      await admin.query('delete from subjects');
      for (let index = 0; index < 3; index += 1) await addSubject(shared, alpha);
      await addSubject(shared, beta);
      const looks = Array.from({ length: 60 }, (_, index) => {
        const [tenant, n] = index % 2 === 0 ? ([alpha, 3] as const) : ([beta, 1] as const);
        return asTenant(tenant, async () => {
          const { rows } = await shared.query(
            `select count(*)::int as n, count(*) filter (where tenant_id <> $1)::int as others, pg_sleep(0.002) from subjects`,
            [tenant.id],
          );
          expect(rows[0]).toMatchObject({ n, others: 0 });
        });
      });
      await Promise.all(looks);
      const nobody = await shared.query('select count(*)::int as n from subjects');
      expect(nobody.rows).toEqual([{ n: 0 }]);
    };

    it('should work in session mode as it is', async () => {
      bouncer = await startPgBouncer(application, { mode: 'session', connections: 6 });
      pool = new ScopedPool({ connectionString: bouncer.url, max: 6, statement_timeout: 30_000 });
      await eachSeesItsOwn(pool);
    });

    describe('in transaction mode', () => {
      beforeEach(async () => {
        bouncer = await startPgBouncer(application, { mode: 'transaction', connections: 2 });
        pool = new ScopedPool({ connectionString: bouncer.url, sessionUrl: application, max: 12 });
      });

      it('should name the school again in every transaction, on connections that schools share', async () => {
        await eachSeesItsOwn(pool as ScopedPool);
      });

      it('should leave nothing on a connection for whoever gets it next', async () => {
        await addSubject(pool as ScopedPool, alpha);
        const stranger = new pg.Client({ connectionString: bouncer?.url });
        await stranger.connect();
        try {
          for (let index = 0; index < 6; index += 1) {
            await expect(stranger.query('select from subjects')).rejects.toThrow(/permission denied/);
            const { rows } = await stranger.query("select current_setting('app.tenant', true) as tenant");
            expect(rows[0].tenant ?? '').toBe('');
          }
        } finally {
          await stranger.end();
        }
      });

      it('should keep a transaction whole, and take back what failed', async () => {
        const shared = pool as ScopedPool;
        await admin.query('delete from subjects');
        const count = async () =>
          (await asTenant(alpha, () => shared.query('select count(*)::int as n from subjects'))).rows[0].n;
        await asTenant(alpha, () =>
          inTransaction(shared, async (client) => {
            await client.query("insert into subjects (title) values ('one')");
            await client.query('savepoint here');
            await expect(client.query('select 1 / 0')).rejects.toThrow(/division/);
            await client.query('rollback to savepoint here');
            await client.query({
              name: 'named',
              text: 'insert into subjects (title) values ($1)',
              values: ['two'],
            });
          }),
        );
        expect(await count()).toBe(2);
        await asTenant(alpha, () =>
          inTransaction(shared, async (client) => {
            await client.query("insert into subjects (title) values ('three')");
            throw new Error('taken back');
          }),
        ).catch(() => undefined);
        await asTenant(alpha, () =>
          expect(shared.query('insert into subjects (title) values (null)')).rejects.toThrow(/null value/),
        );
        expect(await count()).toBe(2);
        await asTenant(alpha, async () => {
          const client = await shared.connect();
          await client.query('begin');
          client.release();
        });
        expect(await count()).toBe(2);
      });

      it('should hold locks and listen on connections of their own', async () => {
        const shared = pool as ScopedPool;
        const second = await asSystem(() =>
          whileAlone(shared, 'test', () => whileAlone(shared, 'test', async () => 'both')),
        );
        expect(second).toBeUndefined();
        expect(await asSystem(() => whileAlone(shared, 'test', async () => 'alone'))).toBe('alone');
        const listener = await asSystem(() => connectSession(shared));
        const heard = new Promise((resolve) => listener.once('notification', resolve));
        await listener.query('listen test_channel');
        await asSystem(() => shared.query('notify test_channel'));
        await heard;
        listener.release(true);
      });
    });
  });
});
