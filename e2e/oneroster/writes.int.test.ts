import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MadeKey } from '../../core/identity/testing/api-keys.ts';
import { closeLimiters } from '../../core/kernel/index.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../support/index.ts';
import { faults, makeClient, official, type RosterClient, SCOPE, signIn } from './kit.ts';
import { OFFICIAL } from './openapi.ts';
import { addSampleSchool, type SampleSchool } from './school-of-samples.ts';

const WRITES = OFFICIAL.filter(({ method }) => method !== 'GET');
const GRADEBOOK = 'gradebook/v1p2';
const NOW = '2026-01-10T08:00:00.000Z';

describe('OneRoster 1.2 over REST, writing the gradebook', () => {
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
    made = await makeClient(alpha);
    client = await signIn(alpha, made);
    other = await signIn(beta, await makeClient(beta));
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  const to = (type: string, sourcedId: string) => ({
    href: `https://lms.example/${sourcedId}`,
    sourcedId,
    type,
  });
  const head = (sourcedId: string) => ({ sourcedId, status: 'active', dateLastModified: NOW });
  const category = (id: string, more = {}) => ({ ...head(id), title: 'Homework', weight: 12.5, ...more });
  const lineItem = (id: string, more = {}) => ({
    ...head(id),
    title: 'Essay',
    description: 'Two pages',
    assignDate: '2025-10-01T00:00:00.000Z',
    dueDate: '2025-10-08T00:00:00.000Z',
    class: to('class', ids.offering),
    school: to('org', alpha.tenant.id),
    category: to('category', ids.category),
    gradingPeriod: to('academicSession', ids.gradingPeriod),
    resultValueMin: 0,
    resultValueMax: 10,
    ...more,
  });
  const assessmentItem = (id: string, more = {}) => ({
    ...head(id),
    title: 'National test',
    class: to('class', ids.offering),
    resultValueMax: 100,
    ...more,
  });
  const outcome = (id: string, more = {}) => ({
    ...head(id),
    student: to('user', ids.student),
    scoreStatus: 'fully graded',
    score: 8.25,
    scoreDate: '2025-10-09',
    ...more,
  });
  const result = (id: string, item: string, more = {}) => ({
    ...outcome(id),
    lineItem: to('lineItem', item),
    ...more,
  });
  const scale = (id: string, more = {}) => ({
    ...head(id),
    title: 'Words',
    type: 'words',
    class: to('class', ids.offering),
    scoreScaleValue: [
      { itemValueLHS: 'good', itemValueRHS: '80-100' },
      { itemValueLHS: 'weak', itemValueRHS: '0' },
    ],
    ...more,
  });
  const put = (path: string, body: Record<string, unknown>) =>
    client.ask(`${GRADEBOOK}/${path}`, 'PUT', body);
  const remove = (path: string) => client.ask(`${GRADEBOOK}/${path}`, 'DELETE');
  const get = async (path: string) => {
    const [record] = Object.values((await client.ask(`${GRADEBOOK}/${path}`)).body);
    return record as Record<string, unknown>;
  };

  it.each([
    ['categories', 'category', 'Category', () => category('w-cat')],
    ['lineItems', 'lineItem', 'LineItem', () => lineItem('w-item')],
    ['assessmentLineItems', 'assessmentLineItem', 'AssessmentLineItem', () => assessmentItem('w-test')],
    ['results', 'result', 'Result', () => result('w-result', 'w-item')],
    [
      'assessmentResults',
      'assessmentResult',
      'AssessmentResult',
      () => ({ ...outcome('w-outcome'), assessmentLineItem: to('assessmentLineItem', 'w-test') }),
    ],
    ['scoreScales', 'scoreScale', 'ScoreScale', () => scale('w-scale')],
  ] as const)('should put, put again, read and keep a record of %s', async (plural, single, name, make) => {
    const record = make() as Record<string, unknown>;
    const path = `${plural}/${String(record.sourcedId)}`;
    const first = await put(path, { [single]: record });
    expect(first.status, first.text).toBe(201);
    expect(faults(official(`put${name}`), first)).toEqual([]);
    const stored = await get(path);
    const { status, sourcedId, title, description, weight, score, scoreDate, resultValueMax, assignDate } =
      record;
    const kept = {
      status,
      sourcedId,
      title,
      description,
      weight,
      score,
      scoreDate,
      resultValueMax,
      assignDate,
    };
    expect(stored).toMatchObject(
      Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    );
    const audits = async () =>
      (
        await system.admin.query(
          "select count(*)::int as n from audit_events where tenant_id = $1 and actor_kind = 'api_key' and category = 'change'",
          [alpha.tenant.id],
        )
      ).rows[0].n;
    const before = await audits();
    expect((await put(path, { [single]: record })).status).toBe(201);
    // The same again changes nothing: no new moment, no new entry.
    expect(await get(path)).toEqual(stored);
    expect(await audits()).toBe(before);
    const changed =
      plural === 'results' || plural === 'assessmentResults' ? { score: 9 } : { title: 'Changed' };
    expect((await put(path, { [single]: { ...record, ...changed } })).status).toBe(201);
    expect(await get(path)).toMatchObject(changed);
    expect(await audits()).toBe(before + 1);
  });

  it('should write the trail and the event of a result in the transaction of the change', async () => {
    await put('lineItems/e-item', { lineItem: lineItem('e-item') });
    await put('results/e-result', { result: result('e-result', 'e-item', { score: 5 }) });
    const { rows: events } = await system.admin.query(
      "select payload from outbox where tenant_id = $1 and type = 'result.recorded'",
      [alpha.tenant.id],
    );
    const { rows: stored } = await system.admin.query(
      "select id, score_hundredths from exam_results where sourced_id = 'e-result'",
    );
    expect(Number(stored[0].score_hundredths)).toBe(500);
    expect(events.map(({ payload }) => payload.resultId)).toContain(stored[0].id);
    const { rows: trail } = await system.admin.query(
      'select action, actor_kind, after from audit_events where subject_id = $1',
      [stored[0].id],
    );
    expect(trail).toMatchObject([
      { action: 'exam-results.create', actor_kind: 'api_key', after: { scoreHundredths: 500 } },
    ]);
  });

  it('should keep a score above the maximum, text scores and every score status', async () => {
    await put('lineItems/s-item', { lineItem: lineItem('s-item') });
    for (const [more, shown] of [
      [{ score: 99.5 }, { score: 99.5, scoreStatus: 'fully graded' }],
      [
        { score: undefined, textScore: 'B+' },
        { textScore: 'B+', scoreStatus: 'fully graded' },
      ],
      [
        { score: 7, late: 'true' },
        { score: 7, late: 'true', scoreStatus: 'fully graded' },
      ],
      [{ score: undefined, scoreStatus: 'exempt' }, { scoreStatus: 'exempt' }],
      [
        { score: undefined, scoreStatus: 'not submitted', missing: 'true' },
        { scoreStatus: 'not submitted', missing: 'true' },
      ],
      [
        { score: 3, scoreStatus: 'partially graded' },
        { scoreStatus: 'partially graded', score: 3 },
      ],
      [{ score: undefined, scoreStatus: 'submitted' }, { scoreStatus: 'submitted' }],
      [{ scoreDate: '2026-02-03' }, { scoreDate: '2026-02-03', score: 8.25 }],
    ] as const) {
      const answer = await put('results/s-result', { result: result('s-result', 's-item', more) });
      expect(answer.status, answer.text).toBe(201);
      const stored = await get('results/s-result');
      expect(stored).toMatchObject(shown);
      if (more && 'scoreStatus' in more && more.scoreStatus === 'exempt')
        expect(stored).not.toHaveProperty('score');
    }
    const { rows } = await system.admin.query(
      "select count(*)::int as n from exam_results where sourced_id = 's-result'",
    );
    expect(rows[0].n).toBe(1);
  });

  it.each([
    ['no body', 'lineItems/x', {}],
    ['another envelope', 'lineItems/x', { result: {} }],
    [
      'a field that the standard does not know',
      'categories/x',
      { category: { ...category('x'), colour: 'red' } },
    ],
    ['a missing title', 'categories/x', { category: { ...category('x'), title: undefined } }],
    ['another id than the address', 'categories/x', { category: category('y') }],
    ['a status for deleting', 'categories/x', { category: category('x', { status: 'tobedeleted' }) }],
    ['a category of the product', 'categories/type-quiz', { category: category('type-quiz') }],
    ['a number as text', 'categories/x', { category: category('x', { weight: '3' }) }],
  ])('should refuse %s with 422', async (_name, path, body) => {
    const answer = await put(path, body);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.text).toContain('invaliddata');
    expect(faults(official('putCategory'), answer)).toEqual([]);
    expect(answer.text).not.toMatch(/select|relation|column|constraint/i);
  });

  it('should refuse references that are not there, and homerooms, which have no subject', async () => {
    const bad = async (more: Record<string, unknown>) => {
      const answer = await put('lineItems/bad', { lineItem: lineItem('bad', more) });
      expect(answer.status, JSON.stringify(more)).toBe(422);
    };
    await bad({ class: to('class', 'nowhere') });
    await bad({ class: to('class', ids.homeroom) });
    await bad({ class: to('class', 'whole-school') });
    await bad({ category: to('category', 'nothing') });
    await bad({ gradingPeriod: to('academicSession', 'never') });
    await bad({ class: to('user', ids.offering) });
    await bad({ dueDate: '2025-10-08' });
    await bad({ dueDate: 'tomorrow' });
    const badResult = async (more: Record<string, unknown>) => {
      const answer = await put('results/bad', { result: result('bad', ids.lineItem, more) });
      expect(answer.status, JSON.stringify(more)).toBe(422);
    };
    await badResult({ student: to('user', 'nobody') });
    await badResult({ student: to('user', ids.teacher), score: 1 });
    await badResult({ lineItem: to('lineItem', 'nothing') });
    await badResult({ score: -1 });
    await badResult({ score: undefined });
    await badResult({ scoreStatus: 'ext:other' });
    await badResult({ class: to('class', ids.homeroom) });
    // The pupil has a result for this line item under another id.
    await badResult({});
    expect((await client.ask(`${GRADEBOOK}/results/bad`)).status).toBe(404);
  });

  it('should post line items for a class and a school and allocate ids, the same for the same', async () => {
    for (const [path, id] of [
      [`classes/${ids.offering}/lineItems`, 'postLineItemsForClass'],
      [`schools/${alpha.tenant.id}/lineItems`, 'postLineItemsForSchool'],
    ] as const) {
      const body = { lineItems: [lineItem(`${id}-1`), lineItem(`${id}-2`, { title: 'Second' })] };
      const first = await client.ask(`${GRADEBOOK}/${path}`, 'POST', body);
      expect(first.status, first.text).toBe(201);
      expect(faults(official(id), first)).toEqual([]);
      expect(first.list).toMatchObject([{ suppliedSourcedId: `${id}-1` }, { suppliedSourcedId: `${id}-2` }]);
      for (const { allocatedSourcedId } of first.list)
        expect(await get(`lineItems/${String(allocatedSourcedId)}`)).toMatchObject({ title: /Essay|Second/ });
      expect((await client.ask(`${GRADEBOOK}/${path}`, 'POST', body)).body).toEqual(first.body);
    }
    const elsewhere = await client.ask(`${GRADEBOOK}/classes/${ids.otherOffering}/lineItems`, 'POST', {
      lineItems: [lineItem('p-else')],
    });
    expect(elsewhere.status).toBe(422);
    expect(
      (await client.ask(`${GRADEBOOK}/classes/nowhere/lineItems`, 'POST', { lineItems: [lineItem('p')] }))
        .status,
    ).toBe(404);
  });

  it('should post results for a line item and for a class and session, all of them or none', async () => {
    await put('lineItems/r-item', { lineItem: lineItem('r-item') });
    await put('lineItems/r-item-2', { lineItem: lineItem('r-item-2') });
    for (const [path, id, item] of [
      ['lineItems/r-item/results', 'postResultsForLineItem', 'r-item'],
      [
        `classes/${ids.offering}/academicSessions/${ids.semester}/results`,
        'postResultsForAcademicSessionForClass',
        'r-item-2',
      ],
    ] as const) {
      const two = [
        result(`${id}-1`, item),
        result(`${id}-2`, item, { student: to('user', ids.otherStudent), class: to('class', ids.offering) }),
      ];
      const broken = [...two, result(`${id}-3`, item, { student: to('user', 'nobody') })];
      expect((await client.ask(`${GRADEBOOK}/${path}`, 'POST', { results: broken })).status).toBe(422);
      const filter = encodeURIComponent(`lineItem.sourcedId='${item}'`);
      expect((await client.ask(`${GRADEBOOK}/results?filter=${filter}`)).list).toEqual([]);
      const answer = await client.ask(`${GRADEBOOK}/${path}`, 'POST', { results: two });
      expect(answer.status, answer.text).toBe(201);
      expect(faults(official(id), answer)).toEqual([]);
      expect((await client.ask(`${GRADEBOOK}/${path}`, 'POST', { results: two })).body).toEqual(answer.body);
      expect((await client.ask(`${GRADEBOOK}/results?filter=${filter}`)).list).toHaveLength(2);
    }
    const wrong = { results: [result('r-wrong', 'item-1', { student: to('user', ids.otherStudent) })] };
    expect((await client.ask(`${GRADEBOOK}/lineItems/r-item/results`, 'POST', wrong)).status).toBe(422);
    const year = `classes/${ids.otherOffering}/academicSessions/${ids.semester}/results`;
    expect((await client.ask(`${GRADEBOOK}/${year}`, 'POST', wrong)).status).toBe(422);
  });

  it('should not delete what is still used, and delete once for ever', async () => {
    await put('lineItems/d-item', { lineItem: lineItem('d-item', { category: to('category', 'd-cat') }) });
    expect((await client.ask(`${GRADEBOOK}/lineItems/d-item`)).status).toBe(404);
    await put('categories/d-cat', { category: category('d-cat') });
    await put('lineItems/d-item', { lineItem: lineItem('d-item', { category: to('category', 'd-cat') }) });
    await put('results/d-result', { result: result('d-result', 'd-item') });
    await put('scoreScales/d-scale', { scoreScale: scale('d-scale') });
    await put('assessmentLineItems/d-test', { assessmentLineItem: assessmentItem('d-test') });
    await put('assessmentResults/d-outcome', {
      assessmentResult: { ...outcome('d-outcome'), assessmentLineItem: to('assessmentLineItem', 'd-test') },
    });
    for (const [path, name] of [
      ['categories/d-cat', 'Category'],
      ['lineItems/d-item', 'LineItem'],
      ['assessmentLineItems/d-test', 'AssessmentLineItem'],
    ] as const) {
      const used = await remove(path);
      expect(used.status, path).toBe(422);
      expect(used.text).toContain('deletefailure');
      expect(faults(official(`delete${name}`), used)).toEqual([]);
    }
    for (const [path, name] of [
      ['results/d-result', 'Result'],
      ['lineItems/d-item', 'LineItem'],
      ['categories/d-cat', 'Category'],
      ['scoreScales/d-scale', 'ScoreScale'],
      ['assessmentResults/d-outcome', 'AssessmentResult'],
      ['assessmentLineItems/d-test', 'AssessmentLineItem'],
    ] as const) {
      for (const _time of [1, 2]) {
        const answer = await remove(path);
        expect(answer.status, path).toBe(204);
        expect(faults(official(`delete${name}`), answer)).toEqual([]);
      }
      expect(await get(path)).toMatchObject({ status: 'tobedeleted' });
    }
    expect((await remove('categories/type-quiz')).text).toContain('deletefailure');
    expect((await remove('results/never-was')).status).toBe(404);
  });

  it('should leave marks alone that were handed in, approved or published', async () => {
    await put('lineItems/h-item', { lineItem: lineItem('h-item') });
    await put('results/h-result', { result: result('h-result', 'h-item') });
    await system.admin.query(
      "insert into grade_sheets (tenant_id, class_offering_id, term_id, state) select tenant_id, class_offering_id, term_id, 'published' from exams where sourced_id = 'h-item'",
    );
    try {
      expect(
        (await put('results/h-result', { result: result('h-result', 'h-item', { score: 1 }) })).status,
      ).toBe(422);
      expect((await remove('results/h-result')).status).toBe(422);
    } finally {
      await system.admin.query('delete from grade_sheets where tenant_id = $1', [alpha.tenant.id]);
    }
    expect(await get('results/h-result')).toMatchObject({ score: 8.25 });
  });

  it('should keep two schools apart: equal ids, foreign references, foreign deletes', async () => {
    const own = await other.ask(`${GRADEBOOK}/categories/cat-1`, 'PUT', {
      category: category('cat-1', { title: 'Of beta' }),
    });
    expect(own.status).toBe(201);
    expect(await get('categories/cat-1')).toMatchObject({ title: 'Quizzes' });
    expect((await other.ask(`${GRADEBOOK}/lineItems/i`, 'PUT', { lineItem: lineItem('i') })).status).toBe(
      422,
    );
    for (const path of [`lineItems/${ids.lineItem}`, `results/${ids.result}`, `scoreScales/${ids.scale}`])
      expect((await other.ask(`${GRADEBOOK}/${path}`, 'DELETE')).status).toBe(404);
    const foreign = await other.ask(`${GRADEBOOK}/lineItems/${ids.lineItem}/results`, 'POST', {
      results: [result('f', ids.lineItem)],
    });
    expect(foreign.status).toBe(404);
    const { rows } = await system.admin.query('select id from exams where sourced_id = $1', [ids.lineItem]);
    expect((await other.ask(`${GRADEBOOK}/lineItems/${rows[0].id}`, 'DELETE')).status).toBe(404);
  });

  it('should need the scope of each write and a token', async () => {
    for (const name of [
      'gradebook.readonly',
      'gradebook.createput',
      'gradebook.createpost',
      'gradebook.delete',
      'assessment.createput',
      'assessment.delete',
    ]) {
      const narrow = await signIn(alpha, made, [SCOPE + name]);
      for (const operation of WRITES.filter(({ scopes }) => !scopes.includes(SCOPE + name))) {
        const path = operation.path.replace(/\{\w+\}/g, 'x');
        const answer = await narrow.ask(
          `${GRADEBOOK}${path}`,
          operation.method,
          operation.method === 'DELETE' ? undefined : {},
        );
        expect(answer.status, `${name} ${operation.id}`).toBe(403);
        expect(faults(operation, answer)).toEqual([]);
      }
    }
    const anonymous = await alpha.anonymous.send('PUT', `/ims/oneroster/${GRADEBOOK}/categories/x`, {
      body: {},
    });
    expect(anonymous.status).toBe(401);
  });

  it('should read a suspended school and write nothing in it', async () => {
    const school = await system.addSchool('gamma');
    const there = await signIn(school, await makeClient(school));
    await there.ask('rostering/v1p2/orgs');
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [school.tenant.id]);
    await expect
      .poll(async () => (await there.ask(`${GRADEBOOK}/categories/c`, 'DELETE')).status, { timeout: 3000 })
      .toBe(423);
    const body = { category: category('c') };
    const answer = await there.ask(`${GRADEBOOK}/categories/c`, 'PUT', body);
    expect(answer.status).toBe(423);
    expect(faults(official('putCategory'), answer)).toEqual([]);
    expect((await there.ask('rostering/v1p2/orgs')).status).toBe(200);
  });

  it('should refuse bodies that are no JSON, too large or of another type, in the form of the standard', async () => {
    const send = (raw: string, type: string) =>
      alpha.anonymous.send('PUT', `/ims/oneroster/${GRADEBOOK}/categories/x`, {
        headers: { authorization: `Bearer ${client.token}`, 'content-type': type },
        raw: Buffer.from(raw),
      });
    for (const [raw, type] of [
      ['{', 'application/json'],
      ['[]', 'application/json'],
      ['a=b', 'text/plain'],
      ['{"category":{"__proto__":{}}}', 'application/json'],
      [`{"x":"${'y'.repeat(2_100_000)}"}`, 'application/json'],
    ] as const) {
      const answer = await send(raw, type);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(JSON.parse(answer.text)).toMatchObject({ imsx_codeMajor: 'failure' });
    }
  });
});
