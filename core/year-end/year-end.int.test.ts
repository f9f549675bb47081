import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { createLogger } from '../observability/index.ts';
import type { Blocker, YearEndRun } from './browser.ts';
import { turnYears } from './index.ts';

type Preview = {
  run: YearEndRun;
  classes: {
    id: string | null;
    title: string;
    promote: number;
    repeat: number;
    leave: number;
    graduate: number;
  }[];
  nextClasses: { id: string; title: string }[];
  blockers: Blocker[];
};
type World = {
  school: TestSchool;
  admin: HttpClient;
  yearId: string;
  grades: string[];
  classes: string[];
  /** Two pupils in each of the three classes. */
  pupils: string[];
};

const FROM = { startDate: '2025-09-01', endDate: '2026-06-30' };

/** The move of a school into its next year over HTTP, in two schools that are made alike. */
describe('year end', () => {
  let system: TestSystem;
  const insert = async (school: TestSchool, table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full).map((name) => `"${name}"`);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const rows = async (sql: string, values: unknown[] = []) => (await system.admin.query(sql, values)).rows;
  const post = async <T>(client: HttpClient, path: string, body: unknown, status = 200): Promise<T> => {
    const answer = await client.post(`/api/year-end${path}`, body);
    expect(answer.status, answer.text).toBe(status);
    return answer.json() as T;
  };
  const get = async <T>(client: HttpClient, path: string): Promise<T> => {
    const answer = await client.get(`/api/year-end${path}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json() as T;
  };
  const errorOf = (answer: unknown) =>
    (answer as { errors: { code: string; data?: Blocker[]; details: Record<string, unknown> }[] }).errors[0];

  const makeWorld = async (subdomain: string): Promise<World> => {
    const school = await system.addSchool(subdomain);
    const yearId = await insert(school, 'academic_years', {
      title: '2025–2026',
      start_date: FROM.startDate,
      end_date: FROM.endDate,
      current: true,
    });
    await insert(school, 'terms', {
      title: 'Term 1',
      academic_year_id: yearId,
      start_date: '2025-09-01',
      end_date: '2026-01-15',
    });
    const subject = await insert(school, 'subjects', { title: 'Arabic' });
    const grades: string[] = [];
    const classes: string[] = [];
    const pupils: string[] = [];
    for (const [index, grade] of [10, 11, 12].entries()) {
      const gradeId = await insert(school, 'grade_levels', {
        code: String(grade),
        title: `Grade ${grade}`,
        title_ar: `الصف ${grade}`,
        order: grade,
        last_grade: grade === 12,
      });
      const classId = await insert(school, 'classrooms', {
        title: `${grade}-A`,
        title_ar: `${grade} أ`,
        grade_level_id: gradeId,
        academic_year_id: yearId,
        capacity: 30,
      });
      await insert(school, 'class_offerings', {
        title: `Arabic ${grade}-A`,
        subject_id: subject,
        classroom_id: classId,
        academic_year_id: yearId,
      });
      grades.push(gradeId);
      classes.push(classId);
      for (let number = 0; number < 2; number += 1) {
        const id = await insert(school, 'students', {
          given_name: `P${index}${number}`,
          family_name: subdomain,
          display_name: `P${index}${number} ${subdomain}`,
          admission_number: `N-${index}${number}`,
          grade_level_id: gradeId,
        });
        await insert(school, 'enrollments', {
          student_id: id,
          classroom_id: classId,
          academic_year_id: yearId,
          start_date: FROM.startDate,
        });
        pupils.push(id);
      }
    }
    return { school, admin: await school.signIn(school.admin), yearId, grades, classes, pupils };
  };
  const nextYear = async (world: World) =>
    (
      await post<{ yearId: string; classes: number; terms: number; lessons: number }>(
        world.admin,
        '/make-year',
        {
          fromYear: world.yearId,
        },
      )
    ).yearId;
  const start = async (world: World, toYear: string, failedAllowed = 0) =>
    post<Preview>(world.admin, '/start', { fromYear: world.yearId, toYear, failedAllowed });
  const places = (world: World) =>
    rows(
      `select s.display_name as name, y.title as year, c.title as class, e.status, e.start_date, e.end_date, e.exit_code, e.repeating
         from enrollments e join students s on s.id = e.student_id join academic_years y on y.id = e.academic_year_id
         left join classrooms c on c.id = e.classroom_id
        where e.tenant_id = $1 order by 1, 2`,
      [world.school.tenant.id],
    );
  const pupilStates = (world: World) =>
    rows('select id, status, grade_level_id from students where tenant_id = $1 order by id', [
      world.school.tenant.id,
    ]);

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  it('should make the next year once, with terms, classes and lesson groups', async () => {
    const world = await makeWorld('maker');
    const first = await post(world.admin, '/make-year', { fromYear: world.yearId });
    expect(first).toMatchObject({ isNew: true, terms: 1, classes: 3, lessons: 3 });
    const again = await post(world.admin, '/make-year', { fromYear: world.yearId });
    expect(again).toMatchObject({ isNew: false, terms: 0, classes: 0, lessons: 0 });
    const [year] = await rows("select * from academic_years where title = '2026–2027' and tenant_id = $1", [
      world.school.tenant.id,
    ]);
    expect(year).toMatchObject({ start_date: '2026-09-01', end_date: '2027-06-30', current: false });
    const overlapping = await post(
      world.admin,
      '/make-year',
      { fromYear: world.yearId, title: 'Too early', startDate: '2026-06-01', endDate: '2027-06-01' },
      400,
    );
    expect(errorOf(overlapping)?.code).toBe('year_end.years_order');
  });

  it('should propose by grade, marks and what the family said, commit on the right days, keep old names, and undo', async () => {
    const world = await makeWorld('moves');
    const other = await makeWorld('bystander');
    const before = { places: await places(world), states: await pupilStates(world) };
    const untouched = { places: await places(other), states: await pupilStates(other) };
    const [repeater, leaver] = [world.pupils[0], world.pupils[2]];
    const guardianId = await insert(world.school, 'guardians', {
      given_name: 'G',
      family_name: 'G',
      display_name: 'G G',
      language: 'en',
    });
    await insert(world.school, 'student_guardians', { student_id: leaver, guardian_id: guardianId });
    const guardian = await world.school.signIn(
      await world.school.addUser('guardian', { guardian: guardianId }),
    );
    await post(guardian, '/intention', { student: leaver, intention: 'leaving' });
    const stranger = await post(guardian, '/intention', { student: repeater, intention: 'leaving' }, 404);
    expect(errorOf(stranger)?.code).toBe('year_end.no_place');
    const [offering] = await rows('select id, subject_id from class_offerings where classroom_id = $1', [
      world.classes[0],
    ]);
    const [term] = await rows('select id from terms where academic_year_id = $1', [world.yearId]);
    await insert(world.school, 'term_marks', {
      student_id: repeater,
      class_offering_id: offering.id,
      subject_id: offering.subject_id,
      term_id: term.id,
      academic_year_id: world.yearId,
      percent_hundredths: 4000,
      passes: false,
      published_at: '2026-01-20T00:00:00Z',
    });

    const toYear = await nextYear(world);
    const preview = await start(world, toYear);
    expect(preview.blockers).toEqual([]);
    expect(
      preview.classes.map(({ title, promote, repeat, leave, graduate }) => [
        title,
        promote,
        repeat,
        leave,
        graduate,
      ]),
    ).toEqual([
      ['10-A', 1, 1, 0, 0],
      ['11-A', 1, 0, 1, 0],
      ['12-A', 0, 0, 0, 2],
    ]);
    expect((await start(world, toYear, 1)).classes[0]).toMatchObject({ promote: 2, repeat: 0 });
    const { run } = await start(world, toYear);

    const { run: committed, changed } = await post<{ run: YearEndRun; changed: number }>(
      world.admin,
      '/commit',
      {
        run: run.id,
        revision: run.revision,
      },
    );
    expect([committed.status, changed]).toEqual(['committed', 3]);
    const isOver = new Date().toISOString().slice(0, 10) > FROM.endDate;
    const after = await places(world);
    expect(after.filter((place) => place.year === '2026–2027')).toMatchObject([
      { name: 'P00 moves', class: '10-A', start_date: '2026-09-01', repeating: true },
      { name: 'P01 moves', class: '11-A', start_date: '2026-09-01', repeating: false },
      { name: 'P11 moves', class: '12-A', start_date: '2026-09-01', repeating: false },
    ]);
    for (const place of after.filter(({ year }) => year === '2025–2026'))
      expect(place).toMatchObject({ end_date: FROM.endDate, status: isOver ? 'ended' : 'active' });
    const members = await rows('select count(*)::int as n from year_end_members where tenant_id = $1', [
      world.school.tenant.id,
    ]);
    expect(members[0].n).toBe(3);

    await system.admin.query("update grade_levels set title = 'Renamed grade' where id = $1", [
      world.grades[0],
    ]);
    await system.admin.query("update classrooms set title = 'Renamed class' where id = $1", [
      world.classes[0],
    ]);
    await system.admin.query("update students set display_name = 'Married Name' where id = $1", [repeater]);
    const roster = await get<{ pupils: Record<string, unknown>[] }>(
      world.admin,
      `/roster?year=${world.yearId}`,
    );
    expect(roster.pupils.find(({ id }) => id === repeater)).toMatchObject({
      name: 'P00 moves',
      class: '10-A',
      grade: 'Grade 10',
      exitCode: 'repeats',
    });
    const family = await get<{ pupils: { id: string }[] }>(guardian, `/roster?year=${world.yearId}`);
    expect(family.pupils.map(({ id }) => id)).toEqual([leaver]);
    await system.admin.query("update students set display_name = 'P00 moves' where id = $1", [repeater]);
    await system.admin.query("update classrooms set title = '10-A' where id = $1", [world.classes[0]]);

    const second = await post<{ changed: number }>(world.admin, '/commit', {
      run: run.id,
      revision: run.revision,
    });
    expect(second.changed).toBe(0);
    expect(await places(world)).toEqual(after);

    await insert(world.school, 'attendance', {
      student_id: world.pupils[1],
      date: '2026-09-02',
      code: 'P',
      status: 'present',
    });
    const blocked = errorOf(await post(world.admin, '/undo', { run: run.id }, 409));
    expect(blocked).toMatchObject({ code: 'year_end.undo_blocked', details: { marks: 1 } });
    await system.admin.query('delete from attendance where student_id = $1', [world.pupils[1]]);
    expect(await post(world.admin, '/undo', { run: run.id })).toMatchObject({
      changed: 1,
      run: { status: 'undone' },
    });
    expect(await places(world)).toEqual(before.places);
    expect(await pupilStates(world)).toEqual(before.states);
    expect(await post(world.admin, '/undo', { run: run.id })).toMatchObject({ changed: 0 });
    expect({ places: await places(other), states: await pupilStates(other) }).toEqual(untouched);
    const trail = await rows(
      "select action from audit_events where tenant_id = $1 and action like 'year_end.%' order by created_at, id",
      [world.school.tenant.id],
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'year_end.make_year',
      'year_end.commit',
      'year_end.undo',
    ]);
  });

  it('should change grades and leavers on their day and not before', async () => {
    const world = await makeWorld('future');
    await system.admin.query(
      "update academic_years set start_date = '2090-09-01', end_date = '2091-06-30' where id = $1",
      [world.yearId],
    );
    const toYear = await nextYear(world);
    const { run } = await start(world, toYear);
    const before = await pupilStates(world);
    await post(world.admin, '/commit', { run: run.id, revision: run.revision });
    expect(await pupilStates(world)).toEqual(before);
    expect((await places(world)).every(({ status }) => status === 'active')).toBe(true);
    const turn = (day: string) =>
      turnYears(system.pool, createLogger('silent'), () => Date.parse(`${day}T09:00:00Z`));
    expect(await turn('2091-06-30')).toBe(0);
    // The graduates after the last day, the others when the new year begins.
    expect(await turn('2091-07-01')).toBe(2);
    const statuses = async () =>
      (
        await rows(
          'select status, count(*)::int as n from students where tenant_id = $1 group by 1 order by 1',
          [world.school.tenant.id],
        )
      ).map(({ status, n }) => [status, n]);
    expect(await statuses()).toEqual([
      ['active', 4],
      ['graduated', 2],
    ]);
    expect(await turn('2091-09-01')).toBe(4);
    expect(await turn('2091-09-02')).toBe(0);
    const current = await rows('select title from academic_years where tenant_id = $1 and current', [
      world.school.tenant.id,
    ]);
    expect(current).toHaveLength(1);
    const grades = await rows('select grade_level_id as id from students where id = any($1) order by id', [
      world.pupils.slice(0, 2),
    ]);
    expect(new Set(grades.map(({ id }) => id))).toEqual(new Set([world.grades[1]]));
    await post(world.admin, '/undo', { run: run.id });
    expect(await pupilStates(world)).toEqual(before);
  });

  it('should name everything that is in the way, each with its record, and commit nothing until it is mended', async () => {
    const world = await makeWorld('blocked');
    const { school } = world;
    const loose = await insert(school, 'students', {
      given_name: 'No',
      family_name: 'Class',
      display_name: 'No Class',
      admission_number: 'L-1',
    });
    await system.admin.query('update grade_levels set last_grade = false where id = $1', [world.grades[2]]);
    const toYear = await nextYear(world);
    const [eleven] = await rows("select id from classrooms where academic_year_id = $1 and title = '11-A'", [
      toYear,
    ]);
    await system.admin.query('update classrooms set capacity = 1 where id = $1', [eleven.id]);
    await system.admin.query('delete from class_offerings where academic_year_id = $1', [toYear]);
    await system.admin.query("delete from classrooms where academic_year_id = $1 and title = '12-A'", [
      toYear,
    ]);
    const placed = await insert(school, 'enrollments', {
      student_id: world.pupils[0],
      academic_year_id: toYear,
    });
    const parallel = await insert(school, 'academic_years', {
      title: 'Summer',
      start_date: '2026-06-01',
      end_date: '2026-08-01',
    });
    const second = await insert(school, 'enrollments', {
      student_id: world.pupils[1],
      academic_year_id: parallel,
    });
    const [subject] = await rows('select id from subjects where tenant_id = $1', [school.tenant.id]);
    const exam = await insert(school, 'exams', {
      title: 'Final',
      subject_id: subject.id,
      academic_year_id: world.yearId,
    });
    await insert(school, 'exam_results', {
      student_id: world.pupils[0],
      exam_id: exam,
      academic_year_id: world.yearId,
      date: '2026-05-01',
    });
    const preview = await start(world, toYear);
    const late = await insert(school, 'students', {
      given_name: 'Late',
      family_name: 'Comer',
      display_name: 'Late Comer',
      admission_number: 'L-2',
    });
    const { blockers } = await get<Preview>(world.admin, `?run=${preview.run.id}`);
    const found = Object.fromEntries(blockers.map(({ code, items }) => [code, items.map(({ id }) => id)]));
    expect(found).toEqual({
      pupil_undecided: [late],
      pupil_without_class: [loose],
      grade_without_next: [world.grades[2]],
      grade_without_class: [world.grades[2]],
      class_over_capacity: [eleven.id],
      already_enrolled: [placed],
      two_open_enrollments: [second],
      unpublished_results: [exam],
    });
    const refused = errorOf(
      await post(
        world.admin,
        '/commit',
        { run: preview.run.id, revision: preview.run.revision, accepted: ['unpublished_results'] },
        409,
      ),
    );
    expect(refused?.code).toBe('year_end.blocked');
    expect(refused?.data?.map(({ code }) => code)).not.toContain('unpublished_results');
    expect(
      await rows('select 1 from enrollments where exit_code is not null and tenant_id = $1', [
        school.tenant.id,
      ]),
    ).toEqual([]);

    await system.admin.query('update grade_levels set last_grade = true where id = $1', [world.grades[2]]);
    await system.admin.query('delete from enrollments where id = any($1)', [[placed, second]]);
    await system.admin.query("update students set status = 'inactive' where id = any($1)", [[loose, late]]);
    await system.admin.query('update classrooms set capacity = 30 where id = $1', [eleven.id]);
    await insert(school, 'classrooms', {
      title: '12-A',
      grade_level_id: world.grades[2],
      academic_year_id: toYear,
    });
    const mended = await start(world, toYear);
    expect(mended.blockers.map(({ code }) => code)).toEqual(['unpublished_results']);
    await post(world.admin, '/commit', { run: mended.run.id, revision: mended.run.revision }, 409);
    await post(world.admin, '/commit', {
      run: mended.run.id,
      revision: mended.run.revision,
      accepted: ['unpublished_results'],
    });
  });

  it('should keep what was decided by hand, and refuse what does not fit', async () => {
    const world = await makeWorld('byhand');
    const toYear = await nextYear(world);
    const { run, nextClasses } = await start(world, toYear);
    const [ten] = nextClasses.filter(({ title }) => title === '10-A');
    const [first, ...rest] = world.pupils;
    await post(world.admin, '/decide', { run: run.id, students: [first], outcome: 'promote' }, 400);
    await post(
      world.admin,
      '/decide',
      { run: run.id, students: [first], outcome: 'repeat', toClass: world.classes[0] },
      400,
    );
    await post(world.admin, '/decide', {
      run: run.id,
      students: [first],
      outcome: 'repeat',
      toClass: ten?.id,
    });
    await post(world.admin, '/decide', {
      run: run.id,
      students: rest.slice(0, 2),
      outcome: 'leave',
      exitDate: '2026-05-31',
      exitReason: 'Moves abroad',
    });
    const again = await start(world, toYear);
    expect(again.classes[0]).toMatchObject({ promote: 0, repeat: 1, leave: 1 });
    const old = errorOf(await post(world.admin, '/commit', { run: run.id, revision: run.revision }, 409));
    expect(old?.code).toBe('year_end.changed');
    const { pupils } = await get<{ pupils: Record<string, unknown>[] }>(
      world.admin,
      `/pupils?run=${run.id}&class=${world.classes[0]}`,
    );
    expect(pupils).toMatchObject([
      { id: first, outcome: 'repeat', reason: 'by_hand', toClass: '10-A' },
      { outcome: 'leave', exitReason: 'Moves abroad', exitDate: '2026-05-31' },
    ]);
    await post(world.admin, '/commit', { run: run.id, revision: again.run.revision });
    const [left] = await rows(
      'select end_date, exit_code, exit_reason from enrollments where student_id = $1',
      [rest[0]],
    );
    expect(left).toEqual({ end_date: '2026-05-31', exit_code: 'left', exit_reason: 'Moves abroad' });
    const closed = errorOf(
      await post(world.admin, '/decide', { run: run.id, students: [first], outcome: 'leave' }, 409),
    );
    expect(closed?.code).toBe('year_end.committed_already');
  });

  it('should let one of two people commit at once and tell the other who did', async () => {
    const world = await makeWorld('race');
    const second = await world.school.signIn(await world.school.addUser('admin'));
    const { run } = await start(world, await nextYear(world));
    const body = { run: run.id, revision: run.revision };
    const answers = await Promise.all(
      [world.admin, second].map((client) => client.post('/api/year-end/commit', body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(errorOf(loser?.json())?.code).toBe('year_end.committed_already');
    expect(String(errorOf(loser?.json())?.details.by)).not.toBe('');
    const doubled = await rows(
      'select student_id from enrollments where tenant_id = $1 group by 1 having count(*) > 2',
      [world.school.tenant.id],
    );
    expect(doubled).toEqual([]);
  });

  it('should be closed to other schools, to teachers and to families', async () => {
    const world = await makeWorld('closed');
    const other = await makeWorld('nosy');
    const toYear = await nextYear(world);
    const { run } = await start(world, toYear);
    const body = { run: run.id, revision: run.revision };
    expect((await other.admin.get(`/api/year-end?run=${run.id}`)).status).toBe(404);
    expect((await other.admin.get(`/api/year-end/pupils?run=${run.id}`)).status).toBe(404);
    await post(other.admin, '/commit', body, 404);
    await post(other.admin, '/undo', body.run ? { run: run.id } : {}, 404);
    await post(other.admin, '/start', { fromYear: world.yearId, toYear }, 404);
    await post(other.admin, '/make-year', { fromYear: world.yearId }, 404);
    await post(other.admin, '/decide', { run: run.id, students: world.pupils, outcome: 'leave' }, 404);
    expect((await get<{ pupils: unknown[] }>(other.admin, `/roster?year=${world.yearId}`)).pupils).toEqual(
      [],
    );
    for (const role of ['teacher', 'guardian', 'student', 'accountant'] as const) {
      const client = await world.school.signIn(await world.school.addUser(role));
      expect((await client.get(`/api/year-end?run=${run.id}`)).status, role).toBe(403);
      expect((await client.get('/api/year-end/years')).status, role).toBe(403);
      await post(client, '/commit', body, 403);
      await post(client, '/undo', { run: run.id }, 403);
    }
    expect((await get<Preview>(world.admin, `?run=${run.id}`)).run.revision).toBe(run.revision);
  });

  it('should move 2,500 pupils in one go and back', async () => {
    const world = await makeWorld('large');
    const tenant = world.school.tenant.id;
    await system.admin.query('update classrooms set capacity = null where tenant_id = $1', [tenant]);
    await system.admin.query(
      `with s as (
         insert into students (tenant_id, given_name, family_name, display_name, admission_number, grade_level_id)
         select $1, 'Many', n::text, 'Many ' || n, 'M-' || n, ($2::uuid[])[1 + n % 3] from generate_series(1, 2494) n
         returning id, grade_level_id)
       insert into enrollments (tenant_id, student_id, classroom_id, academic_year_id, start_date)
       select $1, s.id, c.id, $3, $4 from s join classrooms c on c.grade_level_id = s.grade_level_id`,
      [tenant, world.grades, world.yearId, FROM.startDate],
    );
    const before = { places: await places(world), states: await pupilStates(world) };
    const { run } = await start(world, await nextYear(world));
    const done = await post<{ changed: number }>(world.admin, '/commit', {
      run: run.id,
      revision: run.revision,
    });
    expect(done.changed).toBeGreaterThan(1600);
    expect((await places(world)).length).toBe(2500 + done.changed);
    await post(world.admin, '/undo', { run: run.id });
    expect({ places: await places(world), states: await pupilStates(world) }).toEqual(before);
  });
});
