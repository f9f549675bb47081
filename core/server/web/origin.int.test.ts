import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BASE_DOMAIN,
  createTestSystem,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';

const ABSENT = undefined;
const ORIGINS = {
  absent: ABSENT,
  same: `http://alpha.${BASE_DOMAIN}`,
  sibling: `http://beta.${BASE_DOMAIN}`,
  evil: 'https://evil.example',
  'the same host by https': `https://alpha.${BASE_DOMAIN}`,
  null: 'null',
};
const SITES = [ABSENT, 'same-origin', 'none', 'same-site', 'cross-site'];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
];
const CHANGES: { method: string; headers?: Record<string, string> }[] = [
  { method: 'POST' },
  { method: 'PUT' },
  { method: 'PATCH' },
  { method: 'DELETE' },
  { method: 'POST', headers: { 'x-http-method-override': 'GET' } },
  { method: 'POST', headers: { 'x-payload-http-method-override': 'GET' } },
  { method: 'POST', headers: { 'next-action': '0'.repeat(42) } },
];
const PATHS = ['/api/subjects', '/api/users/login', '/admin/collections/subjects', '/files'];

describe('changes that other websites ask for', () => {
  let system: TestSystem;
  let school: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
  });
  afterAll(() => system.close());

  const isRefused = async (method: string, path: string, headers: Record<string, string | undefined>) => {
    const sent = Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const answer = await school.anonymous.send(method, path, {
      headers: { cookie: 'some=session', ...sent },
    });
    return answer.status === 403 && answer.text.includes('request.origin_refused');
  };

  it('S4: should pass only from our own origin, whatever type, method, override and route', async () => {
    let driven = 0;
    const wrong: string[] = [];
    for (const [name, origin] of Object.entries(ORIGINS)) {
      for (const site of SITES) {
        const passes =
          (name === 'absent' || name === 'same') &&
          (site === ABSENT || site === 'same-origin' || site === 'none');
        const cells = PATHS.flatMap((path) =>
          CHANGES.flatMap((change) => TYPES.map((type) => ({ path, change, type }))),
        );
        const results = await Promise.all(
          cells.map(async ({ path, change, type }) => {
            const headers = { origin, 'sec-fetch-site': site, 'content-type': type, ...change.headers };
            const refused = await isRefused(change.method, path, headers);
            return refused === passes ? `${change.method} ${path} ${type} ${name} ${site}` : undefined;
          }),
        );
        driven += results.length;
        wrong.push(...results.filter((cell) => cell !== undefined));
      }
    }
    expect(wrong).toEqual([]);
    expect(driven).toBe(6 * 5 * 4 * 7 * 4);
  });

  it('S4: should give no data of /api to pages of other websites, and let links in', async () => {
    for (const site of ['same-site', 'cross-site']) {
      for (const mode of ['cors', 'no-cors', 'websocket', ABSENT])
        expect(
          await isRefused('GET', '/api/subjects', { 'sec-fetch-site': site, 'sec-fetch-mode': mode }),
        ).toBe(true);
      const link = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
      expect(await isRefused('GET', '/api/subjects', link)).toBe(false);
      expect(await isRefused('GET', '/admin', link)).toBe(false);
    }
    for (const site of ['same-origin', 'none', ABSENT])
      expect(await isRefused('GET', '/api/subjects', { 'sec-fetch-site': site })).toBe(false);
  });

  it('S4: should take a form of another website at the one address of SAML answers, and nowhere beside it', async () => {
    const foreign = { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' };
    expect(await isRefused('POST', '/sso/office/acs', foreign)).toBe(false);
    for (const path of [
      '/sso/office/acs/',
      '/sso/office/ACS',
      '/sso/office/acs/x',
      '/sso/office/start',
      '/api/sso/office/acs',
      '/sso/acs',
    ])
      expect(await isRefused('POST', path, foreign), path).toBe(true);
    expect(await isRefused('DELETE', '/sso/office/acs', foreign)).toBe(true);
  });

  it('S4: should let a program with a token and without a cookie say any origin', async () => {
    const send = async (headers: Record<string, string>) => {
      const sent = { origin: 'https://tool.example', 'sec-fetch-site': 'cross-site', ...headers };
      return (await school.anonymous.send('POST', '/api/subjects', { body: { title: 'x' }, headers: sent }))
        .text;
    };
    expect(await send({ authorization: 'Bearer abc' })).not.toContain('origin_refused');
    expect(await send({ authorization: 'Bearer abc', cookie: 'daftar=1' })).toContain('origin_refused');
    expect(await send({ authorization: 'Basic YTpi' })).toContain('origin_refused');
    expect(await send({ authorization: '' })).toContain('origin_refused');
  });
});
