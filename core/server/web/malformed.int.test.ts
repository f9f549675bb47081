import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';

const ID = '3d99c337-a440-4869-a1d1-33f2b83563a8';
const ids = (count: number) => Array.from({ length: count }, () => ID).join(',');
const codeOf = (answer: HttpAnswer) => answer.json<{ errors: { code?: string }[] }>().errors[0]?.code;
const form = (payload: string) =>
  `--boundary7f3a\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n${payload}\r\n--boundary7f3a--\r\n`;
const FORM = 'multipart/form-data; boundary=boundary7f3a';
const OVERRIDE = { 'x-payload-http-method-override': 'GET' };
const URLENCODED = 'application/x-www-form-urlencoded';

describe('requests that are not well made', () => {
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;
  let teacher: HttpClient;
  let before: string[];

  beforeAll(async () => {
    before = Object.getOwnPropertyNames(Object.prototype);
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    admin = await school.signIn(school.admin);
    const classes = await addClasses(system.admin, school);
    teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
  });
  afterAll(() => system.close());

  const send = (
    method: string,
    path: string,
    type: string,
    body: string,
    headers: Record<string, string> = {},
  ) =>
    admin.send(method, `/api/${path}`, {
      raw: Buffer.from(body),
      headers: { ...(type && { 'content-type': type }), ...headers },
    });

  it.each([
    ...['where=abc', 'where=%7B%7D', 'where[]=x', 'where[and]=x', 'where[or][0]=x', 'where[or][0][and]=1'],
    ...['where[displayName]=x', 'where[displayName][equals][a]=1', 'where[displayName][nonsense]=1'],
    ...['where[id][near]=1,2,3', 'where[displayName][within]=x', 'where[displayName][intersects]=x'],
    ...['where[createdAt][greater_than]=%2B275760-09-13', 'where[createdAt][like]=x'],
    ...[
      'page=-1',
      'page=NaN',
      'page=1.5',
      'page=99999999999999999999',
      'page=1&page=2',
      'depth=-1',
      'depth=abc',
    ],
    ...['limit=NaN', 'limit=abc', 'limit=-1', 'limit=1e9', 'limit=1.5', 'limit[]=1&limit[]=2', 'limit[a]=1'],
    ...[
      'sort=-',
      'sort=%00',
      'sort[a]=b',
      'sort=recordedBy.hash',
      'sort=recordedBy__hash',
      'sort=a,b,c,d,e,f',
    ],
    ...['joins=x', 'joins[a][limit]=1', 'data=%7B%7D', 'x=%00', '%00=x', 'where[displayName][like]=%00'],
    ...['where[displayName=1', 'where]x[=1', `where${'[or][0]'.repeat(6)}[code][equals]=1`],
    `where[id][in]=${ids(501)}`.slice(0, 15_900),
    `where[displayName][like]=${'a'.repeat(1001)}`,
    `x=${'a'.repeat(16_001)}`,
    Array.from({ length: 101 }, (_, index) => `where[or][${index}][code][equals]=1`).join('&'),
    'a&'.repeat(1001),
  ])('R1: should refuse the query %s with 400 and a reason', async (query) => {
    for (const path of ['students', 'students/count']) {
      const answer = await admin.get(`/api/${path}?${query}`);
      // Longer than Node reads at all is 431.
      expect([400, 431], answer.text).toContain(answer.status);
      if (answer.status === 400)
        expect(answer.json<{ errors: unknown[] }>().errors.length).toBeGreaterThan(0);
    }
  });

  it.each(['PATCH', 'DELETE'])(
    'R1: should not read a filter it does not understand as "all" in a bulk %s',
    async (method) => {
      await admin.post('/api/subjects', { title: `Kept from ${method}` });
      for (const where of [
        'where[title][nonsense]=1',
        'where=abc',
        'where[__proto__][x]=1',
        'where[title][near]=1',
      ])
        expect(
          (await send(method, `subjects?${where}`, 'application/json', '{"title":"changed"}')).status,
        ).toBe(400);
      const { rows } = await system.admin.query('select 1 from subjects where title = $1', [
        `Kept from ${method}`,
      ]);
      expect(rows).toHaveLength(1);
    },
  );

  it('R1: should understand what the panel asks', async () => {
    for (const query of [
      'limit=10&page=1&depth=0&sort=-createdAt',
      'limit=0',
      'page=&limit=',
      'where[or][0][and][0][displayName][like]=Pu&where[or][0][and][1][status][equals]=active',
      'where[or][0][and][0]=',
      `where[id][in]=${ids(300)}`,
      'select[displayName]=true&joins=false&draft=true&fallback-locale=en&locale=en',
      'sort=displayName,-createdAt',
    ])
      expect((await admin.get(`/api/students?${query}`)).status, query).toBe(200);
  });

  it.each([
    'where[__proto__][x]=1',
    '__proto__[polluted]=1',
    'constructor[prototype][polluted]=1',
    'where[displayName][__proto__]=1',
    'select[__proto__]=true',
    'x[constructor]=1',
    'where[a.__proto__][equals]=1',
  ])('I8: should refuse the name in the query %s', async (query) => {
    for (const path of ['/api/students', '/admin', '/api/permissions-matrix'])
      expect((await admin.get(`${path}?${query}`)).status, path).toBe(400);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it.each([
    ['application/json', '{"title":"x","__proto__":{"polluted":1}}'],
    ['application/json', '{"title":"x","\\u005f_proto__":{"polluted":1}}'],
    ['application/json', '{"title":"x","a":[{"constructor":{"prototype":{"polluted":1}}}]}'],
    [FORM, form('{"title":"x","__proto__":{"polluted":1}}')],
  ])('I8: should refuse names that reach a prototype in a body of %s: %s', async (type, body) => {
    expect((await send('POST', 'subjects', type, body)).status).toBe(400);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['form fields as JSON', 'application/json', 'title=x', 400],
    ['a text', 'application/json', '"x"', 400],
    ['a list', 'application/json', '[]', 400],
    ['null', 'application/json', 'null', 400],
    ['NUL in a value', 'application/json', '{"title":"a\\u0000b"}', 400],
    ['NUL in a name', 'application/json', '{"a\\u0000b":1,"title":"x"}', 400],
    ['NUL in a form', FORM, form('{"title":"a\\u0000"}'), 400],
    ['a form that is no JSON', FORM, form('{bad'), 400],
    ['a form without boundary', 'multipart/form-data', 'x', 400],
    ['no UTF-8', 'application/json', '{"title":"\xff"}', 400],
    ['nesting that was cut off', 'application/json', '['.repeat(100_000), 400],
    ['deep nesting', 'application/json', `{"title":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
    ['very many entries', 'application/json', `{"title":[${'1,'.repeat(60_000)}1]}`, 400],
    ['a form of a page', URLENCODED, 'title=x', 415],
    ['plain text', 'text/plain', '{"title":"x"}', 415],
    ['XML', 'application/xml', '<a/>', 415],
    ['nothing', '', '', 400],
  ])('R1: should refuse a body that is %s', async (_name, type, body, status) => {
    const raw = body.includes('\xff') ? Buffer.from(body, 'latin1') : Buffer.from(body);
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    const answer = await admin.send('POST', '/api/subjects', { raw, headers });
    expect(answer.status, answer.text).toBe(status);
  });

  it('R1: should take a form of the panel as the JSON it carries, and no file with it', async () => {
    expect((await send('POST', 'subjects', FORM, form('{"title":"By form"}'))).status).toBe(201);
    const file = `--boundary7f3a\r\nContent-Disposition: form-data; name="file"; filename="../../a.svg"\r\nContent-Type: image/svg+xml\r\n\r\n<svg/>\r\n${form('{"title":"x"}')}`;
    expect((await send('POST', 'subjects', FORM, file)).status).toBe(415);
  });

  it('R1: should read a POST that overrides its method as the list it asks for, with every cap', async () => {
    const list = await send('POST', 'subjects', URLENCODED, 'limit=9999&depth=0', OVERRIDE);
    expect(list.status).toBe(200);
    expect(list.json<{ limit: number }>().limit).toBe(200);
    expect((await send('POST', 'subjects', URLENCODED, `where[id][in]=${ids(500)}`, OVERRIDE)).status).toBe(
      200,
    );
    for (const body of [
      'where=abc',
      'page=-1',
      `where[id][in]=${ids(501)}`,
      `where[id][in]=${ids(40_000)}`,
      'x=%00',
    ])
      expect((await send('POST', 'subjects', URLENCODED, body, OVERRIDE)).status).toBe(400);
    const { rows } = await system.admin.query('select count(*)::int as count from subjects');
    for (const [method, type, body, headers] of [
      ['POST', 'application/json', '{"where":{"a":1}}', OVERRIDE],
      ['POST', 'application/json', '{"title":"z"}', { 'x-http-method-override': 'DELETE' }],
      ['POST', URLENCODED, 'title=z', { 'x-http-method-override': 'get' }],
      ['POST', URLENCODED, 'title=z', { ...OVERRIDE, 'x-http-method-override': 'DELETE' }],
      ['POST', 'application/json', '{"title":"z"}', { 'x-method-override': 'DELETE' }],
      ['GET', '', '', { 'x-http-method-override': 'DELETE' }],
      ['DELETE', '', '', { 'x-http-method-override': 'GET' }],
    ] as const)
      expect((await send(method, 'subjects', type, body, headers)).status, JSON.stringify(headers)).toBe(400);
    expect((await system.admin.query('select count(*)::int as count from subjects')).rows).toEqual(rows);
  });

  it('A5: should not sort or filter by what a person may not read', async () => {
    for (const query of [
      'attendance?sort=recordedBy.email',
      'attendance?sort=-recordedBy.hash',
      'attendance?where[recordedBy.hash][like]=a',
      'attendance?where[recordedBy.sessions.id][exists]=true',
      'attendance?where[recordedBy__hash][like]=a',
      'users?where[resetPasswordToken][like]=a',
      'users?where[salt][exists]=true',
    ])
      expect((await teacher.get(`/api/${query}`)).status, query).toBe(400);
  });

  it('R2: should serve no GraphQL, neither questions nor a playground, to anybody', async () => {
    const question = JSON.stringify({
      query: '{ Students { docs { id displayName } } __schema { types { name } } }',
    });
    for (const client of [admin, school.anonymous])
      for (const path of ['/api/graphql', '/api/graphql/', '/api/graphql-playground', '/graphql']) {
        const headers = { 'content-type': 'application/json' };
        const asked = await client.send('POST', path, { raw: Buffer.from(question), headers });
        expect(asked.status, path).toBe(404);
        expect((await client.get(`${path}?query={__typename}`)).status, path).toBe(404);
        expect(asked.bytes, path).not.toMatch(/__schema|"data"|displayName/);
      }
  });

  it('R16: should keep the inner endpoints of the framework closed', async () => {
    const anybody: [string, string, number][] = [
      ['GET', 'access', 401],
      ['GET', 'payload-preferences/nav', 401],
      ['POST', 'payload-preferences/nav', 401],
      ['POST', 'users/first-register', 403],
      ['POST', 'users/unlock', 403],
      ['GET', 'users/init', 403],
    ];
    for (const [method, path, status] of anybody)
      expect(
        (await school.anonymous.send(method, `/api/${path}`, { body: method === 'POST' ? {} : undefined }))
          .status,
        path,
      ).toBe(status);
    const nobody: [string, string][] = [
      ['GET', 'payload-jobs/run'],
      ['GET', 'payload-jobs/handle-schedules'],
      ['GET', 'payload-locked-documents'],
      ['POST', 'payload-locked-documents'],
      ['GET', 'payload-migrations'],
      ['GET', 'payload-kv'],
      ['GET', 'payload-preferences'],
      ['POST', 'payload-preferences'],
      ['DELETE', 'payload-preferences'],
      ['GET', 'globals/menu'],
      ['GET', 'students/versions'],
      ['GET', `students/versions/${ID}`],
      ['POST', `students/versions/${ID}`],
      ['GET', 'PAYLOAD-JOBS/run'],
    ];
    for (const [method, path] of nobody)
      expect(
        (await send(method, path, method === 'POST' ? 'application/json' : '', method === 'POST' ? '{}' : ''))
          .status,
        path,
      ).toBe(404);
    expect((await admin.get('/api/access')).status).toBe(200);
  });

  it("R16: should keep a person's panel notes small and one's own", async () => {
    const note = (value: string) =>
      send('POST', 'payload-preferences/nav', 'application/json', JSON.stringify({ value }));
    expect((await note('x'.repeat(32_000))).status).toBe(413);
    expect((await note('a\0b')).status).toBe(400);
    expect((await note('mine')).status).toBe(200);
    expect(
      (await send('POST', 'payload-preferences/a%00b', 'application/json', '{}')).status,
    ).toBeGreaterThanOrEqual(400);
    const read = async (client: HttpClient) =>
      (await client.get('/api/payload-preferences/nav')).json<{ value: unknown }>().value;
    expect(await read(admin)).toBe('mine');
    expect(await read(teacher)).toBeNull();
  });

  it('R1: should stop a statement that takes too long for somebody who waits, and say so', async () => {
    await system.admin.query(`
      create function slow_subject() returns trigger language plpgsql as $$ begin perform pg_sleep(15); return new; end $$;
      create trigger slow_subject before insert on subjects for each row when (new.title = 'slow') execute function slow_subject();`);
    const started = performance.now();
    const answer = await admin.post('/api/subjects', { title: 'slow' });
    expect([answer.status, codeOf(answer)]).toEqual([503, 'request.too_slow']);
    expect(performance.now() - started).toBeLessThan(13_000);
    expect((await admin.get('/api/subjects')).status).toBe(200);
  });
});
