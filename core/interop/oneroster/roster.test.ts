import { describe, expect, it } from 'vitest';
import { toRoster } from './roster.ts';
import type { Roster } from './roster-types.ts';
import { type PackageTexts, places, validPackage } from './testing/make-package.ts';
import { changed, enrollment, role, smallSchool, user } from './testing/small-school.ts';

const base = smallSchool();

async function rosterOf(texts: PackageTexts): Promise<{ roster: Roster; warnings: unknown[][] }> {
  const { roster, warnings } = toRoster(await validPackage(texts));
  return { roster, warnings: places(warnings) };
}

/** Appends rows, given by column, to a file of the package. */
function withRows(texts: PackageTexts, file: string, rows: readonly Record<string, string>[]): PackageTexts {
  const header = (texts[`${file}.csv`] ?? '').split('\n')[0]?.split(',') ?? [];
  const lines = rows.map((row) => `${header.map((name) => row[name] ?? '').join(',')}\n`);
  return { ...texts, [`${file}.csv`]: `${texts[`${file}.csv`]}${lines.join('')}` };
}

describe('toRoster with a small school', () => {
  it('should make ends inclusive and place terms in their year', async () => {
    const { roster } = await rosterOf(base);
    expect(roster.academicYears).toMatchObject([
      { sourcedId: 'sy-1', startDate: '2025-08-31', endDate: '2026-06-18' },
    ]);
    expect(roster.terms).toMatchObject([
      {
        sourcedId: 'sem-1',
        kind: 'semester',
        endDate: '2025-12-31',
        parentSourcedId: 'sy-1',
        yearSourcedId: 'sy-1',
      },
    ]);
    expect(roster.enrollments[0]).toMatchObject({ beginDate: '2025-08-31', endDate: '2026-06-18' });
  });

  it('should part homerooms from taught classes', async () => {
    const { roster } = await rosterOf(base);
    expect(roster.classrooms).toMatchObject([
      { sourcedId: 'hr-1', gradeCode: '09', capacity: null, yearSourcedId: 'sy-1' },
    ]);
    expect(roster.classOfferings).toMatchObject([
      { sourcedId: 'cls-1', subjectSourcedId: 'crs-1', periods: ['1', '3'] },
    ]);
    expect(roster.gradeLevels.map((grade) => grade.code)).toEqual(['09']);
    expect(roster.orgs[1]).toMatchObject({ title: 'Doha School', titleAr: 'مدرسة الدوحة' });
  });

  it('should sort people by role; staff who teach are teachers too', async () => {
    const { roster } = await rosterOf(base);
    expect(
      roster.students.map((item) => [item.sourcedId, item.admissionNumber, item.gradeCode, item.givenNameAr]),
    ).toEqual([
      ['stu-1', 'A-1', '09', 'ليلى'],
      ['stu-2', 'A-2', '09', null],
    ]);
    expect(roster.students[0]).toMatchObject({
      birthDate: '2011-03-04',
      sex: 'female',
      primaryOrgSourcedId: 'sch-1',
    });
    expect(roster.teachers.map((item) => [item.sourcedId, item.phone])).toEqual([
      ['tea-1', '+97444556677'],
      ['adm-1', null],
    ]);
    expect(roster.staff).toMatchObject([
      { sourcedId: 'adm-1', isTeacher: true, roles: [{ role: 'principal' }] },
    ]);
  });

  it('should give each guardian one number for messages and a language only when it is known', async () => {
    const { roster } = await rosterOf(base);
    expect(roster.guardians).toMatchObject([
      { sourcedId: 'par-1', phone: '+97455512345', language: 'ar', email: 'hassan@example.qa' },
      { sourcedId: 'par-2', phone: '+97466123456', phoneRaw: '44112233', language: null },
    ]);
  });

  it('should merge links from both sides, in the order of the pupil', async () => {
    const { roster } = await rosterOf(base);
    expect(roster.studentGuardians).toEqual([
      { studentSourcedId: 'stu-1', guardianSourcedId: 'par-2', relation: 'mother', contactOrder: 1 },
      { studentSourcedId: 'stu-1', guardianSourcedId: 'par-1', relation: 'father', contactOrder: 2 },
      { studentSourcedId: 'stu-2', guardianSourcedId: 'par-2', relation: 'mother', contactOrder: 1 },
    ]);
  });

  it('should split enrollments and give a pupil without homeroom a year and a grade', async () => {
    const { roster, warnings } = await rosterOf(base);
    expect(roster.enrollments).toMatchObject([
      {
        sourcedId: 'e-1',
        studentSourcedId: 'stu-1',
        classroomSourcedId: 'hr-1',
        yearSourcedId: 'sy-1',
        isCurrent: true,
      },
      {
        sourcedId: null,
        studentSourcedId: 'stu-2',
        classroomSourcedId: null,
        yearSourcedId: 'sy-1',
        gradeCode: '09',
      },
    ]);
    expect(roster.offeringStudents.map((item) => item.studentSourcedId)).toEqual(['stu-1', 'stu-2']);
    expect(roster.offeringTeachers).toMatchObject([{ teacherSourcedId: 'tea-1', isPrimary: true }]);
    expect(roster.classroomTeachers).toMatchObject([
      { teacherSourcedId: 'adm-1', classroomSourcedId: 'hr-1' },
    ]);
    expect(warnings).toEqual([]);
  });
});

