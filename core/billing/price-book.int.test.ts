import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem } from '../tenancy/index.ts';
import { applyBooks, bookAt, type PriceBookContent, setBillingClock } from './index.ts';

type Draft = { id: string; revision: number; title: string; content: PriceBookContent };

describe('the price book on the console', () => {
  let system: TestSystem;
  let staff: HttpClient;
  let now = new Date('2027-01-10T00:00:00Z');

  beforeAll(async () => {
    system = await createTestSystem();
    const person = await addRealmUser(system.payload, 'platform');
    staff = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(person.email, person.password, person.totpSecret);
    setBillingClock(() => now);
  });
  afterAll(async () => {
    setBillingClock(undefined);
    await system.close();
  });
  beforeEach(() => {
    now = new Date(now.getTime() + 86_400_000);
  });

  const post = async <T>(path: string, body: unknown): Promise<T & { errors?: { code: string }[] }> =>
    (await staff.post(`/api/console/price-books/${path}`, body)).json();
  const newDraft = async (change: (content: PriceBookContent) => void = () => undefined): Promise<Draft> => {
    const { current } = (await staff.get('/api/console/price-books')).json<{ current: number }>();
    const draft = await post<Draft>('draft/create', { title: 'Next year', version: current });
    change(draft.content);
    return post<Draft>('draft/save', { ...pick(draft), note: 'A try', content: draft.content });
  };
  const pick = ({ id, revision, title }: Draft) => ({ id, revision, title });
  const planRow = async (code: string) =>
    (
      await system.admin.query(
        'select name, max_students::int as students, monthly_price_cents::int as monthly, features from plans where code = $1',
        [code],
      )
    ).rows[0];
  const setPrice = (cents: number) => (content: PriceBookContent) => {
    for (const plan of content.plans) if (plan.code === 'basic') plan.monthly = cents;
  };

  it('should publish a draft as the next version, and bring the plans to it at its moment', async () => {
    const draft = await newDraft((content) => {
      setPrice(10_900)(content);
      for (const plan of content.plans) if (plan.code === 'basic') plan.students = 550;
      content.plans.push({
        ...content.plans[0],
        code: 'mini',
        monthly: 4_900,
      } as PriceBookContent['plans'][0]);
    });
    const read = (await staff.get(`/api/console/price-books/draft?id=${draft.id}`)).json<{
      changes: { area: string; code: string; kind: string; field: string; before: unknown; after: unknown }[];
    }>();
    expect(
      read.changes.map(({ code, kind, field, before, after }) => [
        code,
        kind,
        field,
        before,
        kind === 'added' ? '' : after,
      ]),
    ).toEqual([
      ['basic', 'changed', 'monthly', 9_900, 10_900],
      ['basic', 'changed', 'students', 500, 550],
      ['mini', 'added', '', undefined, ''],
    ]);
    const validFrom = new Date(now.getTime() + 3_600_000);
    const published = await post<{ version: number }>('publish', {
      ...pick(draft),
      title: undefined,
      validFrom,
    });
    expect(published.version).toBe(2);
    expect(await applyBooks(system.pool, now)).toEqual([]);
    expect(await planRow('basic')).toMatchObject({ students: 500, monthly: 9_900 });
    expect((await applyBooks(system.pool, validFrom)).sort()).toEqual(['basic', 'mini']);
    expect(await planRow('basic')).toMatchObject({ students: 550, monthly: 10_900 });
    expect(await planRow('mini')).toMatchObject({ monthly: 4_900 });
    expect(await applyBooks(system.pool, validFrom)).toEqual([]);
    const version = await asSystem(() => bookAt(system.pool, validFrom));
    expect(version.version).toBe(2);
    const trail = await system.admin.query(
      `select action from audit_events where subject_collection = 'price_books' order by created_at, action`,
    );
    expect(trail.rows.map(({ action }) => action)).toEqual([
      'price_books.draft',
      'price_books.save',
      'price_books.publish',
    ]);
    now = validFrom;
  });

  it('should never change a published version, whoever asks', async () => {
    const { rows } = await system.admin.query('select version from price_books order by version');
    expect(rows.map(({ version }) => version)).toEqual([1, 2]);
    for (const sql of ["update price_books set note = 'x'", 'delete from price_books'])
      await expect(system.admin.query(sql)).rejects.toMatchObject({ code: '23514' });
  });

  it('should say in words which fields are wrong, and keep the draft as it was', async () => {
    const draft = await newDraft();
    const content = structuredClone(draft.content) as unknown as {
      plans: Record<string, unknown>[];
      meters: { rate: string }[];
    };
    Object.assign(content.plans[0] ?? {}, { monthly: -1, studentCeiling: 3 });
    Object.assign(content.meters[0] ?? {}, { rate: '0,75' });
    const refused = await staff.post('/api/console/price-books/draft/save', {
      ...pick(draft),
      note: '',
      content,
    });
    expect(refused.status).toBe(422);
    const { errors } = refused.json<{
      errors: { code: string; data: { fields: { path: string; message: { en: string; ar: string } }[] } }[];
    }>();
    expect(errors[0]?.data.fields).toEqual([
      { path: 'plans.0.monthly', message: { en: 'use at least 0.', ar: 'استخدم 0 على الأقل.' } },
      {
        path: 'meters.0.rate',
        message: { en: 'write an amount of cents such as 0.75.', ar: 'اكتب مبلغًا بالسنت مثل 0.75.' },
      },
    ]);
    Object.assign(content.plans[0] ?? {}, { monthly: 100 });
    Object.assign(content.meters[0] ?? {}, { rate: '0.75' });
    const nonsense = await staff.post('/api/console/price-books/draft/save', {
      ...pick(draft),
      note: '',
      content,
    });
    expect(nonsense.text).toContain('plans.0.studentCeiling');
    const kept = (await staff.get(`/api/console/price-books/draft?id=${draft.id}`)).json<Draft>();
    expect([kept.revision, kept.content]).toEqual([draft.revision, draft.content]);
  });

  it('should tell the second of two people who save, and publish only what was read', async () => {
    const draft = await newDraft();
    const save = () =>
      staff.post('/api/console/price-books/draft/save', { ...pick(draft), note: '', content: draft.content });
    expect((await Promise.all([save(), save()])).map(({ status }) => status).sort()).toEqual([200, 409]);
    const stale = await staff.post('/api/console/price-books/publish', {
      id: draft.id,
      revision: draft.revision,
    });
    expect([stale.status, stale.text.includes('price.draft_conflict')]).toEqual([409, true]);
  });

  it('should refuse a moment that is past or lies before a published version', async () => {
    const draft = await newDraft(setPrice(11_000));
    const publish = (validFrom?: Date) =>
      post<object>('publish', { id: draft.id, revision: draft.revision, validFrom });
    expect((await publish(new Date(now.getTime() - 1))).errors?.[0]?.code).toBe('price.valid_from_past');
    const later = await newDraft(setPrice(12_000));
    const far = new Date(now.getTime() + 30 * 86_400_000);
    await post('publish', { id: later.id, revision: later.revision, validFrom: far });
    expect((await publish()).errors?.[0]?.code).toBe('price.valid_from_order');
    expect((await publish(new Date(far.getTime() + 1))).errors).toBeUndefined();
  });

  it('should not lose a plan that a school has', async () => {
    await system.addSchool('standing');
    const draft = await newDraft((content) => {
      content.plans = content.plans.filter(({ code }) => code !== 'standard');
    });
    const validFrom = new Date(now.getTime() + 90 * 86_400_000);
    const refused = await post<object>('publish', { id: draft.id, revision: draft.revision, validFrom });
    expect(refused.errors?.[0]?.code).toBe('price.plan_in_use');
    expect((await staff.post('/api/console/price-books/draft/delete', { id: draft.id })).status).toBe(200);
    expect((await staff.get(`/api/console/price-books/draft?id=${draft.id}`)).status).toBe(404);
  });

  it('should be closed to schools and partners, drafts even in the database', async () => {
    const school = await system.addSchool('curious');
    await newDraft();
    const person = await school.signIn(school.admin);
    for (const path of ['price-books', 'price-books/version?version=1'])
      expect([401, 403, 404]).toContain((await person.get(`/api/console/${path}`)).status);
    await expect(school.run(() => system.pool.query('select from price_book_drafts'))).rejects.toMatchObject({
      code: '42501',
    });
  });
});
