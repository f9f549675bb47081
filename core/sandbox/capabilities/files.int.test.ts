import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../../e2e/support/index.ts';
import { openStorage, type Storage } from '../../storage/index.ts';
import { deleteInstallFiles, exportInstallFiles } from '../files/index.ts';
import type { Json } from '../types.ts';
import { fileCapabilities } from './files.ts';
import { createHostCall } from './registry.ts';
import { addInstall, contextOf } from './testing/install.ts';

const PDF = Buffer.from('%PDF-1.7\nhello').toString('base64');

describe('files of a plugin', () => {
  let system: TestSystem;
  let storage: Storage;
  let a: TestSchool;
  let b: TestSchool;
  let ofA: string;
  let otherOfA: string;
  let ofB: string;

  beforeAll(async () => {
    system = await createTestSystem();
    storage = openStorage(system.settings);
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    ofA = await addInstall(system, a, 'qa.daftar.sms');
    otherOfA = await addInstall(system, a, 'qa.test.other');
    ofB = await addInstall(system, b, 'qa.daftar.sms');
  });
  afterAll(() => system.close());

  const hostOf = (school: TestSchool, installId: string, megabytes = 1, store = storage) => {
    const call = createHostCall({
      capabilities: fileCapabilities({ pool: system.pool, storage: store }),
      context: contextOf(school, installId, {
        grants: [{ capability: 'files', purpose: 'test' }],
        manifest: { storage: { keys: 0, megabytes } },
      }),
    });
    return async (name: string, args: Json) => {
      const answer = await school.run(() => call(`files.${name}`, args));
      return answer.ok ? (answer.value as Record<string, never>) : answer.code;
    };
  };
  const put = async (
    host: ReturnType<typeof hostOf>,
    name: string,
    content: Record<string, string>,
  ): Promise<string> => {
    const answer = await host('put', { name, ...content });
    return typeof answer === 'string' ? answer : String(answer.fileId);
  };
  const plain = (content: string) => ({ contentType: 'text/plain', text: content });

  it('should keep a file, read it back, list it and delete it', async () => {
    const host = hostOf(a, ofA);
    const fileId = await put(host, 'قائمة.csv', { contentType: 'text/csv', text: 'a,b\n١,٢' });
    const answer = (await host('get', { fileId })) as unknown as { file: Json; base64: string };
    expect(answer.file).toMatchObject({ fileId, name: 'قائمة.csv', contentType: 'text/csv', bytes: 9 });
    expect(Buffer.from(answer.base64, 'base64').toString()).toBe('a,b\n١,٢');
    expect(await host('delete', { fileId })).toBeNull();
    expect(await host('get', { fileId })).toBe('file_unknown');
    expect(await host('delete', { fileId })).toBeNull();
    expect(await host('list', {})).toMatchObject({ items: [] });
  });

  it('should list newest first, page by page', async () => {
    const host = hostOf(a, ofA);
    const ids: string[] = [];
    for (const name of ['1', '2', '3', '4', '5']) ids.unshift(await put(host, name, plain(name)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await host('list', { limit: 2, ...(cursor ? { cursor } : {}) })) as unknown as {
        items: { fileId: string }[];
        cursor?: string;
      };
      seen.push(...page.items.map((item) => item.fileId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
    expect(await host('list', { cursor: '../../etc' })).toMatchObject({ items: [{}, {}, {}, {}, {}] });
  });

  it('R4: should be unknown to another plugin and to another school, by every method', async () => {
    const fileId = await put(hostOf(a, ofA), 'mine.txt', plain('mine'));
    const strangers = [hostOf(a, otherOfA), hostOf(b, ofB), hostOf(b, ofA)];
    for (const stranger of strangers) {
      expect(await stranger('get', { fileId })).toBe('file_unknown');
      expect(await stranger('link', { fileId })).toBe('file_unknown');
      expect(await stranger('delete', { fileId })).toBeNull();
      expect(await stranger('list', {})).toMatchObject({ items: [] });
      expect(await stranger('list', { cursor: fileId })).toMatchObject({ items: [] });
    }
    expect(await hostOf(a, ofA)('get', { fileId })).toMatchObject({ file: { fileId } });
    expect(await put(hostOf(b, ofA), 'planted.txt', plain('x'))).toBe('internal');
  });

  it.each([
    ['application/pdf', { base64: PDF }, true],
    ['application/pdf', { text: '<script>alert(1)</script>' }, false],
    ['image/png', { base64: PDF }, false],
    ['image/png', { base64: Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64') }, true],
    ['image/jpeg', { base64: 'TVqQAAMAAAAEAAAA' }, false],
    ['text/plain', { base64: Buffer.from([0xff, 0xfe, 0x00]).toString('base64') }, false],
    ['text/csv', { base64: Buffer.from('a\0b').toString('base64') }, false],
    ['application/json', { text: '{"a":1}' }, true],
    ['application/json', { text: '{"a":' }, false],
  ])('should take for %s %j: %s', async (contentType, content, isTaken) => {
    const answer = await put(hostOf(a, otherOfA), 'file', { contentType, ...content } as never);
    expect(answer === 'content_type_wrong').toBe(!isTaken);
  });

  it('should want the content exactly once, and a name without a path', async () => {
    const host = hostOf(a, otherOfA);
    expect(await put(host, 'x', { contentType: 'text/plain' })).toBe('content_missing');
    expect(await put(host, 'x', { ...plain('a'), base64: PDF })).toBe('content_missing');
    for (const name of ['../x', 'a/b', 'a\\b', 'a\r\nb', ''])
      expect(await put(host, name, plain('a'))).toBe('invalid_argument');
  });

  it('should not go over the quota, however many calls ask at once', async () => {
    const school = await system.addSchool('gamma');
    const install = await addInstall(system, school, 'qa.daftar.sms');
    const host = hostOf(school, install, 1);
    const third = plain('x'.repeat(300_000));
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => put(host, `f${index}`, third)));
    expect(answers.filter((answer) => answer === 'quota_reached')).toHaveLength(5);
    const { rows } = await system.admin.query(
      'select sum(bytes) as bytes from plugin_files where install_id = $1',
      [install],
    );
    expect(Number(rows[0].bytes)).toBe(900_000);
    await host('delete', { fileId: answers.find((answer) => answer !== 'quota_reached') ?? '' });
    expect(await put(host, 'again', third)).not.toBe('quota_reached');
  });

  it('should show nothing that was not stored, and take its part of the quota back', async () => {
    const school = await system.addSchool('delta');
    const install = await addInstall(system, school, 'qa.daftar.sms');
    const broken: Storage = { ...storage, put: () => Promise.reject(new Error('full')) };
    expect(await put(hostOf(school, install, 1, broken), 'x', plain('x'.repeat(1_000_000)))).toBe('internal');
    expect(await hostOf(school, install)('list', {})).toMatchObject({ items: [] });
    expect(await put(hostOf(school, install), 'y', plain('x'.repeat(1_000_000)))).not.toBe('quota_reached');
    // A process that was killed between the row and the object.
    await system.admin.query(
      "update plugin_files set state = 'storing', created_at = now() - interval '2 hours' where install_id = $1",
      [install],
    );
    expect(await hostOf(school, install)('list', {})).toMatchObject({ items: [] });
    expect(await put(hostOf(school, install), 'z', plain('x'.repeat(1_000_000)))).not.toBe('quota_reached');
  });

  it('R4: should open a link on the school’s own host alone, as a download that nothing runs', async () => {
    const host = hostOf(a, ofA);
    const fileId = await put(host, 'تقرير "1".txt', plain('<h1>hello</h1>'));
    const { url } = (await host('link', { fileId, expiresInSeconds: 60 })) as unknown as { url: string };
    const link = new URL(url);
    expect(link.host).toBe(a.host);
    const file = await a.anonymous.get(link.pathname + link.search);
    expect(file.status).toBe(200);
    expect(file.headers['content-type']).toBe('application/octet-stream');
    expect(file.headers['x-content-type-options']).toBe('nosniff');
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('تقرير "1".txt')}`,
    );
    expect(file.text).toBe('<h1>hello</h1>');
    expect((await b.anonymous.get(link.pathname + link.search)).status).toBeGreaterThanOrEqual(400);
    const changed = link.search.replace(/expires=\d+/, 'expires=9999999999');
    expect((await a.anonymous.get(link.pathname + changed)).status).toBeGreaterThanOrEqual(400);
    await host('delete', { fileId });
    const gone = await a.anonymous.get(link.pathname + link.search);
    expect(gone.status).toBeGreaterThanOrEqual(400);
    expect(gone.status).toBeLessThan(500);
  });

  it('should export and delete everything of one install and nothing of another', async () => {
    const files = await a.run(() => exportInstallFiles({ pool: system.pool, storage }, ofA));
    expect(files.length).toBeGreaterThan(5);
    const mine = files.find((file) => file.name === 'mine.txt');
    expect(mine && (await text(await mine.open()))).toBe('mine');
    expect(await b.run(() => exportInstallFiles({ pool: system.pool, storage }, ofA))).toEqual([]);
    expect(await b.run(() => deleteInstallFiles({ pool: system.pool, storage }, ofA))).toMatchObject({
      files: 0,
    });
    const kept = await put(hostOf(a, otherOfA), 'kept.txt', plain('kept'));
    const gone = await a.run(() => deleteInstallFiles({ pool: system.pool, storage }, ofA));
    expect(gone).toEqual({ files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) });
    expect(await hostOf(a, ofA)('list', {})).toMatchObject({ items: [] });
    expect(await hostOf(a, otherOfA)('get', { fileId: kept })).toMatchObject({ file: { name: 'kept.txt' } });
  });

  it('should answer for an id of nothing', async () => {
    expect(await hostOf(a, ofA)('get', { fileId: randomUUID() })).toBe('file_unknown');
  });
});
