export { GROUPS as SCHOOL_GROUPS } from './collections/groups.ts';
export { ClassMembers, ClassTeachers, Enrollments } from './collections/membership.ts';
export { Guardians, StudentGuardians, Students, Teachers } from './collections/people.ts';
export {
  AcademicYears,
  ClassOfferings,
  Classrooms,
  GradeLevels,
  Subjects,
  Terms,
} from './collections/structure.ts';
export {
  ownClasses,
  ownStudents,
  peopleVisibleTo,
  type VisiblePeople,
  visibleClassIds,
  visibleStudentIds,
} from './policies/visible-rows.ts';
export {
  type AttendanceDay,
  type ChildToday,
  type FamilyDashboard,
  familyDashboard,
  type News,
  type SchoolDashboard,
  schoolDashboard,
} from './services/dashboard.ts';
export { type ConsoleDashboard, consoleDashboard } from './services/dashboard-console.ts';
export { displayNames, type NameParts } from './services/names.ts';
export { termTitle } from './services/term-title.ts';
export { DAY, pupilsOfClassroom, pupilsOfOffering } from './sql/class-day.ts';
