import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
  type TestUser,
} from '../../e2e/support/index.ts';

type World = {
  school: TestSchool;
  classes: SmallClasses;
  people: Record<'teacher' | 'guardian' | 'student', { user: TestUser; client: HttpClient }>;
};

const YESTERDAY = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

/** Each row rule for a teacher, a guardian and a pupil, in two schools that are made alike. */
describe('own rows', () => {
  let system: TestSystem;
  const worlds: World[] = [];

  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const names = Object.keys(row);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(row),
    );
    return rows[0].id;
  };
  const seen = async (client: HttpClient, path: string, key = 'id') => {
    const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=200&depth=0`);
    if (answer.status === 403) return 'refused';
    expect(answer.status, answer.text).toBe(200);
    return answer
      .json<{ docs: Record<string, string>[] }>()
      .docs.map((doc) => doc[key])
      .sort();
  };
  const grant = async ({ school }: World, role: string, ...codes: string[]) => {
    await system.admin.query(
      `insert into role_permissions (tenant_id, role_id, code)
       select $1, id, unnest($3::text[]) from roles where tenant_id = $1 and code = $2 on conflict do nothing`,
      [school.tenant.id, role, codes],
    );
  };
  const at = (index: number): World => {
    const world = worlds[index];
    if (!world) throw new Error('no such school');
    return world;
  };
  const ids = (pupils: { id: string }[]) => pupils.map(({ id }) => id).sort();

  beforeAll(async () => {
    system = await createTestSystem();
    for (const subdomain of ['alpha', 'beta']) {
      const school = await system.addSchool(subdomain);
      const classes = await addClasses(system.admin, school);
      const [child] = classes.pupils;
      const signedIn = async (role: 'teacher' | 'guardian' | 'student', link: string) => {
        const user = await school.addUser(role, { [role]: link });
        return { user, client: await school.signIn(user) };
      };
      const people = {
        teacher: await signedIn('teacher', classes.teacherId),
        guardian: await signedIn('guardian', child?.guardianId ?? ''),
        student: await signedIn('student', child?.id ?? ''),
      };
      worlds.push({ school, classes, people });
      const tenant_id = school.tenant.id;
      for (const { classroomId, pupils } of [classes, classes.other]) {
        await insert('attendance_registers', { tenant_id, date: '2026-01-15', classroom_id: classroomId });
        for (const [index, pupil] of pupils.entries()) {
          const row = { tenant_id, student_id: pupil.id };
          await insert('attendance', { ...row, date: '2026-01-15', code: 'P', status: 'present' });
          for (const status of ['draft', 'open'])
            await insert('invoices', {
              ...row,
              number: `${classroomId.slice(0, 8)}-${index}-${status}`,
              amount_minor: 100,
              issue_date: '2026-01-01',
              due_date: '2026-02-01',
              status,
            });
          await insert('notifications', {
            ...row,
            guardian_id: pupil.guardianId,
            channel: 'sms',
            source: 'test',
            idempotency_key: pupil.id,
            recipient: pupil.phone,
            language: 'en',
            body: 'Absent',
            parts: 1,
            status: 'sent',
          });
        }
      }
      const roles = await system.admin.query('select id, code from roles where tenant_id = $1', [tenant_id]);
      const news = { tenant_id, body: 'x' };
      await insert('announcements', { ...news, title: 'all' });
      for (const { id, code } of roles.rows)
        await insert('announcements', { ...news, title: code, target_role_id: id });
    }
  });
  afterAll(() => system.close());

  it.each([0, 1])(
    'should narrow every collection of pupils to the viewer’s own, school %i',
    async (index) => {
      const { classes, people } = at(index);
      const own = ids(classes.pupils);
      const child = [classes.pupils[0]?.id];
      for (const [path, key] of [
        ['/api/students', 'id'],
        ['/api/attendance', 'student'],
        ['/api/enrollments', 'student'],
      ] as const) {
        expect(await seen(people.teacher.client, path, key), path).toEqual(own);
        expect(await seen(people.guardian.client, path, key), path).toEqual(child);
        expect(await seen(people.student.client, path, key), path).toEqual(child);
      }
    },
  );

  it.each([0, 1])(
    'should show registers of own classes alone, and none to families, school %i',
    async (index) => {
      const { classes, people } = at(index);
      const path = '/api/attendance-registers';
      expect(await seen(people.teacher.client, path, 'classroom')).toEqual([classes.classroomId]);
      expect(await seen(people.guardian.client, path)).toEqual([]);
      expect(await seen(people.student.client, path)).toEqual([]);
      for (const { client } of [people.guardian, people.student]) {
        const board = await client.get('/api/register/classes?date=2026-01-15');
        expect(board.json<{ classes: unknown[] }>().classes).toEqual([]);
        const register = `/api/register?kind=classroom&id=${classes.classroomId}&date=2026-01-15`;
        expect((await client.get(register)).status).toBe(404);
      }
      const foreign = `/api/register?kind=classroom&id=${classes.other.classroomId}&date=2026-01-15`;
      expect((await people.teacher.client.get(foreign)).status).toBe(404);
    },
  );

  it.each([0, 1])(
    'should show a family its own bills without drafts, and messages to itself, school %i',
    async (index) => {
      const world = at(index);
      const { classes, people } = world;
      const [child] = classes.pupils;
      expect(await seen(people.guardian.client, '/api/invoices', 'status')).toEqual(['open']);
      expect(await seen(people.guardian.client, '/api/invoices', 'student')).toEqual([child?.id]);
      expect(await seen(people.guardian.client, '/api/notifications')).toBe('refused');
      for (const role of ['teacher', 'guardian', 'student']) await grant(world, role, 'messages.read');
      expect(await seen(people.teacher.client, '/api/notifications', 'student')).toEqual(ids(classes.pupils));
      expect(await seen(people.guardian.client, '/api/notifications', 'guardian')).toEqual([
        child?.guardianId,
      ]);
      expect(await seen(people.student.client, '/api/notifications')).toBe('refused');
    },
  );

  it.each([0, 1])(
    'should show news for all and for the own role, in lists and on the start page, school %i',
    async (index) => {
      const { school, people } = at(index);
      for (const role of ['teacher', 'guardian', 'student'] as const) {
        const titles = await seen(people[role].client, '/api/announcements', 'title');
        expect(titles).toEqual(['all', role].sort());
        const { familyDashboard } = await import('./services/dashboard.ts');
        const { rows } = await system.admin.query('select * from users where id = $1', [
          people[role].user.id,
        ]);
        const user = {
          ...rows[0],
          role: rows[0].role_id,
          guardian: rows[0].guardian_id,
          student: rows[0].student_id,
        };
        const page = await school.run(() => familyDashboard({ user, payload: system.payload } as never));
        expect(page.news?.map(({ title }) => title).sort(), role).toEqual(titles);
      }
    },
  );

  it('should keep one school’s people out of the other, whatever they ask for', async () => {
    const [a, b] = [at(0), at(1)];
    for (const { client } of Object.values(a.people)) {
      for (const { id } of [...b.classes.pupils, ...b.classes.other.pupils])
        expect((await client.get(`/api/students/${id}`)).status).toBe(404);
      const list = await client.get(`/api/attendance?where[student][equals]=${b.classes.pupils[0]?.id}`);
      expect([200, 403]).toContain(list.status);
      if (list.status === 200) expect(list.json<{ docs: unknown[] }>().docs).toEqual([]);
    }
  });

  it('A7: should act on a membership that ended, on both sides, with the next request', async () => {
    const { school, classes, people } = at(0);
    const [left, ...rest] = classes.pupils;
    await system.admin.query('update enrollments set end_date = $2 where student_id = $1', [
      left?.id,
      YESTERDAY,
    ]);
    expect(await seen(people.teacher.client, '/api/students')).toEqual(ids(rest));
    expect((await people.teacher.client.get(`/api/students/${left?.id}`)).status).toBe(404);
    await system.admin.query('update class_teachers set end_date = $2 where teacher_id = $1', [
      classes.teacherId,
      YESTERDAY,
    ]);
    expect(await seen(people.teacher.client, '/api/students')).toEqual([]);
    expect(await seen(people.teacher.client, '/api/attendance-registers')).toEqual([]);
    const register = `/api/register?kind=classroom&id=${classes.classroomId}&date=2026-01-15`;
    expect((await people.teacher.client.get(register)).status).toBe(404);
    await system.admin.query(
      'update class_teachers set end_date = null where teacher_id = $1 and tenant_id = $2',
      [classes.teacherId, school.tenant.id],
    );
    await system.admin.query('update enrollments set end_date = null where student_id = $1', [left?.id]);
    expect(await seen(people.teacher.client, '/api/students')).toEqual(ids(classes.pupils));
    await system.admin.query('update teachers set active = false where id = $1', [classes.teacherId]);
    expect(await seen(people.teacher.client, '/api/students')).toEqual([]);
    await system.admin.query('update teachers set active = true where id = $1', [classes.teacherId]);
    // The other school has the same class and teacher, and nothing ended there.
    expect(await seen(at(1).people.teacher.client, '/api/students')).toEqual(ids(at(1).classes.pupils));
  });

  it('A7: should act on a guardian who lost sight of a child or left, with the next request', async () => {
    const { classes, people } = at(0);
    const [child] = classes.pupils;
    const changes = [
      ['update student_guardians set may_see_records = $2 where guardian_id = $1', child?.guardianId],
      ['update guardians set active = $2 where id = $1', child?.guardianId],
    ] as const;
    for (const [sql, id] of changes) {
      await system.admin.query(sql, [id, false]);
      expect(await seen(people.guardian.client, '/api/students')).toEqual([]);
      expect(await seen(people.guardian.client, '/api/invoices')).toEqual([]);
      await system.admin.query(sql, [id, true]);
      expect(await seen(people.guardian.client, '/api/students')).toEqual([child?.id]);
    }
  });

  it('A7: should act on a changed role, a lost permission and a switched-off account with the next request', async () => {
    const { school, people } = at(0);
    const { client, user } = people.student;
    const role = (code: string) =>
      system.admin.query(
        'update users set role_id = (select id from roles where tenant_id = $1 and code = $2) where id = $3',
        [school.tenant.id, code, user.id],
      );
    await role('accountant');
    expect(await seen(client, '/api/invoices')).toHaveLength(12);
    await role('student');
    expect(await seen(client, '/api/invoices')).toBe('refused');
    expect(await seen(client, '/api/attendance')).toHaveLength(1);
    await system.admin.query(
      "delete from role_permissions where tenant_id = $1 and code = 'attendance.read' and role_id = (select role_id from users where id = $2)",
      [school.tenant.id, user.id],
    );
    expect(await seen(client, '/api/attendance')).toBe('refused');
    await system.admin.query('update users set student_id = null where id = $1', [user.id]);
    expect(await seen(client, '/api/students')).toEqual([]);
    await system.admin.query('update users set active = false where id = $1', [user.id]);
    expect(await seen(client, '/api/students')).toBe('refused');
    expect((await client.get('/api/roles-matrix')).status).toBe(401);
    expect(await seen(at(1).people.student.client, '/api/attendance')).toHaveLength(1);
  });
});
