import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

type Page = { entries: { id: string; action: string; subject: { label: string } }[]; next: string | null };

let system: TestSystem;
let [a, b]: TestSchool[] = [];
let adminA: HttpClient;
let adminB: HttpClient;
beforeAll(async () => {
  system = await createTestSystem();
  a = await system.addSchool('alpha');
  b = await system.addSchool('beta');
  adminA = await a.signIn(a.admin);
  adminB = await b.signIn(b.admin);
  await system.admin.query(
    `insert into audit_events (tenant_id, category, action, actor_kind, actor_label, subject_collection, subject_label, created_at)
     select $1, 'change', 'students.update', 'user', '=HYPERLINK("http://evil")', 'students', 'CanaryOfA ' || n, '2026-03-01'::timestamptz + (n / 3) * interval '1 minute'
       from generate_series(1, 1300) n`,
    [a.tenant.id],
  );
  await system.admin.query(
    `insert into audit_events (tenant_id, category, action, actor_kind, subject_label, created_at)
     values ($1, 'change', 'students.update', 'user', 'CanaryOfB', '2026-03-01')`,
    [b.tenant.id],
  );
});
afterAll(() => system.close());

const MARCH = 'from=2026-03-01&to=2026-03-31';

describe('the views of the audit trail', () => {
  it('should page through everything once, in order, also where moments are equal', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page: Page = (await adminA.get(`/api/audit/entries?${MARCH}${cursor}`)).json<Page>();
      seen.push(...page.entries.map(({ subject }) => subject.label));
      next = page.next;
    }
    expect(seen).toHaveLength(1300);
    expect(new Set(seen).size).toBe(1300);
    expect(seen.join()).not.toContain('CanaryOfB');
  });

  it('should filter by kind, outcome, name, record and day', async () => {
    const count = async (query: string) =>
      (await adminA.get(`/api/audit/entries?${query}`)).json<Page>().entries.length;
    expect(await count(`${MARCH}&text=CanaryOfA%20777`)).toBe(1);
    expect(await count(`${MARCH}&text=%25`)).toBe(0);
    expect(await count(`${MARCH}&category=sign_in`)).toBe(0);
    expect(await count(`${MARCH}&outcome=alarm`)).toBe(0);
    expect(await count(`${MARCH}&collection=guardians`)).toBe(0);
    expect(await count('from=2026-03-02&to=2026-03-31')).toBe(0);
    expect(await count(`${MARCH}&actor=${a?.admin.id}`)).toBe(0);
    expect(await count(`actor=${a?.admin.id}&category=sign_in`)).toBe(1);
  });

  it('should refuse what is no filter', async () => {
    for (const query of ['cursor=x', 'from=2026-02-30', 'tenant=x', "subject='or'1", 'category=everything'])
      expect((await adminA.get(`/api/audit/entries?${query}`)).status).toBe(400);
  });

  it('should count the days in the zone of the school', async () => {
    const { days } = (await adminA.get(`/api/audit/days?${MARCH}`)).json<{
      days: { day: string; entries: number }[];
    }>();
    expect(days).toEqual([{ day: '2026-03-01', entries: 1300 }]);
  });

  it('I5: should export CSV in which no cell is run as a formula, and say so in the trail', async () => {
    const answer = await adminA.get(`/api/audit/export?format=csv&${MARCH}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="audit-2026-03-01-2026-03-31.csv"',
    );
    const lines = answer.text.split('\r\n');
    expect(lines).toHaveLength(1302);
    expect(answer.text.indexOf('\ufeff', 1)).toBe(-1);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(answer.text).not.toContain('CanaryOfB');
    const { rows } = await system.admin.query("select * from audit_events where action = 'audit.export'");
    expect(rows).toMatchObject([
      {
        category: 'export',
        tenant_id: a?.tenant.id,
        actor_id: a?.admin.id,
        details: { format: 'csv', from: '2026-03-01', to: '2026-03-31' },
      },
    ]);
  });

  it('should export one JSON object a line', async () => {
    const answer = await adminA.get(`/api/audit/export?format=jsonl&${MARCH}`);
    const lines = answer.text.trim().split('\n');
    expect(lines).toHaveLength(1300);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ action: 'students.update' });
  });

  it('should ask for a range before it exports', async () => {
    expect((await adminA.get('/api/audit/export?format=csv')).status).toBe(400);
  });

  it('should be closed to everybody without the permission', async () => {
    const partner = await addRealmUser(system.payload, 'partner');
    const partners = await system
      .at(`partners.${BASE_DOMAIN}`)
      .signIn(partner.email, partner.password, partner.totpSecret);
    for (const path of ['entries?', 'days?', 'export?format=csv&']) {
      expect((await partners.get(`/api/audit/${path}${MARCH}`)).status).toBe(403);
      expect((await system.at(a?.host ?? '').get(`/api/audit/${path}${MARCH}`)).status).toBe(401);
      expect((await adminA.at(b?.host ?? '').get(`/api/audit/${path}${MARCH}`)).status).toBe(401);
    }
    for (const role of ['teacher', 'accountant', 'guardian', 'student'] as const) {
      const client = await a?.signIn((await a?.addUser(role)) ?? { id: '', email: '', password: '' });
      for (const path of ['entries?', 'days?', 'export?format=csv&'])
        expect((await client?.get(`/api/audit/${path}${MARCH}`))?.status).toBe(403);
    }
  });

  it('should show staff no entry of a school’s people', async () => {
    const staff = await addRealmUser(system.payload, 'platform');
    const client = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    const texts = await Promise.all([
      client.get('/api/audit/entries').then(({ text }) => text),
      client.get(`/api/audit/export?format=jsonl&${MARCH}`).then(({ text }) => text),
      adminB.get(`/api/audit/export?format=jsonl&${MARCH}`).then(({ text }) => text),
    ]);
    for (const text of texts) expect(text).not.toContain('CanaryOfA');
    expect(texts[0]).not.toContain('CanaryOfB');
    expect(texts[2]).toContain('CanaryOfB');
  });
});
