import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addClasses,
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  httpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
  type TestUser,
} from '../../e2e/support/index.ts';

const CONSOLE = `console.${BASE_DOMAIN}`;
const REQUEST = { reason: 'A guardian cannot see the invoice of May', ticket: 'DAF-117', writeAsked: false };

let system: TestSystem;
let [a, b]: TestSchool[] = [];
let adminA: HttpClient;
let classes: SmallClasses;
let staff: TestUser;
let desk: HttpClient;
beforeAll(async () => {
  system = await createTestSystem();
  a = await system.addSchool('alpha');
  b = await system.addSchool('beta');
  classes = await addClasses(system.admin, a);
  adminA = await a.signIn(a.admin);
  staff = await addRealmUser(system.payload, 'platform');
  desk = await system.at(CONSOLE).signIn(staff.email, staff.password, staff.totpSecret);
});
afterAll(() => system.close());
beforeEach(async () => {
  await system.admin.query(
    "update support_grants set status = 'ended' where status in ('requested', 'approved')",
  );
});

async function ask(more: Partial<typeof REQUEST> = {}): Promise<string> {
  const answer = await desk.post('/api/support/request', { ...REQUEST, ...more, tenantId: a?.tenant.id });
  expect(answer.text).toContain('"status"');
  return answer.json<{ id: string }>().id;
}
async function approve(id: string, mayWrite = false): Promise<void> {
  const answer = await adminA.post('/api/support/decide', { id, decision: 'approve', mayWrite });
  expect(answer.status).toBe(200);
}
async function entryToken(id: string): Promise<string> {
  const answer = await desk.post('/api/support/enter', { id });
  expect(answer.status).toBe(200);
  const url = new URL(answer.json<{ url: string }>().url);
  expect(url.host).toBe(a?.host);
  return url.searchParams.get('token') ?? '';
}
function enterAt(host: string, token: string): Promise<HttpAnswer> {
  return system.at(host).get(`/support/enter?token=${token}`);
}
function clientOf(entered: HttpAnswer): HttpClient {
  const [cookie] = entered.headers['set-cookie'] ?? [];
  const token = /^(?:__Host-)?daftar=([\w-]+);/.exec(String(cookie))?.[1];
  return httpClient(system.port, a?.host ?? '', token);
}
async function inSupport(mayWrite = false): Promise<{ id: string; support: HttpClient }> {
  const id = await ask({ writeAsked: mayWrite });
  await approve(id, mayWrite);
  const entered = await enterAt(a?.host ?? '', await entryToken(id));
  expect(entered.status).toBe(303);
  return { id, support: clientOf(entered) };
}
async function entries(action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await system.admin.query(
    'select * from audit_events where action = $1 order by created_at',
    [action],
  );
  return rows;
}

