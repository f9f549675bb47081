import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapabilities, createSupervisor, type Supervisor } from '../../core/sandbox/index.ts';
import { openStorage } from '../../core/storage/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { enableAddOn } from '../../marketplace/index.ts';
import { providePluginHost } from '../../marketplace/worker.ts';

const PLUGIN = 'qa.daftar.class-certificates';

type Answer = { message?: { en: string; ar: string }; tone?: string; fileId?: string; fileUrl?: string };

describe('the add-on that makes certificates', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;
  let ofB: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    providePluginHost({
      pool: system.pool,
      supervisor,
      logger: system.logger,
      capabilities: createCapabilities({ pool: system.pool, storage: openStorage(system.settings) }),
    });
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a);
    for (const school of [a, b])
      await school.run(() => enableAddOn(system.payload, { pluginId: PLUGIN, consent: 'all' }));
    admin = await a.signIn(a.admin);
    ofB = await b.signIn(b.admin);
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await system.close();
  });

  const wish = (more: Record<string, string> = {}) => ({
    title: 'Certificate of merit',
    date: '22/11/2026',
    signatory: 'The head',
    reason: 'for reading 12 books',
    language: 'en',
    ...more,
  });
  const act = async (client: HttpClient, name: string, more: object) =>
    client.post('/api/plugin-surfaces/act', { pluginId: PLUGIN, name, ...more });
  const forStudents = (recordIds: string[], values: object = wish(), client = admin) =>
    act(client, 'make-for-students', { collection: 'students', recordIds, values });
  const page = async (client: HttpClient) =>
    (await client.post('/api/plugin-surfaces/show', { pluginId: PLUGIN, kind: 'page', name: 'files' })).json<{
      blocks: { kind: string; rows?: object[]; values?: { fileId: string } }[];
    }>().blocks;
  /** The texts of the pages of a file, whose link must open. The client reads text alone, so the bytes come from the store. */
  const pagesOf = async ({ fileId, fileUrl }: Answer) => {
    const link = new URL(fileUrl ?? '', 'http://host');
    expect((await a.anonymous.get(link.pathname + link.search)).status).toBe(200);
    const { rows } = await system.admin.query('select storage_key from plugin_files where id = $1', [fileId]);
    const body = await openStorage(system.settings).get(rows[0].storage_key);
    const document = await getDocumentProxy(new Uint8Array(body));
    return (await extractText(document, { mergePages: false })).text;
  };

  it('should make a page for each chosen pupil, in the order of their names', async () => {
    const ids = classes.pupils.map(({ id }) => id).reverse();
    const answer = (await forStudents(ids)).json<Answer>();
    expect(answer).toMatchObject({ tone: 'good', message: { en: expect.stringContaining('made: 3') } });
    const pages = await pagesOf(answer);
    expect(pages).toHaveLength(3);
    for (const [index, text] of pages.entries()) {
      for (const part of [
        'Certificate of merit',
        'School alpha',
        `Pupil${index + 1} 9-A`,
        'of class 9-A',
        '22/11/2026',
      ])
        expect(text).toContain(part);
    }
  });

  it('should make them for a whole class, in Arabic', async () => {
    const answer = (
      await act(admin, 'make-for-class', {
        collection: 'classrooms',
        recordIds: [classes.other.classroomId],
        values: wish({ title: 'شهادة تقدير', language: 'ar' }),
      })
    ).json<Answer>();
    expect(answer).toMatchObject({ tone: 'good' });
    const pages = await pagesOf(answer);
    expect(pages).toHaveLength(3);
    for (const text of pages) expect(text).toContain('9-B');
  });

  it('should count each certificate once on its own meter', async () => {
    const { rows } = await system.admin.query(
      'select meter, quantity::int from usage_events where source = $1 order by created_at',
      [PLUGIN],
    );
    expect(rows).toEqual([
      { meter: `${PLUGIN}/certificates`, quantity: 3 },
      { meter: `${PLUGIN}/certificates`, quantity: 3 },
    ]);
  });

  it('should list its files with buttons to take and to delete them', async () => {
    const [table, ...buttons] = await page(admin);
    expect(table?.rows).toHaveLength(2);
    expect(buttons).toHaveLength(4);
    const fileId = buttons[0]?.values?.fileId ?? '';
    const taken = (await act(admin, 'download', { values: { fileId } })).json<Answer>();
    expect(await pagesOf(taken)).toHaveLength(3);
    expect((await act(admin, 'delete', { values: { fileId } })).json<Answer>()).toMatchObject({
      tone: 'good',
    });
    expect((await act(admin, 'download', { values: { fileId } })).json<Answer>()).toMatchObject({
      tone: 'warning',
    });
    expect((await page(admin))[0]?.rows).toHaveLength(1);
  });

  it('R4: should show another school none of it', async () => {
    const foreign = (await page(admin)).find(({ values }) => values)?.values?.fileId ?? '';
    expect((await page(ofB))[0]?.rows).toEqual([]);
    const taken = (await act(ofB, 'download', { values: { fileId: foreign } })).json<Answer>();
    expect(taken).not.toHaveProperty('fileUrl');
    await act(ofB, 'delete', { values: { fileId: foreign } });
    expect((await page(admin))[0]?.rows).toHaveLength(1);
    expect((await forStudents([classes.pupils[0]?.id ?? ''], wish(), ofB)).status).toBeGreaterThanOrEqual(
      400,
    );
  });

  it('should ask for a title, and set what was entered as text', async () => {
    const one = [classes.pupils[0]?.id ?? ''];
    expect((await forStudents(one, wish({ title: '' }))).status).toBe(400);
    const title = '#pagebreak() *x* <b>';
    const answer = (await forStudents(one, wish({ title, date: '1/2 ../x' }))).json<Answer>();
    const [text, ...more] = await pagesOf(answer);
    expect(more).toEqual([]);
    expect(text).toContain(title);
  });
});
