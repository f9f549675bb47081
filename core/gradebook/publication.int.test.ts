import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { publishTerm, type Sheet, termMarksOf } from './index.ts';
import { addGradebook, type GradebookWorld } from './testing/gradebook-world.ts';

type Doc = Record<string, unknown> & { id: string };

describe('moderation and publication of marks', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let world: GradebookWorld;
  let teacher: HttpClient;
  let admin: HttpClient;
  let guardian: HttpClient;
  let student: HttpClient;
  let stranger: HttpClient;

  const sheetRef = () => ({ offering: world.offeringId, term: world.termId });
  const read = async (): Promise<Sheet> =>
    (await admin.get(`/api/gradebook/sheet?${new URLSearchParams(sheetRef())}`)).json<Sheet>();
  const codeOf = (answer: { json: <T>() => T }) =>
    answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
  const docs = async (client: HttpClient, path: string): Promise<Doc[]> => {
    const answer = await client.get(`${path}?depth=0&limit=200`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json<{ docs: Doc[] }>().docs;
  };
  const seen = async (client: HttpClient) => [
    (await docs(client, '/api/exam-results')).length,
    (await docs(client, '/api/term-marks')).length,
  ];
  const newColumn = () => ({
    title: 'Late idea',
    type: 'quiz',
    totalMarks: 10,
    subject: world.subjectId,
    classOffering: world.offeringId,
    academicYear: world.yearId,
    term: world.termId,
  });
  const publish = (client: HttpClient, offerings = [world.offeringId]) =>
    client.post('/api/gradebook/publish', { term: world.termId, offerings });
  const withdraw = (client: HttpClient, note?: string) =>
    client.post('/api/gradebook/withdraw', {
      term: world.termId,
      offerings: [world.offeringId],
      ...(note ? { note } : {}),
    });
  const events = async (type: string) =>
    (
      await system.admin.query(
        'select payload from outbox where tenant_id = $1 and type = $2 order by created_at',
        [school.tenant.id, type],
      )
    ).rows.map((row) => row.payload);
  const needsApproval = (value: boolean) =>
    system.admin.query('update grading_rules set needs_approval = $2 where id = $1', [world.ruleId, value]);

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    world = await addGradebook(system.admin, school.tenant.id, { pupils: 4, exams: 4 });
    await addGradebook(system.admin, other.tenant.id, { pupils: 2, exams: 1 });
    const pupil = world.pupils[0];
    teacher = await school.signIn(await school.addUser('teacher', { teacher: world.teacherId }));
    admin = await school.signIn(school.admin);
    guardian = await school.signIn(await school.addUser('guardian', { guardian: pupil?.guardianId ?? '' }));
    student = await school.signIn(await school.addUser('student', { student: pupil?.id ?? '' }));
    stranger = await other.signIn(other.admin);
    // 0: 18/20 everywhere, 1: one exempt, 2: one incomplete, 3: nothing.
    const graded = { status: 'graded', scoreHundredths: 1800 };
    const cells = [0, 1, 2].flatMap((row) =>
      world.exams.map((exam, column) => ({
        student: world.pupils[row]?.id,
        exam,
        base: null,
        mark: column > 0 || row === 0 ? graded : { status: row === 1 ? 'exempt' : 'incomplete' },
      })),
    );
    const saved = await teacher.post('/api/gradebook/marks', { ...sheetRef(), cells });
    expect(saved.status, saved.text).toBe(200);
  });
  afterAll(() => system.close());

  it('should show families nothing before publication, staff everything', async () => {
    expect([await seen(guardian), await seen(student)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect((await docs(teacher, '/api/exam-results')).length).toBe(12);
    const id = (await docs(admin, '/api/exam-results')).find(
      ({ student: of }) => of === world.pupils[0]?.id,
    )?.id;
    for (const client of [guardian, student]) {
      expect((await client.get(`/api/exam-results/${id}`)).status).toBe(404);
      const counted = await client.get(`/api/exam-results/count?where[id][equals]=${id}`);
      expect(counted.status === 200 ? counted.json<{ totalDocs: number }>().totalDocs : 0).toBe(0);
    }
  });

  it('should let only who may publish approve, publish and withdraw', async () => {
    for (const client of [teacher, guardian, student]) {
      expect((await publish(client)).status).toBe(403);
      expect((await withdraw(client)).status).toBe(403);
      expect((await client.post('/api/gradebook/moderate', { ...sheetRef(), step: 'approve' })).status).toBe(
        403,
      );
    }
    expect((await guardian.post('/api/gradebook/submit', sheetRef())).status).toBe(403);
    expect((await stranger.post('/api/gradebook/submit', sheetRef())).status).toBe(404);
    expect((await publish(stranger)).json()).toEqual({ sheets: 0, marks: 0, skipped: [] });
    expect((await read()).state).toBe('draft');
  });

  it('should take a new column while the sheet is open', async () => {
    const made = await teacher.post('/api/exams', newColumn());
    expect(made.status, made.text).toBe(201);
    const { doc } = made.json<{ doc: Doc }>();
    expect((await teacher.send('DELETE', `/api/exams/${doc.id}`)).status).toBe(200);
  });

  it('should go from handing in to a return with a note, and to approval by somebody else', async () => {
    await needsApproval(true);
    const early = (await publish(admin)).json<{ skipped: { reason: string }[] }>();
    expect(early).toMatchObject({ sheets: 0, skipped: [{ reason: 'notApproved' }] });
    expect((await teacher.post('/api/gradebook/submit', { ...sheetRef(), note: 'Done' })).json()).toEqual({
      state: 'submitted',
    });
    const held = await teacher.post('/api/gradebook/marks', {
      ...sheetRef(),
      cells: [
        { student: world.pupils[3]?.id, exam: world.exams[0], base: null, mark: { status: 'missing' } },
      ],
    });
    expect([held.status, codeOf(held)]).toEqual([409, 'gradebook.sheet_held']);
    const [result] = await docs(teacher, '/api/exam-results');
    for (const method of ['PATCH', 'DELETE'] as const) {
      const answer = await teacher.send(method, `/api/exam-results/${result?.id}`, {
        body: { comment: 'x' },
      });
      expect([method, answer.status]).toEqual([method, 409]);
    }
    for (const [method, body] of [
      ['PATCH', { totalMarks: 10 }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await teacher.send(method, `/api/exams/${world.exams[0]}`, body ? { body } : {});
      expect([method, answer.status]).toEqual([method, 409]);
    }
    expect((await teacher.post('/api/exams', newColumn())).status).toBe(409);
    const silent = await admin.post('/api/gradebook/moderate', { ...sheetRef(), step: 'return' });
    expect(codeOf(silent)).toBe('gradebook.note_needed');
    const back = await admin.post('/api/gradebook/moderate', {
      ...sheetRef(),
      step: 'return',
      note: 'Quiz 2?',
    });
    expect(back.json()).toEqual({ state: 'returned' });
    expect(await read()).toMatchObject({ state: 'returned', note: 'Quiz 2?' });
    expect((await admin.post('/api/gradebook/submit', sheetRef())).status).toBe(200);
    const own = await admin.post('/api/gradebook/moderate', { ...sheetRef(), step: 'approve' });
    expect(codeOf(own)).toBe('gradebook.own_submission');
    await admin.post('/api/gradebook/moderate', { ...sheetRef(), step: 'return', note: 'again' });
    await teacher.post('/api/gradebook/submit', sheetRef());
    const again = await teacher.post('/api/gradebook/submit', sheetRef());
    expect(codeOf(again)).toBe('gradebook.state_wrong');
    expect((await admin.post('/api/gradebook/moderate', { ...sheetRef(), step: 'approve' })).json()).toEqual({
      state: 'approved',
    });
  });

  it('should publish: families see their own results and marks, with the reckoning, and nothing else', async () => {
    const answer = await publish(admin);
    expect(answer.json(), answer.text).toEqual({ sheets: 1, marks: 4, skipped: [] });
    for (const client of [guardian, student]) {
      expect(await seen(client)).toEqual([4, 1]);
      const [mark] = await docs(client, '/api/term-marks');
      expect(mark).toMatchObject({
        student: world.pupils[0]?.id,
        percentHundredths: 9000,
        label: 'A',
        passes: true,
        status: 'marked',
        formula: { exact: '90/1', parts: [{ share: '40' }, { share: '60' }] },
      });
    }
    expect(
      (await docs(admin, '/api/term-marks'))
        .map(({ status, percentHundredths }) => [status, percentHundredths])
        .sort(),
    ).toEqual([
      ['incomplete', null],
      ['incomplete', null],
      ['marked', 9000],
      ['marked', 9000],
    ]);
    expect(await docs(stranger, '/api/term-marks')).toEqual([]);
    expect(await events('results.published')).toEqual([
      { classOfferingId: world.offeringId, subjectId: world.subjectId, termId: world.termId, pupils: 4 },
    ]);
    const door = await school.run(() =>
      termMarksOf(system.pool, { termId: world.termId, studentIds: world.pupils.map(({ id }) => id) }),
    );
    expect(door).toHaveLength(4);
    expect(door[0]).toMatchObject({ subject: 'Mathematics', subjectAr: 'الرياضيات' });
    const abroad = await other.run(() =>
      termMarksOf(system.pool, { termId: world.termId, studentIds: world.pupils.map(({ id }) => id) }),
    );
    expect(abroad).toEqual([]);
  });

  it('should skip what is published already, and keep published marks as they are', async () => {
    expect((await publish(admin)).json()).toMatchObject({ sheets: 0, skipped: [{ reason: 'published' }] });
    const cells = [{ student: world.pupils[0]?.id, exam: world.exams[0], base: null, mark: null }];
    const held = await admin.post('/api/gradebook/marks', { ...sheetRef(), cells });
    expect(codeOf(held)).toBe('gradebook.sheet_held');
    expect((await admin.post('/api/term-marks', { student: world.pupils[0]?.id })).status).toBe(403);
  });

  it('should withdraw: hidden again, the sheet open, the history kept, and a new publication beside it', async () => {
    expect((await withdraw(admin, 'A mistake in quiz 1')).json()).toEqual({ sheets: 1 });
    expect([await seen(guardian), await seen(student)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect((await read()).state).toBe('draft');
    const door = () =>
      school.run(() =>
        termMarksOf(system.pool, { termId: world.termId, studentIds: [world.pupils[0]?.id ?? ''] }),
      );
    expect(await door()).toEqual([]);
    const fixed = await teacher.post('/api/gradebook/marks', {
      ...sheetRef(),
      cells: [
        {
          student: world.pupils[0]?.id,
          exam: world.exams[0],
          base: { status: 'graded', scoreHundredths: 1800 },
          mark: { status: 'graded', scoreHundredths: 1000 },
        },
      ],
    });
    expect(fixed.status, fixed.text).toBe(200);
    await needsApproval(false);
    const done: [number, number][] = [];
    const published = await school.run(() =>
      publishTerm(system.pool, {
        termId: world.termId,
        actor: { kind: 'system' },
        classIds: 'all',
        onProgress: (...progress) => done.push(progress),
      }),
    );
    expect(published).toEqual({ sheets: 1, marks: 4, skipped: [] });
    expect(done).toEqual([[1, 1]]);
    // Quizzes 50 % and 90 %, exams 90 %: 0.4 × 70 + 0.6 × 90.
    expect(await door()).toMatchObject([{ percentHundredths: 8200, label: 'B' }]);
    const { rows } = await system.admin.query(
      `select version, withdrawn_at is not null as withdrawn, withdraw_note, jsonb_array_length(marks) as marks
         from grade_publications where tenant_id = $1 order by version`,
      [school.tenant.id],
    );
    expect(rows).toEqual([
      { version: 1, withdrawn: true, withdraw_note: 'A mistake in quiz 1', marks: 4 },
      { version: 2, withdrawn: false, withdraw_note: null, marks: 4 },
    ]);
    expect((await withdraw(admin)).json()).toEqual({ sheets: 1 });
  });

  it('should tell how a class did', async () => {
    const answer = await teacher.get(`/api/gradebook/analytics?${new URLSearchParams(sheetRef())}`);
    expect(answer.json()).toMatchObject({
      pupils: 4,
      assessments: [
        { title: 'Assessment 1', count: 1, mean: 0.5 },
        { count: 3, mean: 0.9, median: 0.9 },
        { count: 3 },
        { count: 3 },
      ],
      termMarks: { count: 2, passed: 2, failed: 0, incomplete: 2 },
    });
    expect((await stranger.get(`/api/gradebook/analytics?${new URLSearchParams(sheetRef())}`)).status).toBe(
      404,
    );
    expect((await guardian.get(`/api/gradebook/analytics?${new URLSearchParams(sheetRef())}`)).status).toBe(
      404,
    );
  });

  describe('a semester with grading periods', () => {
    const periods: string[] = [];
    const work: string[] = [];
    const marksOf = async (term: string) => {
      const { rows } = await system.admin.query(
        'select student_id, percent_hundredths::int as percent, published_at is not null as shown, formula from term_marks where tenant_id = $1 and term_id = $2',
        [school.tenant.id, term],
      );
      return new Map(rows.map((row) => [row.student_id as string, row]));
    };
    const step = (name: 'publish' | 'withdraw', term: string | undefined, client = admin) =>
      client.post(`/api/gradebook/${name}`, { term, offerings: [world.offeringId] });

    beforeAll(async () => {
      for (const [title, startDate, endDate, weightHundredths] of [
        ['Period 1', '2025-09-01', '2026-03-31', 2500],
        ['Period 2', '2026-04-01', '2027-01-31', 5000],
      ]) {
        const body = { title, kind: 'gradingPeriod', academicYear: world.yearId, startDate, endDate };
        const made = await admin.post('/api/terms', { ...body, weightHundredths });
        expect(made.status, made.text).toBe(201);
        periods.push(made.json<{ doc: Doc }>().doc.id);
      }
      for (const term of periods) {
        const made = await admin.post('/api/exams', { ...newColumn(), term, category: world.categories[0] });
        expect(made.status, made.text).toBe(201);
        work.push(made.json<{ doc: Doc }>().doc.id);
      }
      for (const [index, scoreHundredths] of [600, 1000].entries()) {
        const cell = { student: world.pupils[0]?.id, exam: work[index], base: null };
        const saved = await teacher.post('/api/gradebook/marks', {
          offering: world.offeringId,
          term: periods[index],
          cells: [{ ...cell, mark: { status: 'graded', scoreHundredths } }],
        });
        expect(saved.status, saved.text).toBe(200);
      }
    });

    it('should show the periods of a semester with what pupils got in them, to nobody from outside', async () => {
      const sheet = await read();
      expect(sheet.periods?.map(({ title, weightHundredths }) => [title, weightHundredths])).toEqual([
        ['Period 1', 2500],
        ['Period 2', 5000],
      ]);
      expect(sheet.assessments).toHaveLength(4);
      const first = world.pupils[0]?.id ?? '';
      const inPeriods = sheet.periodMarks?.[first] ?? [];
      expect(work.map((id) => inPeriods.find((mark) => mark.assessmentId === id)?.scoreHundredths)).toEqual([
        600, 1000,
      ]);
      expect(sheet.cells.some(({ exam }) => work.includes(exam))).toBe(false);
      const { groups } = (await teacher.get('/api/gradebook/groups')).json<{
        groups: { sheets: Record<string, { assessments: number }> }[];
      }>();
      expect(groups[0]?.sheets[world.termId]?.assessments).toBe(6);
      expect(groups[0]?.sheets[periods[0] ?? '']?.assessments).toBe(1);
      const path = `/api/gradebook/sheet?${new URLSearchParams({ offering: world.offeringId, term: periods[0] ?? '' })}`;
      expect([(await stranger.get(path)).status, (await guardian.get(path)).status]).toEqual([404, 404]);
      expect((await step('publish', periods[0], stranger)).json()).toMatchObject({ sheets: 0, marks: 0 });
    });

    it('should publish the semester after its periods, of their exact marks and weights', async () => {
      expect((await publish(admin)).json()).toMatchObject({
        sheets: 0,
        skipped: [{ offeringId: world.offeringId, reason: 'periodsOpen' }],
      });
      for (const period of periods)
        expect((await step('publish', period)).json()).toMatchObject({ sheets: 1 });
      expect((await publish(admin)).json()).toMatchObject({ sheets: 1, skipped: [] });
      // 60 % × 25 % + 100 % × 50 % + its own 82 % × the 25 % that the periods leave.
      const mark = (await marksOf(world.termId)).get(world.pupils[0]?.id ?? '');
      expect(mark).toMatchObject({
        percent: 8600,
        shown: true,
        formula: {
          exact: '171/2',
          periods: [
            { title: 'Period 1', weight: '25', percent: '60' },
            { title: 'Period 2', weight: '50', percent: '100' },
            { weight: '25', percent: '82' },
          ],
        },
      });
    });

    it('should not withdraw a period under the mark that is made of it', async () => {
      const refused = await step('withdraw', periods[0]);
      expect([refused.status, codeOf(refused)]).toEqual([409, 'gradebook.term_stands']);
      expect((await marksOf(periods[0] ?? '')).get(world.pupils[0]?.id ?? '')?.shown).toBe(true);
      expect((await withdraw(admin)).json()).toEqual({ sheets: 1 });
      expect((await step('withdraw', periods[0])).json()).toEqual({ sheets: 1 });
    });

    it('should never publish a semester beside a withdrawal of its period', async () => {
      expect((await step('publish', periods[0])).json()).toMatchObject({ sheets: 1 });
      const [published, withdrawn] = await Promise.all([publish(admin), step('withdraw', periods[0])]);
      const stands = published.json<{ sheets: number }>().sheets === 1;
      expect(withdrawn.status).toBe(stands ? 409 : 200);
    });
  });
});