describe('toRoster with special cases', () => {
  it('should keep one homeroom a year current and the others as history', async () => {
    const classes = (base['classes.csv'] ?? '').split('\n')[1]?.replace('hr-1', 'hr-2') ?? '';
    const moved = { beginDate: '2026-01-11', endDate: '2026-06-19' };
    const texts = withRows({ ...base, 'classes.csv': `${base['classes.csv']}${classes}\n` }, 'enrollments', [
      enrollment('e-9', 'hr-2', 'stu-1', 'student', moved),
    ]);
    const { roster, warnings } = await rosterOf(texts);
    const rows = roster.enrollments.filter((item) => item.studentSourcedId === 'stu-1');
    expect(rows.map((item) => [item.classroomSourcedId, item.isCurrent])).toEqual([
      ['hr-1', false],
      ['hr-2', true],
    ]);
    expect(warnings).toContainEqual(['roster-several-homerooms', 'enrollments.csv', null, null]);
  });

  it('should not let two pupils share an admission number', async () => {
    const { roster, warnings } = await rosterOf(changed(base, 'users.csv', 'A-2', 'A-1'));
    expect(roster.students.map((item) => item.admissionNumber)).toEqual(['u-stu-1', 'u-stu-2']);
    expect(warnings).toContainEqual(['roster-admission-number', 'users.csv', 2, 'identifier']);
  });

  it('should keep an uncertain number as it was written and say so', async () => {
    const { roster, warnings } = await rosterOf(changed(base, 'users.csv', '٥٥٥١ ٢٣٤٥', '1234'));
    expect(roster.guardians[0]).toMatchObject({ phone: null, phoneRaw: '1234' });
    expect(warnings).toContainEqual(['roster-phone', 'users.csv', 6, 'phone']);
  });

  it('should not take a teacher for a guardian', async () => {
    const { roster, warnings } = await rosterOf(changed(base, 'users.csv', 'par-2,par-1', 'tea-1,par-1'));
    const ofFirst = roster.studentGuardians.filter((item) => item.studentSourcedId === 'stu-1');
    expect(ofFirst.map((item) => [item.guardianSourcedId, item.contactOrder])).toEqual([
      ['par-1', 1],
      ['par-2', 2],
    ]);
    expect(warnings).toContainEqual(['roster-agent', 'users.csv', 2, 'agentSourcedIds']);
  });

  it('should keep two records of one person apart', async () => {
    const person = { userMasterIdentifier: 'P-77' };
    const texts = withRows(
      withRows(base, 'users', [
        user('tea-2', 'Hassan', 'Yusuf', person),
        user('par-3', 'Hassan', 'Yusuf', person),
      ]),
      'roles',
      [role('tea-2', 'teacher'), role('par-3', 'guardian')],
    );
    const { roster } = await rosterOf(texts);
    expect(roster.teachers.some((item) => item.sourcedId === 'tea-2')).toBe(true);
    expect(roster.guardians.some((item) => item.sourcedId === 'par-3')).toBe(true);
  });

  it('should make a year from terms when there is none', async () => {
    const one = (base['academicSessions.csv'] ?? '').split('\n');
    const texts: PackageTexts = {
      ...base,
      'academicSessions.csv': `${one[0]}\n${one[2]?.replace(',sy-1,', ',,')}\n`,
      'courses.csv': (base['courses.csv'] ?? '').replace('sy-1', ''),
      'classes.csv': (base['classes.csv'] ?? '').replace('sy-1', 'sem-1'),
    };
    const { roster, warnings } = await rosterOf(texts);
    expect(roster.academicYears).toMatchObject([
      { sourcedId: 'derived-year-2026', title: '2025-2026', endDate: '2025-12-31', isDerived: true },
    ]);
    expect(roster.terms[0]?.yearSourcedId).toBe('derived-year-2026');
    expect(warnings).toContainEqual(['roster-year-derived', 'academicSessions.csv', 2, null]);
  });
});
