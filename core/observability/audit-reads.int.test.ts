import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

let system: TestSystem;
let school: TestSchool;
let admin: HttpClient;
let classes: SmallClasses;
beforeAll(async () => {
  system = await createTestSystem({ environment: { AUDIT_LIST_ROWS: '20', AUDIT_ALARM_ROWS: '100' } });
  school = await system.addSchool('alpha');
  classes = await addClasses(system.admin, school, { pupils: 20 });
  admin = await school.signIn(school.admin);
});
afterAll(() => system.close());

async function accesses(actor: string): Promise<Record<string, unknown>[]> {
  const { rows } = await system.admin.query(
    "select * from audit_events where category = 'access' and actor_id = $1 order by created_at, id",
    [actor],
  );
  return rows;
}

describe('the audit trail of sensitive reads', () => {
  it('should tell who looked at a guardian or a student, once in a while', async () => {
    const { guardianId = '', id = '' } = classes.pupils[0] ?? {};
    for (const path of [`guardians/${guardianId}`, `guardians/${guardianId}`, `students/${id}`])
      expect((await admin.get(`/api/${path}`)).status).toBe(200);
    expect(await accesses(school.admin.id)).toMatchObject([
      { action: 'guardians.view', subject_id: guardianId, tenant_id: school.tenant.id, outcome: 'success' },
      { action: 'students.view', subject_id: id, subject_label: 'Pupil1 9-A' },
    ]);
  });

  it('should not tell of a record that was not shown, nor of one’s own', async () => {
    const { id = '' } = classes.pupils[1] ?? {};
    const student = await school.addUser('student', { student: id });
    const client = await school.signIn(student);
    expect((await client.get(`/api/students/${id}`)).status).toBe(200);
    expect((await client.get(`/api/students/${classes.pupils[2]?.id}`)).status).toBe(404);
    expect(await accesses(student.id)).toEqual([]);
  });

  it('should tell of a long list, not of a class', async () => {
    const reader = await school.addUser('accountant');
    const client = await school.signIn(reader);
    await client.get('/api/students?limit=20');
    expect(await accesses(reader.id)).toEqual([]);
    await client.get('/api/students?limit=30');
    expect(await accesses(reader.id)).toMatchObject([{ action: 'students.list', details: { rows: 30 } }]);
  });

  it('R17: should raise one alarm when an account reads too much, also through other collections, and serve it', async () => {
    const reader = await school.addUser('accountant');
    const client = await school.signIn(reader);
    for (let page = 1; page <= 4; page += 1)
      expect((await client.get(`/api/student-guardians?limit=10&page=${page}&depth=1`)).status).toBe(200);
    expect((await client.get('/api/students?limit=40')).status).toBe(200);
    const answer = await client.get('/api/guardians?limit=40');
    expect(answer.json<{ docs: unknown[] }>().docs).toHaveLength(40);
    await client.get('/api/guardians?limit=40');
    const alarms = (await accesses(reader.id)).filter(({ outcome }) => outcome === 'alarm');
    expect(alarms).toMatchObject([{ action: 'people.bulk_read', details: { minutes: 10 } }]);
    const { rows } = await system.admin.query("select payload from outbox where type = 'security.bulk_read'");
    expect(rows).toMatchObject([{ payload: { actorId: reader.id } }]);
  });
});
