import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';

/** What an attacker tried and must never work again. */
describe('attacks from outside', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  // As it stands on the wire: an HTTP client would tidy the path.
  const raw = async (head: string): Promise<string> => {
    const socket = connect(system.port, '127.0.0.1');
    socket.end(`${head}\r\nConnection: close\r\n\r\n`);
    return (await text(socket)).split('\r\n')[0] ?? '';
  };

  it('should keep a password link out of the events that staff can read', async () => {
    await school.anonymous.post('/api/users/forgot-password', { email: school.admin.email });
    const { rows } = await system.admin.query(
      "select payload::text as payload from outbox where type = 'mail.requested'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].payload).not.toMatch(/reset|href|@/);
  });

  it('should make a switched-off account nobody, and not let it switch itself on', async () => {
    const user = await school.addUser('teacher', { teacher: classes.teacherId });
    const teacher = await school.signIn(user);
    const own = { active: false };
    await teacher.send('PATCH', `/api/users/${user.id}`, { body: own });
    expect((await teacher.get('/api/students')).status).toBe(200);
    expect((await admin.send('PATCH', `/api/users/${user.id}`, { body: own })).status).toBe(200);
    expect((await teacher.get('/api/students')).status).toBe(403);
    await teacher.send('PATCH', `/api/users/${user.id}`, { body: { active: true } });
    const { rows } = await system.admin.query('select active from users where id = $1', [user.id]);
    expect(rows[0].active).toBe(false);
  });

  it('should not let a teacher write for pupils and classes of others', async () => {
    const teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
    const insert = async (table: string, values: Record<string, unknown>) => {
      const names = Object.keys(values);
      const { rows } = await system.admin.query(
        `insert into ${table} (tenant_id, ${names.join(', ')}) values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')}) returning id`,
        [school.tenant.id, ...Object.values(values)],
      );
      return String(rows[0].id);
    };
    const stranger = await insert('students', {
      given_name: 'S',
      family_name: 'X',
      display_name: 'S X',
      admission_number: 'S-X',
      status: 'active',
    });
    const { rows: years } = await system.admin.query('select id from academic_years where tenant_id = $1', [
      school.tenant.id,
    ]);
    const year = years[0].id;
    const subject = await insert('subjects', { title: 'Art' });
    const room = await insert('classrooms', { title: 'other', academic_year_id: year });
    const exam = (classroom: string) =>
      insert('exams', {
        title: 'E',
        subject_id: subject,
        classroom_id: classroom,
        academic_year_id: year,
        type: 'quiz',
      });
    const [own, foreign] = [await exam(classes.classroomId), await exam(room)];
    const result = (student: string) => ({
      student,
      exam: own,
      academicYear: year,
      date: '2026-03-01',
      status: 'graded',
    });
    expect((await teacher.post('/api/exam-results', result(stranger))).status).toBe(403);
    const made = await teacher.post('/api/exam-results', result(classes.pupils[0]?.id ?? ''));
    expect(made.status, made.text).toBe(201);
    const { doc } = made.json<{ doc: { id: string } }>();
    expect(
      (await teacher.send('PATCH', `/api/exam-results/${doc.id}`, { body: { student: stranger } })).status,
    ).toBe(403);
    for (const method of ['PATCH', 'DELETE']) {
      expect(
        (await teacher.send(method, `/api/exams/${foreign}`, { body: { title: 'mine' } })).status,
      ).toBeGreaterThanOrEqual(403);
    }
    expect((await teacher.send('PATCH', `/api/exams/${own}`, { body: { classroom: room } })).status).toBe(
      403,
    );
    expect((await teacher.send('PATCH', `/api/exams/${own}`, { body: { title: 'mine' } })).status).toBe(200);
  });

  it('should show an announcement to the role it is for', async () => {
    const { rows } = await system.admin.query(
      "select id from roles where tenant_id = $1 and code = 'teacher'",
      [school.tenant.id],
    );
    expect(
      (await admin.post('/api/announcements', { title: 'staff only', targetRole: rows[0].id })).status,
    ).toBe(201);
    expect((await admin.post('/api/announcements', { title: 'for all' })).status).toBe(201);
    const titles = async (client: HttpClient) =>
      (await client.get('/api/announcements?sort=title'))
        .json<{ docs: { title: string }[] }>()
        .docs.map(({ title }) => title);
    expect(await titles(await school.signIn(await school.addUser('student')))).toEqual(['for all']);
    expect(await titles(await school.signIn(await school.addUser('teacher')))).toEqual([
      'for all',
      'staff only',
    ]);
    expect(await titles(admin)).toEqual(['for all', 'staff only']);
  });

  it.each([
    'POST /api/./users/first-register',
    'POST /api/x/../users/first-register',
    'POST /api/%2e/users/first-register',
    'POST /api//users/first-register',
    'POST /api/users/%2e%2e/users/first-register',
    'GET /api/users/%E0%A4%A',
    'TRACE /api/students',
    'GET x://alpha.daftar.test/api/students',
  ])('should refuse the odd request %s', async (line) => {
    expect(await raw(`${line} HTTP/1.1\r\nHost: ${school.host}\r\nContent-Length: 0`)).toContain('400');
  });

  it('should refuse two hosts, and a port that cannot be', async () => {
    expect(
      await raw(`GET /api/students HTTP/1.1\r\nHost: ${school.host}\r\nHost: beta.daftar.test`),
    ).toContain('400');
    expect(await raw(`GET /api/students HTTP/1.1\r\nHost: ${school.host}:99999`)).toContain('421');
  });

  it('should refuse a body that is too large before reading it', async () => {
    const answer = await school.anonymous.post('/api/users/login', {
      email: 'x'.repeat(3_000_000),
      password: 'x',
    });
    expect(answer.status).toBe(413);
  });
});
