import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { parseManifest } from '../../plugins/sdk/contract/manifest.ts';
import { inTransaction } from '../tenancy/index.ts';
import {
  createCapabilities,
  createHostCall,
  deleteInstallData,
  exportInstallData,
  type HostCall,
  type Json,
  restoreInstallData,
} from './index.ts';
import { addInstall, contextFor } from './testing/installs.ts';

const purpose = { en: 'Test.', ar: 'اختبار.' };
const manifest = (keys: number) =>
  parseManifest({
    id: 'qa.test.keeper',
    version: '1.0.0',
    engine: '^1.0.0',
    name: { en: 'Keeper', ar: 'حافظ' },
    description: { en: 'A test.', ar: 'اختبار.' },
    publisher: { id: 'test', name: 'Test' },
    category: 'integration',
    icon: 'box',
    permissions: [
      { capability: 'kv', purpose },
      { capability: 'records.write', purpose },
    ],
    collections: [
      {
        name: 'visits',
        title: { en: 'Visits', ar: 'زيارات' },
        fields: {
          place: { type: 'string', required: true, maxLength: 20 },
          people: { type: 'number' },
          isOpen: { type: 'boolean' },
          on: { type: 'date' },
        },
      },
    ],
    storage: { keys, megabytes: 0 },
  });

