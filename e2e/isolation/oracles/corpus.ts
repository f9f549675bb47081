/**
 * Queries that once told a secret, or that look most like ones that could, by "person: field of the secret". They are
 * asked before anything is generated and stay for good.
 */
export const CORPUS: Record<string, string[]> = {
  'accountant: teachers.phone': [
    '/api/class-offerings?depth=0&where[teacher.phone][like]=%2B97455500001',
    '/api/class-offerings?depth=0&sort=teacher.phone',
    '/api/class-offerings?depth=0&sort=-teacher.phone',
    '/api/class-offerings/count?depth=0&where[teacher.phone][equals]=%2B97455500001',
  ],
  'guardian: teachers.email': [
    '/api/class-offerings?depth=0&where[teacher.email][less_than]=m',
    '/api/class-offerings?depth=0&sort=teacher.email',
  ],
  'class teacher: users.displayName': [
    '/api/attendance-registers?depth=0&where[takenBy.displayName][like]=amber',
    '/api/attendance-registers?depth=0&sort=takenBy.displayName',
    '/api/attendance-registers?depth=0&sort=-takenBy.displayName',
  ],
  // Three steps and a field that is not for the person: once the end of the process.
  'student: guardians.phone': [
    '/api/exam-results?depth=0&where[student.gradeLevel.tenant][exists]=true',
    '/api/class-members?depth=0&where[classOffering.teacher.phone][like]=a',
    '/api/class-members/count?depth=0&where[classOffering.teacher.phone][like]=a',
  ],
  'admin: users.hash': ['/api/users?depth=0&sort=hash', '/api/users?depth=0&where[hash][greater_than]=m'],
};
