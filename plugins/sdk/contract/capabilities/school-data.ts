import { z } from 'zod';
import { type CapabilityContract, day, page, pageOf, uuid } from './shared.ts';

const attendanceStatus = z.enum(['present', 'absent', 'late', 'left_early']);

export const attendanceReadInput = z.strictObject({
  studentIds: z.array(uuid).min(1).max(200).optional(),
  classroomId: uuid.optional(),
  /** First and last school day, both included; at most 400 days apart. */
  from: day,
  to: day,
  statuses: z.array(attendanceStatus).min(1).max(4).optional(),
  ...page,
});

export const attendanceRecord = z.strictObject({
  id: uuid,
  studentId: uuid,
  date: day,
  code: z.string(),
  status: z.string(),
  classroomId: uuid.nullable(),
  note: z.string().nullable(),
});

export const resultsReadInput = z.strictObject({
  studentIds: z.array(uuid).min(1).max(200).optional(),
  examId: uuid.optional(),
  subjectId: uuid.optional(),
  academicYearId: uuid.optional(),
  ...page,
});

export const resultRecord = z.strictObject({
  id: uuid,
  studentId: uuid,
  examId: uuid,
  examTitle: z.string(),
  subject: z.string().nullable(),
  subjectId: uuid.nullable(),
  date: day.nullable(),
  score: z.number().nullable(),
  maxScore: z.number().nullable(),
  status: z.string().nullable(),
  comment: z.string().nullable(),
});

export const structureReadInput = z.strictObject({
  kind: z.enum(['academicYears', 'terms', 'gradeLevels', 'classrooms', 'subjects', 'classOfferings']),
  /** Only what belongs to this year, for the kinds that have one. */
  academicYearId: uuid.optional(),
  ...page,
});

export const structureRecord = z.strictObject({
  id: uuid,
  code: z.string().nullable(),
  title: z.string(),
  titleAr: z.string().nullable(),
  academicYearId: uuid.nullable(),
  gradeLevelId: uuid.nullable(),
  startDate: day.nullable(),
  endDate: day.nullable(),
  isCurrent: z.boolean(),
});

const without = (shape: object, pointers: readonly string[]) =>
  Object.keys(shape).filter((field) => !pointers.includes(field));
const ATTENDANCE_POINTERS = ['id', 'studentId', 'classroomId'] as const;
const RESULT_POINTERS = ['id', 'studentId', 'examId', 'subjectId'] as const;

export const SCHOOL_DATA = {
  'attendance.read': {
    permission: 'attendance.read',
    summary: 'Marks of the register by pupil, class and day.',
    input: attendanceReadInput,
    output: pageOf(attendanceRecord.partial().required({ id: true, studentId: true })),
    personalData: {
      dataClass: 'attendance',
      pointers: ATTENDANCE_POINTERS,
      fields: without(attendanceRecord.shape, ATTENDANCE_POINTERS),
    },
    codes: ['range_too_long'],
  },
  'results.read': {
    permission: 'results.read',
    summary: 'Exam results by pupil, exam, subject and year.',
    input: resultsReadInput,
    output: pageOf(resultRecord.partial().required({ id: true, studentId: true })),
    personalData: {
      dataClass: 'results',
      pointers: RESULT_POINTERS,
      fields: without(resultRecord.shape, RESULT_POINTERS),
    },
    codes: [],
  },
  'structure.read': {
    permission: 'structure.read',
    summary: 'Years, terms, grades, classes, subjects and lesson groups: no person is named in them.',
    input: structureReadInput,
    output: pageOf(structureRecord),
    codes: [],
  },
} as const satisfies Record<string, CapabilityContract>;
