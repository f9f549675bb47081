import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPackage } from './read-package.ts';
import { toRoster } from './roster.ts';
import type { Roster } from './roster-types.ts';
import {
  allResults,
  csvOf,
  manifestOf,
  type PackageTexts,
  readTexts,
  sharedData,
  validPackage,
} from './testing/make-package.ts';
import { enrollment, smallSchool, user } from './testing/small-school.ts';

const base = smallSchool();

async function rosterOf(texts: PackageTexts): Promise<Roster> {
  return toRoster(await validPackage(texts)).roster;
}

describe('toRoster in delta mode', () => {
  const changedAt = { dateLastModified: '2025-10-01T08:00:00.000Z' };

  it('should list what is removed and what needs earlier records', async () => {
    const roster = await rosterOf({
      'manifest.csv': manifestOf('1.2', { users: 'delta', enrollments: 'delta' }),
      'users.csv': csvOf('1.2', 'users', [
        { ...user('par-1', 'Hassan', 'Yusuf', { sms: '55512345' }), status: 'active', ...changedAt },
        { ...user('stu-2', 'Omar', 'Hassan'), status: 'tobedeleted', ...changedAt },
      ]),
      'enrollments.csv': csvOf('1.2', 'enrollments', [
        { ...enrollment('e-7', 'hr-1', 'stu-1', 'student'), status: 'active', ...changedAt },
      ]),
    });
    expect(roster.removed).toEqual({ users: ['stu-2'] });
    expect(roster.unresolved.people).toMatchObject([{ sourcedId: 'par-1', sms: '+97455512345' }]);
    expect(roster.unresolved.enrollments).toMatchObject([{ sourcedId: 'e-7', classSourcedId: 'hr-1' }]);
    expect([roster.students, roster.guardians, roster.enrollments]).toEqual([[], [], []]);
  });
});

describe('toRoster with 1.1', () => {
  it('should read roles and orgs from users.csv and keep session ends as written', async () => {
    const roster = await rosterOf({
      'manifest.csv': manifestOf('1.1', { orgs: 'bulk', academicSessions: 'bulk', users: 'bulk' }),
      'orgs.csv': csvOf('1.1', 'orgs', [{ sourcedId: 'sch-1', name: 'Doha School', type: 'school' }]),
      'academicSessions.csv': csvOf('1.1', 'academicSessions', [
        {
          sourcedId: 'sy',
          title: '2026',
          type: 'schoolYear',
          startDate: '2025-08-31',
          endDate: '2026-06-18',
          schoolYear: '2026',
        },
      ]),
      'users.csv': csvOf('1.1', 'users', [
        { ...user('stu-1', 'Layla', 'Hassan', { grades: '9' }), orgSourcedIds: 'sch-1', role: 'student' },
        {
          ...user('par-1', 'Maryam', 'Khalid', { agentSourcedIds: 'stu-1' }),
          orgSourcedIds: 'sch-1',
          role: 'relative',
        },
        { ...user('tea-1', 'Huda', 'Saleh'), orgSourcedIds: 'sch-1', role: 'teacher' },
      ]),
    });
    expect(roster.academicYears[0]?.endDate).toBe('2026-06-18');
    expect(roster.students).toMatchObject([
      { sourcedId: 'stu-1', gradeCode: '09', primaryOrgSourcedId: 'sch-1' },
    ]);
    expect(roster.studentGuardians).toMatchObject([
      { guardianSourcedId: 'par-1', relation: 'relative', contactOrder: 1 },
    ]);
    expect(roster.enrollments).toMatchObject([{ classroomSourcedId: null, yearSourcedId: 'sy' }]);
  });
});

describe('toRoster with the Ed-Fi district', () => {
  it('should map the whole district and give numbers that a message can be sent to', async () => {
    const report = await readPackage(sharedData('oneroster/ed-fi-district/ed-fi-district.zip'));
    if (report.package === null) throw new Error('the package is not valid');
    const { roster, warnings } = toRoster(report.package);
    const sizes = Object.entries(roster).flatMap(([name, list]) =>
      Array.isArray(list) ? [[name, list.length]] : [],
    );
    expect(Object.fromEntries(sizes)).toEqual({
      orgs: 5,
      academicYears: 1,
      terms: 8,
      gradeLevels: 12,
      subjects: 87,
      classrooms: 35,
      classOfferings: 532,
      students: 960,
      teachers: 56,
      staff: 13,
      guardians: 1872,
      studentGuardians: 1872,
      enrollments: 960,
      offeringStudents: 60,
      offeringTeachers: 528,
      classroomTeachers: 35,
      categories: 3,
      lineItems: 10,
      scales: 0,
    });
    expect(roster.results.count).toBe(250);
    expect(await allResults(roster)).toHaveLength(250);
    const numbers = roster.guardians.flatMap((guardian) => guardian.phone ?? []);
    expect(numbers.length).toBe(1653);
    expect(numbers.every((phone) => /^\+1\d{10}$/.test(phone))).toBe(true);
    expect(warnings.map(({ code, params }) => [code, params.count])).toEqual([
      ['oneroster.roster-no-guardian-phone', 21],
    ]);
    expect(new Set(roster.enrollments.map((item) => item.studentSourcedId)).size).toBe(960);
    expect(roster.enrollments.filter((item) => item.classroomSourcedId === null).length).toBe(60);
  });
});

describe('column order', () => {
  it('should give the same roster for any order of the columns, with a warning', async () => {
    const { results: _, ...expected } = toRoster(await validPackage(base)).roster;
    const lines = (base['users.csv'] ?? '').trimEnd().split('\n').map(splitLine);
    const width = lines[0]?.length ?? 0;
    const order = fc.shuffledSubarray([...Array(width).keys()], { minLength: width });
    await fc.assert(
      fc.asyncProperty(order, async (positions) => {
        const shuffled = lines.map((cells) => positions.map((position) => cells[position] ?? '').join(','));
        const report = await readTexts({ ...base, 'users.csv': `${shuffled.join('\n')}\n` });
        const isMoved = positions.some((position, index) => position !== index);
        if (report.package === null) throw new Error('a valid package was refused');
        expect(toRoster(report.package).roster).toMatchObject(expected);
        const codes = new Set(report.problems.map((problem) => problem.code));
        // Metadata columns have no order among themselves.
        const isStandardMoved = positions.slice(0, 22).some((position, index) => position !== index);
        if (isMoved && isStandardMoved) expect([...codes]).toEqual(['oneroster.column-order']);
      }),
      { numRuns: 60 },
    );
  });
});

/** The cells of a line, still quoted. */
function splitLine(line: string): string[] {
  return (
    line
      .match(/("[^"]*"|[^,]*)(,|$)/g)
      ?.slice(0, -1)
      .map((cell) => cell.replace(/,$/, '')) ?? []
  );
}
