import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import { leaveReceipt } from './services/receipts/leave-receipt.ts';
import type { RunnableInstall } from './services/runnable-install.ts';
import { leaveReceipts, publishTestPlugin, receiptOf, runnableAt } from './testing/receipts-kit.ts';
import { anchorReceipts, type ChainReport, verifyReceipts } from './worker.ts';

const PLUGIN = 'qa.test.chained';

describe('the chain of receipts', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let install: RunnableInstall;

  beforeAll(async () => {
    system = await createTestSystem();
    [school, other] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    await publishTestPlugin(system, { id: PLUGIN, body: 'return 1;' });
    install = await runnableAt(system, school, PLUGIN);
    const elsewhere = await runnableAt(system, other, PLUGIN);
    await Promise.all([
      leaveReceipts(system, school, install, 20),
      leaveReceipts(system, other, elsewhere, 10),
    ]);
    await system.admin.query('create table kept_calls as select * from plugin_calls');
    await system.admin.query('create table kept_heads as select * from receipt_heads');
  });
  afterAll(() => system.close());
  beforeEach(() =>
    past(`truncate plugin_calls cascade; insert into plugin_calls select * from kept_calls;
          delete from receipt_heads; insert into receipt_heads select * from kept_heads`),
  );

  /** As somebody who owns the database: past the wall, the grants and the triggers. */
  const past = async (sql: string, values: unknown[] = []) => {
    const client = await system.admin.connect();
    try {
      await client.query("set session_replication_role = 'replica'");
      return await client.query(sql, values);
    } finally {
      await client.query('reset session_replication_role');
      client.release();
    }
  };
  const verify = async (subdomain = 'alpha'): Promise<ChainReport | undefined> =>
    (await verifyReceipts(system.pool, subdomain))[0];
  const damage = (sql: string) => past(sql.replaceAll('SCHOOL', `'${school.tenant.id}'`));

  it('should number what is written at once without gaps, each school for itself', async () => {
    expect(await verify()).toMatchObject({ ok: true, receipts: 20, broken: null });
    expect(await verify('beta')).toMatchObject({ ok: true, receipts: 10 });
    expect(await verifyReceipts(system.pool)).toHaveLength(2);
    expect(await verifyReceipts(system.pool, 'nobody')).toEqual([]);
  });

  it('should write one receipt for one key, however many ask at once, and leave no gap for the others', async () => {
    const receipt = receiptOf(install);
    const ids = await school.run(() =>
      Promise.all(Array.from({ length: 12 }, () => leaveReceipt(system.pool, receipt))),
    );
    expect(ids.filter(Boolean)).toHaveLength(1);
    await leaveReceipts(system, school, install, 3);
    expect(await verify()).toMatchObject({ ok: true, receipts: 24 });
  });

  it('should keep what a plugin says from breaking the receipt', async () => {
    const hostile = 'zero \0 half \ud800 end';
    const id = await school.run(() =>
      leaveReceipt(
        system.pool,
        receiptOf(install, {
          outcome: {
            ok: false,
            code: 'guest_error',
            message: hostile,
            usage: { cpuMs: 1.4, wallMs: 2.6, hostCalls: 0, logLines: 1 },
            logs: [{ level: 'error', message: hostile }],
          },
        }),
      ),
    );
    expect(id).toBeDefined();
    expect(await verify()).toMatchObject({ ok: true, receipts: 21 });
  });

  it.each([
    [
      'a changed number',
      'update plugin_calls set cpu_ms = 0 where sequence = 7 and tenant_id = SCHOOL',
      'changed',
      7,
    ],
    [
      'changed words',
      "update plugin_calls set logs = '[]' where sequence = 7 and tenant_id = SCHOOL",
      'changed',
      7,
    ],
    [
      'a changed result',
      "update plugin_calls set code = 'memory' where sequence = 1 and tenant_id = SCHOOL",
      'changed',
      1,
    ],
    [
      'a changed hash',
      "update plugin_calls set hash = repeat('a', 64) where sequence = 20 and tenant_id = SCHOOL",
      'changed',
      20,
    ],
    ['a missing receipt', 'delete from plugin_calls where sequence = 9 and tenant_id = SCHOOL', 'missing', 9],
    [
      'a missing receipt whose gap was closed',
      `delete from plugin_calls where sequence = 9 and tenant_id = SCHOOL;
       update plugin_calls set sequence = -sequence where sequence > 9 and tenant_id = SCHOOL;
       update plugin_calls set sequence = -sequence - 1 where sequence < 0 and tenant_id = SCHOOL`,
      'missing',
      9,
    ],
    ['a missing end', 'delete from plugin_calls where sequence > 18 and tenant_id = SCHOOL', 'missing', 19],
    [
      'two receipts in the other order',
      `update plugin_calls set sequence = -5 where sequence = 5 and tenant_id = SCHOOL;
       update plugin_calls set sequence = 5 where sequence = 6 and tenant_id = SCHOOL;
       update plugin_calls set sequence = 6 where sequence = -5 and tenant_id = SCHOOL`,
      'reordered',
      5,
    ],
    [
      'a receipt that was put in',
      `update plugin_calls set sequence = -sequence where sequence >= 4 and tenant_id = SCHOOL;
       update plugin_calls set sequence = -sequence + 1 where sequence < 0 and tenant_id = SCHOOL;
       insert into plugin_calls select (c).* from (select (jsonb_populate_record(p, jsonb_build_object(
         'id', gen_random_uuid(), 'sequence', 4, 'event', 'forged'))) as c from plugin_calls p where sequence = 3 and tenant_id = SCHOOL) f`,
      'inserted',
      4,
    ],
    [
      'a receipt that was put in with a link that fits',
      `update plugin_calls set sequence = -sequence where sequence >= 4 and tenant_id = SCHOOL;
       update plugin_calls set sequence = -sequence + 1 where sequence < 0 and tenant_id = SCHOOL;
       insert into plugin_calls select (c).* from (select (jsonb_populate_record(p, jsonb_build_object(
         'id', gen_random_uuid(), 'sequence', 4, 'event', 'forged', 'previous_hash', p.hash,
         'hash', daftar.receipt_link(p.tenant_id, 4, p.hash, p.body_hash)))) as c
         from plugin_calls p where sequence = 3 and tenant_id = SCHOOL) f`,
      'changed',
      4,
    ],
    [
      'a receipt behind the end',
      `insert into plugin_calls select (c).* from (select (jsonb_populate_record(p, jsonb_build_object(
         'id', gen_random_uuid(), 'sequence', 21, 'event', 'forged'))) as c from plugin_calls p where sequence = 20 and tenant_id = SCHOOL) f`,
      'inserted',
      21,
    ],
    [
      'another head',
      "update receipt_heads set hash = repeat('b', 64) where tenant_id = SCHOOL",
      'changed',
      20,
    ],
  ])('should find %s', async (_what, sql, kind, sequence) => {
    await damage(sql);
    expect(await verify()).toMatchObject({ ok: false, broken: { kind, sequence } });
    expect(await verify('beta')).toMatchObject({ ok: true });
  });

  it('should notice an end that was cut with its head, and a chain that was written anew, by the audit trail', async () => {
    expect(await anchorReceipts(system.pool)).toBe(2);
    expect(await anchorReceipts(system.pool)).toBe(0);
    const { rows } = await system.admin.query(
      "select tenant_id, actor_kind, subject_label from audit_events where action = 'receipts.anchor' order by subject_label",
    );
    expect(rows).toEqual([
      { tenant_id: null, actor_kind: 'system', subject_label: 'alpha' },
      { tenant_id: null, actor_kind: 'system', subject_label: 'beta' },
    ]);
    await damage(`delete from plugin_calls where sequence > 15 and tenant_id = SCHOOL;
      update receipt_heads h set sequence = 15, hash = c.hash from plugin_calls c
       where c.tenant_id = h.tenant_id and c.sequence = 15 and h.tenant_id = SCHOOL`);
    expect(await verify()).toMatchObject({ ok: false, broken: { kind: 'missing', sequence: 16 } });

    await past(`truncate plugin_calls cascade; insert into plugin_calls select * from kept_calls;
      delete from receipt_heads; insert into receipt_heads select * from kept_heads`);
    await damage(`do $$ declare r plugin_calls; before text := repeat('0', 64); begin
      for r in select * from plugin_calls where tenant_id = SCHOOL order by sequence loop
        if r.sequence = 3 then r.body_hash := repeat('c', 64); end if;
        before := daftar.receipt_link(r.tenant_id, r.sequence, before, r.body_hash);
        update plugin_calls set hash = before, body_hash = r.body_hash where id = r.id;
        update plugin_calls set previous_hash = before where tenant_id = SCHOOL and sequence = r.sequence + 1;
      end loop;
      update receipt_heads set hash = before where tenant_id = SCHOOL; end $$`);
    expect(await verify()).toMatchObject({ ok: false, broken: { kind: 'changed', sequence: 3 } });
    await damage(`update plugin_calls c set body_hash = k.body_hash from kept_calls k where k.id = c.id;
      update plugin_calls set seed = 8 where sequence = 3 and tenant_id = SCHOOL`);
    expect(await verify()).toMatchObject({ ok: false, broken: { sequence: 3 } });
    await system.admin.query("delete from audit_events where action = 'receipts.anchor'");
  });

  it('R9: should let neither a school nor the platform change, delete or forge a receipt', async () => {
    const refused = /permission denied/;
    for (const sql of [
      'update plugin_calls set cpu_ms = 0',
      'delete from plugin_calls',
      'delete from data_reads',
      'delete from receipt_heads',
      'update receipt_heads set anchored_sequence = 0',
    ]) {
      await expect(
        school.run(() => system.pool.query(sql)),
        sql,
      ).rejects.toThrow(refused);
    }
    await expect(
      school.run(() => system.pool.query('update receipt_heads set sequence = 0')),
    ).rejects.toThrow(/goes forward/);
    const { rowCount } = await school.run(() =>
      system.pool.query(
        `insert into plugin_calls (install_id, event, entry, bundle_hash, code, cpu_ms, wall_ms, host_calls, sequence, hash)
         values ($1, 'forged', 'x', 'x', 'ok', 0, 0, 0, 3, 'x')`,
        [install.id],
      ),
    );
    expect(rowCount).toBe(1);
    // It became the next link, and its content has no digest.
    expect(await verify()).toMatchObject({ ok: false, broken: { kind: 'changed', sequence: 21 } });
  });

  it('should chain the receipts that were there before', async () => {
    await past(`delete from receipt_heads; alter table plugin_calls alter column hash drop not null,
      alter column sequence drop not null, alter column previous_hash drop not null;
      update plugin_calls set hash = null, sequence = null, previous_hash = null, body_hash = '', words_hash = '',
        seed = null, clock = null, limits = null, version = null,
        logs = '[{"level": "warn", "message": "سطر\\n\\"two\\" \\u0007 \\\\"}]', message = 'Zeile ü';
      select daftar.chain_old_receipts()`);
    expect(await verify()).toMatchObject({ ok: true, receipts: 20 });
    expect(await verify('beta')).toMatchObject({ ok: true, receipts: 10 });
  });

  it('should tell it on the command line and end with 1 when a link is broken', async () => {
    const run = promisify(execFile);
    const daftar = (...more: string[]) =>
      run(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', 'core/server/main.ts', 'receipts', 'verify', ...more],
        {
          env: {
            ...process.env,
            DATABASE_URL: process.env.DAFTAR_APP_DATABASE_URL,
            DATABASE_MIGRATION_URL: system.adminUrl,
          },
        },
      ).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
      );
    const good = await daftar('--json');
    expect(good.code).toBe(0);
    expect(
      good.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { school: 'alpha', receipts: 20, ok: true },
      { school: 'beta', receipts: 10, ok: true },
    ]);
    await damage("update plugin_calls set code = 'ok!' where sequence = 2 and tenant_id = SCHOOL");
    const bad = await daftar('--tenant', 'alpha');
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('alpha: BROKEN at receipt 2 (changed)');
  });
});
