import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../../e2e/support/index.ts';
import { checkDatabaseLogin } from './self-check.ts';

describe('the look at the login of the database before the start', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await cloneDatabase(inject('sharedDatabase'));
  });
  afterAll(() => database.drop());

  const withLogin = async (attributes: string, work: (url: string) => Promise<void>) => {
    const name = `check_${Math.random().toString(36).slice(2, 10)}`;
    await database.admin.query(`create role ${name} login password 'only here' ${attributes}`);
    const url = new URL(database.adminUrl);
    url.username = name;
    url.password = 'only here';
    try {
      await work(url.href);
    } finally {
      await database.admin.query(
        `reassign owned by ${name} to current_user; drop owned by ${name}; drop role ${name}`,
      );
    }
  };

  it('F19: should accept the login of the product', async () => {
    await checkDatabaseLogin(database.applicationUrl);
  });

  it('F19: should refuse a superuser, and one who passes over row-level security', async () => {
    await expect(checkDatabaseLogin(database.adminUrl)).rejects.toThrow(
      /superuser or passes over row-level security/,
    );
    await withLogin('bypassrls', (url) =>
      expect(checkDatabaseLogin(url)).rejects.toThrow(/passes over row-level security/),
    );
    await withLogin('createrole', (url) =>
      expect(checkDatabaseLogin(url)).rejects.toThrow(/may create roles/),
    );
  });

  it('F19: should refuse the owner of a table, directly or by membership', async () => {
    await withLogin('', async (url) => {
      const name = new URL(url).username;
      await database.admin.query(
        `create table owned_thing (id int); alter table owned_thing owner to ${name}`,
      );
      await expect(checkDatabaseLogin(url)).rejects.toThrow(/owns tables .*owned_thing/);
      await database.admin.query('drop table owned_thing');
      await expect(checkDatabaseLogin(url)).resolves.toBeUndefined();
      await withLogin('', async (owner) => {
        const ownerName = new URL(owner).username;
        await database.admin.query(
          `create table owned_thing (id int); alter table owned_thing owner to ${ownerName}`,
        );
        await database.admin.query(`grant ${ownerName} to ${name}`);
        await expect(checkDatabaseLogin(url)).rejects.toThrow(/owns tables .*owned_thing/);
        await database.admin.query('drop table owned_thing');
      });
    });
  });

  it.each([
    [
      'no row-level security',
      'alter table students disable row level security',
      'alter table students enable row level security',
    ],
    [
      'not forced',
      'alter table students no force row level security',
      'alter table students force row level security',
    ],
    ['a new table without a wall', 'create table forgotten (tenant_id uuid)', 'drop table forgotten'],
  ])('F19: should refuse a table of schools with %s', async (_name, breach, repair) => {
    await database.admin.query(breach);
    await expect(checkDatabaseLogin(database.applicationUrl)).rejects.toThrow(
      /no forced row-level security \((students|forgotten)\)/,
    );
    await database.admin.query(repair);
    await checkDatabaseLogin(database.applicationUrl);
  });

  it('F19: should speak in a whole sentence that says where to read on', async () => {
    const message = await checkDatabaseLogin(database.adminUrl).catch((error: Error) => error.message);
    expect(message).toMatch(/^Daftar does not start: the login "\w+" .+\. See docs\/operations\.md, .+\.$/);
    expect(message).not.toContain(new pg.Client(database.adminUrl).password);
  });
});
