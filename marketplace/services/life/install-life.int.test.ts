import { get } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { changeState } from '../../../core/administration/index.ts';
import { addClasses, type HttpClient, type TestSchool, until } from '../../../e2e/support/index.ts';
import { createLifeWorld, KV, type LifeWorld, PLUGIN, RECORDS } from '../../testing/life-world.ts';
import { isSigned, platformKeys, type SignedCertificate } from './certificate.ts';
import { MOVES, type Standing } from './install-states.ts';
import { installStore } from './install-store.ts';
import { purgeInstalls } from './purge-installs.ts';
import { settleInstalls } from './settle-installs.ts';

const KEEPS = `
  await __call('kv.set', JSON.stringify({ key: 'total', value: { days: 3 } }));
  await __call('kv.set', JSON.stringify({ key: 'formula', value: '=1+1' }));
  await __call('records.put', JSON.stringify({ collection: 'visits', key: 'a', value: { count: 2 } }));
  await __call('files.put', JSON.stringify({ name: 'list.txt', contentType: 'text/plain', text: 'one pupil' }));
  return null;`;
const FILES = { capability: 'files', purpose: KV.purpose };
const DAY = 86_400_000;

describe('the life of an install', () => {
  let world: LifeWorld;
  let a: TestSchool;
  let b: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    world = await createLifeWorld();
    [a, b] = [await world.system.addSchool('alpha'), await world.system.addSchool('beta')];
    admin = await a.signIn(a.admin);
    await world.publish('1.0.0', KEEPS, {
      permissions: [KV, RECORDS, FILES],
      collections: [
        { name: 'visits', title: { en: 'Visits', ar: 'زيارات' }, fields: { count: { type: 'number' } } },
      ],
      settings: {
        type: 'object',
        properties: {
          tone: { type: 'string', default: 'kind', title: 'Tone', title_ar: 'النبرة' },
          token: { type: 'string', 'x-secret': true, title: 'Token', title_ar: 'الرمز' },
        },
        additionalProperties: false,
      } as never,
    });
    for (const school of [a, b]) {
      await world.enable(school, PLUGIN);
      expect((await world.call(school, PLUGIN))?.ok).toBe(true);
    }
    await admin.post('/api/add-ons/settings', {
      pluginId: PLUGIN,
      settings: { tone: 'kind', token: 'top-secret-word' },
    });
  });
  afterAll(() => world.close());

  const stateOf = async (school: TestSchool) => (await world.installOf(school, PLUGIN)).state;
  const settle = () => settleInstalls(world.system.pool, world.system.logger);

  it('should let the database refuse exactly the moves that the table does not hold', async () => {
    const states = ['installed', 'enabled', 'suspended', 'uninstalling', 'purged'] as const;
    const known = new Set(
      Object.values(MOVES).flatMap(({ from, to }) => from.map((state: Standing) => `${state}>${to}`)),
    );
    const { id } = await world.installOf(b, PLUGIN);
    const client = await world.system.admin.connect();
    const set = (state: string) =>
      client.query(
        `update plugin_installs set state = $2::enum_plugin_installs_state, suspended_for = 'fault', purge_at = now() where id = $1`,
        [id, state],
      );
    try {
      for (const from of states)
        for (const to of states) {
          if (from === to) continue;
          await client.query('begin');
          await client.query('alter table plugin_installs disable trigger install_move');
          await set(from);
          await client.query('alter table plugin_installs enable trigger install_move');
          const outcome = await set(to).then(
            () => 'moved',
            (error: { code: string }) => error.code,
          );
          await client.query('rollback');
          expect(`${from}>${to} ${outcome}`).toBe(
            `${from}>${to} ${known.has(`${from}>${to}`) ? 'moved' : 'DF409'}`,
          );
        }
      expect(await stateOf(b)).toBe('enabled');
      await expect(
        client.query(`update plugin_installs set state = 'suspended' where id = $1`, [id]),
      ).rejects.toThrow('suspended_says_why');
    } finally {
      client.release();
    }
  });

  it('should move only between enabled and suspended when what the school may do or its state changes, and touch no data', async () => {
    const { pool } = world.system;
    const before = await world.dataOf(a, PLUGIN);
    const actor = { kind: 'system' } as const;
    const { admin: root } = world.system;
    await root.query(
      `insert into entitlement_overrides (tenant_id, key, value, reason, starts_at, ends_at, created_by)
       values ($1, 'add_ons', 'false', 'for the test', now() - interval '1 hour', now() + interval '1 day', 'test')`,
      [a.tenant.id],
    );
    await until('the plan is followed', async () => (await stateOf(a)) === 'suspended');
    expect(await world.installOf(a, PLUGIN)).toMatchObject({ suspended_for: 'payment', state_note: 'plan' });
    expect(await world.dataOf(a, PLUGIN)).toBe(before);
    expect(await world.call(a, PLUGIN)).toBeUndefined();
    const refused = await admin.post('/api/add-ons/resume', { pluginId: PLUGIN });
    expect(refused.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('plan.feature_missing');
    await root.query(
      `update entitlement_overrides set ended_at = now(), ended_by = 'test' where tenant_id = $1`,
      [a.tenant.id],
    );
    await until('the plan is followed back', async () => (await stateOf(a)) === 'enabled');
    for (const action of ['suspend', 'resume'] as const) {
      await changeState(pool, { tenantId: a.tenant.id, action, actor, reason: 'unpaid' });
      const wanted = action === 'suspend' ? 'suspended' : 'enabled';
      await until(`the school is ${wanted}`, async () => (await stateOf(a)) === wanted);
      if (action === 'suspend') {
        // A school that can only be read may take its data along, and change nothing.
        expect((await admin.post('/api/add-ons/uninstall', { pluginId: PLUGIN })).status).toBe(423);
        expect((await admin.post('/api/add-ons/export', { pluginId: PLUGIN })).status).toBe(200);
      }
      expect(await world.dataOf(a, PLUGIN)).toBe(before);
    }
    // The edge keeps what it knows of a school for up to a second.
    await until(
      'the school may write',
      async () => (await admin.post('/api/add-ons/settings', {})).status !== 423,
    );
    expect(await settle()).toBe(0);
    expect((await world.trailOf(a)).slice(-4)).toEqual([
      'add-ons.suspend payment',
      'add-ons.resume',
      'add-ons.suspend payment',
      'add-ons.resume',
    ]);
    expect(await stateOf(b)).toBe('enabled');
  });

  it('should not switch on by the plan what the school or a fault switched off', async () => {
    const { admin: root } = world.system;
    const id = (await world.installOf(b, PLUGIN)).id;
    await root.query(
      `update plugin_installs set state = 'suspended', suspended_for = 'fault' where id = $1`,
      [id],
    );
    expect(await settle()).toBe(0);
    expect(await stateOf(b)).toBe('suspended');
    const other = await b.signIn(b.admin);
    expect((await other.post('/api/add-ons/switch', { pluginId: PLUGIN, on: false })).status).toBe(200);
    expect(await settle()).toBe(0);
    expect(await stateOf(b)).toBe('installed');
    expect((await other.post('/api/add-ons/switch', { pluginId: PLUGIN, on: true })).status).toBe(200);
  });

  it('should stop at once when it is uninstalled, keep everything for its grace, and come back', async () => {
    const before = JSON.parse(await world.dataOf(a, PLUGIN));
    expect((await admin.post('/api/add-ons/uninstall', { pluginId: PLUGIN })).status).toBe(200);
    expect(await stateOf(a)).toBe('uninstalling');
    expect(await world.call(a, PLUGIN)).toBeUndefined();
    const { purge_at } = await world.installOf(a, PLUGIN);
    expect(Math.round(((purge_at as Date).getTime() - Date.now()) / DAY)).toBe(30);
    for (const [path, body] of [
      ['switch', { pluginId: PLUGIN, on: true }],
      ['settings', { pluginId: PLUGIN, settings: {} }],
      ['upgrade', { pluginId: PLUGIN, version: '1.0.0' }],
      ['rollback', { pluginId: PLUGIN }],
    ] as const)
      expect((await admin.post(`/api/add-ons/${path}`, body)).status).toBe(409);
    expect(await purge(29)).toBe(0);
    expect((await admin.post('/api/add-ons/take-back', { pluginId: PLUGIN })).status).toBe(200);
    expect(await stateOf(a)).toBe('installed');
    expect(JSON.parse(await world.dataOf(a, PLUGIN))).toEqual(before);
  });

  const purge = (days: number) =>
    purgeInstalls(
      { pool: world.system.pool, store: installStore(), logger: world.system.logger },
      new Date(Date.now() + days * DAY),
    );

  it('should hand everything over as a zip by a link of its own school, without secrets', async () => {
    const { url, contentSha256 } = (await admin.post('/api/add-ons/export', { pluginId: PLUGIN })).json<{
      url: string;
      contentSha256: string;
    }>();
    const entries = await unzip(await download(world.system.port, a.host, url));
    expect(Object.keys(entries).sort()).toEqual([
      'about.json',
      'files.json',
      expect.stringMatching(/^files\/[0-9a-f-]{36}-list\.txt$/),
      'records/visits.csv',
      'records/visits.json',
      'settings.csv',
      'settings.json',
      'values.csv',
      'values.json',
    ]);
    expect(JSON.parse(entries['values.json'] ?? '')).toEqual({ total: { days: 3 }, formula: '=1+1' });
    expect(entries['values.csv']).toContain(`formula,'=1+1`);
    expect(JSON.parse(entries['about.json'] ?? '')).toMatchObject({ contentSha256 });
    expect(JSON.stringify(entries)).not.toContain('top-secret-word');
    const stranger = await b.signIn(b.admin);
    expect((await stranger.get(url)).status).toBe(403);
  });

  it('should delete everything when the grace is over, and prove it with a signed certificate', async () => {
    const exported = (await admin.post('/api/add-ons/export', { pluginId: PLUGIN })).json<{
      url: string;
      contentSha256: string;
    }>();
    await admin.post('/api/add-ons/uninstall', { pluginId: PLUGIN });
    expect(await purge(31)).toBe(1);
    expect(await purge(31)).toBe(0);
    const { id, settings, consent, state } = await world.installOf(a, PLUGIN);
    expect({ settings, consent, state }).toEqual({ settings: {}, consent: null, state: 'purged' });
    for (const table of ['plugin_kv', 'plugin_records', 'plugin_files', 'plugin_exports'])
      expect(
        (await world.system.admin.query(`select from ${table} where install_id = $1`, [id])).rowCount,
      ).toBe(0);
    expect((await admin.get(exported.url)).status).not.toBe(200);

    const list = (await admin.get('/api/add-ons')).json<{
      addOns: { pluginId: string; install: unknown; certificates: { id: string }[] }[];
    }>();
    const addOn = list.addOns.find((entry) => entry.pluginId === PLUGIN);
    expect(addOn?.install).toBeNull();
    const certificateId = addOn?.certificates[0]?.id ?? '';
    const signed = (
      await admin.get(`/api/add-ons/certificate?id=${certificateId}`)
    ).json<SignedCertificate>();
    expect(signed.certificate).toMatchObject({
      school: { id: a.tenant.id, subdomain: 'alpha' },
      addOn: { id: PLUGIN, version: '1.0.0' },
      counts: { settings: 2, values: 2, records: { visits: 1 }, files: 1, fileBytes: 9 },
      contentSha256: exported.contentSha256,
    });
    expect(isSigned(signed)).toBe(true);
    expect(await platformKeys(world.system.pool)).toContain(signed.publicKey);
    const forged = {
      ...signed,
      certificate: { ...signed.certificate, deletedAt: '2020-01-01T00:00:00.000Z' },
    };
    expect(isSigned(forged)).toBe(false);
    expect(isSigned({ ...signed, signature: 'AAAA' })).toBe(false);

    // The other school has its data, and not this proof.
    expect(JSON.parse(await world.dataOf(b, PLUGIN)).kv).toHaveLength(2);
    const stranger = await b.signIn(b.admin);
    expect((await stranger.get(`/api/add-ons/certificate?id=${certificateId}`)).status).toBe(404);

    // A new life begins with nothing.
    await world.enable(a, PLUGIN);
    expect(JSON.parse(await world.dataOf(a, PLUGIN))).toMatchObject({ kv: [], records: [] });
    expect((await world.trailOf(a)).slice(-3)).toEqual([
      'add-ons.purge',
      'add-ons.install',
      'add-ons.enable',
    ]);
  });

  it('should be closed to those without the permission and to other schools', async () => {
    const classes = await addClasses(world.system.admin, a);
    const teacher = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
    const before = await world.dataOf(b, PLUGIN);
    const calls: [string, object][] = [
      ['upgrade/preview', { pluginId: PLUGIN, version: '1.0.0' }],
      ['upgrade', { pluginId: PLUGIN, version: '1.0.0' }],
      ['rollback', { pluginId: PLUGIN }],
      ['resume', { pluginId: PLUGIN }],
      ['uninstall', { pluginId: PLUGIN }],
      ['take-back', { pluginId: PLUGIN }],
      ['export', { pluginId: PLUGIN }],
    ];
    for (const [path, body] of calls) {
      expect([path, (await teacher.post(`/api/add-ons/${path}`, body)).status]).toEqual([path, 403]);
      expect([path, (await a.anonymous.post(`/api/add-ons/${path}`, body)).status]).toEqual([path, 401]);
    }
    await admin.post('/api/add-ons/uninstall', { pluginId: PLUGIN });
    expect(await stateOf(a)).toBe('uninstalling');
    expect(await stateOf(b)).toBe('enabled');
    expect(await world.dataOf(b, PLUGIN)).toBe(before);
  });
});

/** The bytes of a signed link; the client of the other tests reads text. */
async function download(port: number, host: string, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers: { host } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      resolve(buffer(answer));
    }).on('error', reject);
  });
}

async function unzip(bytes: Buffer): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const entries: Record<string, string> = {};
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, async (failure, stream) => {
          if (failure) return reject(failure);
          entries[entry.fileName] = await text(stream);
          zip.readEntry();
        }),
      );
      zip.on('end', () => resolve(entries));
      zip.readEntry();
    });
  });
}
