import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  until,
} from '../../e2e/support/index.ts';
import { runEvent } from '../jobs/index.ts';
import { openStorage } from '../storage/index.ts';
import { importRunner } from './index.ts';

const SHARED = process.env.DAFTAR_SHARED_DIR ?? path.join(import.meta.dirname, '../../../shared');
const DISTRICT = readFileSync(path.join(SHARED, 'data/oneroster/ed-fi-district/ed-fi-district.zip'));

type Run = {
  status: string;
  dryRun: boolean;
  errors: number;
  counts: Record<string, { created: number }>;
  problems: { message: string }[];
};

describe('an import over HTTP', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  const upload = async (client: HttpClient, raw: Uint8Array) =>
    client.send('POST', '/api/imports/upload', {
      raw,
      headers: { 'content-type': 'application/zip', 'x-file-name': 'district.zip' },
    });
  const work = async () => {
    const runner = importRunner({
      pool: system.pool,
      storage: openStorage(system.settings),
      logger: system.logger,
    });
    const { rows } = await system.admin.query("select id from outbox where status = 'pending'");
    for (const { id } of rows)
      await runEvent(id, { pool: system.pool, handlers: [runner], logger: system.logger });
  };
  const runOf = async (client: HttpClient, id: string) =>
    (await client.get(`/api/imports/run?id=${id}`)).json<Run>();
  const count = async (table: string) =>
    Number(
      (await system.admin.query(`select count(*) from ${table} where tenant_id = $1`, [school.tenant.id]))
        .rows[0].count,
    );

  it('should check first, write nothing, and import when confirmed', async () => {
    const { runId } = (await upload(admin, DISTRICT)).json<{ runId: string }>();
    await work();
    const check = await runOf(admin, runId);
    expect(check).toMatchObject({ status: 'done', dryRun: true, errors: 0 });
    expect(check.counts.students?.created).toBe(960);
    expect(await count('students')).toBe(0);
    const confirmed = (
      await admin.post('/api/imports/confirm', { id: runId, removalConfirmed: false })
    ).json<{ runId: string }>();
    await work();
    expect(await runOf(admin, confirmed.runId)).toMatchObject({ status: 'done', dryRun: false });
    expect(await count('students')).toBe(960);
  });

  it('I12: should give the package back through a link of this school alone', async () => {
    const { runId } = (await upload(admin, DISTRICT)).json<{ runId: string }>();
    const { url } = (await admin.get(`/api/imports/package?id=${runId}`)).json<{ url: string }>();
    const file = await school.anonymous.get(url);
    expect(file.status).toBe(200);
    expect(file.headers['content-disposition']).toContain('attachment');
    expect((await other.anonymous.get(url)).status).toBe(403);
    expect((await school.anonymous.get(url.replace(/expires=\d+/, 'expires=9999999999'))).status).toBe(403);
    await work();
  });

  it('should say what is wrong with a file that is no package', async () => {
    const { runId } = (await upload(admin, Buffer.from('not a zip'))).json<{ runId: string }>();
    await work();
    const run = await until('the run is finished', async () => {
      const seen = await runOf(admin, runId);
      return seen.status === 'rejected' && seen;
    });
    expect(run.errors).toBeGreaterThan(0);
    expect(run.problems[0]?.message.length).toBeGreaterThan(20);
  });

  it('should import nothing that was not checked, was refused, or was imported before', async () => {
    const confirm = (id: string, removalConfirmed = true) =>
      admin.post('/api/imports/confirm', { id, removalConfirmed });
    const before = await count('import_runs');
    const waiting = (await upload(admin, DISTRICT)).json<{ runId: string }>().runId;
    const early = await confirm(waiting);
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('import.not_checked')]);
    await work();
    const broken = (await upload(admin, Buffer.from('not a zip'))).json<{ runId: string }>().runId;
    await work();
    expect((await confirm(broken)).status).toBe(409);
    for (const status of ['failed', 'running'])
      for (const dryRun of [true, false]) {
        await system.admin.query(
          'update import_runs set status = $2::enum_import_runs_status, dry_run = $3 where id = $1',
          [broken, status, dryRun],
        );
        expect((await confirm(broken)).status, status).toBe(409);
      }
    await system.admin.query("update import_runs set status = 'done', dry_run = false where id = $1", [
      broken,
    ]);
    expect((await confirm(broken)).status).toBe(409);
    await system.admin.query(
      "update import_runs set status = 'needs_confirmation', failure = '40/100', dry_run = true where id = $1",
      [broken],
    );
    const asked = await confirm(broken, false);
    expect([asked.status, asked.text]).toEqual([409, expect.stringContaining('40 of 100')]);
    expect(await count('import_runs')).toBe(before + 2);
    expect((await confirm(waiting)).status).toBe(200);
    await work();
  });

  it('A6: should be closed to other roles and other schools', async () => {
    const teacher = await school.signIn(await school.addUser('teacher'));
    const stranger = await other.signIn(other.admin);
    const { runId } = (await upload(admin, DISTRICT)).json<{ runId: string }>();
    expect((await upload(teacher, DISTRICT)).status).toBe(403);
    expect((await upload(school.anonymous, DISTRICT)).status).toBe(401);
    for (const path of [`/api/imports/run?id=${runId}`, `/api/imports/package?id=${runId}`]) {
      expect((await stranger.get(path)).status).toBe(404);
      expect((await teacher.get(path)).status).toBe(403);
    }
    expect((await stranger.post('/api/imports/confirm', { id: runId, removalConfirmed: true })).status).toBe(
      404,
    );
    await work();
  });
});
