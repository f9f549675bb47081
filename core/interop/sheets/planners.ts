import type { Planner } from './plan-context.ts';
import { planGuardians } from './plan-guardians.ts';
import { planResults } from './plan-results.ts';
import {
  planClassrooms,
  planEnrollments,
  planMembers,
  planOfferings,
  planSubjects,
  planTeachers,
} from './plan-structure.ts';
import { planStudents } from './plan-students.ts';
import type { SheetTargetName } from './sheet-types.ts';

/** How the rows of each kind of sheet become records. */
export const PLANNERS: Readonly<Record<SheetTargetName, Planner>> = {
  students: planStudents,
  guardians: planGuardians,
  teachers: planTeachers,
  subjects: planSubjects,
  classrooms: planClassrooms,
  enrollments: planEnrollments,
  'class-offerings': planOfferings,
  'class-members': planMembers,
  'exam-results': planResults,
};
