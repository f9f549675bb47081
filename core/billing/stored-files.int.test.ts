import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem } from '../tenancy/index.ts';
import { type BudgetPage, peaksOf, takeSnapshots } from './index.ts';

const DAY_MS = 86_400_000;

/** A PNG that says it is two by two points, of so many bytes. */
function png(bytes: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const head = chunk('IHDR', Buffer.from('00000002000000020806000000', 'hex'));
  const end = chunk('IEND', Buffer.alloc(0));
  const rest = bytes - signature.length - head.length - end.length - 12;
  return Buffer.concat([signature, head, chunk('IDAT', randomBytes(rest)), end]);
}

describe('the files that count as storage of a school', () => {
  let system: TestSystem;
  let own: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    own = await system.addSchool('own');
    other = await system.addSchool('other');
    await grant('white_label', 'true');
    admin = await own.signIn(own.admin);
  });
  afterAll(() => system.close());

  const grant = (key: string, value: string) =>
    system.admin.query(
      `insert into entitlement_overrides (tenant_id, key, value, reason, starts_at, ends_at, created_by)
       values ($1, $2, $3, 'test', now() - interval '1 day', now() + interval '30 days', 'test')`,
      [own.tenant.id, key, value],
    );
  const seats = async (client: HttpClient): Promise<number | undefined> => {
    const page = (await client.get('/api/budgets')).json<BudgetPage>();
    return page.quotas.find(({ key }) => key === 'storage_bytes')?.used;
  };
  const upload = (bytes: number) =>
    admin.send('POST', '/api/imports/upload', {
      raw: randomBytes(bytes),
      headers: { 'content-type': 'application/zip', 'x-file-name': 'district.zip' },
    });
  const sendLogo = (bytes: number) =>
    admin.post('/api/settings/logo', { data: png(bytes).toString('base64') });

  it('should count packages to import and the logo of now, each once and for its own school', async () => {
    expect((await upload(40_000)).status).toBe(200);
    expect(await seats(admin)).toBe(40_000);
    expect((await sendLogo(3_000)).status).toBe(200);
    expect((await sendLogo(5_000)).status).toBe(200);
    expect(await seats(admin)).toBe(45_000);
    expect(await seats(await other.signIn(other.admin))).toBe(0);
    expect((await admin.post('/api/settings/logo/remove', {})).status).toBe(200);
    expect(await seats(admin)).toBe(40_000);
    const { rows } = await other.run(() => system.pool.query('select from stored_files'));
    expect(rows).toHaveLength(0);
  });

  it('should bill them by the peak of the days', async () => {
    const now = new Date(Date.now() + DAY_MS);
    await takeSnapshots({ pool: system.pool, now, tenantId: own.tenant.id });
    const period = { start: new Date(now.getTime() - 3 * DAY_MS), end: now };
    const peaks = await asSystem(() => peaksOf(system.pool, own.tenant.id, period));
    expect(peaks.storageBytes).toBe(40_000);
  });

  it('should refuse a package that the plan has no room for, and leave nothing of it', async () => {
    const before = await seats(admin);
    await grant('storage_bytes', '50000');
    const answer = await upload(20_000);
    expect([answer.status, answer.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
      402,
      'quota.storage_reached',
    ]);
    expect(await seats(admin)).toBe(before);
    const { rows } = await system.admin.query(
      "select count(*)::int as n from stored_files where tenant_id = $1 and kind = 'imports'",
      [own.tenant.id],
    );
    expect(rows[0].n).toBe(1);
  });
});
