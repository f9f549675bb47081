import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

type Entry = Record<string, unknown> & {
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

let system: TestSystem;
let school: TestSchool;
let admin: HttpClient;
beforeAll(async () => {
  system = await createTestSystem();
  school = await system.addSchool('alpha');
  admin = await school.signIn(school.admin);
});
afterAll(() => system.close());

async function entriesOf(subjectId: string): Promise<Entry[]> {
  const { rows } = await system.admin.query(
    'select * from audit_events where subject_id = $1 order by created_at, id',
    [subjectId],
  );
  return rows;
}

const NEW_STUDENT = { givenName: 'Mariam', familyName: 'Al-Sayed', admissionNumber: 'A-1', status: 'active' };
let number = 0;
async function addStudent(): Promise<string> {
  number += 1;
  const answer = await admin.post('/api/students', {
    ...NEW_STUDENT,
    admissionNumber: `A-${number}`,
    phone: '+97455123456',
    email: 'mariam@example.org',
  });
  expect(answer.status).toBe(201);
  return answer.json<{ doc: { id: string } }>().doc.id;
}

describe('the audit trail of changes', () => {
  it('should leave one entry for each created, changed and deleted record, with the changed fields alone', async () => {
    const id = await addStudent();
    await admin.send('PATCH', `/api/students/${id}`, {
      body: { familyName: 'Al-Kuwari', givenName: 'Mariam' },
    });
    await admin.send('DELETE', `/api/students/${id}`);
    const [created, updated, deleted, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(created).toMatchObject({
      action: 'students.create',
      category: 'change',
      outcome: 'success',
      tenant_id: school.tenant.id,
      actor_kind: 'user',
      actor_id: school.admin.id,
      subject_label: 'Mariam Al-Sayed',
      before: null,
    });
    expect(updated?.before).toEqual({ familyName: 'Al-Sayed', displayName: 'Mariam Al-Sayed' });
    expect(updated?.after).toEqual({ familyName: 'Al-Kuwari', displayName: 'Mariam Al-Kuwari' });
    expect(deleted).toMatchObject({ action: 'students.delete', after: null });
    expect(deleted?.before).toMatchObject({ familyName: 'Al-Kuwari' });
  });

  it('should keep of phone numbers and addresses only what their owner recognises', async () => {
    const id = await addStudent();
    const [created] = await entriesOf(id);
    expect(created?.after).toMatchObject({ phone: '+974•••56', email: 'm•••@example.org' });
    expect(JSON.stringify(created)).not.toContain('55123456');
  });

  it('should leave nothing when nothing changed', async () => {
    const id = await addStudent();
    await admin.send('PATCH', `/api/students/${id}`, { body: { familyName: NEW_STUDENT.familyName } });
    expect((await entriesOf(id)).map(({ action }) => action)).toEqual(['students.create']);
  });

  it('should cover every collection of the configuration', () => {
    const uncovered = system.payload.config.collections.filter(
      ({ slug, hooks }) =>
        !['audit-events', 'payload-preferences', 'payload-migrations', 'payload-kv'].includes(slug) &&
        !(
          hooks.afterChange.some(({ name }) => name === 'auditChange') &&
          hooks.afterDelete.some(({ name }) => name === 'auditDelete')
        ),
    );
    expect(uncovered.map(({ slug }) => slug)).toEqual([]);
  });

  it('should write no entry of a change that was refused at its end', async () => {
    const before = await system.admin.query('select count(*)::int as n from audit_events');
    const answer = await admin.post('/api/academic-years', {
      title: '2030',
      startDate: '2031-01-01',
      endDate: '2030-01-01',
    });
    expect(answer.status).toBe(400);
    const after = await system.admin.query('select count(*)::int as n from audit_events');
    expect(after.rows).toEqual(before.rows);
  });

  it('should undo the change when its entry cannot be written', async () => {
    const id = await addStudent();
    await system.admin.query(
      "alter table audit_events add constraint blocked check (action <> 'students.update') not valid",
    );
    try {
      const one = await admin.send('PATCH', `/api/students/${id}`, { body: { familyName: 'Lost' } });
      expect(one.status).toBeGreaterThanOrEqual(400);
      const many = await admin.send('PATCH', `/api/students?where[id][equals]=${id}`, {
        body: { familyName: 'Lost' },
      });
      expect(many.status).toBeGreaterThanOrEqual(400);
    } finally {
      await system.admin.query('alter table audit_events drop constraint blocked');
    }
    const { rows } = await system.admin.query('select family_name from students where id = $1', [id]);
    expect(rows).toEqual([{ family_name: NEW_STUDENT.familyName }]);
  });

  it('should undo a change in bulk when writing its entry fails before it reaches the database', async () => {
    const year = { title: '2026', startDate: '2026-09-01', endDate: '2027-06-30' };
    const { id } = (await admin.post('/api/academic-years', year)).json<{ doc: { id: string } }>().doc;
    const { admin: settings } = (
      system.payload.collections['academic-years' as 'users'] as unknown as {
        config: { admin: { useAsTitle?: string } };
      }
    ).config;
    const { useAsTitle } = settings;
    let spoilt = 0;
    Object.defineProperty(settings, 'useAsTitle', {
      configurable: true,
      get: () => {
        spoilt += 1;
        throw new Error('spoilt');
      },
    });
    try {
      await admin.send('PATCH', `/api/academic-years?where[id][equals]=${id}`, { body: { title: 'Lost' } });
    } finally {
      Object.defineProperty(settings, 'useAsTitle', {
        configurable: true,
        writable: true,
        value: useAsTitle,
      });
    }
    expect(spoilt).toBe(1);
    const { rows } = await system.admin.query('select title from academic_years where id = $1', [id]);
    expect(rows).toEqual([{ title: '2026' }]);
  });

  it('should never take actor, school or time from the request', async () => {
    const other = await system.addSchool('forged');
    number += 1;
    const answer = await admin.post('/api/students', {
      ...NEW_STUDENT,
      admissionNumber: `A-${number}`,
      tenant: other.tenant.id,
      actorId: other.admin.id,
      actorKind: 'system',
      createdAt: '2001-01-01T00:00:00.000Z',
    });
    const { id } = answer.json<{ doc: { id: string } }>().doc;
    const [entry] = await entriesOf(id);
    expect(entry).toMatchObject({
      tenant_id: school.tenant.id,
      actor_id: school.admin.id,
      actor_kind: 'user',
    });
    expect(Date.now() - new Date(String(entry?.created_at)).getTime()).toBeLessThan(60_000);
    for (const client of [admin, await other.signIn(other.admin), school.anonymous]) {
      const forged = await client.post('/api/audit-events', { action: 'x', category: 'change' });
      expect([401, 403]).toContain(forged.status);
      expect([401, 403, 404]).toContain(
        (await client.send('DELETE', `/api/audit-events/${entry?.id}`)).status,
      );
      const changed = await client.send('PATCH', `/api/audit-events/${entry?.id}`, { body: { action: 'x' } });
      expect([401, 403, 404]).toContain(changed.status);
    }
  });

  it('S13: should be append-only for both roles of the application', async () => {
    const { rows } = await system.admin.query('select id from audit_events where tenant_id = $1 limit 1', [
      school.tenant.id,
    ]);
    for (const role of ['app_tenant', 'app_platform'])
      for (const attack of [
        `update audit_events set action = 'x' where id = '${rows[0].id}'`,
        `delete from audit_events where id = '${rows[0].id}'`,
        'truncate audit_events',
      ]) {
        const client = await system.admin.connect();
        try {
          await client.query(`begin; set local role ${role}`);
          await client.query(
            `select set_config('app.tenant', '${school.tenant.id}', true), set_config('app.realm', 'platform', true)`,
          );
          await expect(client.query(attack)).rejects.toThrow(/permission denied/);
        } finally {
          await client.query('rollback');
          client.release();
        }
      }
  });

  it('S13: should not let control characters of a request make lines of their own', async () => {
    number += 1;
    const answer = await admin.post('/api/students', {
      ...NEW_STUDENT,
      givenName: 'Eve\r\nadmin signed in',
      admissionNumber: `A-${number}`,
    });
    const [entry] = await entriesOf(answer.json<{ doc: { id: string } }>().doc.id);
    expect(entry?.subject_label).toBe('Eve  admin signed in Al-Sayed');
  });

  it('should show a school its own entries alone, and staff what staff did and never what a school’s people did', async () => {
    const [a, b] = [await system.addSchool('first'), await system.addSchool('second')];
    const [adminA, adminB] = [await a.signIn(a.admin), await b.signIn(b.admin)];
    await adminA.post('/api/students', { ...NEW_STUDENT, givenName: 'CanaryOfFirst' });
    await adminB.post('/api/students', { ...NEW_STUDENT, givenName: 'CanaryOfSecond' });
    const staff = await addRealmUser(system.payload, 'platform');
    const consoleClient = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    await consoleClient.send('PATCH', `/api/tenants/${a.tenant.id}`, {
      body: { name: 'CanaryOfStaff' },
    });
    const [seenByA, seenByB, seenByStaff] = await Promise.all(
      [adminA, adminB, consoleClient].map(
        async (client) => (await client.get('/api/audit-events?limit=200')).text,
      ),
    );
    expect(seenByA).toContain('CanaryOfFirst');
    expect(seenByA).not.toContain('CanaryOfSecond');
    expect(seenByA).toContain('CanaryOfStaff');
    expect(seenByB).not.toContain('CanaryOfFirst');
    expect(seenByB).not.toContain('CanaryOfStaff');
    expect(seenByStaff).toContain('CanaryOfStaff');
    expect(seenByStaff).not.toMatch(/CanaryOf(First|Second)/);
  });

  it('should be closed to roles without the permission', async () => {
    const { teacherId } = await addClasses(system.admin, school);
    const teacher = await school.signIn(await school.addUser('teacher', { teacher: teacherId }));
    expect((await teacher.get('/api/audit-events')).status).toBe(403);
  });

  it('R17: should hold no password of an account that was made or changed', async () => {
    const role = (
      await system.admin.query("select id from roles where code = 'student' and tenant_id = $1", [
        school.tenant.id,
      ])
    ).rows[0].id;
    const made = await admin.post('/api/users', {
      email: 'new@alpha.example',
      password: 'canary password one',
      role,
      displayName: 'New person',
    });
    expect(made.status).toBe(201);
    const { id } = made.json<{ doc: { id: string } }>().doc;
    const changed = await admin.send('PATCH', `/api/users/${id}`, {
      body: { password: 'canary password two' },
    });
    expect(changed.status).toBe(200);
    const actions = (await entriesOf(id)).map(({ action }) => action);
    expect(actions).toContain('users.create');
    const { rows } = await system.admin.query('select * from audit_events');
    expect(JSON.stringify(rows)).not.toMatch(/canary password|\$argon2|pbkdf2/);
  });
});
