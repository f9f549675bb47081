import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { addLessons, type LessonWorld } from './testing/lesson-world.ts';
import { deriveYears, remindSchool } from './worker.ts';

type Pupil = {
  id: string;
  code: string | null;
  minutes: number | null;
  earlier: { code: string; period: number } | null;
};
type Register = { revision: number; pupils: Pupil[]; lessons: { period: number; starts: string }[] };

describe('registers of lessons and the day that follows', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let lessons: LessonWorld;
  let teacher: HttpClient;
  let admin: HttpClient;
  let week = 0;
  /** A Sunday of its own for every test. */
  let date: string;

  const later = (days: number) =>
    new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  type Save = { code?: string; minutes?: number; revision?: number; reason?: string; date?: string };
  const save = (
    place: { period: number } | 'homeroom',
    { code = 'A', minutes, revision = 0, reason, date: on = date }: Save = {},
    client = teacher,
  ) =>
    client.post('/api/register', {
      class:
        place === 'homeroom'
          ? { kind: 'classroom', id: classes.classroomId }
          : { kind: 'offering', id: lessons.offeringId, ...place },
      date: on,
      revision,
      ...(reason === undefined ? {} : { reason }),
      marks: classes.pupils.map(({ id }, index) =>
        index === 0
          ? { student: id, code, ...(minutes === undefined ? {} : { minutes }) }
          : { student: id, code: 'P' },
      ),
    });
  const open = (period: number, on = date, client = teacher) =>
    client.get(`/api/register?kind=offering&id=${lessons.offeringId}&date=${on}&period=${period}`);
  const codeOf = (answer: HttpAnswer) => answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
  const pupil = () => classes.pupils[0]?.id ?? '';
  const dayOf = async (on = date) =>
    (
      await system.admin.query(
        'select status, excused, code, late_minutes, lessons, absent_lessons, source, classroom_id from attendance_days where student_id = $1 and date = $2',
        [pupil(), on],
      )
    ).rows[0];
  const messages = async () =>
    (
      await system.admin.query(
        "select payload from outbox where type = 'attendance.absence_recorded' and payload ->> 'date' = $1",
        [date],
      )
    ).rows;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    lessons = await addLessons(system.admin, school, classes);
    teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  beforeEach(() => {
    date = new Date(Date.UTC(2026, 0, 4 + 7 * week)).toISOString().slice(0, 10);
    week += 1;
  });

  it('should keep a register a lesson, each with marks and a revision of its own', async () => {
    expect((await save({ period: 1 })).status).toBe(200);
    const third = await save({ period: 3 }, { code: 'P' });
    expect(third.status, third.text).toBe(200);
    const [first, last] = await Promise.all(
      [1, 3].map(async (period) => (await open(period)).json<Register>()),
    );
    expect([first?.revision, first?.pupils.find(({ id }) => id === pupil())?.code]).toEqual([1, 'A']);
    expect(last?.pupils.find(({ id }) => id === pupil())).toMatchObject({
      code: 'P',
      earlier: { code: 'A', period: 1 },
    });
    expect(first?.lessons.map(({ period, starts }) => [period, starts])).toEqual([
      [1, '07:00'],
      [3, '09:00'],
    ]);
    const list = await teacher.get(`/api/register/classes?date=${date}`);
    expect(list.json<{ lessons: { period: number; taken: boolean }[] }>().lessons).toMatchObject([
      { period: 1, taken: true },
      { period: 3, taken: true },
    ]);
  });

  it('should refuse a lesson that the timetable does not have, and a homeroom with a lesson', async () => {
    const answer = await save({ period: 2 });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'register.lesson_unknown']);
    expect(codeOf(await open(2))).toBe('register.lesson_unknown');
    const homeroom = await teacher.post('/api/register', {
      class: { kind: 'classroom', id: classes.classroomId, period: 1 },
      ...{ date, revision: 0, marks: [{ student: pupil(), code: 'P' }] },
    });
    expect([homeroom.status, codeOf(homeroom)]).toEqual([400, 'request.invalid']);
  });

  it('should derive the day from lessons, until the homeroom decides', async () => {
    await save({ period: 1 });
    expect(await dayOf()).toMatchObject({ status: 'absent', lessons: 1, source: 'lessons' });
    await save({ period: 3 }, { code: 'L', minutes: 12 });
    // Half of the lessons is enough by the usual rule.
    expect(await dayOf()).toMatchObject({
      ...{ status: 'absent', absent_lessons: 1, late_minutes: 12, classroom_id: classes.classroomId },
    });
    await save('homeroom', { code: 'P' });
    expect(await dayOf()).toMatchObject({ status: 'present', lessons: 2, source: 'homeroom' });
  });

  it('should tell the family once a day, whichever register it comes from and whatever is corrected', async () => {
    await save({ period: 1 });
    await save('homeroom');
    await save({ period: 3 });
    await save({ period: 3 }, { code: 'P', revision: 1, reason: 'Was there after all.' });
    await save({ period: 3 }, { code: 'A', revision: 2, reason: 'Was not.' });
    expect(await messages()).toHaveLength(1);
  });

  it('should not tell of a lesson missed on a day that is excused as a whole', async () => {
    await save('homeroom', { code: 'E' });
    await save({ period: 1 });
    expect(await dayOf()).toMatchObject({ status: 'absent', excused: true });
    expect(await messages()).toHaveLength(0);
  });

  it('should derive a day right when two of its registers are saved at once', async () => {
    await Promise.all([
      save({ period: 1 }),
      save({ period: 3 }),
      save('homeroom', { code: 'L', minutes: 5 }),
    ]);
    expect(await dayOf()).toMatchObject({
      ...{ status: 'late', source: 'homeroom', lessons: 2, absent_lessons: 2, late_minutes: 5 },
    });
  });

  it('should ask for a reason for a change of an earlier day and keep who changed what', async () => {
    await save('homeroom');
    const refused = await save('homeroom', { code: 'L', minutes: 8, revision: 1 });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'register.reason_required']);
    expect(await dayOf()).toMatchObject({ status: 'absent' });
    const saved = await save('homeroom', { code: 'L', minutes: 8, revision: 1, reason: 'Came by taxi.' });
    expect(saved.status, saved.text).toBe(200);
    expect(await dayOf()).toMatchObject({ status: 'late', late_minutes: 8 });
    const history = await admin.get(`/api/register/history?student=${pupil()}&date=${date}`);
    expect(history.json<{ entries: unknown[] }>().entries).toMatchObject([
      { period: 0, from: 'A', to: 'L', toMinutes: 8, reason: 'Came by taxi.', by: expect.any(String) },
    ]);
    await expect(
      school.run(() => system.pool.query('update attendance_corrections set reason = null')),
    ).rejects.toThrow(/permission denied/);
  });

  it('should refuse marks of a closed term but from those who may', async () => {
    await system.admin.query(
      `insert into terms (tenant_id, title, kind, academic_year_id, start_date, end_date, attendance_closed)
       values ($1, 'Autumn', 'semester', $2, $3, $3, true)`,
      [school.tenant.id, classes.yearId, date],
    );
    const refused = await save('homeroom');
    expect([refused.status, codeOf(refused)]).toEqual([409, 'register.term_closed']);
    expect((await save('homeroom', {}, admin)).status).toBe(200);
  });

  it('should take the minutes of the code when none are entered', async () => {
    await system.admin.query(
      "update attendance_codes set default_minutes = 15 where tenant_id = $1 and code = 'L'",
      [school.tenant.id],
    );
    await save('homeroom', { code: 'L' });
    expect(await dayOf()).toMatchObject({ status: 'late', late_minutes: 15 });
    expect((await save('homeroom', { code: 'L', revision: 1 })).json<{ changed: number }>().changed).toBe(0);
  });

  it('should open a covered lesson to the cover on that date, and to nobody else', async () => {
    const cover = await school.signIn(await school.addUser('teacher', { teacher: classes.other.teacherId }));
    expect((await open(3, date, cover)).status).toBe(404);
    await system.admin.query(
      'insert into covers (tenant_id, entry_id, date, teacher_id) values ($1, $2, $3, $4)',
      [school.tenant.id, lessons.entryId, date, classes.other.teacherId],
    );
    expect((await open(3, date, cover)).status).toBe(200);
    expect((await save({ period: 3 }, {}, cover)).status).toBe(200);
    expect((await open(3, later(7), cover)).status).toBe(404);
  });

  it('should list the registers that are missing, on school days, by who is to take them', async () => {
    const rule = {
      ...{ homeroomWins: true, absentLessons: null, absentShare: 50, homeroomDue: '07:30', remindAfter: 10 },
      ...{ expectsHomeroom: true, expectsLessons: true },
    };
    const refused = await teacher.post('/api/register/rule', rule);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'auth.forbidden']);
    expect((await admin.post('/api/register/rule', rule)).status).toBe(200);
    await save({ period: 1 });
    type Missing = {
      isSchoolDay: boolean;
      registers: { id: string; period: number; due: string; teachers: { name: string }[] }[];
    };
    const missing = async (client: HttpClient, on = date) =>
      (await client.get(`/api/register/missing?date=${on}`)).json<Missing>();
    const own = await missing(teacher);
    expect(own.registers.map(({ id, period, due }) => [id, period, due])).toEqual([
      [classes.classroomId, 0, '07:30'],
      [lessons.offeringId, 3, '09:00'],
    ]);
    expect(own.registers.map(({ teachers }) => teachers[0]?.name)).toEqual(['Huda 9-A', 'Huda 9-A']);
    expect((await missing(admin)).registers).toHaveLength(3);
    expect(await missing(admin, later(5))).toMatchObject({ isSchoolDay: false, registers: [] });
    await system.admin.query(
      `insert into calendar_days (tenant_id, date, kind, title, title_ar) values ($1, $2, 'holiday', 'National day', 'اليوم الوطني')`,
      [school.tenant.id, later(1)],
    );
    expect(await missing(admin, later(1))).toMatchObject({
      ...{ isSchoolDay: false, day: { title: 'National day' }, registers: [] },
    });
  });

  it('should mail the teacher of an overdue register once', async () => {
    // Half past eight at the school, which is five hours behind that in the world's time.
    const now = new Date(`${later(0)}T05:30:00Z`);
    const mails = async () =>
      (await system.admin.query("select 1 from outbox where dedupe_key like 'register-missing:%'")).rows
        .length;
    expect(await school.run(() => remindSchool(system.pool, now))).toBe(3);
    const sent = await mails();
    expect(sent).toBeGreaterThan(0);
    await school.run(() => remindSchool(system.pool, now));
    expect(await mails()).toBe(sent);
  });

  it('should derive the same days again from the marks, and other ones by another rule', async () => {
    await save({ period: 1 });
    await save({ period: 3 }, { code: 'P' });
    const all = () =>
      system.admin.query('select * from attendance_days where tenant_id = $1 order by student_id, date', [
        school.tenant.id,
      ]);
    const before = (await all()).rows;
    await school.run(() => deriveYears(system.pool));
    expect((await all()).rows).toEqual(before);
    await system.admin.query('delete from attendance_days where tenant_id = $1', [school.tenant.id]);
    await school.run(() => deriveYears(system.pool));
    const status = ({ student_id, date: on, status: is }: Record<string, unknown>) => [student_id, on, is];
    expect((await all()).rows.map(status)).toEqual(before.map(status));
    await system.admin.query('update attendance_rules set absent_share = 51 where tenant_id = $1', [
      school.tenant.id,
    ]);
    await school.run(() => deriveYears(system.pool));
    expect(await dayOf()).toMatchObject({ status: 'present', absent_lessons: 1 });
  });

  it('should draw charts of the school from days alone, of own classes for a teacher', async () => {
    const figures = async (client: HttpClient, more = '') =>
      (await client.get(`/api/register/figures?from=2026-01-01&to=2026-12-31${more}`)).json<{
        days: { recorded: number }[];
        classes: { id: string; title: string; weekdays: { weekday: number }[] }[];
        chronic: { pupils: number; list: { id: string }[] };
      }>();
    const own = await figures(teacher);
    expect(own.classes).toMatchObject([{ id: classes.classroomId, title: '9-A' }]);
    expect(own.classes[0]?.weekdays.map(({ weekday }) => weekday)).toEqual([0]);
    expect(own.chronic.list.map(({ id }) => id)).toEqual([pupil()]);
    expect(own.days.length).toBeGreaterThan(5);
    const strange = await teacher.get(
      `/api/register/figures?from=2026-01-01&to=2026-12-31&classroom=${classes.other.classroomId}`,
    );
    expect(codeOf(strange)).toBe('register.class_unknown');
  });

  it('should keep the tallies of classes equal to their days, whatever was changed', async () => {
    const { rows } = await system.admin.query(
      `select date, classroom_id, recorded, absent, unexcused, late from attendance_tallies where tenant_id = $1 and recorded <> 0
       except all
       select date, classroom_id, count(*)::int, (count(*) filter (where status = 'absent'))::int,
              (count(*) filter (where status = 'absent' and not excused))::int, (count(*) filter (where status = 'late'))::int
         from attendance_days where tenant_id = $1 group by date, classroom_id`,
      [school.tenant.id],
    );
    expect(rows).toEqual([]);
    const { rows: sums } = await system.admin.query(
      `select (select sum(recorded)::int from attendance_tallies where tenant_id = $1) as tallied,
              (select count(*)::int from attendance_days where tenant_id = $1) as days`,
      [school.tenant.id],
    );
    expect(sums[0].tallied).toBe(sums[0].days);
    expect(sums[0].days).toBeGreaterThan(20);
  });

  it('should show nothing of it to another school', async () => {
    const other = await system.addSchool('beta');
    const stranger = await other.signIn(other.admin);
    expect((await open(1, date, stranger)).status).toBe(404);
    expect((await save({ period: 1 }, {}, stranger)).status).toBe(404);
    const history = await stranger.get(`/api/register/history?student=${pupil()}&date=${date}`);
    expect(history.json<{ entries: unknown[] }>().entries).toEqual([]);
    const figures = await stranger.get('/api/register/figures?from=2026-01-01&to=2026-12-31');
    expect(figures.json<{ days: unknown[]; classes: unknown[] }>()).toMatchObject({ days: [], classes: [] });
    expect((await stranger.get(`/api/register/missing?date=${date}`)).json()).toMatchObject({
      registers: [],
    });
  });
});
