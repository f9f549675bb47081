import { z } from 'zod';
import { type CapabilityContract, day, language, page, pageOf, uuid } from './shared.ts';

export const studentsReadInput = z.strictObject({
  ids: z.array(uuid).min(1).max(200).optional(),
  classroomId: uuid.optional(),
  gradeLevelId: uuid.optional(),
  ...page,
});

export const student = z.strictObject({
  id: uuid,
  givenName: z.string(),
  familyName: z.string(),
  displayName: z.string(),
  displayNameAr: z.string().nullable(),
  admissionNumber: z.string().nullable(),
  birthDate: day.nullable(),
  sex: z.enum(['female', 'male', 'unspecified', 'other']).nullable(),
  gradeLevel: z.string().nullable(),
  gradeLevelId: uuid.nullable(),
  classroom: z.string().nullable(),
  classroomId: uuid.nullable(),
});

export const studentsReadOutput = pageOf(student.partial().required({ id: true }));

export const guardiansReadInput = z
  .strictObject({ studentId: uuid.optional(), studentIds: z.array(uuid).min(1).max(200).optional(), ...page })
  .refine(({ studentId, studentIds }) => (studentId === undefined) !== (studentIds === undefined), {
    message: 'Give either studentId or studentIds.',
  });

export const guardian = z.strictObject({
  id: uuid,
  /** The pupil of this row: a guardian of two pupils asked for comes twice. */
  studentId: uuid,
  givenName: z.string(),
  familyName: z.string(),
  displayName: z.string(),
  displayNameAr: z.string().nullable(),
  relation: z.string(),
  language,
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** Smaller is asked first. */
  contactOrder: z.int(),
  /** The guardian has a phone number and has not refused text messages. */
  smsAllowed: z.boolean(),
});

export const guardiansReadOutput = pageOf(guardian.partial().required({ id: true, studentId: true }));

const fieldsOf = (shape: object, pointers: readonly string[]) =>
  Object.keys(shape).filter((field) => !pointers.includes(field));

export const PEOPLE = {
  'students.read': {
    permission: 'students.read',
    summary: 'Pupils by id, by class, by grade, or all active ones page by page.',
    input: studentsReadInput,
    output: studentsReadOutput,
    personalData: { dataClass: 'student_name', pointers: ['id'], fields: fieldsOf(student.shape, ['id']) },
    codes: [],
  },
  'guardians.read': {
    permission: 'guardians.read',
    summary: 'The guardians of pupils, in the order the school asks them.',
    input: guardiansReadInput,
    output: guardiansReadOutput,
    personalData: {
      dataClass: 'guardian_contact',
      pointers: ['id', 'studentId'],
      fields: fieldsOf(guardian.shape, ['id', 'studentId']),
    },
    codes: [],
  },
} as const satisfies Record<string, CapabilityContract>;
