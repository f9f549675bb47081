import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  type TestUser,
} from '../../e2e/support/index.ts';
import type { Sheet } from './index.ts';
import { addGradebook, type GradebookWorld } from './testing/gradebook-world.ts';

type Mark = { status: string; scoreHundredths?: number; daysLate?: number } | null;

describe('the mark grid', () => {
  let system: TestSystem;
  let school: TestSchool;
  let world: GradebookWorld;
  let user: TestUser;
  let teacher: HttpClient;
  let colleague: HttpClient;

  const graded = (score: number): Mark => ({ status: 'graded', scoreHundredths: score });
  const at = (pupil: number, exam: number) => ({
    student: world.pupils[pupil]?.id ?? '',
    exam: world.exams[exam] ?? '',
  });
  const cell = (pupil: number, exam: number, mark: Mark, base: Mark = null, attempt = 1) => ({
    ...at(pupil, exam),
    attempt,
    base,
    mark,
  });
  const save = (client: HttpClient, cells: unknown[], offering = world.offeringId) =>
    client.post('/api/gradebook/marks', { offering, term: world.termId, cells });
  const read = async (client: HttpClient): Promise<Sheet> => {
    const answer = await client.get(`/api/gradebook/sheet?offering=${world.offeringId}&term=${world.termId}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json<Sheet>();
  };
  const noted = async (pupil: number, exam: number) => {
    const { student, exam: id } = at(pupil, exam);
    return (await read(teacher)).cells
      .filter((found) => found.student === student && found.exam === id)
      .map(({ attempt, status, scoreHundredths }) => [attempt, status, scoreHundredths]);
  };
  const count = async (sql: string, values: unknown[] = []) =>
    Number((await system.admin.query(sql, values)).rows[0].count);

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    world = await addGradebook(system.admin, school.tenant.id, { pupils: 40, exams: 15 });
    user = await school.addUser('teacher', { teacher: world.teacherId });
    teacher = await school.signIn(user);
    colleague = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  it('should list the lesson groups of the teacher with their terms', async () => {
    const { groups, terms } = (await teacher.get('/api/gradebook/groups')).json<{
      groups: { id: string; sheets: Record<string, { assessments: number; state: string }> }[];
      terms: { id: string }[];
    }>();
    expect(groups.map(({ id }) => id)).toEqual([world.offeringId]);
    expect(groups[0]?.sheets[world.termId]).toEqual({ assessments: 15, state: 'draft' });
    expect(terms.map(({ id }) => id)).toEqual([world.termId]);
  });

  it('should save 40 x 15 cells in one request, with one audit entry and the event', async () => {
    const cells = world.pupils.flatMap((_, pupil) =>
      world.exams.map((__, exam) => cell(pupil, exam, graded(((pupil * 7 + exam * 3) % 41) * 50))),
    );
    const answer = await save(teacher, cells);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toEqual({ changed: 600, unchanged: 0 });
    const sheet = await read(teacher);
    expect([sheet.pupils.length, sheet.assessments.length, sheet.cells.length]).toEqual([40, 15, 600]);
    expect(await count('select count(*) from exam_results where tenant_id = $1', [school.tenant.id])).toBe(
      600,
    );
    const entries = await system.admin.query(
      `select actor_id, after from audit_events where tenant_id = $1 and action = 'marks.save'`,
      [school.tenant.id],
    );
    expect(entries.rows).toHaveLength(1);
    expect(entries.rows[0].actor_id).toBe(user.id);
    expect(Object.keys(entries.rows[0].after)).toHaveLength(600);
    expect(
      await count(`select count(*) from outbox where tenant_id = $1 and type = 'gradebook.marks_saved'`, [
        school.tenant.id,
      ]),
    ).toBe(1);
  });

  it('should change nothing and tell nobody when the same is saved again', async () => {
    const answer = await save(teacher, [cell(0, 0, graded(0), graded(0))]);
    expect(answer.json()).toEqual({ changed: 0, unchanged: 1 });
    expect(await count(`select count(*) from audit_events where action = 'marks.save'`)).toBe(1);
  });

  it('should let two people change different cells at once', async () => {
    const [one, other] = await Promise.all([
      save(teacher, [cell(1, 0, graded(1111), graded(350))]),
      save(colleague, [cell(1, 1, graded(1222), graded(500))]),
    ]);
    expect([one.status, other.status], one.text + other.text).toEqual([200, 200]);
    expect([await noted(1, 0), await noted(1, 1)]).toEqual([[[1, 'graded', 1111]], [[1, 'graded', 1222]]]);
  });

  it('should refuse the same cell with both versions and keep what is saved, for one of two at once', async () => {
    const base = graded(1111);
    const answers = await Promise.all([
      save(teacher, [cell(1, 0, graded(1500), base), cell(2, 0, graded(900), graded(700))]),
      save(colleague, [cell(1, 0, graded(1600), base), cell(2, 1, graded(800), graded(850))]),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.findIndex(({ status }) => status === 409);
    const [error] = answers[lost]?.json<{ errors: { code: string; data: unknown }[] }>().errors ?? [];
    const [mine, theirs] = lost === 0 ? [1500, 1600] : [1600, 1500];
    expect(error).toMatchObject({
      code: 'gradebook.cells_conflict',
      data: { conflicts: [{ ...at(1, 0), attempt: 1, theirs: graded(theirs), mine: graded(mine) }] },
    });
    expect(await noted(1, 0)).toEqual([[1, 'graded', theirs]]);
    // All or none: the other cell of the refused save was not written either.
    expect(await noted(2, lost === 0 ? 0 : 1)).toEqual([[1, 'graded', lost === 0 ? 700 : 850]]);
    const settled = await save(lost === 0 ? teacher : colleague, [cell(1, 0, graded(mine), graded(theirs))]);
    expect(settled.status).toBe(200);
  });

  it('should take statuses, empty cells, and the re-sit where there is one', async () => {
    const none = await save(teacher, [cell(3, 0, graded(500), null, 2)]);
    expect(none.status).toBe(400);
    expect(none.json()).toMatchObject({ errors: [{ data: { cells: [{ problem: 'noResit' }] } }] });
    await system.admin.query(`update exams set resit_date = '2026-06-20' where id = $1`, [world.exams[0]]);
    const before = (await noted(3, 0))[0]?.[2] as number;
    const answer = await save(teacher, [
      cell(3, 0, { status: 'missing' }, graded(before)),
      cell(3, 0, graded(1800), null, 2),
      cell(3, 1, { status: 'exempt' }, graded((await noted(3, 1))[0]?.[2] as number)),
      cell(3, 2, null, graded((await noted(3, 2))[0]?.[2] as number)),
      cell(3, 3, { status: 'late', scoreHundredths: 1250 }, graded((await noted(3, 3))[0]?.[2] as number)),
    ]);
    expect(answer.status, answer.text).toBe(200);
    expect(await noted(3, 0)).toEqual([
      [1, 'missing', undefined],
      [2, 'graded', 1800],
    ]);
    expect([await noted(3, 1), await noted(3, 2), await noted(3, 3)]).toEqual([
      [[1, 'exempt', undefined]],
      [],
      [[1, 'late', 1250]],
    ]);
  });

  it('should name every cell that is not valid, and write none of them', async () => {
    const stranger = '00000000-0000-4000-8000-000000000000';
    const answer = await save(teacher, [
      cell(4, 0, graded(100), graded(999)),
      { ...cell(4, 1, graded(100)), student: stranger },
      { ...cell(4, 2, graded(100)), exam: stranger },
      cell(4, 3, graded(4001)),
      cell(4, 4, { status: 'graded' }),
      cell(4, 5, { status: 'exempt', scoreHundredths: 100 }),
      cell(4, 6, graded(100)),
      cell(4, 6, graded(200)),
    ]);
    expect(answer.status).toBe(400);
    const [error] = answer.json<{ errors: { code: string; data: { cells: { problem: string }[] } }[] }>()
      .errors;
    expect(error?.code).toBe('gradebook.cells_invalid');
    expect(error?.data.cells.map(({ problem }) => problem)).toEqual([
      'pupilUnknown',
      'assessmentUnknown',
      'scoreTooHigh',
      'scoreMissing',
      'scoreNotWanted',
      'twice',
    ]);
  });

  it('should keep extra credit', async () => {
    const [[, , before] = []] = await noted(5, 0);
    expect((await save(teacher, [cell(5, 0, graded(2150), graded(before as number))])).status).toBe(200);
    expect(await noted(5, 0)).toEqual([[1, 'graded', 2150]]);
  });

  it('should take the scores of questions, show conflicts by pupil, and tell how each question did', async () => {
    const exam = world.exams[14] ?? '';
    const ref = { offering: world.offeringId, term: world.termId, exam };
    const questions = [1000, 600, 400].map((maxHundredths, index) => ({
      title: `Q${index + 1}`,
      maxHundredths,
    }));
    const post = (client: HttpClient, rows: unknown[], more: object = {}) =>
      client.post('/api/gradebook/questions', { ...ref, questions, rows, ...more });
    // The first question follows the second, the third goes against them.
    const scoresOf = (pupil: number) => [pupil * 100, pupil * 60, 400 - pupil * 40];
    const rows = world.pupils
      .slice(0, 8)
      .map(({ id: student }, pupil) => ({ student, base: null, scores: scoresOf(pupil) }));
    expect((await post(teacher, rows)).json()).toEqual({ changed: 8 });
    const paper = (await teacher.get(`/api/gradebook/questions?${new URLSearchParams(ref)}`)).json();
    expect(paper).toMatchObject({ exam: { title: 'Assessment 15' }, questions });
    const one = rows[3];
    const lost = await post(colleague, [{ ...one, scores: [1, 2, 3] }]);
    expect([lost.status, lost.json()]).toMatchObject([
      409,
      {
        errors: [{ data: { conflicts: [{ student: one?.student, theirs: scoresOf(3), mine: [1, 2, 3] }] } }],
      },
    ]);
    const gap = { ...one, base: scoresOf(3), scores: [300, null, null] };
    expect((await post(colleague, [gap])).json()).toEqual({ changed: 1 });
    for (const scores of [
      [1, 2],
      [1, 2, 900],
    ])
      expect((await post(teacher, [{ ...gap, base: [300, null, null], scores }])).status).toBe(400);
    const { papers } = (
      await teacher.get(`/api/gradebook/analytics?offering=${ref.offering}&term=${ref.term}`)
    ).json<{
      papers: { questions: { title: string; count: number; mean: number; discrimination: number }[] }[];
    }>();
    const [first, second, third] = papers[0]?.questions ?? [];
    expect([first?.count, second?.count, third?.count]).toEqual([8, 7, 7]);
    expect(first?.mean).toBeCloseTo(0.35);
    expect(third?.discrimination).toBeCloseTo(-1);
  });

  it('should keep a rubric with the levels chosen for each pupil, and tell how each criterion did', async () => {
    const ref = { offering: world.offeringId, term: world.termId, exam: world.exams[13] ?? '' };
    const levels = [
      { title: 'Weak', titleAr: 'ضعيف', points: 0 },
      { title: 'Good', titleAr: 'جيد', points: 250 },
      { title: 'Excellent', titleAr: 'ممتاز', points: 500 },
    ];
    const questions = ['Content', 'Language'].map((title) => ({ title, maxHundredths: 500, levels }));
    const post = (client: HttpClient, body: object) =>
      client.post('/api/gradebook/questions', { ...ref, questions, rows: [], ...body });
    const row = (pupil: number, scores: (number | null)[], base: (number | null)[] | null = null) => ({
      student: world.pupils[pupil]?.id,
      base,
      scores,
    });
    expect((await post(teacher, { rows: [row(0, [500, 250]), row(1, [250, 0])] })).json()).toEqual({
      changed: 2,
    });
    const { assessments } = await read(teacher);
    expect(assessments.map(({ rubric }) => rubric?.length)).toEqual([...Array(13), 2, undefined]);
    expect(assessments[13]?.rubric?.[0]?.levels).toEqual(levels);
    const between = await post(teacher, { rows: [row(2, [300, 250])] });
    expect([between.status, between.text]).toEqual([400, expect.stringContaining('questions_invalid')]);
    const [first = levels[0], ...rest] = levels;
    for (const wrong of [
      [first],
      [first, { ...first, title: 'Twin' }],
      [first, ...rest, { title: 'Above', points: 900 }],
    ]) {
      const answer = await post(teacher, { questions: [{ ...questions[0], levels: wrong }] });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('rubric_invalid')]);
    }
    expect((await post(colleague, { rows: [row(0, [0, 0], [250, 250])] })).status).toBe(409);
    const { papers } = (
      await teacher.get(`/api/gradebook/analytics?offering=${ref.offering}&term=${ref.term}`)
    ).json<{ papers: { title: string; questions: { title: string; count: number; mean: number }[] }[] }>();
    const rubric = papers.find(({ title }) => title === 'Assessment 14');
    expect(rubric?.questions.map(({ title, count, mean }) => [title, count, mean])).toEqual([
      ['Content', 2, 0.75],
      ['Language', 2, 0.25],
    ]);
    const beta = await system.addSchool('gamma');
    expect((await post(await beta.signIn(beta.admin), {})).status).toBe(404);
  });

  it('should keep the score and the days of late work, and lose by the rule what the reckoning says', async () => {
    const late = { status: 'late', scoreHundredths: 1800, daysLate: 3 };
    const [now] = (await read(teacher)).cells.filter(
      ({ student, exam, attempt }) =>
        student === world.pupils[30]?.id && exam === world.exams[3] && attempt === 1,
    );
    const base = now ? { status: now.status, scoreHundredths: now.scoreHundredths } : null;
    const wrong = await save(teacher, [cell(30, 3, { ...late, status: 'graded' }, base)]);
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('notLate')]);
    expect((await save(teacher, [cell(30, 3, late, base)])).json()).toEqual({ changed: 1, unchanged: 0 });
    const rule = { latePolicy: 'perDay', latePercentHundredths: 500, lateCapHundredths: 1000 };
    const set = await colleague.send('PATCH', `/api/grading-rules/${world.ruleId}`, { body: rule });
    expect(set.status, set.text).toBe(200);
    const sheet = await read(teacher);
    expect(sheet.rules.late).toEqual({ kind: 'perDay', percentHundredths: 500, capHundredths: 1000 });
    expect(sheet.cells).toContainEqual({ ...at(30, 3), attempt: 1, ...late });
    // Another day is another cell: who had read three days is told.
    expect((await save(colleague, [cell(30, 3, { ...late, daysLate: 4 }, late)])).status).toBe(200);
    expect((await save(teacher, [cell(30, 3, graded(1900), late)])).status).toBe(409);
    const { rows } = await system.admin.query(
      'select score_hundredths::int as score, late, days_late::int as days from exam_results where tenant_id = $1 and exam_id = $2 and student_id = $3',
      [school.tenant.id, world.exams[3], world.pupils[30]?.id],
    );
    expect(rows).toEqual([{ score: 1800, late: true, days: 4 }]);
    const own = { latePolicy: 'none' };
    await colleague.send('PATCH', `/api/grade-categories/${world.categories[1]}`, { body: own });
    expect((await read(teacher)).categories.map(({ late: of }) => of)).toEqual([undefined, 'none']);
  });

  it('should refuse the wrong teacher, families, another school and nobody', async () => {
    const wrong = await school.signIn(await school.addUser('teacher', { teacher: world.otherTeacherId }));
    const path = `/api/gradebook/sheet?offering=${world.offeringId}&term=${world.termId}`;
    expect((await wrong.get(path)).status).toBe(404);
    expect((await save(wrong, [cell(0, 0, graded(100))])).status).toBe(404);
    const pupil = world.pupils[0];
    const guardian = await school.signIn(
      await school.addUser('guardian', { guardian: pupil?.guardianId ?? '' }),
    );
    const student = await school.signIn(await school.addUser('student', { student: pupil?.id ?? '' }));
    for (const client of [guardian, student]) {
      expect((await client.get(path)).status).toBe(404);
      expect((await save(client, [cell(0, 0, graded(100))])).status).toBe(403);
    }
    const beta = await system.addSchool('beta');
    const stranger = await beta.signIn(beta.admin);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await save(stranger, [cell(0, 0, graded(100))])).status).toBe(404);
    expect((await school.anonymous.get(path)).status).toBe(401);
    for (const client of [wrong, guardian, student, stranger])
      expect((await client.get(`${path.replace('sheet', 'questions')}&exam=${world.exams[14]}`)).status).toBe(
        404,
      );
  });

  it('should refuse a teacher an assessment of another lesson group, over REST too', async () => {
    const { rows } = await system.admin.query(
      `insert into exams (tenant_id, title, subject_id, class_offering_id, academic_year_id, term_id, type, total_marks)
       values ($1, 'Foreign', $2, $3, $4, $5, 'quiz', 20) returning id`,
      [school.tenant.id, world.subjectId, world.otherOfferingId, world.yearId, world.termId],
    );
    const foreign = await save(teacher, [{ ...cell(0, 0, graded(100)), exam: rows[0].id }]);
    expect(foreign.status).toBe(400);
    const published = await teacher.send('PATCH', `/api/exams/${world.exams[0]}`, {
      body: { publishedAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(published.json<{ doc: { publishedAt?: string | null } }>().doc.publishedAt ?? null).toBeNull();
    const rule = { title: 'Mine', combine: 'mean', resitPolicy: 'best', decimals: 0 };
    expect((await teacher.post('/api/grading-rules', rule)).status).toBe(403);
    expect((await colleague.post('/api/grading-rules', rule)).status).toBe(201);
    await system.admin.query(`delete from grading_rules where title = 'Mine'`);
  });
});
