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
import { provideTypesetter, typeset } from '../documents/worker.ts';
import { runEvent } from '../jobs/index.ts';
import { countEverybody, countingAgain, familyMails } from './worker.ts';

type Excuse = {
  id: string;
  status: string;
  student: { id: string };
  fileName: string | null;
  note: string | null;
  channel: string | null;
};
type Warning = {
  id: string;
  step: { code: string };
  count: number;
  on: string;
  withdrawnAt: string | null;
  printedAt: string | null;
};

const PDF = Buffer.from('%PDF-1.7 a note of the doctor');

describe('excuses and thresholds', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;
  let teacher: HttpClient;
  let guardian: HttpClient;

  const dateOf = (day: number) => new Date(Date.UTC(2026, 9, 1 + day)).toISOString().slice(0, 10);
  const codeOf = (answer: HttpAnswer) => answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
  const child = () => classes.pupils[0]?.id ?? '';
  const revisions = new Map<string, number>();
  const mark = async (day: number, absent: string[], more: { reason?: string; code?: string } = {}) => {
    const date = dateOf(day);
    const revision = revisions.get(date) ?? 0;
    const answer = await admin.post(
      '/api/register',
      registerBody(classes.classroomId, classes.pupils, { date, revision, absent, ...more }),
    );
    expect(answer.status, answer.text).toBe(200);
    revisions.set(date, revision + 1);
    return answer;
  };
  const hand = (client: HttpClient, days: [number, number], more: Record<string, unknown> = {}) =>
    client.post('/api/excuses', {
      ...{
        student: child(),
        firstDate: dateOf(days[0]),
        lastDate: dateOf(days[1]),
        reason: 'Fever',
        ...more,
      },
    });
  const excusesOf = async (client: HttpClient) =>
    (await client.get('/api/excuses')).json<{ excuses: Excuse[]; children: { id: string }[] }>();
  const warnings = async () =>
    (await admin.get('/api/register/warnings')).json<{ warnings: Warning[] }>().warnings;
  const eventsOf = async (type: string) =>
    (await system.admin.query('select id, payload from outbox where type = $1 order by created_at', [type]))
      .rows;
  const statusOf = async (day: number) =>
    (
      await system.admin.query(
        'select status, excused from attendance_days where student_id = $1 and date = $2',
        [child(), dateOf(day)],
      )
    ).rows[0];

  beforeAll(async () => {
    provideTypesetter(typeset);
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    admin = await school.signIn(school.admin);
    teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
    const guardianId = classes.pupils[0]?.guardianId ?? '';
    await system.admin.query("update guardians set email = 'parent@example.org' where id = $1", [guardianId]);
    guardian = await school.signIn(await school.addUser('guardian', { guardian: guardianId }));
  });
  afterAll(() => system.close());

  describe('excuses', () => {
    it('should take the excuse of a guardian for an own child and show it to both sides', async () => {
      await mark(1, [child()]);
      const sent = await hand(guardian, [1, 2], {
        file: { name: '../note.exe', base64: PDF.toString('base64') },
      });
      expect(sent.status, sent.text).toBe(200);
      const { excuses, children } = await excusesOf(guardian);
      expect(children.map(({ id }) => id)).toEqual([child()]);
      expect(excuses).toMatchObject([
        { status: 'pending', fileName: '.._note.pdf', student: { id: child() } },
      ]);
      expect((await excusesOf(admin)).excuses).toMatchObject([{ id: excuses[0]?.id, unexcused: 1 }]);
      expect((await excusesOf(teacher)).excuses).toHaveLength(1);
      const { href } = (await guardian.get(`/api/excuses/file?id=${excuses[0]?.id}`)).json<{
        href: string;
      }>();
      expect((await guardian.get(href)).text).toBe(PDF.toString());
    });

    it('should refuse another child, another guardian, impossible dates, double excuses and other files', async () => {
      const otherGuardian = await school.signIn(
        await school.addUser('guardian', { guardian: classes.other.pupils[0]?.guardianId ?? '' }),
      );
      expect(codeOf(await hand(otherGuardian, [10, 10]))).toBe('excuse.student_unknown');
      expect((await excusesOf(otherGuardian)).excuses).toEqual([]);
      const [{ id }] = (await excusesOf(guardian)).excuses as [Excuse];
      expect((await otherGuardian.get(`/api/excuses/file?id=${id}`)).status).toBe(404);
      expect(codeOf(await hand(guardian, [10, 9]))).toBe('excuse.dates_invalid');
      expect(codeOf(await hand(guardian, [-200, -200]))).toBe('excuse.dates_invalid');
      expect(codeOf(await hand(guardian, [2, 3]))).toBe('excuse.already_there');
      const file = { name: 'a.pdf', base64: Buffer.from('MZ program').toString('base64') };
      expect(codeOf(await hand(guardian, [10, 10], { file }))).toBe('excuse.file_invalid');
      expect(codeOf(await hand(teacher, [10, 10]))).toBe('auth.forbidden');
    });

    it('should let only the office decide, once, and excuse the absences of its days through corrections', async () => {
      const [{ id }] = (await excusesOf(guardian)).excuses as [Excuse];
      const decide = (client: HttpClient, accept = true) =>
        client.post('/api/excuses/decide', { id, accept, note: 'Get well soon.' });
      expect(codeOf(await decide(guardian))).toBe('auth.forbidden');
      expect(codeOf(await decide(teacher))).toBe('auth.forbidden');
      expect(await statusOf(1)).toEqual({ status: 'absent', excused: false });
      const answer = await decide(admin);
      expect([answer.status, answer.json()]).toEqual([200, { changedMarks: 1 }]);
      expect(await statusOf(1)).toEqual({ status: 'absent', excused: true });
      const history = await admin.get(`/api/register/history?student=${child()}&date=${dateOf(1)}`);
      expect(history.json()).toMatchObject({ entries: [{ from: 'A', to: 'E', isExcuse: true }] });
      expect((await guardian.get(`/api/register/history?student=${child()}&date=${dateOf(1)}`)).status).toBe(
        403,
      );
      expect((await excusesOf(guardian)).excuses).toMatchObject([
        { status: 'accepted', note: 'Get well soon.' },
      ]);
      expect(codeOf(await decide(admin, false))).toBe('excuse.decided');
      await expect(
        system.admin.query("update attendance_excuses set status = 'declined' where id = $1", [id]),
      ).rejects.toThrow(/stays as it is/);
      expect((await eventsOf('attendance.excuse_decided')).map(({ payload }) => payload)).toMatchObject([
        { excuseId: id, studentId: child(), accepted: true, firstDate: dateOf(1), lastDate: dateOf(2) },
      ]);
    });

    it('should save an excused absence for a day that was excused before, and tell nobody', async () => {
      const before = await eventsOf('attendance.absence_recorded');
      const answer = await mark(2, [child()]);
      const { register } = answer.json<{ register: { pupils: { id: string; code: string }[] } }>();
      expect(register.pupils.find(({ id }) => id === child())?.code).toBe('E');
      expect(await eventsOf('attendance.absence_recorded')).toHaveLength(before.length);
    });

    it('should change nothing by declining', async () => {
      await mark(3, [child()]);
      await hand(guardian, [3, 3]);
      const id = (await excusesOf(guardian)).excuses.find(({ status }) => status === 'pending')?.id;
      expect((await admin.post('/api/excuses/decide', { id, accept: false })).status).toBe(200);
      expect(await statusOf(3)).toEqual({ status: 'absent', excused: false });
      expect((await hand(guardian, [3, 3])).status).toBe(200);
    });

    it('should let the office enter an excuse for a family, accepted at once, with who and why in the trail', async () => {
      await mark(20, [child()]);
      const guardianId = classes.pupils[0]?.guardianId ?? '';
      const body = { student: child(), firstDate: dateOf(20), lastDate: dateOf(20), reason: 'Dentist' };
      const enter = (client: HttpClient, more: object = {}) =>
        client.post('/api/excuses/enter', { ...body, channel: 'phone', guardian: guardianId, ...more });
      for (const client of [guardian, teacher]) expect((await enter(client)).status).toBe(403);
      const stranger = classes.other.pupils[0]?.guardianId;
      expect(codeOf(await enter(admin, { guardian: stranger }))).toBe('excuse.guardian_unknown');
      expect((await enter(admin, { channel: 'rumour' })).status).toBe(400);
      expect(await statusOf(20)).toEqual({ status: 'absent', excused: false });
      const { guardians } = (await admin.get(`/api/excuses/guardians?student=${child()}`)).json<{
        guardians: { id: string }[];
      }>();
      expect(guardians.map(({ id }) => id)).toEqual([guardianId]);
      const entered = await enter(admin);
      expect([entered.status, entered.json()]).toMatchObject([200, { changedMarks: 1 }]);
      expect(await statusOf(20)).toEqual({ status: 'absent', excused: true });
      expect(codeOf(await enter(admin))).toBe('excuse.already_there');
      const { id } = entered.json<{ id: string }>();
      const seen = (await excusesOf(guardian)).excuses.find((excuse) => excuse.id === id);
      expect(seen).toMatchObject({ status: 'accepted', channel: 'phone', guardian: {} });
      const { rows } = await system.admin.query(
        `select actor_id, after from audit_events where tenant_id = $1 and action = 'excuse.enter'`,
        [school.tenant.id],
      );
      expect(rows).toMatchObject([
        { actor_id: school.admin.id, after: { channel: 'phone', changedMarks: 1 } },
      ]);
      expect(rows[0].after.onBehalfOf).toBeTruthy();
      expect(JSON.stringify(rows)).not.toContain('Dentist');
    });

    it('should list excuses page by page', async () => {
      const place = (await admin.get('/api/excuses')).json<{ excuses: Excuse[]; total: number }>();
      expect(place).toMatchObject({ page: 1, pages: 1, total: place.excuses.length });
      await system.admin.query(
        `insert into attendance_excuses (tenant_id, student_id, first_date, last_date, reason)
         select $1, $2, d, d, 'Page' from (select to_char(date '2024-01-01' + n, 'YYYY-MM-DD') as d from generate_series(1, 60) n) x`,
        [school.tenant.id, child()],
      );
      const pageOf = async (page: number) =>
        (await admin.get(`/api/excuses?page=${page}`)).json<{
          excuses: Excuse[];
          page: number;
          pages: number;
        }>();
      const [first, second, beyond] = [await pageOf(1), await pageOf(2), await pageOf(99)];
      expect([first.excuses.length, second.excuses.length]).toEqual([50, 10 + place.total]);
      expect(beyond).toEqual(second);
      expect(new Set([...first.excuses, ...second.excuses].map(({ id }) => id)).size).toBe(60 + place.total);
      await system.admin.query("delete from attendance_excuses where reason = 'Page'");
    });

    it('should mail the family the answer once', async () => {
      const [event] = await eventsOf('attendance.excuse_decided');
      const handlers = [familyMails({ pool: system.pool })];
      await runEvent(event.id, { pool: system.pool, handlers, logger: system.logger });
      await system.admin.query("update outbox set status = 'pending' where id = $1", [event.id]);
      await system.admin.query('delete from outbox_handled where event_id = $1', [event.id]);
      await runEvent(event.id, { pool: system.pool, handlers, logger: system.logger });
      const { rows } = await system.admin.query(
        "select recipient, body from notifications where source = 'attendance'",
      );
      expect(rows).toMatchObject([{ recipient: 'parent@example.org' }]);
      expect(rows[0].body).toContain('accepted');
    });
  });

  describe('thresholds', () => {
    let pupil: string;

    const rule = async (client: HttpClient, data: Record<string, unknown>) => {
      const answer = await client.post('/api/attendance-threshold-rules', data);
      expect(answer.status, answer.text).toBe(201);
      return answer.json<{ doc: { id: string } }>().doc.id;
    };
    const step = async (client: HttpClient, ruleId: string, at: number) => {
      const answer = await client.post('/api/attendance-threshold-steps', {
        ...{ rule: ruleId, at, code: `step-${at}`, title: `Step ${at}`, titleAr: `الدرجة ${at}` },
        letterText: '{pupil} was away {count} days by {date}.\nRegards, {school}',
        letterTextAr: 'غاب {pupil} {count} أيام حتى {date}.',
      });
      expect(answer.status, answer.text).toBe(201);
    };
    const reached = async () =>
      (await eventsOf('attendance.threshold_reached')).map(({ payload }) => [payload.code, payload.date]);

    beforeAll(async () => {
      pupil = classes.pupils[1]?.id ?? '';
      const id = await rule(admin, {
        ...{ title: 'Absence', titleAr: 'الغياب', measure: 'unexcused_days', period: 'year' },
      });
      await step(admin, id, 3);
      await step(admin, id, 5);
    });

    it('should reach each step once, with a letter, when a register brings a pupil there', async () => {
      for (const day of [11, 12]) await mark(day, [pupil]);
      expect(await warnings()).toEqual([]);
      await mark(13, [pupil]);
      expect(await warnings()).toMatchObject([
        { step: { code: 'step-3' }, count: 3, on: dateOf(13), withdrawnAt: null },
      ]);
      await mark(14, [pupil]);
      await mark(14, [pupil]);
      expect(await warnings()).toMatchObject([{ step: { code: 'step-3' }, count: 4 }]);
      expect(await reached()).toEqual([['step-3', dateOf(13)]]);
    });

    it('should withdraw a step that a correction takes the pupil below, and tell nobody twice', async () => {
      for (const day of [13, 14]) await mark(day, [], { reason: 'Was on a trip.' });
      expect(await warnings()).toMatchObject([{ step: { code: 'step-3' }, withdrawnAt: expect.any(String) }]);
      await mark(13, [pupil], { reason: 'Was not.' });
      expect(await warnings()).toMatchObject([{ withdrawnAt: null, on: dateOf(13) }]);
      expect(await reached()).toHaveLength(1);
      const { rows } = await system.admin.query('select history from attendance_steps_reached');
      expect(rows[0].history.map(({ what }: { what: string }) => what)).toEqual([
        'withdrawn',
        'reached again',
      ]);
    });

    it('should withdraw a step by an accepted excuse, and reach it on a later day anew', async () => {
      await admin.post('/api/excuses', {
        ...{ student: pupil, firstDate: dateOf(13), lastDate: dateOf(13), reason: 'Doctor' },
      });
      const id = (await excusesOf(admin)).excuses.find((excuse) => excuse.student.id === pupil)?.id;
      await admin.post('/api/excuses/decide', { id, accept: true });
      expect(await warnings()).toMatchObject([{ withdrawnAt: expect.any(String) }]);
      await mark(15, [pupil]);
      expect(await warnings()).toMatchObject([{ withdrawnAt: null, on: dateOf(15) }]);
      expect(await reached()).toEqual([
        ['step-3', dateOf(13)],
        ['step-3', dateOf(15)],
      ]);
    });

    it('should print the letter as it was written, keep that it was, and print for the office alone', async () => {
      const [{ id }] = (await warnings()) as [Warning];
      const { rows } = await system.admin.query('select letter from attendance_steps_reached where id = $1', [
        id,
      ]);
      expect(rows[0].letter.en.paragraphs).toEqual([
        `Pupil2 9-A was away 3 days by ${dateOf(15)}.`,
        'Regards, School alpha',
      ]);
      expect((await teacher.get(`/api/register/letters?ids=${id}`)).status).toBe(403);
      const printed = await admin.get(`/api/register/letters?ids=${id}`);
      expect([printed.status, printed.headers['content-type']]).toEqual([200, 'application/pdf']);
      expect(printed.text.startsWith('%PDF')).toBe(true);
      expect((await warnings())[0]?.printedAt).toBeNull();
      const noted = await admin.post('/api/register/letters', { ids: [id] });
      expect([noted.status, noted.json()]).toEqual([200, { printed: 1 }]);
      expect((await warnings())[0]?.printedAt).toEqual(expect.any(String));
    });

    it('should count everybody again after a rule was changed', async () => {
      const id = await rule(admin, {
        ...{ title: 'Any', titleAr: 'أي', measure: 'absent_days', period: 'year' },
      });
      await step(admin, id, 2);
      expect(await warnings()).toHaveLength(1);
      const changed = await eventsOf('attendance.rules_changed');
      expect(changed.length).toBeGreaterThan(0);
      const handlers = [countingAgain({ pool: system.pool })];
      await runEvent(changed.at(-1)?.id, { pool: system.pool, handlers, logger: system.logger });
      const all = await warnings();
      expect(all.filter(({ step: { code } }) => code === 'step-2')).toHaveLength(2);
      await school.run(() => countEverybody(system.pool));
      expect(await warnings()).toEqual(all);
    });

    it('should leave out pupils of other grades', async () => {
      const { rows } = await system.admin.query(
        `insert into grade_levels (tenant_id, code, title, "order") values ($1, '12', 'Grade 12', 12) returning id`,
        [school.tenant.id],
      );
      const id = await rule(admin, {
        ...{
          title: 'Twelve',
          titleAr: 'الثاني عشر',
          measure: 'absent_days',
          period: 'year',
          gradeFrom: rows[0].id,
        },
      });
      await step(admin, id, 1);
      const before = await warnings();
      await school.run(() => countEverybody(system.pool));
      expect(await warnings()).toEqual(before);
    });

    it('should show neither excuses nor warnings nor letters to another school', async () => {
      const [{ id }] = (await warnings()) as [Warning];
      const excuse = (await excusesOf(admin)).excuses[0]?.id;
      const other = await system.addSchool('beta');
      const stranger = await other.signIn(other.admin);
      expect(await excusesOf(stranger)).toMatchObject({ excuses: [] });
      expect((await stranger.get('/api/register/warnings')).json()).toMatchObject({ warnings: [], total: 0 });
      const entered = { student: child(), firstDate: dateOf(21), lastDate: dateOf(21), reason: 'Dentist' };
      const foreign = await stranger.post('/api/excuses/enter', { ...entered, channel: 'paper' });
      expect(codeOf(foreign)).toBe('excuse.student_unknown');
      expect((await stranger.get(`/api/excuses/guardians?student=${child()}`)).json()).toEqual({
        guardians: [],
      });
      expect((await stranger.get(`/api/register/letters?ids=${id}`)).status).toBe(404);
      expect((await stranger.post('/api/excuses/decide', { id: excuse, accept: true })).status).toBe(404);
      expect(codeOf(await hand(stranger, [20, 20]))).toBe('excuse.student_unknown');
      expect((await stranger.get(`/api/excuses/file?id=${excuse}`)).status).toBe(404);
    });
  });
});
