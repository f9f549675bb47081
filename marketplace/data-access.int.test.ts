import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type HttpClient, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import type { CallFigures, DataReadDay, DataReadPage, ReceiptView } from './index.ts';
import { leaveReceipt } from './services/receipts/leave-receipt.ts';
import type { RunnableInstall } from './services/runnable-install.ts';
import { PURPOSE, publishTestPlugin, receiptOf, runnableAt } from './testing/receipts-kit.ts';

const READER = 'qa.test.reader';
const OTHER = 'qa.test.other';
const range = () => {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return `from=${day(Date.now() - 3 * 86_400_000)}&to=${day(Date.now() + 86_400_000)}`;
};
const codeOf = (answer: { json: <T>() => T }) =>
  answer.json<{ errors: { code: string }[] }>().errors[0]?.code;

describe('the log of what add-ons read', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;
  let stranger: HttpClient;
  let install: RunnableInstall;
  let failed: string;

  beforeAll(async () => {
    system = await createTestSystem();
    [school, other] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    const reads = (dataClass: string, capability: string, fields: string[]) => ({
      permissions: [{ capability, dataClass, fields, purpose: PURPOSE }],
    });
    await publishTestPlugin(system, {
      id: READER,
      body: 'return 1;',
      more: reads('student_name', 'students.read', ['displayName']),
    });
    await publishTestPlugin(system, {
      id: OTHER,
      body: 'return 1;',
      more: reads('guardian_contact', 'guardians.read', ['phone']),
    });
    install = await runnableAt(system, school, READER);
    const second = await runnableAt(system, school, OTHER);
    await leave(school, install, 'students.read', 'student_name', ['displayName'], 12, 60);
    await leave(school, second, 'guardians.read', 'guardian_contact', ['phone'], 3, 5);
    failed = await school.run(async () => {
      const id = await leaveReceipt(
        system.pool,
        receiptOf(install, {
          outcome: {
            ok: false,
            code: 'guest_error',
            message: 'It broke.',
            usage: { cpuMs: 9, wallMs: 41, hostCalls: 2, logLines: 0 },
            logs: [],
          },
        }),
      );
      return id ?? '';
    });
    [admin, stranger] = [await school.signIn(school.admin), await other.signIn(other.admin)];
  });
  afterAll(() => system.close());

  const leave = (
    at: TestSchool,
    of: RunnableInstall,
    capability: string,
    dataClass: string,
    fields: string[],
    rows: number,
    times: number,
  ) =>
    at.run(async () => {
      for (let index = 0; index < times; index += 1)
        await leaveReceipt(
          system.pool,
          receiptOf(of, { accesses: [{ capability, dataClass, fields, count: rows, purpose: PURPOSE.en }] }),
        );
    });
  const page = async (more = '', client = admin) =>
    (await client.get(`/api/data-access/entries?${range()}${more}`)).json<DataReadPage>();

  it('should tell which add-on read which fields of how many records, when and why in both languages', async () => {
    const { entries, next } = await page('&plugin=qa.test.other');
    expect(next).toBeNull();
    expect(entries).toHaveLength(5);
    expect(entries[0]).toMatchObject({
      ...{ plugin: OTHER, version: '1.0.0', capability: 'guardians.read', dataClass: 'guardian_contact' },
      ...{ fields: ['phone'], rows: 3, purpose: PURPOSE },
    });
    const byClass = await page('&dataClass=student_name');
    expect(byClass.entries.every(({ plugin }) => plugin === READER)).toBe(true);
    expect((await page('&dataClass=results')).entries).toEqual([]);
  });

  it('should page through all of it without doubles, and count it by day and class', async () => {
    const seen = new Set<string>();
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 5; pages += 1) {
      const got: DataReadPage = await page(cursor ? `&cursor=${encodeURIComponent(cursor)}` : '');
      for (const { id } of got.entries) seen.add(id);
      cursor = got.next;
    }
    expect(seen.size).toBe(65);
    const { days } = (await admin.get(`/api/data-access/days?${range()}`)).json<{ days: DataReadDay[] }>();
    expect(days).toMatchObject([
      { dataClass: 'guardian_contact', reads: 5, rows: 15 },
      { dataClass: 'student_name', reads: 60, rows: 720 },
    ]);
    expect(codeOf(await admin.get('/api/data-access/entries?from=2026-01-01&to=2020-01-01'))).toBe(
      'request.invalid',
    );
    expect(codeOf(await admin.get(`/api/data-access/entries?${range()}&cursor=x`))).toBe('request.invalid');
  });

  it('should lead from a reading to the receipt of its call', async () => {
    const [entry] = (await page()).entries;
    const answer = await admin.get(`/api/data-access/receipt?id=${entry?.receipt}`);
    expect(answer.json<ReceiptView>()).toMatchObject({
      ...{ plugin: entry?.plugin, code: 'ok', replay: false, priceVersion: null },
      reads: [{ dataClass: entry?.dataClass, rows: entry?.rows, purpose: PURPOSE }],
      calls: [{ capability: 'log', code: 'ok', count: 1 }],
    });
  });

  it('should export it as CSV with an entry in the audit trail', async () => {
    const answer = await admin.get(`/api/data-access/export?${range()}&plugin=${OTHER}`);
    const lines = answer.text.trim().split(/\r?\n/);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('Class of data');
    expect(lines[1]).toContain('guardian_contact');
    const { rows } = await system.admin.query(
      "select tenant_id, actor_id from audit_events where action = 'data-access.export'",
    );
    expect(rows).toEqual([{ tenant_id: school.tenant.id, actor_id: school.admin.id }]);
  });

  it('should tell how the calls of an add-on went', async () => {
    const figures = (await admin.get(`/api/add-ons/figures?install=${install.id}`)).json<CallFigures>();
    expect(figures).toMatchObject({
      ...{ calls: 61, failed: 1, p50: 7, p95: 7, cpuMs: 189 },
      codes: [
        { code: 'ok', count: 60 },
        { code: 'guest_error', count: 1 },
      ],
      failures: [{ id: failed, code: 'guest_error', message: 'It broke.' }],
    });
  });

  it('R9: should show another school nothing of it, and people without the permission neither', async () => {
    expect((await page('', stranger)).entries).toEqual([]);
    expect((await stranger.get(`/api/data-access/days?${range()}`)).json()).toEqual({ days: [] });
    const csv = await stranger.get(`/api/data-access/export?${range()}`);
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(1);
    expect((await stranger.get(`/api/data-access/receipt?id=${failed}`)).status).toBe(404);
    expect((await stranger.get(`/api/add-ons/replay?call=${failed}`)).status).toBe(404);
    expect((await stranger.get(`/api/add-ons/figures?install=${install.id}`)).status).toBe(409);
    const teacher = await school.signIn(await school.addUser('teacher'));
    for (const path of [
      `/api/data-access/entries?${range()}`,
      `/api/data-access/days?${range()}`,
      `/api/data-access/export?${range()}`,
      `/api/data-access/receipt?id=${failed}`,
      `/api/add-ons/figures?install=${install.id}`,
      `/api/add-ons/replay?call=${failed}`,
    ]) {
      expect((await teacher.get(path)).status, path).toBe(403);
      expect((await school.anonymous.get(path)).status, path).toBe(401);
    }
  });
});
