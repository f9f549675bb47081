import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

type Saved = {
  register: { revision: number; pupils: { id: string; code: string | null }[] };
  changed: number;
};

describe('the register', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let teacher: HttpClient;
  let admin: HttpClient;
  let day = 0;
  let date: string;

  const save = (options: Partial<Parameters<typeof registerBody>[2]> = {}, client = teacher) =>
    client.post(
      '/api/register',
      registerBody(classes.classroomId, classes.pupils, { date, revision: 0, ...options }),
    );
  const codeOf = (answer: HttpAnswer) => answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
  const events = async () =>
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
    teacher = await school.signIn(await school.addUser('teacher', { teacher: classes.teacherId }));
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  beforeEach(() => {
    day += 1;
    date = `2026-03-${String(day).padStart(2, '0')}`;
  });

  it('should save marks with one event for each absence, in one go', async () => {
    const absent = classes.pupils[0]?.id ?? '';
    const answer = await save({ absent: [absent] });
    expect(answer.status, answer.text).toBe(200);
    const { register, changed } = answer.json<Saved>();
    expect([register.revision, changed]).toEqual([1, classes.pupils.length]);
    expect(register.pupils.find(({ id }) => id === absent)?.code).toBe('A');
    const published = await events();
    expect(published).toHaveLength(1);
    expect(published[0].payload).toMatchObject({ studentId: absent, date, code: 'A', classLabel: '9-A' });
  });

  it('should change nothing and tell nobody when the same is saved again', async () => {
    const absent = [classes.pupils[0]?.id ?? ''];
    await save({ absent });
    const rows = () => system.admin.query('select * from attendance where date = $1 order by id', [date]);
    const before = (await rows()).rows;
    const again = await save({ absent, revision: 1 });
    expect(again.json<Saved>().changed).toBe(0);
    expect((await rows()).rows).toEqual(before);
    expect(await events()).toHaveLength(1);
  });

  it('should tell of an absence once, however often it is corrected', async () => {
    const absent = [classes.pupils[0]?.id ?? ''];
    await save({ absent });
    await save({ revision: 1, reason: 'The pupil was in the library.' });
    await save({ absent, revision: 2, reason: 'No, the pupil was not.' });
    expect(await events()).toHaveLength(1);
  });

  it('should not tell of an excused absence', async () => {
    expect((await save({ absent: [classes.pupils[0]?.id ?? ''], code: 'E' })).status).toBe(200);
    expect(await events()).toHaveLength(0);
  });

  it('should refuse the second of two editors and show the marks of the first', async () => {
    const [first, second] = classes.pupils.map(({ id }) => id);
    expect((await save({ absent: [first ?? ''] })).status).toBe(200);
    const conflict = await save({ absent: [second ?? ''] }, admin);
    expect(conflict.status).toBe(409);
    expect(codeOf(conflict)).toBe('register.conflict');
    const theirs = conflict.json<{ errors: { data: Saved['register'] }[] }>().errors[0]?.data;
    expect(theirs?.revision).toBe(1);
    expect(theirs?.pupils.find(({ id }) => id === first)?.code).toBe('A');
    expect(await events()).toHaveLength(1);
  });

  it('R12: should let exactly one of ten simultaneous editors win', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => save({}, admin)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    const { rows } = await system.admin.query('select revision from attendance_registers where date = $1', [
      date,
    ]);
    expect(rows.map((row) => Number(row.revision))).toEqual([1]);
  });

  it('should refuse tomorrow, what is no date, and an unknown code, and write nothing', async () => {
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect(codeOf(await save({ date: tomorrow }))).toBe('register.date_future');
    expect(codeOf(await save({ date: '2026-02-30' }))).toBe('register.date_invalid');
    expect(codeOf(await save({ absent: [classes.pupils[0]?.id ?? ''], code: 'ZZ' }))).toBe(
      'register.code_unknown',
    );
    const { rows } = await system.admin.query('select 1 from attendance where date = any($1)', [
      [date, tomorrow],
    ]);
    expect(rows).toEqual([]);
  });

  it('should refuse a pupil of another class and keep the whole register unsaved', async () => {
    const body = registerBody(classes.classroomId, [...classes.pupils, ...classes.other.pupils], {
      date,
      revision: 0,
    });
    const answer = await teacher.post('/api/register', body);
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('register.student_not_in_class');
    expect((await system.admin.query('select 1 from attendance where date = $1', [date])).rows).toEqual([]);
    expect(
      (await system.admin.query('select 1 from attendance_registers where date = $1', [date])).rows,
    ).toEqual([]);
  });

  it('should not open another teacher’s class, nor one of another school', async () => {
    const other = await system.addSchool(`other${day}`);
    const foreign = await addClasses(system.admin, other);
    for (const [client, id] of [
      [teacher, classes.other.classroomId],
      [teacher, foreign.classroomId],
      [admin, foreign.classroomId],
    ] as const) {
      const opened = await client.get(`/api/register?kind=classroom&id=${id}&date=${date}`);
      expect([opened.status, codeOf(opened)]).toEqual([404, 'register.class_unknown']);
      const saved = await client.post(
        '/api/register',
        registerBody(id, foreign.pupils, { date, revision: 0 }),
      );
      expect(saved.status).toBe(404);
    }
  });

  it('should be closed to those who do not take registers', async () => {
    const child = classes.pupils[0];
    const guardian = await school.signIn(
      await school.addUser('guardian', { guardian: child?.guardianId ?? '' }),
    );
    expect(codeOf(await save({}, guardian))).toBe('auth.forbidden');
    expect(codeOf(await save({}, school.anonymous))).toBe('auth.required');
    expect(
      (await guardian.get(`/api/register?kind=classroom&id=${classes.classroomId}&date=${date}`)).status,
    ).toBe(404);
    const list = await guardian.get(`/api/register/classes?date=${date}`);
    expect(list.json<{ classes: unknown[] }>().classes).toEqual([]);
  });

  it('should list a teacher’s own classes and whether their register was taken', async () => {
    const list = async () =>
      (await teacher.get(`/api/register/classes?date=${date}`)).json<{
        classes: { id: string; taken: boolean }[];
      }>().classes;
    expect(await list()).toMatchObject([{ id: classes.classroomId, taken: false }]);
    await save();
    expect(await list()).toMatchObject([{ id: classes.classroomId, taken: true }]);
  });

  it('should refuse unknown keys and broken input with 400', async () => {
    for (const body of [
      {},
      { ...registerBody(classes.classroomId, [], { date, revision: 0 }) },
      { extra: 1 },
    ]) {
      const answer = await teacher.post('/api/register', body);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'request.invalid']);
    }
    const broken = await teacher.send('POST', '/api/register', {
      raw: Buffer.from('{"class"'),
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.status).toBe(400);
  });
});
