import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import { refuseCall } from '../../../../core/sandbox/cage.ts';
import { pageOf, type SchoolState } from '../school-state.ts';

const MAX_DAYS = 400;

/** The reading capabilities over the demo school. The broker cuts their rows down to the granted fields. */
export function peopleCapabilities(state: SchoolState): AnyCapability[] {
  const { school } = state;
  const students: Capability<'students.read'> = {
    name: 'students.read',
    run: async (_context, { ids, classroomId, gradeLevelId, ...page }) =>
      pageOf(
        school.students.filter(
          (student) =>
            (ids === undefined || ids.includes(student.id)) &&
            (classroomId === undefined || student.classroomId === classroomId) &&
            (gradeLevelId === undefined || student.gradeLevelId === gradeLevelId),
        ),
        page,
      ),
  };
  const guardians: Capability<'guardians.read'> = {
    name: 'guardians.read',
    run: async (_context, { studentId, studentIds, ...page }) => {
      const wanted = new Set(studentIds ?? [studentId]);
      return pageOf(
        school.guardians.filter((guardian) => wanted.has(guardian.studentId)),
        page,
      );
    },
  };
  const attendance: Capability<'attendance.read'> = {
    name: 'attendance.read',
    run: async (_context, { studentIds, classroomId, from, to, statuses, ...page }) => {
      if (Date.parse(to) - Date.parse(from) > MAX_DAYS * 86_400_000)
        refuseCall('range_too_long', `At most ${MAX_DAYS} days can be read at once.`);
      const known: readonly string[] | undefined = statuses;
      return pageOf(
        school.attendance.filter(
          (mark) =>
            mark.date >= from &&
            mark.date <= to &&
            (studentIds === undefined || studentIds.includes(mark.studentId)) &&
            (classroomId === undefined || mark.classroomId === classroomId) &&
            (known === undefined || known.includes(mark.status)),
        ),
        page,
      );
    },
  };
  const results: Capability<'results.read'> = {
    name: 'results.read',
    run: async (_context, { studentIds, examId, subjectId, academicYearId: _year, ...page }) =>
      pageOf(
        school.results.filter(
          (result) =>
            (studentIds === undefined || studentIds.includes(result.studentId)) &&
            (examId === undefined || result.examId === examId) &&
            (subjectId === undefined || result.subjectId === subjectId),
        ),
        page,
      ),
  };
  const structure: Capability<'structure.read'> = {
    name: 'structure.read',
    run: async (_context, { kind, academicYearId, ...page }) =>
      pageOf(
        school.structure[kind].filter(
          (item) => academicYearId === undefined || [academicYearId, null].includes(item.academicYearId),
        ),
        page,
      ),
  };
  return [students, guardians, attendance, results, structure];
}
