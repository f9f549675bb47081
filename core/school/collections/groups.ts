import type { Pair } from '../../tenancy/index.ts';

/** The groups of the panel's menu, as a school office names its work. */
export const GROUPS = {
  people: ['People', 'الأشخاص'],
  structure: ['School structure', 'هيكل المدرسة'],
  attendance: ['Attendance', 'الحضور'],
  assessment: ['Exams and results', 'الاختبارات والنتائج'],
} as const satisfies Record<string, Pair>;
