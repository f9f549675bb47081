import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

describe('which rows a role reaches', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let teacher: HttpClient;
  let guardian: HttpClient;
  let student: HttpClient;

  const idsOf = async (client: HttpClient, path: string, key = 'id') => {
    const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=200&depth=0`);
    expect(answer.status, answer.text).toBe(200);
    return answer
      .json<{ docs: Record<string, string>[] }>()
      .docs.map((doc) => doc[key])
      .sort();
  };
  const pupilIds = (pupils: { id: string }[]) => pupils.map(({ id }) => id).sort();

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    const child = classes.pupils[0];
    teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
    guardian = await school.signIn(await school.addUser('guardian', { guardian: child?.guardianId ?? '' }));
    student = await school.signIn(await school.addUser('student', { student: child?.id ?? '' }));
    for (const { id } of [...classes.pupils, ...classes.other.pupils])
      await system.admin.query(
        `insert into attendance (tenant_id, student_id, date, code, status) values ($1, $2, '2026-01-15', 'P', 'present')`,
        [school.tenant.id, id],
      );
  });
  afterAll(() => system.close());

  it('should show a teacher the pupils of own classes alone, whatever the question', async () => {
    const own = pupilIds(classes.pupils);
    const [stranger] = classes.other.pupils;
    expect(await idsOf(teacher, '/api/students')).toEqual(own);
    expect(await idsOf(teacher, '/api/students?where[displayName][like]=9-B')).toEqual([]);
    expect(
      await idsOf(
        teacher,
        `/api/students?where[or][0][id][equals]=${stranger?.id}&where[or][1][id][exists]=true`,
      ),
    ).toEqual(own);
    expect(await idsOf(teacher, '/api/attendance', 'student')).toEqual(own);
    expect(await idsOf(teacher, '/api/enrollments', 'student')).toEqual(own);
    expect(await idsOf(teacher, '/api/guardians')).toEqual(
      classes.pupils.map(({ guardianId }) => guardianId).sort(),
    );
    expect((await teacher.get(`/api/students/${stranger?.id}`)).status).toBe(404);
    expect((await teacher.get('/api/students/count')).json<{ totalDocs: number }>().totalDocs).toBe(
      own.length,
    );
    expect((await teacher.get('/api/invoices')).status).toBe(403);
    expect(
      (await teacher.send('PATCH', `/api/students/${own[0]}`, { body: { givenName: 'x' } })).status,
    ).toBe(403);
  });

  it('should show a guardian own children and nobody else’s', async () => {
    const child = classes.pupils[0]?.id;
    expect(await idsOf(guardian, '/api/students')).toEqual([child]);
    expect(await idsOf(guardian, '/api/attendance', 'student')).toEqual([child]);
    expect((await guardian.get(`/api/students/${classes.pupils[1]?.id}`)).status).toBe(404);
    expect((await guardian.get('/api/guardians')).status).toBe(403);
    await system.admin.query('update student_guardians set may_see_records = false where student_id = $1', [
      child,
    ]);
    expect(await idsOf(guardian, '/api/students')).toEqual([]);
    await system.admin.query('update student_guardians set may_see_records = true where student_id = $1', [
      child,
    ]);
  });

  it('should show a student themselves alone', async () => {
    const self = classes.pupils[0]?.id;
    expect(await idsOf(student, '/api/students')).toEqual([self]);
    expect(await idsOf(student, '/api/attendance', 'student')).toEqual([self]);
    expect((await student.get(`/api/students/${classes.pupils[1]?.id}`)).status).toBe(404);
    expect((await student.get('/api/invoices')).status).toBe(403);
  });

  it('A5: should not open the door by a question about related records', async () => {
    for (const client of [guardian, student]) {
      const oracle = await client.get('/api/enrollments?where[student.displayName][like]=Pupil2&depth=0');
      expect([200, 400, 403]).toContain(oracle.status);
      if (oracle.status === 200) expect(oracle.json<{ docs: unknown[] }>().docs).toEqual([]);
    }
  });

  it('A2: should let nobody raise themselves', async () => {
    const roles = await system.admin.query("select id from roles where tenant_id = $1 and code = 'admin'", [
      school.tenant.id,
    ]);
    for (const client of [teacher, guardian, student]) {
      const me = (await client.get('/api/users/me')).json<{ user: { id: string } }>().user.id;
      await client.send('PATCH', `/api/users/${me}`, {
        body: {
          role: roles.rows[0].id,
          realm: 'platform',
          teacher: classes.other.teacherId,
          tenant: null,
          language: 'ar',
        },
      });
      const { rows } = await system.admin.query(
        'select r.code, u.realm, u.teacher_id, u.tenant_id, u.language from users u join roles r on r.id = u.role_id where u.id = $1',
        [me],
      );
      expect(rows[0].code).not.toBe('admin');
      expect(rows[0].realm).toBe('school');
      expect(rows[0].teacher_id).not.toBe(classes.other.teacherId);
      expect(rows[0].tenant_id).toBe(school.tenant.id);
      expect(rows[0].language).toBe('ar');
      const created = await client.post('/api/users', { email: 'new@example.org', password: 'x'.repeat(12) });
      expect(created.status).toBe(403);
    }
  });

  it('should act on a changed role with the next request', async () => {
    await system.admin.query(
      `delete from role_permissions where tenant_id = $1 and code = 'students.read'
         and role_id = (select id from roles where tenant_id = $1 and code = 'student')`,
      [school.tenant.id],
    );
    expect((await student.get('/api/students')).status).toBe(403);
  });
});
