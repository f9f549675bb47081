import type pg from 'pg';
import { tableOf } from '../support/index.ts';
import type { Driven } from './drive.ts';
import type { Findings } from './operations/session.ts';
import type { Cell, Outcome } from './operations/types.ts';
import { TARGETS } from './world/plant.ts';
import type { World } from './world/world.ts';

/** The column of plain SQL under the school's role, without any code of ours before it. */
export const DATABASE = 'database';

type Client = Pick<pg.PoolClient, 'query'>;

const STATEMENTS: Record<string, (client: Client, table: string, id: string) => Promise<Outcome>> = {
  list: (client, table, id) =>
    asOutcome(async () => {
      const { rows } = await client.query(`select id from ${table}`);
      return rows.some((row) => row.id === id) ? 1 : 0;
    }),
  count: (client, table, id) =>
    asOutcome(async () => {
      const { rows } = await client.query(`select count(*)::int as n from ${table} where id = $1`, [id]);
      return rows[0].n;
    }),
  read: (client, table, id) =>
    asOutcome(async () => (await client.query(`select * from ${table} where id = $1`, [id])).rowCount),
  update: (client, table, id) =>
    asOutcome(async () => (await client.query(`update ${table} set id = id where id = $1`, [id])).rowCount),
  delete: (client, table, id) =>
    asOutcome(async () => (await client.query(`delete from ${table} where id = $1`, [id])).rowCount),
};

/** Reaches the rows of a collection as plain SQL in the school's scope. Everything is rolled back. */
export async function driveDatabase(world: World, slug: string, findings: Findings): Promise<Driven> {
  const table = tableOf(slug);
  const driven: Driven = new Map();
  for (const [operation, run] of Object.entries(STATEMENTS)) {
    const cell: Cell = {};
    for (const target of TARGETS) {
      const id = world.rows[target].get(slug);
      if (id !== undefined) cell[target] = await undone(world, (client) => run(client, table, id));
    }
    driven.set(operation, new Map([[DATABASE, cell]]));
  }
  driven.set('create', new Map([[DATABASE, await create(world, slug)]]));
  const moved = await move(world, slug);
  if (moved === 'ok') findings.faults.push(`${DATABASE}, ${slug}: a row can be moved to another school`);
  return driven;
}

// A copy of one's own row under a new id, once for the own school and once for the other.
async function create(world: World, slug: string): Promise<Cell> {
  const table = tableOf(slug);
  const cell: Cell = {};
  for (const target of ['own', 'foreign'] as const) {
    const row = await ownRow(world, slug);
    if (!row || !('tenant_id' in row)) continue;
    const tenant = target === 'own' ? world.alpha.tenant.id : world.beta.tenant.id;
    const copy = { ...row, id: crypto.randomUUID(), tenant_id: tenant };
    cell[target] = await undone(world, (client) =>
      asOutcome(async () => {
        const sql = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`;
        return (await client.query(sql, [JSON.stringify(copy)])).rowCount;
      }),
    );
  }
  return cell;
}

async function move(world: World, slug: string): Promise<Outcome> {
  const row = await ownRow(world, slug);
  if (!row || !('tenant_id' in row)) return '403';
  const sql = `update ${tableOf(slug)} set tenant_id = $2 where id = $1`;
  return undone(world, (client) =>
    asOutcome(async () => (await client.query(sql, [row.id, world.beta.tenant.id])).rowCount),
  );
}

async function ownRow({ system, rows }: World, slug: string): Promise<Record<string, unknown> | undefined> {
  const { rows: found } = await system.admin.query(
    `select to_jsonb(t) as row from ${tableOf(slug)} t where id::text = $1`,
    [rows.own.get(slug)],
  );
  return found[0]?.row;
}

async function undone(world: World, work: (client: Client) => Promise<Outcome>): Promise<Outcome> {
  return world.alpha.run(async () => {
    const client = await world.system.pool.connect();
    try {
      await client.query('begin');
      return await work(client);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
}

async function asOutcome(run: () => Promise<number | null>): Promise<Outcome> {
  try {
    return (await run()) ? 'ok' : 'hidden';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42501') return '403';
    if (
      code === 'DF409' ||
      code === '23505' ||
      code === '23503' ||
      code === '23P01' ||
      code === '23502' ||
      code === '23514'
    )
      return '409';
    throw error;
  }
}
