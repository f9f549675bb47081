import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRealmUser, type TestSchool } from '../../../e2e/support/index.ts';
import { createLifeWorld, KV, type LifeWorld, PLUGIN, RECORDS, WHY } from '../../testing/life-world.ts';
import { rollbackInstall } from '../life/rollback-install.ts';
import { planUpgrade, upgradeInstall } from '../life/upgrade-install.ts';
import { MIN_CALLS } from './rings.ts';
import { tickRollouts } from './tick-rollouts.ts';

const WRITES = `await __call('kv.set', JSON.stringify({ key: 'count', value: 1 })); return null;`;
const COLLECTIONS = [
  { name: 'visits', title: { en: 'Visits', ar: 'زيارات' }, fields: { count: { type: 'number' as const } } },
];
const MINUTE = 60_000;

describe('a release on its way to the schools', () => {
  let world: LifeWorld;
  let schools: TestSchool[];

  beforeAll(async () => {
    world = await createLifeWorld();
    schools = [];
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      schools.push(await world.system.addSchool(`school-${name}`));
  });
  afterAll(() => world.close());

  const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * MINUTE);
  const tick = (now: Date) => tickRollouts({ ...world.tools, logger: world.system.logger }, now);
  const versions = (pluginId: string) =>
    Promise.all(schools.map(async (school) => (await world.installOf(school, pluginId)).version));
  const rolloutOf = async (pluginId: string) =>
    (
      await world.system.admin.query(
        `select r.* from plugin_rollouts r join plugins p on p.id = r.plugin_id where p.plugin_id = $1
          order by r.created_at desc limit 1`,
        [pluginId],
      )
    ).rows[0];
  const enableAll = async (pluginId: string) => {
    for (const school of schools) await world.enable(school, pluginId);
  };
  const callEverywhere = async (pluginId: string, version: string, times: number) => {
    for (const school of schools) {
      if ((await world.installOf(school, pluginId)).version !== version) continue;
      for (let call = 0; call < times; call += 1) await world.call(school, pluginId);
    }
  };

  it('should go by rings, each after its watch, and be current when all have it', async () => {
    const id = 'qa.test.good';
    await world.publish('1.0.0', WRITES, { id });
    await enableAll(id);
    const start = new Date();
    await world.publish('1.1.0', WRITES, { id }, start);
    await tick(start);
    const first = await versions(id);
    expect(first.filter((version) => version === '1.1.0')).toHaveLength(1);
    await callEverywhere(id, '1.1.0', MIN_CALLS);
    await tick(later(start, 59));
    expect(await rolloutOf(id)).toMatchObject({ state: 'running', ring: 0 });
    await tick(later(start, 60));
    expect(await rolloutOf(id)).toMatchObject({ state: 'running', ring: 1 });
    await tick(later(start, 60 + 240));
    await tick(later(start, 60 + 240 + 1));
    expect((await versions(id)).filter((version) => version === '1.1.0')).toHaveLength(3);
    // Whoever was first stays among those that have it.
    expect((await versions(id))[first.indexOf('1.1.0')]).toBe('1.1.0');
    await tick(later(start, 60 + 240 + 720));
    await tick(later(start, 60 + 240 + 720 + 1));
    expect(await versions(id)).toEqual(schools.map(() => '1.1.0'));
    const current = () =>
      world.system.admin
        .query('select current_version from plugins where plugin_id = $1', [id])
        .then(({ rows }) => rows[0].current_version);
    expect(await current()).toBe('1.0.0');
    await tick(later(start, 60 + 240 + 720 + 1440));
    expect(await rolloutOf(id)).toMatchObject({ state: 'done' });
    expect(await current()).toBe('1.1.0');

    // A version that asks for more is current at once, and stays so when a rollout before it ends.
    const again = later(start, 10_000);
    await world.publish('1.2.0', WRITES, { id }, again);
    await world.publish('2.0.0', WRITES, { id, permissions: [KV, RECORDS] }, again);
    for (const minutes of [0, 240, 241, 1201, 1202, 4082, 4083, 9843]) await tick(later(again, minutes));
    expect(await versions(id)).toEqual(schools.map(() => '1.2.0'));
    expect(await rolloutOf(id)).toMatchObject({ state: 'done' });
    expect(await current()).toBe('2.0.0');
  });

  it('should take a failed release back by itself, with the data of every school', async () => {
    await world.publish('1.0.0', WRITES, { collections: COLLECTIONS, permissions: [KV, RECORDS] });
    await enableAll(PLUGIN);
    await callEverywhere(PLUGIN, '1.0.0', 5);
    const before = await Promise.all(schools.map((school) => world.dataOf(school, PLUGIN)));
    const start = new Date();
    await world.publish(
      '1.1.0',
      `if (request.kind === 'migration')
         return { ...request.input, kv: { total: request.input.kv.count + 1 }, records: { visits: { a: { count: 1 } } } };
       await __call('kv.set', JSON.stringify({ key: 'total', value: 99 }));
       throw new Error('broken');`,
      {
        collections: COLLECTIONS,
        permissions: [RECORDS, KV],
        migrations: [{ to: '1.1.0', name: 'count-to-total' }],
      },
      start,
    );
    await tick(start);
    const upgraded = (await versions(PLUGIN)).indexOf('1.1.0');
    expect(upgraded).toBeGreaterThanOrEqual(0);
    const first = schools[upgraded] as TestSchool;
    expect(JSON.parse(await world.dataOf(first, PLUGIN))).toMatchObject({
      kv: [{ key: 'total', value: 2 }],
      records: [{ collection: 'visits', key: 'a', value: { count: 1 } }],
    });
    // A school that did not wait its turn comes back too.
    const other = schools[(upgraded + 1) % schools.length] as TestSchool;
    await other.run(() =>
      upgradeInstall(world.tools, {
        pluginId: PLUGIN,
        version: '1.1.0',
        actor: { kind: 'system' },
        kind: 'manual',
      }),
    );
    await tick(later(start, 1));
    expect(await rolloutOf(PLUGIN)).toMatchObject({ state: 'running' });
    await callEverywhere(PLUGIN, '1.1.0', MIN_CALLS);
    await tick(later(start, 2));
    expect(await rolloutOf(PLUGIN)).toMatchObject({
      state: 'rolled_back',
      reason: expect.stringContaining('errors: 100.0 %'),
    });
    expect(await versions(PLUGIN)).toEqual(schools.map(() => '1.0.0'));
    expect(await Promise.all(schools.map((school) => world.dataOf(school, PLUGIN)))).toEqual(before);
    expect(await world.trailOf(first)).toEqual(
      expect.arrayContaining(['add-ons.upgrade', 'add-ons.roll_back']),
    );
    // It works again, and nobody is offered the version that failed.
    expect((await world.call(first, PLUGIN))?.ok).toBe(true);
    const admin = await first.signIn(first.admin);
    const list = (await admin.get('/api/add-ons')).json<{
      addOns: { pluginId: string; upgrade: unknown }[];
    }>();
    expect(list.addOns.find((addOn) => addOn.pluginId === PLUGIN)?.upgrade).toBeNull();
    await tick(later(start, 5000));
    expect(await versions(PLUGIN)).toEqual(schools.map(() => '1.0.0'));
  });

  it('should wait for the consent of each school when a version asks for more, and say what in both languages', async () => {
    const id = 'qa.test.more';
    await world.publish('1.0.0', WRITES, { id });
    await enableAll(id);
    await world.publish('2.0.0', WRITES, {
      id,
      permissions: [
        KV,
        { capability: 'http.fetch', purpose: WHY },
        {
          capability: 'students.read',
          dataClass: 'student_name',
          fields: ['displayName', 'birthDate'],
          purpose: WHY,
        },
      ],
      egress: [{ host: 'api.partner.qa', purpose: WHY }],
    });
    await tick(new Date());
    expect(await rolloutOf(id)).toBeUndefined();
    expect(await versions(id)).toEqual(schools.map(() => '1.0.0'));
    const [a, b] = schools as [TestSchool, TestSchool];
    const admin = await a.signIn(a.admin);
    const preview = (
      await admin.post('/api/add-ons/upgrade/preview', { pluginId: id, version: '2.0.0' })
    ).json<{
      consent: string;
      difference: { added: { sentence: { en: string; ar: string } }[]; needsConsent: boolean };
    }>();
    expect(preview.difference.needsConsent).toBe(true);
    expect(preview.difference.added.map(({ sentence }) => sentence)).toEqual([
      {
        en: 'It now sends data to api.partner.qa.',
        ar: 'أصبحت ترسل بيانات إلى \u2068api.partner.qa\u2069.',
      },
      {
        en: 'It can now call servers outside the platform.',
        ar: 'تستطيع الآن الاتصال بخوادم خارج المنصة.',
      },
      {
        en: 'It can now read students: date of birth, full name.',
        ar: 'تستطيع الآن قراءة بيانات الطلاب: تاريخ الميلاد، الاسم الكامل.',
      },
    ]);
    for (const consent of [{}, { consent: 'f'.repeat(64) }]) {
      const refused = await admin.post('/api/add-ons/upgrade', {
        pluginId: id,
        version: '2.0.0',
        ...consent,
      });
      expect(refused.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('plugin.consent_missing');
    }
    const accepted = await admin.post('/api/add-ons/upgrade', {
      pluginId: id,
      version: '2.0.0',
      consent: preview.consent,
    });
    expect(accepted.status).toBe(200);
    expect((await world.installOf(a, id)).version).toBe('2.0.0');
    expect((await world.installOf(b, id)).version).toBe('1.0.0');
    const back = await admin.post('/api/add-ons/rollback', { pluginId: id });
    expect(back.status).toBe(200);
    expect(await world.installOf(a, id)).toMatchObject({ version: '1.0.0', consent: { egress: [] } });
    expect((await admin.post('/api/add-ons/rollback', { pluginId: id })).status).toBe(409);
  });

  it('should show what a data migration would do before it does it, without what is in it', async () => {
    const id = 'qa.test.data';
    const [a] = schools as [TestSchool];
    await world.publish(
      '1.0.0',
      `for (const key of ['mariam', 'omar', 'old']) await __call('kv.set', JSON.stringify({ key, value: { seen: 1 } }));`,
      { id },
    );
    await world.enable(a, id);
    await world.call(a, id);
    const before = await world.dataOf(a, id);
    const migrate = (body: string) => `if (request.kind === 'migration') { ${body} } return null;`;
    await world.publish(
      '1.1.0',
      migrate(`const { old, ...kv } = request.input.kv; kv.mariam = { seen: 2, times: 1 }; kv.added = 7;
               return { ...request.input, kv };`),
      { id, migrations: [{ to: '1.1.0', name: 'tidy' }] },
    );
    const plan = await a.run(() => planUpgrade(world.tools, { pluginId: id, version: '1.1.0' }));
    expect(plan.report).toMatchObject({
      ran: ['tidy'],
      kv: { before: 3, after: 3, added: 1, changed: 1, removed: 1 },
    });
    expect(JSON.stringify(plan.report)).not.toMatch(/mariam|omar|seen/);
    expect(await world.dataOf(a, id)).toBe(before);

    await world.publish('1.2.0', migrate(`return { ...request.input, records: { theirs: { a: {} } } };`), {
      id,
      migrations: [{ to: '1.2.0', name: 'leave' }],
    });
    await world.publish('1.3.0', migrate(`request.input.kv.half = 1; throw new Error('half-way');`), {
      id,
      migrations: [{ to: '1.3.0', name: 'half' }],
    });
    await world.publish('1.4.0', migrate('for (;;) {}'), {
      id,
      limits: 'job',
      migrations: [{ to: '1.4.0', name: 'loop' }],
    });
    await world.publish('1.5.0', migrate(`return __call('kv.set', '{"key":"a","value":1}').then(() => 1);`), {
      id,
      migrations: [{ to: '1.5.0', name: 'call' }],
    });
    for (const [version, reason] of [
      ['1.2.0', 'collection'],
      ['1.3.0', 'guest_error'],
      ['1.4.0', 'timeout_cpu'],
      ['1.5.0', 'answered no data'],
    ]) {
      await expect(
        a.run(() =>
          upgradeInstall(world.tools, {
            pluginId: id,
            version: version ?? '',
            actor: { kind: 'system' },
            kind: 'manual',
          }),
        ),
      ).rejects.toMatchObject({
        code: 'plugin.migration_failed',
        details: { reason: expect.stringContaining(reason ?? '') },
      });
      expect(await world.dataOf(a, id)).toBe(before);
      expect((await world.installOf(a, id)).version).toBe('1.0.0');
    }
    const done = await a.run(() =>
      upgradeInstall(world.tools, {
        pluginId: id,
        version: '1.1.0',
        actor: { kind: 'system' },
        kind: 'manual',
      }),
    );
    expect(done.report).toEqual(plan.report);
    expect(await world.dataOf(a, id)).not.toBe(before);
    const far = new Date(Date.now() + 8 * 86_400_000);
    const goBack = (now: Date) =>
      a.run(() => rollbackInstall(world.tools, { pluginId: id, actor: { kind: 'system' }, now }));
    await expect(goBack(far)).rejects.toMatchObject({ code: 'plugin.no_rollback' });
    await goBack(new Date());
    expect(await world.dataOf(a, id)).toBe(before);
  });

  it('should be steered by staff with a reason, and by nobody else', async () => {
    const id = 'qa.test.steered';
    await world.publish('1.0.0', WRITES, { id });
    await enableAll(id);
    const start = new Date();
    await world.publish('1.1.0', WRITES, { id }, start);
    await tick(start);
    const rollout = await rolloutOf(id);
    const account = await addRealmUser(world.system.payload, 'platform');
    const staff = await world.system
      .at('console.daftar.test')
      .signIn(account.email, account.password, account.totpSecret);
    const steer = (action: string, reason = 'Checked by hand.') =>
      staff.post('/api/console/releases/rollout', { id: rollout.id, action, reason });
    expect((await steer('pause', 'x')).status).toBe(400);
    expect((await steer('pause')).status).toBe(200);
    expect((await steer('pause')).status).toBe(409);
    await tick(later(start, 5000));
    expect(await rolloutOf(id)).toMatchObject({ state: 'paused', ring: 0 });
    expect((await steer('resume')).status).toBe(200);
    expect((await steer('roll_back')).status).toBe(200);
    await tick(new Date());
    expect(await rolloutOf(id)).toMatchObject({ state: 'rolled_back' });
    expect(await versions(id)).toEqual(schools.map(() => '1.0.0'));
    expect((await steer('resume')).status).toBe(200);
    expect(await rolloutOf(id)).toMatchObject({ state: 'running', ring: 0 });
    const list = (await staff.get('/api/console/releases')).json<{
      rollouts: { pluginId: string }[];
      ledgerBreak: number | null;
    }>();
    expect(list.ledgerBreak).toBeNull();
    expect(list.rollouts.filter((entry) => entry.pluginId === id)).toHaveLength(2);
    const [a] = schools as [TestSchool];
    const school = await a.signIn(a.admin);
    for (const path of ['/api/console/releases', '/api/console/releases/rollout'])
      expect((await school.get(path)).status).toBeGreaterThanOrEqual(400);
    expect((await world.system.at('console.daftar.test').get('/api/console/releases')).status).toBe(401);
  });
});
