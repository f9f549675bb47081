import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '../core/tenancy/index.ts';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSystem,
} from '../e2e/support/index.ts';
import { buildPlugin } from '../plugins/sdk/build/build-plugin.ts';
import { linkPublisher } from './index.ts';

const PARTNERS = `partners.${BASE_DOMAIN}`;

describe('publishing by partners', () => {
  let system: TestSystem;
  let own: HttpClient;
  let other: HttpClient;
  let unlinked: HttpClient;
  const folder = mkdtempSync(join(tmpdir(), 'daftar-publish-'));

  beforeAll(async () => {
    system = await createTestSystem();
    own = await partnerOf('example');
    other = await partnerOf('rival');
    unlinked = await partnerOf(undefined);
    await cp(new URL('../plugins/sdk/template', import.meta.url), folder, { recursive: true });
  });
  afterAll(async () => {
    await system.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function partnerOf(publisherId: string | undefined): Promise<HttpClient> {
    const partner = await addRealmUser(system.payload, 'partner');
    if (publisherId !== undefined)
      await asSystem(() => linkPublisher(system.pool, { userId: partner.id, publisherId }));
    return system.at(PARTNERS).signIn(partner.email, partner.password, partner.totpSecret);
  }

  /** The template as a release, with changes of the manifest and the code. */
  async function release(changes: object = {}, code?: string) {
    const manifest = JSON.parse(
      await readFile(new URL('../plugins/sdk/template/plugin.json', import.meta.url), 'utf8'),
    );
    await writeFile(
      join(folder, 'plugin.json'),
      JSON.stringify({ ...manifest, id: 'com.example.counter', ...changes }),
    );
    if (code !== undefined) await writeFile(join(folder, 'src/index.ts'), code);
    const { packed, sha256 } = await buildPlugin(folder, { write: false });
    return { archive: packed.toString('base64'), sha256 };
  }

  test('should publish a version once and tell that it is known', async () => {
    const version = await release();
    const first = await own.post('/api/partner/versions', version);
    expect(first.json()).toEqual({
      status: 'published',
      plugin: 'com.example.counter',
      version: '1.0.0',
      sha256: version.sha256,
    });
    expect((await own.post('/api/partner/versions', version)).json()).toMatchObject({ status: 'known' });
    const { rows } = await system.admin.query(
      'select v.sha256 from plugin_versions v join plugins p on p.id = v.plugin_id where p.plugin_id = $1',
      ['com.example.counter'],
    );
    expect(rows).toEqual([{ sha256: version.sha256 }]);
    expect((await own.get('/api/partner/calls?plugin=com.example.counter')).json()).toEqual({ calls: [] });
  });

  test('should refuse other content under a published number', async () => {
    const version = await release({ description: { en: 'Another one.', ar: 'أخرى.' } });
    const answer = await own.post('/api/partner/versions', version);
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ errors: [{ code: 'plugin.integrity' }] });
  });

  test('should refuse a plugin of another publisher, in either way', async () => {
    const stolen = await release({ version: '1.1.0' });
    expect((await other.post('/api/partner/versions', stolen)).json()).toMatchObject({
      errors: [{ code: 'partner.other_publisher' }],
    });
    const renamed = await release({ version: '1.1.0', publisher: { id: 'rival', name: 'Rival' } });
    expect((await other.post('/api/partner/versions', renamed)).json()).toMatchObject({
      errors: [{ code: 'partner.other_publisher' }],
    });
    const looking = await other.get('/api/partner/calls?plugin=com.example.counter');
    expect(looking.json()).toMatchObject({ errors: [{ code: 'partner.other_publisher' }] });
  });

  test('should refuse everybody who is no partner of a publisher', async () => {
    const version = await release({ version: '1.2.0' });
    expect((await system.at(PARTNERS).post('/api/partner/versions', version)).status).toBe(401);
    expect((await unlinked.post('/api/partner/versions', version)).status).toBe(403);
    const school = await system.addSchool('publishers');
    const director = await school.signIn(school.admin);
    expect((await director.post('/api/partner/versions', version)).status).toBe(401);
    expect((await director.get('/api/partner/calls?plugin=com.example.counter')).status).toBe(401);
  });

  test('should refuse an archive that is none, or whose digest is another one', async () => {
    const version = await release({ version: '1.3.0' });
    for (const body of [
      { ...version, archive: Buffer.from('no zip').toString('base64') },
      { ...version, sha256: 'a'.repeat(64) },
    ])
      expect((await own.post('/api/partner/versions', body)).json()).toMatchObject({
        errors: [{ code: 'plugin.archive_refused' }],
      });
  });

  test('should refuse code that asks for too much or hides what it does', async () => {
    const version = await release(
      { version: '1.4.0' },
      "import { definePlugin } from '@daftar/sdk';\nexport const plugin = definePlugin({ events: { 'attendance.absence_recorded': () => eval('1') } });\n",
    );
    const answer = await own.post('/api/partner/versions', version);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/eval.*asks for kv and the code never uses it/);
  });
});
