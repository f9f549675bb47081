import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../e2e/support/index.ts';
import { asSystem, asTenant, inTransaction, runInScope, ScopedPool, type TenantInfo } from './index.ts';

const school = (subdomain: string): TenantInfo => ({
  id: randomUUID(),
  subdomain,
  name: subdomain,
  nameAr: null,
  locale: 'en',
  timeZone: 'UTC',
  status: 'active' as const,
  requireSecondFactor: 'optional' as const,
  adminIpAllowList: [],
});

describe('the scoped pool', () => {
  const [a, b] = [school('alpha'), school('beta')];
  let database: TestDatabase;
  let pool: ScopedPool;

  const codes = async () =>
    (await pool.query('select code from subjects order by code')).rows.map((row) => row.code);

  beforeAll(async () => {
    database = await cloneDatabase(inject('sharedDatabase'));
    for (const { id, subdomain } of [a, b]) {
      await database.admin.query(
        `insert into tenants (id, name, subdomain, plan_id, locale, time_zone)
         select $1, $2, $2, id, 'en', 'UTC' from plans limit 1`,
        [id, subdomain],
      );
      await database.admin.query(
        `insert into subjects (tenant_id, title, code) select $1, 'x', $2 || n from generate_series(1, 20) n`,
        [id, subdomain],
      );
    }
  });
  afterAll(() => database.drop());

  // One connection, so that every request gets the one the last request used.
  beforeEach(() => {
    pool = new ScopedPool({ connectionString: database.applicationUrl, max: 1 });
    return () => pool.end();
  });

  it('A14: should show each school its own rows on one connection, and nothing without a school', async () => {
    expect(await asTenant(a, codes)).toSatisfy(
      (rows: string[]) => rows.length === 20 && rows.every((code) => code.startsWith('alpha')),
    );
    expect(await asTenant(b, codes)).toSatisfy(
      (rows: string[]) => rows.length === 20 && rows.every((code) => code.startsWith('beta')),
    );
    expect(await codes()).toEqual([]);
    expect(await asSystem(codes).catch((error: Error) => error.message)).toContain('permission denied');
  });

  it.each([
    ['a failed query', () => pool.query('select 1/0')],
    [
      'a failed transaction',
      () =>
        inTransaction(pool, async (client) => {
          await client.query("insert into subjects (title, code) values ('x', 'alpha-undone')");
          throw new Error('in the middle');
        }),
    ],
    [
      'a client released in the middle of a transaction',
      async () => {
        const client = await pool.connect();
        await client.query('begin');
        await client.query("update subjects set title = 'half' where code = 'alpha1'");
        client.release();
        throw new Error('forgotten');
      },
    ],
    [
      'a lost connection',
      async () => {
        const pid = (await pool.query('select pg_backend_pid() as pid')).rows[0].pid;
        await database.admin.query('select pg_terminate_backend($1)', [pid]);
        // Whether the pool notices before or after the next query, what follows must be the same.
        await pool.query('select 1').catch(() => undefined);
        throw new Error('lost');
      },
    ],
  ])('A14: should stay closed after %s of another school', async (_name, fail) => {
    await expect(asTenant<Promise<unknown>>(a, fail)).rejects.toThrow();
    const seen = await asTenant(b, codes).catch(() => asTenant(b, codes));
    expect(seen).toHaveLength(20);
    expect(seen.every((code: string) => code.startsWith('beta'))).toBe(true);
    expect(await codes()).toEqual([]);
  });

  it('A14: should not fall back to the former school when a forgotten transaction is rolled back', async () => {
    await asTenant(a, async () => {
      const client = await pool.connect();
      await client.query('begin');
      client.release();
    });
    await asTenant(b, () =>
      inTransaction(pool, async () => {
        throw new Error('undo');
      }).catch(() => undefined),
    );
    const seen = await asTenant(b, codes);
    expect(seen.filter((code: string) => !code.startsWith('beta'))).toEqual([]);
    expect(await codes()).toEqual([]);
  });

  it('should refuse rows of another school, inserted, moved or changed', async () => {
    await expect(
      asTenant(a, () => pool.query("insert into subjects (tenant_id, title) values ($1, 'x')", [b.id])),
    ).rejects.toThrow('row-level security');
    await expect(asTenant(a, () => pool.query('update subjects set tenant_id = $1', [b.id]))).rejects.toThrow(
      'row-level security',
    );
    const touched = await asTenant(a, () =>
      pool.query("update subjects set title = 'y' where code like 'beta%'"),
    );
    expect(touched.rowCount).toBe(0);
    expect(
      (await asTenant(a, () => pool.query("delete from subjects where code like 'beta%'"))).rowCount,
    ).toBe(0);
    await expect(
      pool.query("insert into subjects (tenant_id, title) values ($1, 'x')", [a.id]),
    ).rejects.toThrow();
  });

  it('A3: should let no reference cross from one school to another, not even by a known id', async () => {
    const ofB = await database.admin.query(
      "insert into grade_levels (tenant_id, code, title) values ($1, '1', 'One') returning id",
      [b.id],
    );
    await expect(
      asTenant(a, () =>
        pool.query(
          `insert into students (given_name, family_name, admission_number, grade_level_id) values ('x', 'y', 'z', $1)`,
          [ofB.rows[0].id],
        ),
      ),
    ).rejects.toThrow('foreign key');
  });

  it('A14: should keep 200 finds of two schools apart on few connections', async () => {
    const wide = new ScopedPool({ connectionString: database.applicationUrl, max: 4 });
    try {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) => {
          const tenant = [a, b, undefined][index % 3];
          const ask = async () => {
            const { rows } = await wide.query(
              'select code, pg_sleep(0.001) from subjects order by code limit 3',
            );
            return rows.map((row) => String(row.code));
          };
          return (tenant ? asTenant(tenant, ask) : ask()).then((rows) => ({ tenant, rows }));
        }),
      );
      for (const { tenant, rows } of answers) {
        expect(rows).toHaveLength(tenant ? 3 : 0);
        expect(rows.every((code) => code.startsWith(tenant?.subdomain ?? '-'))).toBe(true);
      }
    } finally {
      await wide.end();
    }
  });

  it('A14: should keep the plan of a statement and the schools apart where plans are kept', async () => {
    const statement = { name: 'kept', text: 'select code from subjects where code > $1 order by code' };
    const ask = async () => (await pool.keepingPlans().query({ ...statement, values: [''] })).rows;
    for (const school of [a, b, a]) {
      const rows = await asTenant(school, ask);
      expect(rows).toHaveLength(20);
      expect(rows.every(({ code }) => String(code).startsWith(school.subdomain))).toBe(true);
    }
    expect(await ask()).toEqual([]);
    // A plan chosen by the values would count as one.
    const { rows } = await asTenant(a, () =>
      pool.keepingPlans().query(`select generic_plans, custom_plans from pg_prepared_statements
        where name = 'kept'`),
    );
    expect(rows.every((row) => Number(row.custom_plans) === 0 && Number(row.generic_plans) > 0)).toBe(true);
    expect(rows).toHaveLength(1);
    expect(pool.keepingPlans()).toBe(pool.keepingPlans());
  });

  it('should tell the scope when the database went away', async () => {
    const lost = new ScopedPool({
      connectionString: 'postgres://nobody:x@127.0.0.1:1/none',
      connectionTimeoutMillis: 500,
    });
    const scope = { kind: 'tenant', tenant: a, requestId: 'test', database: { lost: false } } as const;
    await expect(runInScope(scope, () => lost.query('select 1'))).rejects.toThrow();
    expect(scope.database.lost).toBe(true);
    await lost.end();
  });
});
