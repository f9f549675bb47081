import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../e2e/support/index.ts';
import { WALL_RULES, type WallRule } from './testing/wall-rules.ts';

describe('the wall in the catalogue of the database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await cloneDatabase(inject('sharedDatabase'));
  });
  afterAll(() => database.drop());

  const offenders = async (client: Pick<pg.PoolClient, 'query'>, rule: WallRule): Promise<string[]> =>
    (await client.query(rule.offenders)).rows.map((row) => String(row.offender));

  it.each(WALL_RULES)('A13: should hold: $name', async (rule) => {
    expect(await offenders(database.admin, rule)).toEqual([]);
  });

  it.each(WALL_RULES)('A13: should catch a breach of: $name', async (rule) => {
    const client = await database.admin.connect();
    try {
      await client.query('begin');
      await client.query(rule.breach);
      expect(await offenders(client, rule)).toContain(rule.caught);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