describe('support access', () => {
  it('A10: should ask with a reason and a ticket, and tell the school by mail and on its page', async () => {
    for (const wrong of [{ reason: 'too short' }, { ticket: '' }, { reason: `${REQUEST.reason}\nBcc: x` }])
      expect(
        (await desk.post('/api/support/request', { ...REQUEST, ...wrong, tenantId: a?.tenant.id })).status,
      ).toBe(400);
    const id = await ask();
    expect((await desk.post('/api/support/request', { ...REQUEST, tenantId: a?.tenant.id })).status).toBe(
      409,
    );
    const { rows } = await system.admin.query(
      "select count(*)::int as mails from outbox where type = 'mail.requested' and tenant_id = $1",
      [a?.tenant.id],
    );
    expect(rows[0].mails).toBeGreaterThanOrEqual(1);
    const seen = (await adminA.get('/api/support/grants')).json<{ grants: object[]; policy: string }>();
    expect(seen.policy).toBe('required');
    expect(seen.grants[0]).toMatchObject({
      id,
      status: 'requested',
      reason: REQUEST.reason,
      staffName: 'platform',
    });
    const other = await b?.signIn(b.admin);
    expect((await other?.get('/api/support/grants'))?.text).not.toContain(REQUEST.reason);
    expect((await desk.post('/api/support/enter', { id })).status).toBe(409);
    expect(await entries('support.requested')).toMatchObject([
      { actor_kind: 'staff', actor_id: staff.id, tenant_id: a?.tenant.id, subject_id: id },
    ]);
  });

  it('A10: should let the school’s people with the permission decide, and nobody else', async () => {
    const id = await ask();
    const body = { id, decision: 'approve', mayWrite: true };
    const teacher = await a?.signIn((await a.addUser('teacher', { teacher: classes.teacherId })) as TestUser);
    expect((await teacher?.post('/api/support/decide', body))?.status).toBe(403);
    expect(
      (await b?.signIn(b.admin).then((client) => client.post('/api/support/decide', body)))?.status,
    ).toBe(404);
    expect((await desk.post('/api/support/decide', body)).status).toBe(401);
    expect((await a?.anonymous.post('/api/support/decide', body))?.status).toBe(401);
    const partner = await addRealmUser(system.payload, 'partner');
    const partners = await system
      .at(`partners.${BASE_DOMAIN}`)
      .signIn(partner.email, partner.password, partner.totpSecret);
    expect((await partners.post('/api/support/request', { ...REQUEST, tenantId: a?.tenant.id })).status).toBe(
      401,
    );
    await approve(id, true);
    const { rows } = await system.admin.query('select * from support_grants where id = $1', [id]);
    // Nobody asked to change records, so the yes did not grant it.
    expect(rows[0]).toMatchObject({ status: 'approved', may_write: false, decided_by_id: a?.admin.id });
    const minutes = (rows[0].expires_at.getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
  });

  it('A10: should refuse staff whose session had no second factor', async () => {
    const id = await ask();
    await approve(id);
    await system.admin.query('update user_sessions set second_factor_at = null where user_id = $1', [
      staff.id,
    ]);
    try {
      for (const [path, body] of [
        ['/api/support/enter', { id }],
        ['/api/support/request', { ...REQUEST, tenantId: b?.tenant.id }],
      ] as const)
        expect([401, 403]).toContain((await desk.post(path, body)).status);
    } finally {
      await system.admin.query('update user_sessions set second_factor_at = now() where user_id = $1', [
        staff.id,
      ]);
    }
  });

  it('A10: should open a link once, within its minute, at its school alone', async () => {
    const id = await ask();
    await approve(id);
    const [first, second, third] = [await entryToken(id), await entryToken(id), await entryToken(id)];
    expect((await enterAt(b?.host ?? '', first)).status).toBe(400);
    expect((await enterAt(CONSOLE, first)).status).toBe(400);
    expect((await enterAt(a?.host ?? '', first)).status).toBe(303);
    expect((await enterAt(a?.host ?? '', first)).status).toBe(400);
    await system.admin.query(
      "update one_time_tokens set expires_at = now() - interval '1 second' where used_at is null",
    );
    expect((await enterAt(a?.host ?? '', second)).status).toBe(400);
    expect((await enterAt(a?.host ?? '', `${third.slice(0, -1)}x`)).status).toBe(400);
    expect((await enterAt(a?.host ?? '', '')).status).toBe(400);
    const { rows } = await system.admin.query(
      "select * from one_time_tokens where purpose = 'support_entry'",
    );
    expect(JSON.stringify(rows)).not.toContain(first);
  });

  it('A10: should open a link for one of twenty who race for it', async () => {
    const id = await ask();
    await approve(id);
    const token = await entryToken(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => enterAt(a?.host ?? '', token)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('A10: should look and not change, without keys, exports, or the trail of the school’s people', async () => {
    const { support } = await inSupport();
    const [pupil] = classes.pupils;
    expect((await support.get('/api/students')).json<{ totalDocs: number }>().totalDocs).toBe(6);
    expect((await support.get(`/api/guardians/${pupil?.guardianId}`)).status).toBe(200);
    expect((await support.get('/api/register/classes?date=2026-01-15')).status).toBe(200);
    const writes: [string, string, unknown][] = [
      [
        'POST',
        '/api/students',
        { givenName: 'X', familyName: 'Y', admissionNumber: 'S-1', status: 'active' },
      ],
      ['PATCH', `/api/students/${pupil?.id}`, { familyName: 'Changed' }],
      ['PATCH', `/api/students?where[id][equals]=${pupil?.id}`, { familyName: 'Changed' }],
      ['DELETE', `/api/students/${pupil?.id}`, undefined],
      [
        'POST',
        '/api/register',
        {
          class: { kind: 'classroom', id: classes.classroomId },
          date: '2026-01-15',
          revision: 0,
          marks: [{ student: pupil?.id, code: 'A' }],
        },
      ],
      ['POST', '/api/add-ons/switch', { pluginId: 'sms', on: true }],
      ['PATCH', `/api/users/${a?.admin.id}`, { active: false }],
    ];
    for (const [method, path, body] of writes) {
      const answer = await support.send(method, path, { ...(body ? { body } : {}) });
      expect(`${method} ${path} ${answer.status} ${answer.text}`).toContain(
        '403 {"errors":[{"code":"support.read_only"',
      );
    }
    for (const path of [
      '/api/audit/export?format=csv&from=2026-01-01&to=2026-12-31',
      ...[
        '/api/audit/entries',
        '/api/audit-events',
        '/api/api-keys',
        '/api/sso-connections',
        '/api/support-grants',
      ],
      ...['/api/support/grants', '/api/imports/package?id=00000000-0000-4000-8000-000000000000'],
    ])
      expect(`${path} ${(await support.get(path)).status}`).toBe(`${path} 403`);
    const { rows } = await system.admin.query('select family_name from students where id = $1', [pupil?.id]);
    expect(rows[0].family_name).not.toBe('Changed');
  });

  it('A10: should change records only where staff asked and the school said yes, and never accounts and roles', async () => {
    const { support } = await inSupport(true);
    const [pupil] = classes.pupils;
    const changed = await support.send('PATCH', `/api/students/${pupil?.id}`, {
      body: { middleName: 'Fixed' },
    });
    expect(changed.status).toBe(200);
    for (const [path, body] of [
      [`/api/users/${a?.admin.id}`, { displayName: 'Changed' }],
      [`/api/roles?where[code][equals]=teacher`, { name: 'Changed' }],
    ] as const)
      expect((await support.send('PATCH', path, { body })).status).toBe(403);
    const { rows } = await system.admin.query(
      "select * from audit_events where action = 'students.update' and subject_id = $1",
      [pupil?.id],
    );
    expect(rows).toMatchObject([{ actor_kind: 'staff', actor_id: staff.id, after: { middleName: 'Fixed' } }]);
  });

  it('A10: should leave every view in the trail, seen by the school and by staff', async () => {
    const { id, support } = await inSupport();
    const [pupil] = classes.pupils;
    // The panel's lists remember their columns, also for support.
    const kept = await support.post('/api/payload-preferences/collection-students', { value: { limit: 10 } });
    expect(kept.status).toBe(200);
    await support.get(`/api/students/${pupil?.id}`);
    await support.get('/api/students');
    await support.get('/api/register/classes?date=2026-01-15');
    for (const client of [adminA, desk]) {
      const { text } = await client.get('/api/audit/entries?category=support');
      const seen = (
        JSON.parse(text) as {
          entries: { action: string; details: { supportGrant?: string }; actor: { kind: string } }[];
        }
      ).entries.filter(({ details }) => details?.supportGrant === id);
      const actions = seen.filter(({ actor }) => actor.kind === 'staff').map(({ action }) => action);
      expect(actions).toEqual([
        ...['support.request', 'students.list', 'students.view', 'support.entered', 'support.requested'],
      ]);
    }
  });

  it('A7: should end by the school, by staff and by itself with the very next request', async () => {
    const ends: ((id: string, support: HttpClient) => Promise<HttpAnswer>)[] = [
      (id) => adminA.post('/api/support/end', { id }),
      (id) => desk.post('/api/support/end', { id }),
      (_id, support) => support.post('/api/support/end', {}),
    ];
    for (const end of ends) {
      const { id, support } = await inSupport();
      expect((await support.get('/api/students')).status).toBe(200);
      expect((await end(id, support)).status).toBe(200);
      expect([401, 403]).toContain((await support.get('/api/students')).status);
      expect((await desk.post('/api/support/enter', { id })).status).toBe(409);
    }
    expect((await entries('support.ended')).length).toBeGreaterThanOrEqual(3);
  });

  it('A7: should end when the hour is over, also for the open session', async () => {
    const { id, support } = await inSupport();
    const { rows } = await system.admin.query(
      'select expires_at from user_sessions where support_grant_id = $1',
      [id],
    );
    expect(rows[0].expires_at.getTime()).toBeLessThanOrEqual(Date.now() + 60 * 60_000);
    await system.admin.query(
      "update support_grants set expires_at = now() - interval '1 second' where id = $1",
      [id],
    );
    expect([401, 403]).toContain((await support.get('/api/students')).status);
    expect((await desk.post('/api/support/enter', { id })).status).toBe(409);
  });

  it('A7: should end at once when the account of the member of staff is switched off', async () => {
    const { id, support } = await inSupport();
    const token = await entryToken(id);
    await system.admin.query('update users set active = false where id = $1', [staff.id]);
    try {
      expect([401, 403]).toContain((await support.get('/api/students')).status);
      expect((await enterAt(a?.host ?? '', token)).status).toBe(409);
    } finally {
      await system.admin.query('update users set active = true where id = $1', [staff.id]);
    }
    expect((await support.get('/api/students')).status).toBe(200);
  });

  it('A7: should be worth nothing at another school, the console or with another grant’s id', async () => {
    const { id, support } = await inSupport();
    expect([401, 403]).toContain((await support.at(b?.host ?? '').get('/api/students')).status);
    expect([401, 403]).toContain((await support.at(CONSOLE).get('/api/tenants')).status);
    const colleague = await addRealmUser(system.payload, 'platform');
    const theirs = await system.at(CONSOLE).signIn(colleague.email, colleague.password, colleague.totpSecret);
    expect((await theirs.post('/api/support/enter', { id })).status).toBe(404);
    expect((await theirs.post('/api/support/end', { id })).status).toBe(404);
  });

  it('A10: should open at once where the school only wants to be told, to look alone, and only the school may say so', async () => {
    expect((await desk.post('/api/support/policy', { policy: 'notify' })).status).toBe(401);
    await desk.send('PATCH', `/api/tenants/${a?.tenant.id}`, { body: { supportApproval: 'notify' } });
    expect((await adminA.get('/api/support/grants')).text).toContain('"policy":"required"');
    expect((await adminA.post('/api/support/policy', { policy: 'notify' })).status).toBe(200);
    try {
      const id = await ask();
      const entered = await enterAt(a?.host ?? '', await entryToken(id));
      expect(entered.status).toBe(303);
      const support = clientOf(entered);
      expect((await support.get('/api/students')).status).toBe(200);
      expect((await support.send('DELETE', `/api/students/${classes.pupils[0]?.id}`)).status).toBe(403);
      await adminA.post('/api/support/end', { id });
      const write = await desk.post('/api/support/request', {
        ...REQUEST,
        writeAsked: true,
        tenantId: a?.tenant.id,
      });
      expect(write.json<{ status: string }>().status).toBe('requested');
    } finally {
      await adminA.post('/api/support/policy', { policy: 'required' });
    }
    expect(await entries('support.policy')).toMatchObject([
      { tenant_id: a?.tenant.id, actor_id: a?.admin.id, after: { supportApproval: 'notify' } },
      { after: { supportApproval: 'required' } },
    ]);
  });

  it('R17: should leave no token of a link or session in the trail', async () => {
    const id = await ask();
    await approve(id);
    const token = await entryToken(id);
    const entered = await enterAt(a?.host ?? '', token);
    const session = clientOf(entered).token ?? 'none';
    const { rows } = await system.admin.query('select * from audit_events');
    const text = JSON.stringify(rows);
    expect(text).not.toContain(token);
    expect(text).not.toContain(session);
    const hashes = await system.admin.query(
      'select token_hash from user_sessions union select token_hash from one_time_tokens',
    );
    for (const { token_hash } of hashes.rows) expect(text).not.toContain(token_hash);
  });
});
