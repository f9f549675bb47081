import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MadeKey } from '../../core/identity/testing/api-keys.ts';
import { closeLimiters } from '../../core/kernel/index.ts';
import type { ScopedPool } from '../../core/tenancy/index.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../support/index.ts';
import {
  faults,
  hrefsIn,
  linksOf,
  makeClient,
  official,
  pathFor,
  type RosterClient,
  SCOPE,
  signIn,
  withToken,
} from './kit.ts';
import { OFFICIAL } from './openapi.ts';
import { addSampleSchool, type SampleSchool } from './school-of-samples.ts';

const READS = OFFICIAL.filter(({ method }) => method === 'GET');
const LISTS = READS.filter(({ path }) => !path.endsWith('/{sourcedId}'));

describe('OneRoster 1.2 over REST, reading', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let ids: SampleSchool;
  let made: MadeKey;
  let client: RosterClient;
  let other: RosterClient;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    ids = await addSampleSchool(system.admin, alpha.tenant.id);
    const group = await system.admin.query(
      "insert into school_groups (name) values ('Pearl Schools') returning id",
    );
    await system.admin.query('update tenants set group_id = $1 where id = $2', [
      group.rows[0].id,
      alpha.tenant.id,
    ]);
    made = await makeClient(alpha);
    client = await signIn(alpha, made);
    other = await signIn(beta, await makeClient(beta));
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  const path = (id: string) => pathFor(official(id), ids, alpha.tenant.id);
  const walk = async (first: string) => {
    const seen: string[] = [];
    let total = 0;
    let next: string | undefined = `http://${alpha.host}/ims/oneroster/${first}`;
    while (next) {
      const answer = await client.follow(next);
      expect(answer.status, next).toBe(200);
      seen.push(...answer.list.map(({ sourcedId }) => sourcedId));
      total = Number(answer.headers['x-total-count']);
      next = linksOf(answer).next;
    }
    return { seen, total };
  };

  it.each(READS)('should answer $id as the official file says', async (operation) => {
    const answer = await client.ask(pathFor(operation, ids, alpha.tenant.id));
    expect(answer.status, answer.text).toBe(200);
    expect(faults(operation, answer)).toEqual([]);
    if (LISTS.includes(operation)) {
      expect(answer.list.length, 'an empty list proves nothing').toBeGreaterThan(0);
      expect(Number(answer.headers['x-total-count'])).toBe(answer.list.length);
    }
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it.each(READS)(
    'should answer $id of a school with nothing in it as the official file says',
    async (operation) => {
      const answer = await other.ask(pathFor(operation, ids, beta.tenant.id));
      expect([200, 404]).toContain(answer.status);
      expect(faults(operation, answer)).toEqual([]);
    },
  );

  it.each(LISTS)(
    'point 1, 2: should send at most 100, or as many as asked for, of $id',
    async (operation) => {
      const address = pathFor(operation, ids, alpha.tenant.id);
      expect((await client.ask(address)).list.length).toBeLessThanOrEqual(100);
      const five = await client.ask(`${address}?limit=5`);
      expect(five.list.length).toBeLessThanOrEqual(5);
      expect(faults(operation, five)).toEqual([]);
    },
  );

  it.each(['0', '-1', 'abc', '1e3', '9223372036854775808', '', '1&limit=2', '2.5', ' 5'])(
    'point 3: should refuse limit=%s with the body of an error and no word of SQL',
    async (limit) => {
      for (const operation of LISTS) {
        const answer = await client.ask(
          `${pathFor(operation, ids, alpha.tenant.id)}?limit=${limit.replace(' ', '%20')}`,
        );
        expect(answer.status, operation.id).toBe(400);
        expect(faults(operation, answer)).toEqual([]);
        expect(answer.list).toEqual([]);
        expect(answer.text).not.toMatch(/select|syntax|integer out of range|postgres|column/i);
      }
    },
  );

  it.each(['-1', 'abc', '1.5', '0&offset=1'])('point 4: should refuse offset=%s', async (offset) => {
    const answer = await client.ask(`rostering/v1p2/students?offset=${offset}`);
    expect(answer.status).toBe(400);
    expect(faults(official('getAllStudents'), answer)).toEqual([]);
  });

  it('point 5: should clamp a limit that is too large', async () => {
    const answer = await client.ask('rostering/v1p2/users?limit=1000000');
    expect(answer.status).toBe(200);
    expect(linksOf(answer).first).toContain('limit=10000&');
  });

  it.each(LISTS)('point 6: should give every record of $id once over all pages', async (operation) => {
    const address = pathFor(operation, ids, alpha.tenant.id);
    const { seen, total } = await walk(`${address}?limit=2`);
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
    const first = await client.ask(`${address}?limit=2`);
    const second = await client.ask(`${address}?limit=2&offset=2`);
    const both = [...first.list, ...second.list].map(({ sourcedId }) => sourcedId);
    expect(new Set(both).size).toBe(both.length);
  });

  it('should link to the next, previous, first and last page and leave the other parameters as they were', async () => {
    const filter = encodeURIComponent("givenName~'Pupil'");
    const answer = await client.ask(
      `rostering/v1p2/students?limit=5&offset=5&sort=givenName&filter=${filter}`,
    );
    expect(answer.headers['x-total-count']).toBe('12');
    const links = linksOf(answer);
    expect(Object.keys(links).sort()).toEqual(['first', 'last', 'next', 'prev']);
    const at = (name: string) => new URL(links[name] ?? '').searchParams;
    expect(['first', 'prev', 'next', 'last'].map((name) => at(name).get('offset'))).toEqual([
      '0',
      '0',
      '10',
      '10',
    ]);
    expect(at('next').get('sort')).toBe('givenName');
    expect(at('next').get('filter')).toBe("givenName~'Pupil'");
    const last = await client.follow(links.last ?? '');
    expect(last.list.map(({ givenName }) => givenName)).toEqual(['Pupil11', 'Pupil12']);
    expect(linksOf(last).next).toBeUndefined();
  });

  it('point 7: should answer for deleted records with tobedeleted, and with 404 for what never was', async () => {
    const sample = await system.addSchool('gamma');
    const there = await addSampleSchool(system.admin, sample.tenant.id);
    const asked = await signIn(sample, await makeClient(sample));
    const at = (id: string) => pathFor(official(id), there, sample.tenant.id);
    await system.admin.query('delete from learning_resource_links where tenant_id = $1', [sample.tenant.id]);
    await system.admin.query('delete from grade_scale_intervals where tenant_id = $1', [sample.tenant.id]);
    for (const table of ['exam_results', 'exams', 'grade_categories', 'grade_scales', 'learning_resources'])
      await system.admin.query(`delete from ${table} where tenant_id = $1`, [sample.tenant.id]);
    for (const table of ['class_teachers', 'class_members', 'enrollments', 'student_guardians'])
      await system.admin.query(`delete from ${table} where tenant_id = $1`, [sample.tenant.id]);
    for (const table of [
      'class_offerings',
      'classrooms',
      'subjects',
      'students',
      'teachers',
      'guardians',
      'terms',
    ])
      await system.admin.query(`delete from ${table} where tenant_id = $1`, [sample.tenant.id]);
    await system.admin.query('delete from academic_years where tenant_id = $1', [sample.tenant.id]);
    const singles = READS.filter(({ path: route }) => route.endsWith('/{sourcedId}'));
    for (const operation of singles) {
      if (operation.id === 'getOrg' || operation.id === 'getSchool') continue;
      const answer = await asked.ask(at(operation.id));
      expect(answer.status, operation.id).toBe(200);
      expect(faults(operation, answer)).toEqual([]);
      const [record] = Object.values(answer.body) as { status: string }[];
      expect(record?.status, operation.id).toBe('tobedeleted');
      for (const href of hrefsIn(answer.body))
        expect((await asked.follow(href)).status, `${operation.id} ${href}`).toBe(200);
      const never = await asked.ask(at(operation.id).replace(/[^/]+$/, 'never-was'));
      expect(never.status).toBe(404);
      expect(faults(operation, never)).toEqual([]);
    }
    // People's numbers and days of birth go with the record.
    expect((await asked.ask('rostering/v1p2/users/guardian-1')).text).not.toContain('97455510001');
    const deleted = encodeURIComponent("status='tobedeleted'");
    expect((await asked.ask(`rostering/v1p2/students?filter=${deleted}`)).list).toHaveLength(12);
    expect((await asked.ask('rostering/v1p2/students')).list).toHaveLength(0);
  });

  it('should find a result by its id after it moved to the archive, as living as before', async () => {
    const before = await client.ask(path('getResult'));
    await system.admin.query(
      `with moved as (delete from exam_results where sourced_id = 'result-1' and tenant_id = $1 returning *)
       insert into exam_results_archive select * from moved`,
      [alpha.tenant.id],
    );
    try {
      await system.admin.query(
        "delete from oneroster_tombstones where sourced_id = 'result-1' and tenant_id = $1",
        [alpha.tenant.id],
      );
      expect((await client.ask(path('getResult'))).body).toEqual(before.body);
    } finally {
      await system.admin.query(
        `with moved as (delete from exam_results_archive where sourced_id = 'result-1' returning *)
         insert into exam_results select * from moved`,
      );
    }
  });

  it('should keep people who are no longer active as active records that are not enabled', async () => {
    const filter = encodeURIComponent("enabledUser='false'");
    const { list } = await client.ask(`rostering/v1p2/users?filter=${filter}`);
    expect(list.map(({ status, givenName }) => [status, givenName])).toEqual([
      ['active', 'Omar'],
      ['active', 'Pupil12'],
    ]);
  });

  it('point 8, 10: should give references that lead to their record, with href, sourcedId and type', async () => {
    const hrefs = new Map<string, unknown>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(collect);
      else if (typeof value === 'object' && value !== null) {
        if ('href' in value) hrefs.set(String(value.href), value);
        else Object.values(value).forEach(collect);
      }
    };
    for (const operation of READS)
      collect((await client.ask(`${pathFor(operation, ids, alpha.tenant.id)}`)).body);
    expect(hrefs.size).toBeGreaterThan(30);
    for (const [href, reference] of hrefs) {
      expect(Object.keys(reference as object)).toEqual(['href', 'sourcedId', 'type']);
      const answer = await client.follow(href);
      expect(answer.status, href).toBe(200);
      const [record] = Object.values(answer.body) as { sourcedId: string }[];
      expect(record?.sourcedId).toBe((reference as { sourcedId: string }).sourcedId);
    }
  });

  it('point 9: should keep the kinds of sessions and people apart', async () => {
    const values = async (address: string, field: string) => [
      ...new Set((await client.ask(`rostering/v1p2/${address}`)).list.map((row) => row[field])),
    ];
    expect(await values('gradingPeriods', 'type')).toEqual(['gradingPeriod']);
    expect((await values('terms', 'type')).sort()).toEqual(['semester', 'term']);
    expect((await values('academicSessions', 'type')).sort()).toEqual([
      'gradingPeriod',
      'schoolYear',
      'semester',
      'term',
    ]);
    expect(await values('schools', 'type')).toEqual(['school']);
    expect((await values('orgs', 'type')).sort()).toEqual(['district', 'school']);
    const roles = async (address: string) => {
      const { list } = await client.ask(`rostering/v1p2/${address}`);
      return new Set(list.flatMap((row) => (row.roles as { role: string; roleType: string }[])[0]?.role));
    };
    expect(await roles('students')).toEqual(new Set(['student']));
    expect(await roles('teachers')).toEqual(new Set(['teacher']));
    expect(await roles('users')).toEqual(new Set(['student', 'teacher', 'guardian']));
  });

  it('should show one person in two roles as one user', async () => {
    const { body } = await client.ask('rostering/v1p2/users/person-1');
    expect((body.user as { roles: unknown }).roles).toMatchObject([
      { roleType: 'primary', role: 'teacher' },
      { roleType: 'secondary', role: 'parent' },
    ]);
  });

  it('point 11: should write dates, moments and truths in the forms of the standard', async () => {
    const year = (await client.ask(`rostering/v1p2/academicSessions/${ids.year}`)).body.academicSession;
    // Our last day is 30 June; the standard's end is the day after. The school year is named by its end.
    expect(year).toMatchObject({ startDate: '2025-09-01', endDate: '2026-07-01', schoolYear: '2026' });
    const { body } = await client.ask(path('getResult'));
    expect(body.result).toMatchObject({ scoreDate: '2025-10-01', scoreStatus: 'fully graded' });
    const item = (await client.ask(path('getLineItem'))).body.lineItem;
    expect(item).toMatchObject({ dueDate: '2025-10-01T00:00:00.000Z' });
    const { list } = await client.ask('rostering/v1p2/enrollments?limit=200');
    expect(new Set(list.map(({ primary }) => primary))).toEqual(new Set(['true', 'false']));
    expect(list.find(({ sourcedId }) => sourcedId === 'enrollment-1')).toMatchObject({
      beginDate: '2025-09-01',
      endDate: '2026-07-01',
    });
    const { list: results } = await client.ask(`${path('getResultsForLineItemForClass')}?limit=50`);
    const shown = results.map(({ scoreStatus, late, missing, incomplete }) => [
      scoreStatus,
      late ?? missing ?? incomplete ?? '-',
    ]);
    expect(shown.map((pair) => pair.join(' ')).sort()).toEqual([
      'exempt -',
      'fully graded -',
      'fully graded true',
      'not submitted -',
      'not submitted true',
      'partially graded true',
      'submitted -',
    ]);
  });

  it('point 12: should put what the standard does not know into metadata alone', async () => {
    const { body } = await client.ask('rostering/v1p2/users/student-1');
    expect(body.user).toMatchObject({
      metadata: { givenNameAr: 'ليلى', familyNameAr: 'حسن' },
      identifier: 'A-1',
      grades: ['07'],
      userProfiles: [],
      agents: [{ sourcedId: 'person-1', type: 'user' }],
    });
    const { list } = await client.ask('rostering/v1p2/classes');
    expect([...new Set(list.map(({ classType }) => classType))]).toEqual([
      'ext:wholeSchool',
      'homeroom',
      'scheduled',
    ]);
  });

  it('point 13: should keep a score above the maximum', async () => {
    const { body } = await client.ask(path('getResult'));
    expect(body.result).toMatchObject({ score: 22.5, comment: 'Extra "credit"' });
    expect((await client.ask(path('getLineItem'))).body.lineItem).toMatchObject({ resultValueMax: 20 });
  });

  it('point 14: should give a client of another school nothing but 404 for these ids', async () => {
    for (const operation of READS.filter(({ path: route }) => route.includes('{'))) {
      const foreign = await other.ask(pathFor(operation, ids, alpha.tenant.id));
      expect(foreign.status, operation.id).toBe(404);
      expect(faults(operation, foreign)).toEqual([]);
    }
    for (const operation of LISTS.filter(({ path: route }) => !route.includes('{'))) {
      const { text } = await other.ask(pathFor(operation, ids, beta.tenant.id));
      expect(text).not.toMatch(/Pupil|alpha\.daftar|student-1|Pearl/);
    }
    // The token of one school at the address of another.
    expect((await withToken(beta, client.token).ask('rostering/v1p2/users')).status).toBe(401);
    const filter = encodeURIComponent(`student.sourcedId='${ids.otherStudent}'`);
    expect((await other.ask(`gradebook/v1p2/results?filter=${filter}`)).list).toEqual([]);
  });

  it('point 15: should lead a client that knows nothing but Link headers and hrefs through all 41 reads', async () => {
    const operations = READS.filter(({ service }) => service === 'rostering');
    expect(operations).toHaveLength(41);
    const discovery = await client.ask(
      'rostering/v1p2/discovery/onerosterv1p2rostersservice_openapi3_v1p0.json',
    );
    const document = discovery.body as unknown as {
      servers: { url: string }[];
      paths: Record<string, unknown>;
    };
    const base = document.servers[0]?.url ?? '';
    expect(Object.keys(document.paths).sort()).toEqual(operations.map(({ path: route }) => route).sort());
    for (const route of Object.keys(document.paths)) {
      const operation = operations.find((one) => one.path === route) ?? official('getAllOrgs');
      const known = pathFor(operation, ids, alpha.tenant.id).replace('rostering/v1p2', '');
      let next: string | undefined = `${base}${known}${route.endsWith('/{sourcedId}') ? '' : '?limit=3'}`;
      for (let pages = 0; next && pages < 30; pages += 1) {
        const answer = await client.follow(next);
        expect(faults(operation, answer), next).toEqual([]);
        next = linksOf(answer).next;
      }
      expect(next).toBeUndefined();
    }
  });

  it('should serve the discovery documents to everybody under the names of the standard', async () => {
    for (const [service, file] of [
      ['rostering', 'onerosterv1p2rostersservice_openapi3_v1p0.json'],
      ['gradebook', 'onerosterv1p2gradebookservice_openapi3_v1p0.json'],
      ['resources', 'onerosterv1p2resourcesservice_openapi3_v1p0.json'],
    ] as const) {
      const answer = await alpha.anonymous.get(`/ims/oneroster/${service}/v1p2/discovery/${file}`);
      expect(answer.status).toBe(200);
      const document = answer.json<{ paths: Record<string, Record<string, { operationId: string }>> }>();
      const named = Object.values(document.paths).flatMap((methods) =>
        Object.values(methods).map(({ operationId }) => operationId),
      );
      expect(named.sort()).toEqual(
        OFFICIAL.filter((operation) => operation.service === service)
          .map(({ id }) => id)
          .sort(),
      );
    }
  });

  it.each([
    ["givenName='Pupil03'", 1],
    ["givenName!='Pupil03'", 11],
    ["givenName>='Pupil10'", 3],
    ["givenName<'Pupil03'", 2],
    ["givenName~'PUPIL0'", 9],
    ["givenName='Pupil03' OR givenName='Pupil04'", 2],
    ["grades='07' AND identifier='A-7'", 1],
    ["familyName='O''Neil'", 0],
    ["sourcedId='st/2 ä%\"x'", 1],
    ["metadata.givenNameAr='ليلى'", 6],
    ["roles.role='student'", 12],
    ["primaryOrg.sourcedId='nobody'", 0],
    ["dateLastModified>'2020-01-01T00:00:00Z'", 12],
    ["dateLastModified>'2999-01-01'", 0],
  ])('should filter students by %s', async (filter, count) => {
    const answer = await client.ask(`rostering/v1p2/students?filter=${encodeURIComponent(filter)}`);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.list).toHaveLength(count);
    expect(answer.headers['x-total-count']).toBe(String(count));
  });

  it('should filter and sort by every field that an answer names as one', async () => {
    for (const operation of LISTS.filter(({ path: route }) => !route.includes('{'))) {
      const address = pathFor(operation, ids, alpha.tenant.id);
      const [first] = (await client.ask(address)).list;
      for (const [field, value] of Object.entries(first ?? {})) {
        if (typeof value !== 'string' && typeof value !== 'number') continue;
        const filter = encodeURIComponent(`${field}='${String(value).replaceAll("'", "''")}'`);
        const answer = await client.ask(`${address}?filter=${filter}&sort=${field}&orderBy=desc`);
        expect(answer.status, `${operation.id} ${field} ${answer.text}`).toBe(200);
        expect(
          answer.list.map(({ sourcedId }) => sourcedId),
          `${operation.id} ${field}`,
        ).toContain(first?.sourcedId);
      }
    }
  });

  it('should filter results by their references and dates', async () => {
    const count = async (filter: string) =>
      (await client.ask(`gradebook/v1p2/results?filter=${encodeURIComponent(filter)}`)).list.length;
    expect(await count("student.sourcedId='student-1'")).toBe(3);
    expect(await count("student.sourcedId='student-1' AND scoreDate>='2026-01-01'")).toBe(2);
    expect(await count("lineItem.sourcedId='item-1'")).toBe(7);
    expect(await count("class.sourcedId='class-math'")).toBe(7);
    expect(await count("score>'20'")).toBe(1);
    expect(await count("student.sourcedId!='student-1'")).toBe(6);
    expect(await count("student.sourcedId~'student'")).toBe(3);
  });

  it('should sort by Unicode, downwards when asked, and in its own order by a field it does not know', async () => {
    const names = async (query: string) =>
      (await client.ask(`rostering/v1p2/users?${query}`)).list.map(({ familyName }) => String(familyName));
    const up = await names('sort=familyName&limit=200');
    expect(up).toEqual([...up].sort());
    expect(await names('sort=familyName&orderBy=desc&limit=200')).toEqual([...up].sort().reverse());
    expect(await names('sort=colour&limit=200')).toEqual(await names('limit=200'));
    expect((await client.ask('rostering/v1p2/users?orderBy=up')).status).toBe(400);
    const resources = await client.ask('resources/v1p2/resources?sort=colour');
    expect(resources.status).toBe(400);
    expect(resources.text).toContain('invalid_sort_field');
  });

  it.each([
    ['filter', "colour='red'", 'invalid_filter_field'],
    ['filter', "__proto__='x'", 'invalid_filter_field'],
    ['filter', "givenName = 'x'", 'invalid_filter_field'],
    ['filter', "a='1' AND b='2' AND c='3'", 'invalid_filter_field'],
    ['filter', "givenName='x'; drop table students", 'invalid_filter_field'],
    ['filter', "dateLastModified>'soon'", 'invaliddata'],
    ['fields', 'sourcedId,colour', 'invalid_selection_field'],
    ['fields', 'constructor', 'invalid_selection_field'],
  ])('should refuse %s=%s with %s', async (parameter, value, codeMinor) => {
    const answer = await client.ask(`rostering/v1p2/users?${parameter}=${encodeURIComponent(value)}`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(codeMinor);
    expect(faults(official('getAllUsers'), answer)).toEqual([]);
  });

  it('should send only the fields that were asked for', async () => {
    const list = await client.ask('rostering/v1p2/users?fields=givenName,sourcedId&limit=3');
    for (const row of list.list) expect(Object.keys(row)).toEqual(['sourcedId', 'givenName']);
    const one = await client.ask('rostering/v1p2/students/student-1?fields=familyName');
    expect(one.body).toEqual({ user: { familyName: 'Hassan' } });
    expect((await client.ask('rostering/v1p2/students/student-1?fields=x')).status).toBe(400);
  });

  it('should know a record by our own id too, and one whose sourcedId needs escaping', async () => {
    const { rows } = await system.admin.query(
      "select id from students where sourced_id = 'student-1' and tenant_id = $1",
      [alpha.tenant.id],
    );
    const byId = await client.ask(`rostering/v1p2/students/${rows[0].id}`);
    expect(byId.body).toEqual((await client.ask('rostering/v1p2/students/student-1')).body);
    const odd = await client.ask("rostering/v1p2/students?filter=sourcedId~'ä'".replace('ä', '%C3%A4'));
    expect(odd.list[0]?.sourcedId).toBe('st/2 ä%"x');
  });

  it('should let each scope read what the standard gives it and nothing else', async () => {
    for (const name of [
      'roster-core.readonly',
      'roster.readonly',
      'roster-demographics.readonly',
      'gradebook-core.readonly',
      'gradebook.readonly',
      'assessment.readonly',
      'resource-core.readonly',
      'resource.readonly',
    ]) {
      const narrow = await signIn(alpha, made, [SCOPE + name]);
      for (const operation of READS) {
        const answer = await narrow.ask(pathFor(operation, ids, alpha.tenant.id));
        const isAllowed = operation.scopes.includes(SCOPE + name);
        expect(answer.status, `${name} ${operation.id}`).toBe(isAllowed ? 200 : 403);
        expect(faults(operation, answer)).toEqual([]);
      }
    }
  });

  it('should keep guardians from a token with the core scope, and lead it to nothing it may not read', async () => {
    const core = await signIn(alpha, made, [`${SCOPE}roster-core.readonly`]);
    const answer = await core.ask('rostering/v1p2/users?limit=200');
    expect(answer.list).toHaveLength(14);
    expect(answer.text).not.toMatch(/guardian|Salem/);
    expect((await core.ask('rostering/v1p2/users/guardian-1')).status).toBe(404);
    for (const href of hrefsIn(answer.body)) expect((await core.follow(href)).status, href).toBe(200);
  });

  it('should refuse whoever shows no good token in the form of the standard', async () => {
    for (const operation of READS) {
      const address = `/ims/oneroster/${pathFor(operation, ids, alpha.tenant.id)}`;
      const answer = await alpha.anonymous.get(address);
      expect(answer.status, operation.id).toBe(401);
      expect(answer.text).toContain('unauthorisedrequest');
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
    const session = await alpha.signIn(alpha.admin);
    expect((await session.get('/ims/oneroster/rostering/v1p2/users')).status).toBe(401);
    expect((await withToken(alpha, 'daftar_token_wrong').ask('rostering/v1p2/users')).status).toBe(401);
  });

  it('should end a revoked token within a second', async () => {
    const short = await signIn(alpha, made, [`${SCOPE}roster-core.readonly`]);
    expect((await short.ask('rostering/v1p2/orgs')).status).toBe(200);
    await system.admin.query(
      "delete from api_access_tokens where token_hash = encode(sha256($1::bytea), 'hex')",
      [short.token],
    );
    await expect
      .poll(async () => (await short.ask('rostering/v1p2/orgs')).status, { timeout: 1000, interval: 50 })
      .toBe(401);
  });

  it('should answer the data of a read with one statement', async () => {
    const before = client;
    await before.ask('rostering/v1p2/orgs');
    const seen: string[] = [];
    const watch = (pool: pg.Pool) => {
      const { query } = pool;
      pool.query = ((...args: unknown[]) => {
        const [statement] = args as [string | { text: string }];
        seen.push(typeof statement === 'string' ? statement : statement.text);
        return Reflect.apply(query, pool, args);
      }) as typeof query;
      return () => {
        pool.query = query;
      };
    };
    const ends = [watch(system.pool), watch((system.pool as ScopedPool).keepingPlans())];
    try {
      const filter = encodeURIComponent("student.sourcedId='student-1'");
      await before.ask(`gradebook/v1p2/results?filter=${filter}`);
    } finally {
      for (const end of ends) end();
    }
    expect(seen.filter((text) => !text.includes('from tenants t'))).toHaveLength(1);
  });

  it('should hold a program to its number of requests a minute, in the form of the standard', async () => {
    const slow = await signIn(alpha, await makeClient(alpha, { requestsPerMinute: 10 }));
    const answers = [];
    for (let number = 0; number < 12; number += 1) answers.push(await slow.ask('rostering/v1p2/orgs'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
    const refused = answers.at(-1);
    expect(refused?.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused?.text).toContain('server_busy');
    if (refused) expect(faults(official('getAllOrgs'), refused)).toEqual([]);
  });

  it('should refuse a token from an address that its client is not held to', async () => {
    const held = await makeClient(alpha, { allowedAddresses: ['203.0.113.0/24'] });
    await expect(signIn(alpha, held)).rejects.toThrow('401');
  });

  it('should know no other paths and methods', async () => {
    expect((await client.ask('rostering/v1p2/courses/components')).status).toBe(404);
    expect((await client.ask('rostering/v1p1/users')).status).toBe(404);
    expect((await client.ask('rostering/v1p2/terms/sem-1/courses')).status).toBe(404);
    const refused = await client.ask('rostering/v1p2/users', 'POST', {});
    expect(refused.status).toBe(405);
    expect(refused.headers.allow).toBe('GET');
  });

  it('should tell the trail who read a child’s record and long lists', async () => {
    await client.ask('rostering/v1p2/students/student-1');
    await client.ask('rostering/v1p2/demographics/student-1');
    const { rows } = await system.admin.query(
      "select action, actor_kind, subject_id from audit_events where tenant_id = $1 and action = 'students.view'",
      [alpha.tenant.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toMatchObject({ actor_kind: 'api_key' });
  });
});