describe('what a plugin keeps', () => {
  let system: TestSystem;
  let a: TestSchool;
  let b: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
  });
  afterAll(() => system.close());

  /** The host side of one install of the school, as a call gets it. */
  const openInstall = async (school: TestSchool, keys = 1_000) => {
    const given = manifest(keys);
    const installId = await addInstall(system.admin, school, given);
    const call = createHostCall({
      capabilities: createCapabilities({ pool: system.pool }),
      context: contextFor(school, installId, given),
    });
    const host: HostCall = (name, args) => school.run(() => call(name, args));
    return { installId, host };
  };
  const value = async (answer: ReturnType<HostCall>): Promise<Json> => {
    const given = await answer;
    if (!given.ok) throw new Error(`${given.code}: ${given.message}`);
    return given.value;
  };

  it('should keep values by key as they were written, and forget them', async () => {
    const { host } = await openInstall(a);
    const odd = { z: 1, a: ['\u0000', '\ud800', 'غياب', null, 1e21, { deep: [true] }] };
    await value(host('kv.set', { key: 'odd', value: odd }));
    expect(await value(host('kv.get', { key: 'odd' }))).toEqual({ value: odd });
    await value(host('kv.set', { key: 'odd', value: 2 }));
    expect(await value(host('kv.get', { key: 'odd' }))).toEqual({ value: 2 });
    await value(host('kv.delete', { key: 'odd' }));
    expect(await value(host('kv.get', { key: 'odd' }))).toEqual({ value: null });
    const big = { key: 'big', value: 'غ'.repeat(17_000) };
    expect(await host('kv.set', big)).toMatchObject({ ok: false, code: 'value_too_large' });
  });

  it('should count every increment of many at once, from 0, and only whole numbers', async () => {
    const { host } = await openInstall(a);
    await Promise.all(Array.from({ length: 40 }, () => value(host('kv.increment', { key: 'n', by: 3 }))));
    expect(await value(host('kv.increment', { key: 'n', by: -20 }))).toEqual({ value: 100 });
    await value(host('kv.set', { key: 'text', value: '7' }));
    expect(await host('kv.increment', { key: 'text', by: 1 })).toMatchObject({ code: 'not_a_number' });
  });

  it('should forget what expired, let it begin anew, and not count it when the quota is full', async () => {
    const { host, installId } = await openInstall(a, 3);
    for (const key of ['x', 'y', 'z'])
      await value(host('kv.set', { key, value: 5, expiresInSeconds: 3_600 }));
    await system.admin.query(
      "update plugin_kv set expires_at = now() - interval '1 second' where install_id = $1 and key in ('x', 'y')",
      [installId],
    );
    expect(await value(host('kv.get', { key: 'x' }))).toEqual({ value: null });
    expect(await value(host('kv.list', {}))).toEqual({ items: [{ key: 'z', value: 5 }] });
    expect(await value(host('kv.increment', { key: 'x', by: 1 }))).toEqual({ value: 1 });
    await value(host('kv.set', { key: 'new', value: 1 }));
    expect(await host('kv.set', { key: 'more', value: 1 })).toMatchObject({ code: 'quota_reached' });
    await value(host('kv.set', { key: 'new', value: 2 }));
  });

  it('should hold the quota exactly under 100 writers, keys and records together', async () => {
    const { host, installId } = await openInstall(a, 30);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2
          ? host('kv.set', { key: `k${index}`, value: index })
          : host('records.put', { collection: 'visits', key: `r${index}`, value: { place: 'Doha' } }),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(30);
    expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])))).toEqual(
      new Set(['quota_reached']),
    );
    const { rows } = await system.admin.query(
      `select (select count(*) from plugin_kv where install_id = $1) + (select count(*) from plugin_records where install_id = $1) as n,
              (select entries from plugin_storage where install_id = $1) as entries`,
      [installId],
    );
    expect(rows[0]).toEqual({ n: '30', entries: 30 });
  });

  it('should list keys in their order, page by page, by prefix', async () => {
    const { host } = await openInstall(a);
    const keys = Array.from({ length: 25 }, (_, index) => `p:${String(index).padStart(2, '0')}`);
    for (const key of keys) await value(host('kv.set', { key, value: 'x'.repeat(5_000) }));
    await value(host('kv.set', { key: 'q', value: 1 }));
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = (await value(
        host('kv.list', { prefix: 'p:', limit: 20, ...(cursor ? { cursor } : {}) }),
      )) as { items: { key: string }[]; cursor?: string };
      seen.push(...page.items.map((item) => item.key));
      cursor = page.cursor;
      pages += 1;
    } while (cursor);
    expect(seen).toEqual(keys);
    expect(pages).toBeGreaterThan(2);
  });

  it.each([
    [{ place: 'Doha', other: 1 }],
    [{ people: 1 }],
    [{ place: 5 }],
    [{ place: 'x'.repeat(21) }],
    [{ place: 'a\u0000b' }],
    [{ place: 'Doha', people: '5' }],
    [{ place: 'Doha', on: '2026-02-30' }],
    [{ place: null }],
  ])('should refuse the record %j', async (record) => {
    const { host } = await openInstall(a);
    const put = { collection: 'visits', key: 'a', value: record };
    expect(await host('records.put', put)).toMatchObject({ ok: false, code: 'record_invalid' });
  });

  it('should find records by fields, and only in declared collections and fields', async () => {
    const { host } = await openInstall(a);
    for (const [key, people, on] of [
      ['a', 5, '2026-01-01'],
      ['b', 9, '2026-01-02'],
      ['c', 10, '2026-01-03'],
    ] as const)
      await value(
        host('records.put', {
          collection: 'visits',
          key,
          value: { place: key, people, on, isOpen: people > 5 },
        }),
      );
    const keysOf = async (where: Json) =>
      (
        (await value(host('records.list', { collection: 'visits', where }))) as { items: { key: string }[] }
      ).items
        .map((item) => item.key)
        .join('');
    expect(await keysOf({ people: { atLeast: 6, atMost: 9 } })).toBe('b');
    expect(await keysOf({ people: { atLeast: 9 } })).toBe('bc');
    expect(await keysOf({ on: { atMost: '2026-01-02' } })).toBe('ab');
    expect(await keysOf({ isOpen: { equals: true }, place: { equals: 'c' } })).toBe('c');
    expect(await keysOf({ place: { equals: '\u0000' } })).toBe('');
    const refused = (where: Json) => host('records.list', { collection: 'visits', where });
    expect(await refused({ "x' or true --": { equals: 1 } })).toMatchObject({ code: 'record_invalid' });
    expect(await refused({ constructor: { equals: 1 } })).toMatchObject({ code: 'record_invalid' });
    expect(await refused({ people: { equals: '5' } })).toMatchObject({ code: 'record_invalid' });
    const elsewhere = await host('records.list', { collection: 'students' });
    expect(elsewhere).toMatchObject({ code: 'collection_unknown' });
    expect(await value(host('records.get', { collection: 'visits', key: 'a' }))).toMatchObject({
      record: { key: 'a', value: { people: 5 } },
    });
    await value(host('records.delete', { collection: 'visits', key: 'a' }));
    expect(await value(host('records.get', { collection: 'visits', key: 'a' }))).toEqual({ record: null });
  });

  it('R9: should keep the data of installs and of schools apart under the same keys', async () => {
    const [one, two, other] = [await openInstall(a), await openInstall(a), await openInstall(b)];
    for (const { host, installId } of [one, two, other]) {
      await value(host('kv.set', { key: 'same', value: installId }));
      await value(host('records.put', { collection: 'visits', key: 'same', value: { place: 'x' } }));
    }
    for (const { host, installId } of [one, two, other])
      expect(await value(host('kv.get', { key: 'same' }))).toEqual({ value: installId });
    await value(one.host('kv.delete', { key: 'same' }));
    await a.run(() => inTransaction(system.pool, (client) => deleteInstallData(client, other.installId)));
    expect(await value(two.host('kv.get', { key: 'same' }))).toEqual({ value: two.installId });
    expect(await value(other.host('kv.get', { key: 'same' }))).toEqual({ value: other.installId });
  });

  it('should refuse every write of a suspended school with a code, and still read', async () => {
    const school = await system.addSchool('gamma');
    const { host } = await openInstall(school);
    await value(host('kv.set', { key: 'kept', value: 1 }));
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [school.tenant.id]);
    for (const [name, args] of [
      ['kv.set', { key: 'kept', value: 2 }],
      ['kv.increment', { key: 'kept', by: 1 }],
      ['kv.delete', { key: 'kept' }],
      ['records.put', { collection: 'visits', key: 'a', value: { place: 'x' } }],
      ['records.delete', { collection: 'visits', key: 'a' }],
    ] as const)
      expect(await host(name, args)).toMatchObject({ ok: false, code: 'tenant.read_only' });
    expect(await value(host('kv.get', { key: 'kept' }))).toEqual({ value: 1 });
  });

  it('should export, delete and bring back what an install keeps, and refuse what it could not have written', async () => {
    const { host, installId } = await openInstall(a, 5);
    await value(host('kv.set', { key: 'a', value: { odd: '\u0000' } }));
    await value(host('kv.set', { key: 'b', value: null, expiresInSeconds: 600 }));
    await value(host('records.put', { collection: 'visits', key: 'c', value: { place: 'Doha' } }));
    const work = <T>(run: Parameters<typeof inTransaction<T>>[1]) =>
      a.run(() => inTransaction(system.pool, run));
    const data = await work((client) => exportInstallData(client, installId));
    expect(data).toMatchObject({
      kv: { a: { odd: '\u0000' }, b: null },
      records: { visits: { c: { place: 'Doha' } } },
    });
    expect(Object.keys(data.expiries ?? {})).toEqual(['b']);
    expect(await work((client) => deleteInstallData(client, installId))).toEqual({ kv: 2, records: 1 });
    expect(await work((client) => exportInstallData(client, installId))).toMatchObject({
      kv: {},
      records: {},
    });
    await work((client) => restoreInstallData(client, installId, data, manifest(5)));
    expect(await work((client) => exportInstallData(client, installId))).toEqual(data);
    for (const [wrong, code] of [
      [{ kv: { '../x': 1 }, records: {} }, 'record_invalid'],
      [{ kv: {}, records: { visits: { c: { place: 1 } } } }, 'record_invalid'],
      [{ kv: {}, records: { students: { c: {} } } }, 'collection_unknown'],
      [{ kv: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`k${n}`, n])), records: {} }, 'quota_reached'],
    ] as const) {
      const attempt = work((client) => restoreInstallData(client, installId, wrong, manifest(5)));
      await expect(attempt).rejects.toMatchObject({ code });
    }
    expect(await work((client) => exportInstallData(client, installId))).toEqual(data);
  });
});
