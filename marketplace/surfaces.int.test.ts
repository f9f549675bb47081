import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { bundleOf } from '../core/sandbox/test-support.ts';
import { openStorage } from '../core/storage/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import { parseManifest } from '../plugins/sdk/contract/manifest.ts';
import { buildPlugin, computeIntegrity } from '../plugins/sdk/node.ts';
import { type AddOn, type AddOnSurfaces, enableAddOn, switchAddOn } from './index.ts';
import { providePluginHost, publishVersion } from './worker.ts';

const CLUB = 'qa.test.reading-club';
const SECRET = 'the-librarians-own-key-4711';

describe('what add-ons show', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let ofB: SmallClasses;
  let admin: HttpClient;
  let teacher: HttpClient;
  let stranger: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    providePluginHost({
      pool: system.pool,
      supervisor,
      logger: system.logger,
      capabilities: createCapabilities({ pool: system.pool, storage: openStorage(system.settings) }),
    });
    const folder = path.join(import.meta.dirname, '../e2e/support/showcase-plugin');
    await publishVersion(system.pool, await buildPlugin(folder, { write: false }));
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a);
    ofB = await addClasses(system.admin, b);
    await a.run(() => enableAddOn(system.payload, { pluginId: CLUB, consent: 'all' }));
    admin = await a.signIn(a.admin);
    teacher = await a.signIn(await a.addUser('teacher', { teacher: classes.teacherId }));
    stranger = await b.signIn(b.admin);
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await system.close();
  });

  const surfacesOf = async (client: HttpClient) =>
    (await client.get('/api/plugin-surfaces')).json<{ addOns: AddOnSurfaces[] }>().addOns;
  const show = (client: HttpClient, kind: 'widget' | 'page', name: string, pluginId = CLUB) =>
    client.post('/api/plugin-surfaces/show', { pluginId, kind, name });
  const tab = (client: HttpClient, recordId: string) =>
    client.post('/api/plugin-surfaces/tab', {
      pluginId: CLUB,
      name: 'reader',
      collection: 'students',
      recordId,
    });
  const act = (client: HttpClient, name: string, more: object = {}) =>
    client.post('/api/plugin-surfaces/act', { pluginId: CLUB, name, ...more });
  const codeOf = (answer: HttpAnswer) => answer.json<{ errors?: { code: string }[] }>().errors?.[0]?.code;
  const blocksOf = (answer: HttpAnswer) =>
    answer.json<{ blocks: { kind: string; value?: unknown; hint?: { en: string } }[] }>().blocks;
  const lastReceipt = async (entry: string) =>
    (
      await system.admin.query(
        'select * from plugin_calls where entry = $1 order by created_at desc limit 1',
        [entry],
      )
    ).rows[0];
  const pupil = (index: number) => classes.pupils[index]?.id ?? '';
  const publishBroken = async () => {
    const title = { en: 'Broken', ar: 'معطّل' };
    const page = (name: string) => ({ name, title, permission: 'students.read' });
    const manifest = parseManifest({
      id: 'qa.test.broken',
      version: '1.0.0',
      engine: '^1.0.0',
      name: title,
      description: title,
      publisher: { id: 'test', name: 'Test' },
      category: 'integration',
      icon: 'box',
      permissions: [],
      pages: ['loop', 'throws', 'html', 'nothing', 'huge'].map(page),
    });
    const code = bundleOf(`
      const html = { blocks: [{ kind: 'html', html: '<script>alert(1)</script>' }] };
      if (request.name === 'loop') for (;;) {}
      if (request.name === 'throws') throw new Error('secret inner words');
      return { html, nothing: null, huge: { blocks: 'x'.repeat(70000) } }[request.name];`);
    const { sha256 } = computeIntegrity(manifest, code);
    await publishVersion(system.pool, { manifest, code, sha256 });
    await a.run(() => enableAddOn(system.payload, { pluginId: 'qa.test.broken', consent: 'all' }));
  };

  it('should list to each person what the person’s permissions allow, and to families nothing', async () => {
    const [all] = await surfacesOf(admin);
    expect(all?.pages.map(({ name }) => name)).toEqual(['report', 'setup']);
    expect(all?.widgets.map(({ name }) => name)).toEqual(['books', 'months']);
    expect(all?.tabs).toMatchObject([{ name: 'reader', collection: 'students' }]);
    expect(all?.actions).toHaveLength(5);
    const [some] = await surfacesOf(teacher);
    expect(some?.pages.map(({ name }) => name)).toEqual(['report']);
    expect(some?.actions.map(({ name }) => name)).toEqual(['certificates', 'set-goal', 'export']);
    const guardian = await a.signIn(
      await a.addUser('guardian', { guardian: classes.pupils[0]?.guardianId ?? '' }),
    );
    expect(await surfacesOf(guardian)).toEqual([]);
    expect((await show(guardian, 'widget', 'books')).status).toBe(403);
    expect((await a.anonymous.get('/api/plugin-surfaces')).status).toBe(401);
  });

  it('should show nothing of it to another school, and run nothing for it', async () => {
    expect(await surfacesOf(stranger)).toEqual([]);
    for (const answer of [
      await show(stranger, 'widget', 'books'),
      await show(stranger, 'page', 'report'),
      await tab(stranger, pupil(0)),
      await act(stranger, 'certificates', { recordIds: [pupil(0)] }),
    ]) {
      expect(answer.status).toBe(404);
      expect(codeOf(answer)).toBe('plugin.surface_unknown');
    }
    await b.run(() => enableAddOn(system.payload, { pluginId: CLUB, consent: 'all' }));
    expect(codeOf(await tab(stranger, pupil(0)))).toBe('plugin.record_unknown');
    expect(codeOf(await act(stranger, 'certificates', { recordIds: [ofB.pupils[0]?.id, pupil(0)] }))).toBe(
      'plugin.record_unknown',
    );
    const own = await tab(stranger, ofB.pupils[0]?.id ?? '');
    expect(own.status).toBe(200);
    const { rows } = await system.admin.query(
      `select count(*)::int as calls from plugin_calls where tenant_id = $1`,
      [b.tenant.id],
    );
    expect(rows[0].calls).toBe(1);
  });

  it('should run widgets, pages and tabs and leave a receipt for each', async () => {
    const widget = await show(admin, 'widget', 'books');
    expect(widget.status, widget.text).toBe(200);
    expect(blocksOf(widget)).toMatchObject([{ kind: 'stat', value: 1284 }]);
    const report = await show(teacher, 'page', 'report');
    expect(blocksOf(report).map(({ kind }) => kind)).toContain('markdown');
    const reader = await tab(admin, pupil(0));
    const { rows } = await system.admin.query('select display_name from students where id = $1', [pupil(0)]);
    expect(blocksOf(reader)[0]?.hint?.en).toBe(rows[0].display_name);
    const receipt = await lastReceipt('reader');
    expect(receipt.code).toBe('ok');
    expect(receipt.event).toMatch(/^tab:[0-9a-f-]{36}$/);
    expect(receipt.accesses).toMatchObject([{ dataClass: 'student_name', count: 1 }]);
  });

  it('should name the same person alike in one install and differently in another school', async () => {
    const seen = async (client: HttpClient, record: string) => blocksOf(await tab(client, record))[1]?.value;
    const first = await seen(admin, pupil(0));
    expect(first).toMatch(/^[\w-]{6}$/);
    expect(await seen(admin, pupil(1))).toBe(first);
    expect(await seen(teacher, pupil(0))).not.toBe(first);
    expect(a.admin.id).not.toContain(String(first));
  });

  it('should answer 403 to a person without the surface’s permission', async () => {
    expect((await show(teacher, 'page', 'setup')).status).toBe(403);
    const answer = await act(teacher, 'add-book', {
      collection: 'students',
      recordIds: [pupil(0)],
      values: { title: 'Kalila' },
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'auth.forbidden']);
  });

  it('should refuse records that the person does not see', async () => {
    const elsewhere = classes.other.pupils[0]?.id ?? '';
    expect((await tab(teacher, elsewhere)).status).toBe(404);
    expect((await tab(admin, elsewhere)).status).toBe(200);
    const answer = await act(teacher, 'certificates', { recordIds: [pupil(0), elsewhere] });
    expect(codeOf(answer)).toBe('plugin.record_unknown');
    const done = await act(teacher, 'certificates', { recordIds: [pupil(0)] });
    expect(done.status, done.text).toBe(200);
    const { fileUrl } = done.json<{ fileUrl: string }>();
    expect((await teacher.get(fileUrl)).text).toBe(pupil(0));
    // The link is signed for the file of this school's own install.
    expect((await stranger.get(fileUrl)).status).not.toBe(200);
  });

  it('should check an action’s values and place before it runs', async () => {
    const target = { collection: 'students', recordIds: [pupil(0)] };
    const calls = async () =>
      (await system.admin.query("select count(*)::int as n from plugin_calls where entry = 'add-book'"))
        .rows[0].n;
    const before = await calls();
    for (const values of [{}, { title: 'x' }, { title: 'Kalila', pages: 0 }, { title: 'Kalila', more: 1 }])
      expect(codeOf(await act(admin, 'add-book', { ...target, values }))).toBe('plugin.values_invalid');
    for (const wrong of [
      { recordIds: [] },
      { recordIds: [pupil(0), pupil(1)] },
      { ...target, collection: 'guardians' },
    ])
      expect(codeOf(await act(admin, 'add-book', { values: { title: 'Kalila' }, ...wrong }))).toBe(
        'plugin.no_record',
      );
    expect(await calls()).toBe(before);
    const done = await act(admin, 'add-book', { ...target, values: { title: 'Kalila' } });
    expect(done.json()).toMatchObject({ tone: 'good', message: { en: '“Kalila” was added.' } });
    expect(await calls()).toBe(before + 1);
  });

  it('should tell a person in plain words what became of a call that failed, and the receipt why', async () => {
    await publishBroken();
    const expected: [string, number, string, string | RegExp][] = [
      // On a busy machine the clock on the wall is the first to end it.
      ['loop', 504, 'plugin.timeout', /^timeout_(cpu|wall)$/],
      ['throws', 502, 'plugin.failed', 'guest_error'],
      ['html', 502, 'plugin.answer_invalid', 'result_invalid'],
      ['nothing', 502, 'plugin.answer_invalid', 'result_invalid'],
      ['huge', 502, 'plugin.answer_too_large', 'result_too_large'],
    ];
    for (const [name, status, code, receipt] of expected) {
      const answer = await show(admin, 'page', name, 'qa.test.broken');
      expect([name, answer.status, codeOf(answer)]).toEqual([name, status, code]);
      expect(answer.text).toContain('Broken');
      expect(answer.text).not.toMatch(/secret inner words|script/);
      expect((await lastReceipt(name)).code).toEqual(expect.stringMatching(receipt));
    }
    expect((await lastReceipt('html')).message).toContain('blocks.0.kind');
    const arabic = await admin.send('POST', '/api/plugin-surfaces/show', {
      body: { pluginId: 'qa.test.broken', kind: 'page', name: 'throws' },
      headers: { 'accept-language': 'ar' },
    });
    expect(arabic.text).toContain('الإضافة «معطّل»');
  });

  it('should be gone when the add-on is switched off', async () => {
    await a.run(() => switchAddOn(system.payload, { pluginId: 'qa.test.broken', on: false }));
    expect((await surfacesOf(admin)).map(({ pluginId }) => pluginId)).toEqual([CLUB]);
    expect(codeOf(await show(admin, 'page', 'throws', 'qa.test.broken'))).toBe('plugin.surface_unknown');
  });

  it('should never hand a secret setting back', async () => {
    const save = (settings: object) => admin.post('/api/add-ons/settings', { pluginId: CLUB, settings });
    const stored = async () =>
      (
        await system.admin.query(
          `select settings from plugin_installs i join plugins p on p.id = i.plugin_id
            where p.plugin_id = $1 and tenant_id = $2`,
          [CLUB, a.tenant.id],
        )
      ).rows[0].settings;
    const secretsSet = (answer: HttpAnswer) =>
      answer.json<{ addOns: AddOn[] }>().addOns.find(({ pluginId }) => pluginId === CLUB)?.install
        ?.secretsSet;
    expect(secretsSet(await save({ goal: 3, libraryKey: SECRET }))).toEqual(['libraryKey']);
    expect((await stored()).libraryKey).toMatch(/^sealed:/);
    expect(JSON.stringify(await stored())).not.toContain('librarians');
    for (const address of [
      '/api/add-ons',
      '/api/plugin-installs?depth=2',
      '/api/plugin-installs?where[settings.libraryKey][like]=the',
      '/api/plugin-surfaces',
      '/api/audit-events?limit=100&depth=1',
    ])
      expect((await admin.get(address)).text, address).not.toContain('librarians');
    // A form that does not show it keeps it, and an empty one takes it away only when asked to.
    expect(secretsSet(await save({ goal: 4 }))).toEqual(['libraryKey']);
    expect(secretsSet(await save({ goal: 4, libraryKey: '' }))).toEqual(['libraryKey']);
    expect(secretsSet(await save({ goal: 4, libraryKey: null }))).toEqual([]);
    expect((await stored()).libraryKey).toBeUndefined();
  });

  it('should refuse everything with 423 in a suspended school, and list nothing', async () => {
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [b.tenant.id]);
    const suspended = await b.signIn(b.admin);
    await expect.poll(async () => (await surfacesOf(suspended)).length, { timeout: 10_000 }).toBe(0);
    const ids = [ofB.pupils[0]?.id ?? ''];
    for (const answer of [
      await act(suspended, 'certificates', { recordIds: ids }),
      await show(suspended, 'widget', 'books'),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([423, 'tenant.read_only']);
  });
});
