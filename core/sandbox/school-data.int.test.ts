import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { CAPABILITIES } from '../../plugins/sdk/index.ts';
import { type CapabilityContext, createCapabilities, createHostCall, type Json } from './index.ts';
import { addInstall, contextFor, wholeManifest } from './testing/installs.ts';

type Page = { items: Record<string, Json>[]; total: number };

describe('reading the school', () => {
  let system: TestSystem;
  let a: TestSchool;
  let b: TestSchool;
  let classes: SmallClasses;
  let ofB: SmallClasses;
  let installId: string;

  beforeAll(async () => {
    system = await createTestSystem();
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, a);
    ofB = await addClasses(system.admin, b);
    installId = await addInstall(system.admin, a, wholeManifest());
    for (const { school, of } of [
      { school: a, of: classes },
      { school: b, of: ofB },
    ])
      await fill(school, of);
  });
  afterAll(() => system.close());

  /** Three days of marks, a subject with an exam and its results, a term and a lesson group. */
  const fill = async (school: TestSchool, of: SmallClasses) => {
    const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
      const full = { tenant_id: school.tenant.id, ...row };
      const places = Object.keys(full).map((_, index) => `$${index + 1}`);
      const { rows } = await system.admin.query(
        `insert into ${table} (${Object.keys(full).join(', ')}) values (${places.join(', ')}) returning id`,
        Object.values(full),
      );
      return rows[0].id;
    };
    await system.admin.query('update academic_years set current = true where id = $1', [of.yearId]);
    const subject_id = await insert('subjects', { title: 'Mathematics', title_ar: 'الرياضيات', code: 'MA' });
    const common = { academic_year_id: of.yearId };
    await insert('terms', { title: 'T1', start_date: '2025-09-01', end_date: '2025-12-20', ...common });
    await insert('class_offerings', { title: 'MA 9', subject_id, classroom_id: of.classroomId, ...common });
    const exam_id = await insert('exams', { title: 'Quiz', subject_id, total_marks: 20, ...common });
    const all = [
      ...of.pupils.map((pupil) => ({ ...pupil, classroom: of.classroomId })),
      ...of.other.pupils.map((pupil) => ({ ...pupil, classroom: of.other.classroomId })),
    ];
    for (const [index, pupil] of all.entries()) {
      for (const date of ['2026-01-04', '2026-01-05', '2026-01-06'])
        await insert('attendance', {
          student_id: pupil.id,
          classroom_id: pupil.classroom,
          date,
          code: index === 0 ? 'A' : 'P',
          status: index === 0 ? 'absent' : 'present',
          note: 'private',
        });
      await insert('exam_results', {
        student_id: pupil.id,
        exam_id,
        date: '2026-01-10',
        score_hundredths: 1_550,
        ...common,
      });
    }
  };

  const call = (name: string, args: Json, more: Partial<CapabilityContext> = {}, onAccess?: () => void) => {
    const host = createHostCall({
      capabilities: createCapabilities({ pool: system.pool }),
      context: contextFor(a, installId, wholeManifest(), more),
      ...(onAccess ? { onAccess } : {}),
    });
    return a.run(() => host(name, args));
  };
  const page = async (name: string, args: Json, more: Partial<CapabilityContext> = {}): Promise<Page> => {
    const answer = await call(name, args, more);
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
    return answer.value as Page;
  };
  const grantOnly = (capability: string, fields: string[]) => ({
    grants: [{ capability, fields, purpose: 'test' }],
  });
  const range = { from: '2026-01-01', to: '2026-01-31' };

  it('should answer by every schema of the contract, page by page, with the total behind the last row', async () => {
    for (const [name, args, total] of [
      ['students.read', {}, 6],
      ['guardians.read', { studentId: classes.pupils[0]?.id ?? '' }, 1],
      ['attendance.read', range, 18],
      ['results.read', {}, 6],
      ['structure.read', { kind: 'classrooms' }, 2],
    ] as const) {
      const found = await page(name, args);
      expect(found.total).toBe(total);
      expect(found.items).toHaveLength(total);
      expect(CAPABILITIES[name].output.safeParse(found).error).toBeUndefined();
      expect((await page(name, { ...args, limit: 1, offset: total - 1 })).items).toEqual(
        found.items.slice(-1),
      );
      expect(await page(name, { ...args, offset: 100 })).toEqual({ items: [], total });
    }
  });

  it('should find pupils, marks and results by what the contract offers', async () => {
    const [pupil] = classes.pupils;
    const byClass = await page('students.read', { classroomId: classes.other.classroomId });
    expect(byClass.items.map((item) => item.id).sort()).toEqual(
      classes.other.pupils.map((other) => other.id).sort(),
    );
    expect((await page('students.read', { gradeLevelId: randomUUID() })).total).toBe(0);
    expect((await page('attendance.read', { ...range, statuses: ['absent'] })).total).toBe(3);
    expect((await page('attendance.read', { ...range, classroomId: classes.classroomId })).total).toBe(9);
    expect((await page('attendance.read', { from: '2026-01-05', to: '2026-01-05' })).total).toBe(6);
    expect((await page('results.read', { studentIds: [pupil?.id ?? ''] })).items).toMatchObject([
      { examTitle: 'Quiz', subject: 'Mathematics', score: 15.5, maxScore: 20, status: 'graded' },
    ]);
    expect((await page('results.read', { academicYearId: classes.yearId })).total).toBe(6);
    expect((await page('results.read', { subjectId: randomUUID() })).total).toBe(0);
    const tooLong = { from: '2024-01-01', to: '2026-01-01' };
    expect(await call('attendance.read', tooLong)).toMatchObject({ ok: false, code: 'range_too_long' });
  });

  it('should leave out pupils who left, unless they are asked for by id', async () => {
    const [pupil] = classes.other.pupils;
    await system.admin.query("update students set status = 'left' where id = $1", [pupil?.id]);
    expect((await page('students.read', {})).total).toBe(5);
    expect((await page('students.read', { ids: [pupil?.id ?? ''] })).total).toBe(1);
    await system.admin.query("update students set status = 'active' where id = $1", [pupil?.id]);
  });

  it.each([
    ['academicYears', { title: '2025', isCurrent: true, startDate: '2025-09-01' }],
    ['terms', { title: 'T1', isCurrent: false, endDate: '2025-12-20' }],
    ['subjects', { title: 'Mathematics', titleAr: 'الرياضيات', code: 'MA' }],
    ['classOfferings', { title: 'MA 9', isCurrent: true }],
    ['classrooms', { title: '9-A' }],
  ])('should read the structure: %s', async (kind, first) => {
    const found = await page('structure.read', { kind });
    expect(found.items[0]).toMatchObject(first);
    expect(CAPABILITIES['structure.read'].output.safeParse(found).error).toBeUndefined();
  });

  it('R9: should not even read from the database what was not granted', async () => {
    const queries: string[] = [];
    const watched = new Proxy(system.pool, {
      get: (pool, key) =>
        key === 'query'
          ? (text: string, values: unknown[]) => {
              queries.push(text);
              return pool.query(text, values);
            }
          : Reflect.get(pool, key, pool),
    });
    const host = createHostCall({
      capabilities: createCapabilities({ pool: watched }),
      context: contextFor(a, installId, wholeManifest(), grantOnly('guardians.read', ['displayName'])),
    });
    const answer = await a.run(() => host('guardians.read', { studentId: classes.pupils[0]?.id ?? '' }));
    expect(answer).toMatchObject({ ok: true, value: { items: [{ displayName: expect.any(String) }] } });
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.join('\n')).not.toMatch(/phone|email/);
  });

  it('R9: should limit what a person sets off to whom the person may see', async () => {
    const [own] = classes.pupils;
    const [foreign] = classes.other.pupils;
    const ids = [own?.id ?? '', foreign?.id ?? ''];
    const seenBy = async (actorId: string) => ({
      students: (await page('students.read', {}, { actorId })).total,
      byId: (await page('students.read', { ids }, { actorId })).items.map((item) => item.id),
      marks: (await page('attendance.read', range, { actorId })).total,
      results: (await page('results.read', {}, { actorId })).total,
      guardians: (await page('guardians.read', { studentIds: ids }, { actorId })).total,
    });
    const all = { students: 6, byId: expect.arrayContaining(ids), marks: 18, results: 6, guardians: 2 };
    const teacher = await a.addUser('teacher', { teacher: classes.teacherId });
    const guardian = await a.addUser('guardian', { guardian: own?.guardianId ?? '' });
    const student = await a.addUser('student', { student: own?.id ?? '' });
    const one = { students: 1, byId: [own?.id], marks: 3, results: 1 };
    expect(await seenBy(a.admin.id)).toEqual(all);
    expect(await seenBy(teacher.id)).toEqual({ ...one, students: 3, marks: 9, results: 3, guardians: 1 });
    // Families see results once they are published, by add-ons as anywhere else.
    for (const results of [0, 1]) {
      expect(await seenBy(guardian.id)).toEqual({ ...one, results, guardians: 1 });
      expect(await seenBy(student.id)).toEqual({ ...one, results, guardians: 0 });
      await system.admin.query('update exams set published_at = now()');
    }
    const nobody = { students: 0, byId: [], marks: 0, results: 0, guardians: 0 };
    for (const actorId of [randomUUID(), 'x', b.admin.id]) expect(await seenBy(actorId)).toEqual(nobody);
    await system.admin.query('update users set active = false where id = $1', [teacher.id]);
    expect(await seenBy(teacher.id)).toEqual(nobody);
  });

  it('R9: should give nothing of another school, by no id', async () => {
    const [pupil] = ofB.pupils;
    for (const [name, args] of [
      ['students.read', { ids: [pupil?.id ?? ''] }],
      ['students.read', { classroomId: ofB.classroomId }],
      ['guardians.read', { studentId: pupil?.id ?? '' }],
      ['attendance.read', { ...range, studentIds: [pupil?.id ?? ''] }],
      ['attendance.read', { ...range, classroomId: ofB.classroomId }],
      ['results.read', { studentIds: [pupil?.id ?? ''] }],
      ['results.read', { academicYearId: ofB.yearId }],
      ['structure.read', { kind: 'classrooms', academicYearId: ofB.yearId }],
    ] as const)
      expect(await page(name, args as Json)).toEqual({ items: [], total: 0 });
  });
});
