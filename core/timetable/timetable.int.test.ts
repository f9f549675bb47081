import fc from 'fast-check';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  registerBody,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { insertRows } from '../server/demo/insert-rows.ts';
import { asTenant, tenantInfo } from '../tenancy/index.ts';
import { lessonsOn, schoolDay, schoolDays } from './index.ts';
import { qatarTemplate } from './services/qatar-template.ts';

type World = {
  school: TestSchool;
  classes: SmallClasses;
  admin: HttpClient;
  /** Lesson groups of one class: two of the same pupils, one of another pupil, and one of the class as a whole. */
  offerings: { math: string; arabic: string; club: string; assembly: string };
  rooms: string[];
  spare: string;
};

const MONDAY = '2026-11-23';
const SPAN = { startDate: '2026-09-01', endDate: '2027-06-24' };

describe('calendar and timetable', () => {
  let system: TestSystem;
  let alpha: World;
  let beta: World;

  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const names = Object.keys(row);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(row),
    );
    return rows[0].id;
  };
  const codeOf = (answer: HttpAnswer) => answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
  const made = (answer: HttpAnswer) => {
    expect(answer.status, answer.text).toBe(201);
    return answer.json<{ doc: { id: string } }>().doc.id;
  };
  const lesson = (world: World, part: Record<string, unknown>) =>
    world.admin.post('/api/timetable-entries', {
      ...{ classOffering: world.offerings.math, weekday: 1, periodNumber: 1, room: world.rooms[0] },
      ...{ teacher: world.classes.teacherId, ...SPAN },
      ...part,
    });
  const empty = async () => {
    await system.admin.query('delete from covers');
    await system.admin.query('delete from teacher_absences');
    await system.admin.query('delete from timetable_entries');
  };
  const template = (yearId: string) => {
    const { ordinary, ramadan, holidays } = qatarTemplate({ startDate: '2026-08-30', endDate: '2027-06-24' });
    return {
      isTrial: false,
      year: { id: yearId },
      ordinary,
      ramadan: { schedule: ramadan, startDate: '2027-02-08', endDate: '2027-03-08' },
      holidays: holidays.map(({ title, titleAr, startDate, endDate }) => ({
        title,
        titleAr,
        startDate,
        endDate,
      })),
    };
  };

  const build = async (subdomain: string): Promise<World> => {
    const school = await system.addSchool(subdomain);
    const classes = await addClasses(system.admin, school);
    const tenant_id = school.tenant.id;
    const offering = async (title: string, teacher: string) => {
      const subject = await insert('subjects', { tenant_id, title, title_ar: 'مادة' });
      return insert('class_offerings', {
        ...{ tenant_id, title, subject_id: subject, classroom_id: classes.classroomId },
        ...{ academic_year_id: classes.yearId, teacher_id: teacher },
      });
    };
    const admin = await school.signIn(school.admin);
    const offerings = {
      math: await offering('Mathematics', classes.teacherId),
      arabic: await offering('Arabic', classes.other.teacherId),
      club: await offering('Chess', classes.other.teacherId),
      assembly: await offering('Assembly', classes.other.teacherId),
    };
    const members = [
      ...classes.pupils.flatMap(({ id }) => [[offerings.math, id] as const, [offerings.arabic, id] as const]),
      ...classes.other.pupils.map(({ id }) => [offerings.club, id] as const),
    ];
    for (const [class_offering_id, student_id] of members)
      await insert('class_members', { tenant_id, class_offering_id, student_id });
    const rooms = [];
    for (const code of ['R1', 'R2'])
      rooms.push(
        made(await admin.post('/api/rooms', { code, title: `Room ${code}`, titleAr: `قاعة ${code}` })),
      );
    const spare = await insert('teachers', {
      ...{ tenant_id, given_name: 'Omar', family_name: 'Spare', display_name: 'Omar Spare' },
      staff_number: 'T-9',
    });
    return { school, classes, admin, offerings, rooms, spare };
  };

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await build('alpha');
    beta = await build('beta');
  });
  afterAll(() => system.close());

  describe('the template', () => {
    it('should show what would be and write nothing, then write exactly that', async () => {
      const body = template(alpha.classes.yearId);
      const trial = await alpha.admin.post('/api/calendar/template', { ...body, isTrial: true });
      expect(trial.status, trial.text).toBe(200);
      const before = await system.admin.query('select count(*)::int as n from bell_schedules');
      expect(before.rows[0].n).toBe(0);
      const written = await alpha.admin.post('/api/calendar/template', body);
      expect(written.json()).toEqual(trial.json());
      const { rows } = await system.admin.query(
        'select tenant_id, title, is_default from bell_schedules order by title desc',
      );
      expect(rows).toEqual([
        { tenant_id: alpha.school.tenant.id, title: 'Ramadan', is_default: false },
        { tenant_id: alpha.school.tenant.id, title: 'Ordinary day', is_default: true },
      ]);
      // Once more: what is named keeps its name, and nothing is doubled.
      const again = await alpha.admin.post('/api/calendar/template', body);
      const { keptDays, ramadanAdded } = again.json<{ keptDays: number; ramadanAdded: boolean }>();
      expect([keptDays > 20, ramadanAdded]).toEqual([true, false]);
      await beta.admin.post('/api/calendar/template', template(beta.classes.yearId));
    });

    it('should get an empty school to a year with its semesters', async () => {
      const gamma = await system.addSchool('gamma');
      const admin = await gamma.signIn(gamma.admin);
      const year = {
        ...{ title: '2026–2027', startDate: '2026-08-30', endDate: '2027-06-24' },
        semesters: [
          { title: 'Semester 1', startDate: '2026-08-30', endDate: '2026-12-19' },
          { title: 'Semester 2', startDate: '2027-01-03', endDate: '2027-06-24' },
        ],
      };
      const outside = {
        ...year,
        semesters: [{ title: 'S', startDate: '2026-08-01', endDate: '2026-12-19' }],
      };
      const refused = await admin.post('/api/calendar/template', { ...template(''), year: outside });
      expect([refused.status, codeOf(refused)]).toEqual([400, 'calendar.term_outside_year']);
      const answer = await admin.post('/api/calendar/template', { ...template(''), year });
      expect(answer.status, answer.text).toBe(200);
      const page = await admin.get('/api/calendar?from=2026-12-17&until=2026-12-21');
      const { years, days } = page.json<{
        years: { current: boolean }[];
        days: { kind: string; isSchoolDay: boolean }[];
      }>();
      expect(years.map(({ current }) => current)).toEqual([true]);
      expect(days.map(({ kind }) => kind)).toEqual([
        'school_day',
        'holiday',
        'weekend',
        'holiday',
        'holiday',
      ]);
    });

    it('should be refused to a teacher and invisible to another school', async () => {
      const teacher = await alpha.school.signIn(
        await alpha.school.addUser('teacher', { teacher: alpha.classes.teacherId }),
      );
      expect((await teacher.post('/api/calendar/template', template(alpha.classes.yearId))).status).toBe(403);
      expect((await teacher.get(`/api/calendar?from=${MONDAY}&until=${MONDAY}`)).status).toBe(200);
      const foreign = await beta.admin.post('/api/calendar/template', template(alpha.classes.yearId));
      expect([foreign.status, codeOf(foreign)]).toEqual([409, 'calendar.no_year']);
    });
  });

  describe('days', () => {
    it('should be what the calendar, the weekend and the year say', async () => {
      const save = (days: unknown[], clear: string[] = []) =>
        alpha.admin.post('/api/calendar/days', { days, clear });
      const names = { title: 'Make-up day', titleAr: 'يوم تعويضي' };
      await save([{ date: '2026-11-28', kind: 'school_day', ...names, followsWeekday: 1 }]);
      const kinds = async (date: string) => {
        const day = await alpha.school.run(() => schoolDay(system.pool, date));
        return [day.kind, day.isSchoolDay, day.bellScheduleId !== undefined];
      };
      expect(await kinds(MONDAY)).toEqual(['school_day', true, true]);
      expect(await kinds('2026-11-27')).toEqual(['weekend', false, true]);
      expect(await kinds('2026-11-28')).toEqual(['school_day', true, true]);
      const makeUp = await alpha.school.run(() => schoolDay(system.pool, '2026-11-28'));
      expect([makeUp.titleAr, makeUp.followsWeekday, makeUp.hasOwnBells]).toEqual([
        'يوم تعويضي',
        1,
        undefined,
      ]);
      expect(await kinds('2026-12-20')).toEqual(['holiday', false, true]);
      expect(await kinds('2030-01-01')).toEqual(['outside_year', false, true]);
      expect((await save([], ['2026-11-28'])).json()).toEqual({ saved: 0, cleared: 1 });
      expect(await kinds('2026-11-28')).toEqual(['weekend', false, true]);
    });

    it('should follow the weekend of the school', async () => {
      const { rows } = await system.admin.query(
        `select t.*, array[]::text[] as plan_features from tenants t where id = $1`,
        [beta.school.tenant.id],
      );
      const tenant = tenantInfo({ ...rows[0], weekend_days: '0,6' });
      const days = await asTenant(tenant, () => schoolDays(system.pool, '2026-11-26', '2026-11-29'));
      expect(days.map(({ kind }) => kind)).toEqual(['school_day', 'school_day', 'weekend', 'weekend']);
    });

    it('should not let two times with other bells share a day', async () => {
      const { rows } = await system.admin.query(
        "select id from bell_schedules where tenant_id = $1 and title = 'Ramadan'",
        [alpha.school.tenant.id],
      );
      const span = { schedule: rows[0].id, startDate: '2027-03-08', endDate: '2027-03-10' };
      const answer = await alpha.admin.post('/api/bell-schedule-spans', span);
      expect([answer.status, codeOf(answer)]).toEqual([409, 'calendar.spans_overlap']);
    });
  });

  describe('years and terms', () => {
    it('should keep one year current, whichever is marked', async () => {
      const year = (part: Record<string, unknown>) =>
        beta.admin.post('/api/academic-years', { startDate: '2027-08-29', endDate: '2028-06-22', ...part });
      const first = made(await year({ title: 'Y1' }));
      const second = made(await year({ title: 'Y2', current: true }));
      const current = async () =>
        (
          await system.admin.query('select id from academic_years where current and tenant_id = $1', [
            beta.school.tenant.id,
          ])
        ).rows;
      expect(await current()).toEqual([{ id: second }]);
      expect(
        (await beta.admin.send('PATCH', `/api/academic-years/${first}`, { body: { current: true } })).status,
      ).toBe(200);
      expect(await current()).toEqual([{ id: first }]);
      const none = await beta.admin.send('PATCH', `/api/academic-years/${first}`, {
        body: { current: false },
      });
      expect([none.status, codeOf(none)]).toEqual([409, 'calendar.current_year_needed']);
      await beta.admin.send('PATCH', `/api/academic-years/${beta.classes.yearId}`, {
        body: { current: true },
      });
    });

    it('should keep terms in their year, apart from each other, and grading periods in a term', async () => {
      const term = (part: Record<string, unknown>) =>
        beta.admin.post('/api/terms', {
          ...{ title: 'T', kind: 'semester', academicYear: beta.classes.yearId },
          ...{ startDate: '2026-01-04', endDate: '2026-06-20' },
          ...part,
        });
      made(await term({}));
      const codes = [];
      for (const part of [
        { startDate: '2025-08-01' },
        { startDate: '2026-06-20', endDate: '2026-08-01' },
        { startDate: '2026-06-20', endDate: '2026-06-01' },
        { kind: 'gradingPeriod', startDate: '2026-06-01', endDate: '2026-07-01' },
      ])
        codes.push(codeOf(await term(part)));
      expect(codes).toEqual([
        ...['calendar.term_outside_year', 'calendar.terms_overlap', 'calendar.dates_reversed'],
        'calendar.period_outside_term',
      ]);
      made(await term({ kind: 'gradingPeriod', startDate: '2026-02-01', endDate: '2026-03-01' }));
      const cut = await beta.admin.send('PATCH', `/api/academic-years/${beta.classes.yearId}`, {
        body: { startDate: '2026-02-01' },
      });
      expect([cut.status, codeOf(cut)]).toEqual([409, 'calendar.year_cuts_terms']);
    });
  });

  describe('clashes', () => {
    it('should be refused for teacher, room and pupils with the name of the other lesson', async () => {
      await empty();
      made(await lesson(alpha, {}));
      const [free, otherTeacher] = [{ room: alpha.rooms[1] }, { teacher: alpha.classes.other.teacherId }];
      const { arabic, club } = alpha.offerings;
      const sameTeacher = await lesson(alpha, { classOffering: club, ...free });
      expect([sameTeacher.status, codeOf(sameTeacher)]).toEqual([409, 'timetable.teacher_busy']);
      expect(sameTeacher.text).toContain('Mathematics');
      expect(sameTeacher.text).toContain('Monday');
      const sameRoom = await lesson(alpha, { classOffering: club, ...otherTeacher });
      expect(codeOf(sameRoom)).toBe('timetable.room_busy');
      const samePupils = await lesson(alpha, { classOffering: arabic, ...free, ...otherTeacher });
      expect(codeOf(samePupils)).toBe('timetable.pupils_busy');
      const wholeClass = await lesson(alpha, {
        classOffering: alpha.offerings.assembly,
        ...free,
        ...otherTeacher,
      });
      expect(codeOf(wholeClass)).toBe('timetable.pupils_busy');
      // Other pupils, other weekday, other period, other dates: no clash.
      for (const part of [
        { weekday: 2 },
        { periodNumber: 2 },
        { startDate: '2027-06-25', endDate: '2027-06-30' },
      ])
        made(await lesson(alpha, { classOffering: arabic, ...part }));
      expect((await lesson(beta, {})).status).toBe(201);
    });

    it('should be answered in Arabic too', async () => {
      const answer = await alpha.admin.send('POST', '/api/timetable-entries', {
        body: {
          classOffering: alpha.offerings.club,
          weekday: 1,
          periodNumber: 1,
          teacher: alpha.classes.teacherId,
          ...SPAN,
        },
        headers: { 'Accept-Language': 'ar' },
      });
      expect(answer.json<{ errors: { message: string }[] }>().errors[0]?.message).toContain('يوم الإثنين');
    });

    it('should say beforehand which periods are taken', async () => {
      const query = `classOffering=${alpha.offerings.club}&teacher=${alpha.classes.teacherId}&room=${alpha.rooms[1]}`;
      const { lessons } = (await alpha.admin.get(`/api/timetable/in-the-way?${query}`)).json<{
        lessons: { weekday: number; period: number; kind: string }[];
      }>();
      expect(lessons).toContainEqual(expect.objectContaining({ weekday: 1, period: 1, kind: 'teacher' }));
    });

    it('should keep the past when a lesson is changed or taken out from a day on', async () => {
      await empty();
      const id = made(await lesson(alpha, {}));
      const change = (body: Record<string, unknown>, world = alpha) =>
        world.admin.post('/api/timetable/change', {
          ...{ id, from: '2026-11-23', weekday: 2, period: 3, teacher: alpha.spare, room: null },
          ...body,
        });
      expect((await change({}, beta)).status).toBe(404);
      const answer = await change({});
      expect(answer.status, answer.text).toBe(200);
      const goesOn = answer.json<{ id: string }>().id;
      const rows = async () =>
        (
          await system.admin.query(
            'select weekday, period_number, start_date, end_date from timetable_entries order by start_date',
          )
        ).rows.map((row) => [row.weekday, row.period_number, row.start_date, row.end_date]);
      expect(await rows()).toEqual([
        [1, 1, '2026-09-01', '2026-11-22'],
        [2, 3, '2026-11-23', '2027-06-24'],
      ]);
      // The place it left is free from that day on, and the one it came to is taken.
      made(await lesson(alpha, { startDate: '2026-11-23' }));
      const back = await change({ id: goesOn, weekday: 1, period: 1 });
      expect([back.status, codeOf(back)]).toEqual([409, 'timetable.pupils_busy']);
      const out = await alpha.admin.post('/api/timetable/remove', { id: goesOn, from: '2026-11-23' });
      expect(out.json()).toEqual({ ended: false });
      expect((await rows()).length).toBe(2);
    });

    it('should let only one of many win who write at the same moment', async () => {
      await empty();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          lesson(alpha, index % 2 ? { classOffering: alpha.offerings.club } : { room: alpha.rooms[1] }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
      const { rows } = await system.admin.query('select count(*)::int as n from timetable_entries');
      expect(rows[0].n).toBe(1);
    });

    it('should be found in any timetable that is written in one statement', async () => {
      const { math, arabic, club } = alpha.offerings;
      const teachers = [alpha.classes.teacherId, alpha.classes.other.teacherId, null];
      const entry = fc.record({
        class_offering_id: fc.constantFrom(math, arabic, club),
        weekday: fc.integer({ min: 0, max: 1 }),
        period_number: fc.integer({ min: 1, max: 2 }),
        room_id: fc.constantFrom(...alpha.rooms, null),
        teacher_id: fc.constantFrom(...teachers),
        start_date: fc.constantFrom('2026-09-01', '2026-10-01'),
        end_date: fc.constantFrom('2026-09-30', '2026-12-31'),
      });
      type Entry = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;
      const clash = (one: Entry, other: Entry) =>
        one.weekday === other.weekday &&
        one.period_number === other.period_number &&
        one.start_date <= other.end_date &&
        one.end_date >= other.start_date &&
        ((one.teacher_id !== null && one.teacher_id === other.teacher_id) ||
          (one.room_id !== null && one.room_id === other.room_id) ||
          one.class_offering_id === other.class_offering_id ||
          // Mathematics and Arabic have the same pupils; the chess club has others.
          (one.class_offering_id !== club && other.class_offering_id !== club));
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            entry.filter(({ start_date, end_date }) => start_date <= end_date),
            { minLength: 1, maxLength: 4 },
          ),
          async (entries) => {
            await empty();
            const isRefused = await alpha.school.run(() =>
              insertRows(
                system.pool,
                'timetable_entries',
                entries.map((row, index) => ({
                  ...{
                    ...row,
                    id: `7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a0${index}`,
                    tenant_id: alpha.school.tenant.id,
                  },
                  ...{ created_at: new Date(), updated_at: new Date() },
                })),
              ).then(
                () => false,
                (error: { code?: string }) => error.code === 'DF409',
              ),
            );
            const expected = entries.some((one, index) =>
              entries.slice(index + 1).some((other) => clash(one, other)),
            );
            expect(isRefused).toBe(expected);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  describe('lessons of a date', () => {
    it('should be held on school days, at the times of the bells of that day', async () => {
      await empty();
      made(await lesson(alpha, {}));
      made(await lesson(alpha, { periodNumber: 7 }));
      const on = (date: string) =>
        alpha.school.run(() => lessonsOn(system.pool, date, { classOfferingId: alpha.offerings.math }));
      expect((await on(MONDAY)).map(({ periodNumber, starts }) => [periodNumber, starts])).toEqual([
        [1, '07:00'],
        [7, '12:15'],
      ]);
      // Ramadan has five periods, a holiday none, and Tuesday is another day.
      expect((await on('2027-02-15')).map(({ starts }) => starts)).toEqual(['09:00']);
      expect([await on('2026-12-21'), await on('2026-11-24')]).toEqual([[], []]);
      expect(
        await beta.school.run(() =>
          lessonsOn(system.pool, MONDAY, { classOfferingId: alpha.offerings.math }),
        ),
      ).toEqual([]);
    });
  });

  describe('cover', () => {
    let entry: string;
    const cover = (teacher: string | null, world = alpha, date = MONDAY) =>
      world.admin.post('/api/timetable/cover', { entry, date, teacher });

    beforeAll(async () => {
      await empty();
      entry = made(await lesson(alpha, {}));
      made(
        await lesson(alpha, {
          classOffering: alpha.offerings.club,
          teacher: alpha.classes.other.teacherId,
          periodNumber: 2,
        }),
      );
      await alpha.admin.post('/api/teacher-absences', {
        ...{ teacher: alpha.classes.teacherId, startDate: MONDAY, endDate: MONDAY, note: 'hospital' },
      });
    });

    it('should suggest who is free, those of the subject and with fewest covers first', async () => {
      const { lessons } = (await alpha.admin.get(`/api/timetable/cover?date=${MONDAY}`)).json<{
        lessons: { lesson: { entryId: string }; suggestions: { name: string }[] }[];
      }>();
      expect(lessons.map(({ lesson: { entryId } }) => entryId)).toEqual([entry]);
      expect(lessons[0]?.suggestions.map(({ name }) => name).sort()).toEqual([
        ...[expect.stringMatching(/^Huda /), 'Omar Spare'],
      ]);
    });

    it('should let the covering teacher take that register on that date and no other', async () => {
      const spare = await alpha.school.signIn(
        await alpha.school.addUser('teacher', { teacher: alpha.spare }),
      );
      const open = (date: string, client = spare) =>
        client.get(`/api/register?kind=offering&id=${alpha.offerings.math}&date=${date}`);
      const past = '2026-11-16';
      expect((await open(past)).status).toBe(404);
      await alpha.admin.post('/api/teacher-absences', {
        ...{ teacher: alpha.classes.teacherId, startDate: past, endDate: past },
      });
      expect((await cover(alpha.spare, alpha, past)).status).toBe(200);
      expect((await open(past)).status).toBe(200);
      expect((await open('2026-11-15')).status).toBe(404);
      const body = registerBody(alpha.classes.classroomId, alpha.classes.pupils, { date: past, revision: 0 });
      const mine = { ...body, class: { kind: 'offering', id: alpha.offerings.math } };
      expect((await spare.post('/api/register', mine)).status).toBe(200);
      expect((await spare.post('/api/register', { ...mine, date: '2026-11-15' })).status).toBe(404);
      // No other right comes with it: neither the class nor its pupils are the teacher's.
      expect((await spare.get('/api/students?limit=1')).json<{ totalDocs: number }>().totalDocs).toBe(0);
      const { rows } = await system.admin.query(
        "select count(*)::int as n from audit_events where action = 'cover.assign'",
      );
      expect(rows[0].n).toBe(1);
    });

    it('should refuse somebody who is away or teaches then, a lesson that is not held, and another school', async () => {
      expect((await cover(alpha.spare)).status).toBe(200);
      const club = {
        classOffering: alpha.offerings.club,
        teacher: alpha.classes.other.teacherId,
        room: null,
      };
      made(await lesson(alpha, club));
      const busy = await cover(alpha.classes.other.teacherId);
      expect([busy.status, codeOf(busy)]).toEqual([409, 'timetable.cover_busy']);
      expect(busy.text).toContain('Chess');
      expect(codeOf(await cover(alpha.classes.teacherId))).toBe('timetable.cover_absent');
      expect(codeOf(await cover(alpha.spare, alpha, '2026-11-24'))).toBe('timetable.not_on_date');
      expect(codeOf(await cover(beta.spare, beta))).toBe('timetable.not_on_date');
      const teacher = await alpha.school.signIn(
        await alpha.school.addUser('teacher', { teacher: alpha.spare }),
      );
      expect((await teacher.get(`/api/timetable/cover?date=${MONDAY}`)).status).toBe(403);
      const covered = await alpha.school.run(() =>
        lessonsOn(system.pool, MONDAY, { teacherId: alpha.spare }),
      );
      expect(covered.map(({ periodNumber }) => periodNumber)).toEqual([1]);
      expect((await cover(null)).status).toBe(200);
      expect(
        await alpha.school.run(() => lessonsOn(system.pool, MONDAY, { teacherId: alpha.spare })),
      ).toEqual([]);
    });

    it('should keep one of two covers that are given at the same moment to one teacher', async () => {
      await system.admin.query('delete from timetable_entries where teacher_id = $1 and period_number = 1', [
        alpha.classes.other.teacherId,
      ]);
      const club = { classOffering: alpha.offerings.club, teacher: null, room: null };
      const second = made(await lesson(alpha, club));
      const both = await Promise.all(
        [entry, second].map((id) =>
          alpha.admin.post('/api/timetable/cover', { entry: id, date: '2026-11-30', teacher: alpha.spare }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('should hide why a teacher is away from everybody but the office and the teacher', async () => {
      const see = async (role: 'teacher' | 'guardian', links: Record<string, string>) => {
        const client = await alpha.school.signIn(await alpha.school.addUser(role, links));
        return client.get('/api/teacher-absences');
      };
      const colleague = await see('teacher', { teacher: alpha.spare });
      expect(colleague.json<{ totalDocs: number }>().totalDocs).toBe(0);
      const own = await see('teacher', { teacher: alpha.classes.teacherId });
      expect(own.json<{ totalDocs: number }>().totalDocs).toBeGreaterThan(0);
      expect((await see('guardian', { guardian: alpha.classes.pupils[0]?.guardianId ?? '' })).status).toBe(
        403,
      );
    });
  });

  describe('feeds', () => {
    const keyOf = (answer: HttpAnswer) => {
      expect(answer.status, answer.text).toBe(200);
      return new URL(answer.json<{ address: string }>().address).search;
    };
    const eventsOf = (answer: HttpAnswer) => {
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
      return new ICAL.Component(ICAL.parse(answer.text))
        .getAllSubcomponents('vevent')
        .map((event) => new ICAL.Event(event));
    };
    const make = (client: HttpClient, kind: string, id: string) =>
      client.post('/api/calendar/feeds', { kind, id, language: 'en' });

    it('should show the lessons without a session, at the host of the school alone, until it is revoked', async () => {
      await empty();
      for (const weekday of [0, 1, 2, 3, 4]) made(await lesson(alpha, { weekday }));
      const user = await alpha.school.addUser('teacher', { teacher: alpha.classes.teacherId });
      const teacher = await alpha.school.signIn(user);
      const made1 = await make(teacher, 'teacher', alpha.classes.teacherId);
      const query = keyOf(made1);
      const events = eventsOf(await alpha.school.anonymous.get(`/calendar.ics${query}`));
      expect(events.length).toBeGreaterThan(20);
      for (const event of events) expect(event.startDate.toString()).toMatch(/T0[46]:00:00Z$/);
      // Holidays are left out.
      expect(events.filter((event) => event.startDate.toString().startsWith('2026-12-2'))).toEqual([]);
      expect((await beta.school.anonymous.get(`/calendar.ics${query}`)).status).toBe(404);
      const { rows } = await system.admin.query('select token_hash from calendar_feeds');
      expect(query).not.toContain(rows[0].token_hash);
      await teacher.post('/api/calendar/feeds/revoke', { id: made1.json<{ id: string }>().id });
      expect((await alpha.school.anonymous.get(`/calendar.ics${query}`)).status).toBe(404);
      expect((await alpha.school.anonymous.get('/calendar.ics?key=guess')).status).toBe(404);
    });

    it('should give a family the timetable of its children and of nobody else', async () => {
      const [child, stranger] = [alpha.classes.pupils[0], alpha.classes.other.pupils[0]];
      const user = await alpha.school.addUser('guardian', { guardian: child?.guardianId ?? '' });
      const guardian = await alpha.school.signIn(user);
      expect((await make(guardian, 'student', stranger?.id ?? '')).status).toBe(404);
      expect((await make(guardian, 'teacher', alpha.classes.teacherId)).status).toBe(404);
      const query = keyOf(await make(guardian, 'student', child?.id ?? ''));
      const read = () => alpha.school.anonymous.get(`/calendar.ics${query}`);
      const events = eventsOf(await read());
      expect(events.length).toBeGreaterThan(20);
      // The role of families does not show teachers.
      expect(events[0]?.description).toBe('Period 1');
      const shown = (await guardian.get(`/api/timetable/day?date=${MONDAY}`)).json<{
        lessons: { teacher: null }[];
      }>();
      expect(shown.lessons.map(({ teacher }) => teacher)).toEqual([null]);
      expect((await guardian.get('/api/timetable/choices')).json<{ teachers: [] }>().teachers).toEqual([]);
      expect((await guardian.post('/api/timetable/remove', { id: child?.id, from: MONDAY })).status).toBe(
        403,
      );
      // The right to see the records is asked for at each reading.
      await system.admin.query('update student_guardians set may_see_records = false where student_id = $1', [
        child?.id,
      ]);
      expect((await read()).status).toBe(404);
    });
  });
});
