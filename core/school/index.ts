export { Exams, ExamResults } from './collections/assessment.ts';
export { Attendance, AttendanceCodes, AttendanceRegisters } from './collections/attendance.ts';
export { ClassMembers, ClassTeachers, Enrollments } from './collections/membership.ts';
export { Guardians, StudentGuardians, Students, Teachers } from './collections/people.ts';
export { AcademicYears, Classrooms, ClassOfferings, GradeLevels, Subjects, Terms } from './collections/structure.ts';
export { ownStudents, visibleClassIds, visibleStudentIds } from './policies/visible-rows.ts';
export { displayNames, type NameParts } from './services/names.ts';
