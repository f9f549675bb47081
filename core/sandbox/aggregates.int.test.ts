import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import type { CapabilityInput, CapabilityOutput } from '../../plugins/sdk/index.ts';
import { createCapabilities, createHostCall, type Json } from './index.ts';
import { addInstall, contextFor, wholeManifest } from './testing/installs.ts';

type Question = CapabilityInput<'aggregates.query'>;
type Answer = CapabilityOutput<'aggregates.query'>;

const MONTHS = ['2025-09', '2025-10'];

/** A school of one year, whose September and October have ended: three classes of grade 9 (12, 14 and 4 pupils) and one of grade 10 (11). */
describe('aggregates', () => {
  let system: TestSystem;
  let school: TestSchool;
  let yearId: string;
  const gradeIds: Record<string, string> = {};
  const classIds: Record<string, string> = {};
  const pupils: Record<string, string[]> = {};
  let exam: string;

  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const full = { tenant_id: school.tenant.id, ...row };
    const places = Object.keys(full).map((_, index) => `$${index + 1}`);
    const { rows } = await system.admin.query(
      `insert into ${table} (${Object.keys(full).join(', ')}) values (${places.join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const addPupil = async (
    classroom: string,
    options: { sex?: string; absences?: number; score?: number } = {},
  ) => {
    const { sex = 'female', absences = 1, score = 70 } = options;
    const id = await insert('students', {
      given_name: 'A',
      family_name: 'B',
      display_name: 'A B',
      admission_number: randomUUID(),
      sex,
      status: 'active',
    });
    const classroom_id = classIds[classroom];
    await insert('enrollments', { student_id: id, classroom_id, academic_year_id: yearId });
    for (const month of MONTHS)
      for (let day = 1; day <= 10; day += 1)
        await insert('attendance', {
          student_id: id,
          classroom_id,
          date: `${month}-${String(day).padStart(2, '0')}`,
          code: 'X',
          status: day <= absences ? 'absent' : 'present',
        });
    await insert('exam_results', {
      student_id: id,
      exam_id: exam,
      academic_year_id: yearId,
      date: '2025-10-20',
      score_hundredths: score * 100,
    });
    pupils[classroom] = [...(pupils[classroom] ?? []), id];
    return id;
  };

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    yearId = await insert('academic_years', {
      title: '2025',
      start_date: '2025-09-01',
      end_date: '2030-06-30',
      current: true,
    });
    for (const code of ['9', '10']) gradeIds[code] = await insert('grade_levels', { code, title: code });
    for (const [name, grade] of [
      ['9A', '9'],
      ['9B', '9'],
      ['9C', '9'],
      ['10A', '10'],
    ] as const)
      classIds[name] = await insert('classrooms', {
        title: name,
        academic_year_id: yearId,
        grade_level_id: gradeIds[grade],
      });
    const subject_id = await insert('subjects', { title: 'Mathematics' });
    exam = await insert('exams', { title: 'Quiz', subject_id, total_marks: 100, academic_year_id: yearId });
    for (const [name, count] of [
      ['9A', 12],
      ['9B', 14],
      ['9C', 4],
      ['10A', 11],
    ] as const)
      for (let number = 0; number < count; number += 1)
        await addPupil(name, { sex: name === '9B' && number === 0 ? 'male' : 'female' });
  });
  afterAll(() => system.close());

  const open = async () => {
    const manifest = wholeManifest();
    const installId = await addInstall(system.admin, school, manifest);
    const call = createHostCall({
      capabilities: createCapabilities({ pool: system.pool }),
      context: contextFor(school, installId, manifest),
    });
    const host = (question: unknown) => school.run(() => call('aggregates.query', question as Json));
    const ask = async (question: Question): Promise<Answer> => {
      const answer = await host(question);
      if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
      return answer.value as Answer;
    };
    return { host, ask };
  };
  /** The school's next day: what was counted and asked yesterday is from yesterday. */
  const nextDay = async () => {
    await system.admin.query('update plugin_aggregate_books set taken_on = taken_on - 1');
    await system.admin.query('delete from plugin_aggregate_questions');
  };
  const of = (answer: Answer, key: Record<string, string | null>) =>
    answer.groups.find((group) => Object.entries(key).every(([name, value]) => group.key[name] === value));
  const grid: Question[] = [
    { measure: 'students', metric: 'count', groupBy: ['gradeLevel', 'sex'] },
    { measure: 'students', metric: 'count', groupBy: ['classroom'] },
    { measure: 'students', metric: 'count', groupBy: [] },
    { measure: 'attendance', metric: 'absenceRate', groupBy: ['classroom', 'month'] },
    { measure: 'attendance', metric: 'absenceRate', groupBy: ['gradeLevel'] },
    { measure: 'attendance', metric: 'count', groupBy: ['month'] },
    { measure: 'results', metric: 'average', groupBy: ['classroom', 'subject'] },
    { measure: 'results', metric: 'average', groupBy: [] },
    { measure: 'results', metric: 'count', groupBy: ['gradeLevel'] },
  ];
  const askAll = async () => {
    const { ask } = await open();
    const answers: Answer['groups'][] = [];
    for (const question of grid) answers.push((await ask(question)).groups);
    return answers;
  };

  it('should tell rounded numbers of groups', async () => {
    const { ask } = await open();
    const rate = await ask({ measure: 'attendance', metric: 'absenceRate', groupBy: ['gradeLevel'] });
    expect(of(rate, { gradeLevel: gradeIds['9'] ?? '' })).toMatchObject({ value: 10, suppressed: false });
    const marks = await ask({ measure: 'results', metric: 'average', groupBy: ['classroom'] });
    expect(of(marks, { classroom: classIds['9B'] ?? '' })?.value).toBe(70);
    const months = await ask({ measure: 'attendance', metric: 'count', groupBy: ['month'] });
    expect(months.groups).toEqual(MONTHS.map((month) => ({ key: { month }, value: 410, suppressed: false })));
    const october: Question = {
      measure: 'attendance',
      metric: 'count',
      groupBy: [],
      filter: { from: '2025-10' },
    };
    expect((await ask(october)).groups).toEqual([{ key: {}, value: 410, suppressed: false }]);
  });

  it('should suppress a class under 10 together with the next smallest of its grade, and tell the grade', async () => {
    const { ask } = await open();
    const classes = await ask({ measure: 'students', metric: 'count', groupBy: ['classroom'] });
    const shown = classes.groups.filter((group) => !group.suppressed).map((group) => group.key.classroom);
    expect(new Set(shown)).toEqual(new Set([classIds['9B'], classIds['10A']]));
    expect(classes.groups.filter((group) => group.suppressed)).toHaveLength(2);
    const grades = await ask({ measure: 'students', metric: 'count', groupBy: ['gradeLevel'] });
    expect(of(grades, { gradeLevel: gradeIds['9'] ?? '' })?.value).toBe(30);
  });

  it('should not tell one boy in a class of girls, by one group or by two', async () => {
    const { ask } = await open();
    for (const groupBy of [['sex'], ['gradeLevel', 'sex'], ['classroom', 'sex']] as const) {
      const answer = await ask({ measure: 'students', metric: 'count', groupBy: [...groupBy] });
      expect(answer.groups.filter((group) => group.key.sex === 'male' && !group.suppressed)).toEqual([]);
      const girls = answer.groups
        .filter((group) => group.key.sex === 'female')
        .reduce((sum, group) => sum + (group.value ?? 0), 0);
      // 9B, where the boy is, is counted under no sex: all girls less all pupils of the other classes would be he.
      expect(girls).toBeLessThanOrEqual(30);
    }
  });

  it('should answer the same before and after one pupil joined, left, moved or was corrected', async () => {
    const before = await askAll();
    const victim = await addPupil('9B', { absences: 10, score: 0 });
    await nextDay();
    expect(await askAll()).toEqual(before);
    await system.admin.query("update attendance set status = 'present' where student_id = $1", [victim]);
    await system.admin.query('update exam_results set score_hundredths = 10000 where student_id = $1', [
      victim,
    ]);
    await nextDay();
    expect(await askAll()).toEqual(before);
    await system.admin.query('update enrollments set classroom_id = $2 where student_id = $1', [
      victim,
      classIds['10A'],
    ]);
    await nextDay();
    expect(await askAll()).toEqual(before);
    await system.admin.query("update students set status = 'left' where id = any($1)", [
      [victim, pupils['10A']?.[0]],
    ]);
    await nextDay();
    expect(await askAll()).toEqual(before);
  });

  it('should tell new numbers when 10 pupils changed', async () => {
    const { ask } = await open();
    const average = async (): Promise<number | undefined> =>
      of(await ask({ measure: 'results', metric: 'average', groupBy: ['classroom'] }), {
        classroom: classIds['9B'] ?? '',
      })?.value;
    const change = (count: number) =>
      system.admin.query('update exam_results set score_hundredths = 9000 where student_id = any($1)', [
        pupils['9B']?.slice(0, count),
      ]);
    expect(await average()).toBe(70);
    await change(9);
    await nextDay();
    expect(await average()).toBe(70);
    await change(10);
    await nextDay();
    expect(await average()).toBeGreaterThan(80);
  });

  it('should count one day’s numbers once: nothing that happens meanwhile shows', async () => {
    const before = await askAll();
    for (let number = 0; number < 12; number += 1) await addPupil('10A', { absences: 9, score: 10 });
    expect(await askAll()).toEqual(before);
    await nextDay();
    expect(await askAll()).not.toEqual(before);
  });

  it.each([
    { measure: 'attendance', metric: 'count', groupBy: [], filter: { from: '2025-10-03' } },
    { measure: 'attendance', metric: 'count', groupBy: ['date'] },
    { measure: 'students', metric: 'count', groupBy: ['classroom', 'sex', 'gradeLevel'] },
    { measure: 'students', metric: 'count', groupBy: ['sex', 'sex'] },
    { measure: 'students', metric: 'count', groupBy: [], filter: { studentId: randomUUID() } },
  ])('should have no finer filter: %j', async (question) => {
    const { host } = await open();
    expect(await host(question)).toMatchObject({ ok: false, code: 'invalid_argument' });
  });

  it('should refuse metrics and groups that a measure does not have', async () => {
    const { host } = await open();
    expect(await host({ measure: 'students', metric: 'average', groupBy: [] })).toMatchObject({
      code: 'metric_not_for_measure',
    });
    expect(await host({ measure: 'students', metric: 'count', groupBy: ['month'] })).toMatchObject({
      code: 'group_not_for_measure',
    });
  });

  it('should answer 50 different questions a day and install, even at once, and a repeated one for nothing', async () => {
    const { host, ask } = await open();
    const question = (number: number): Question => ({
      measure: 'attendance',
      metric: 'count',
      groupBy: [],
      filter: { from: `20${String(10 + number)}-01` },
    });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, number) => host(question(number))));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(50);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'budget_spent' });
    const known = answers.findIndex((answer) => answer.ok);
    expect((await ask(question(known))).budgetLeft).toBe(0);
    expect((await (await open()).ask(question(99 - 10))).budgetLeft).toBe(49);
  });

  it('R9: should answer for grades and classes of another school like for none', async () => {
    const b = await system.addSchool('beta');
    const { rows } = await system.admin.query(
      "insert into grade_levels (tenant_id, code, title) values ($1, '9', '9') returning id",
      [b.tenant.id],
    );
    const { ask } = await open();
    const about = (gradeLevelId: string, groupBy: Question['groupBy']) =>
      ask({ measure: 'students', metric: 'count', groupBy, filter: { gradeLevelId } });
    for (const groupBy of [[], ['classroom'], ['sex']] as Question['groupBy'][])
      expect((await about(rows[0].id, groupBy)).groups).toEqual((await about(randomUUID(), groupBy)).groups);
  });
});
