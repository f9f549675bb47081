import { z } from 'zod';

/** The schemas of every capability: the host parses with them, and a plugin's types come from them. */

const uuid = z.uuid();
const page = { limit: z.int().min(1).max(200).optional(), offset: z.int().min(0).max(1_000_000).optional() };

export const logInput = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string().max(4_000),
});

export const guardiansReadInput = z.strictObject({ studentId: uuid, ...page });

/** Fields that were not granted are missing from the answer, so every one but `id` is optional to a plugin. */
export const guardian = z.strictObject({
  id: uuid,
  givenName: z.string(),
  familyName: z.string(),
  displayName: z.string(),
  displayNameAr: z.string().nullable(),
  relation: z.string(),
  language: z.enum(['en', 'ar']),
  phone: z.string().nullable(),
  /** Smaller is asked first. */
  contactOrder: z.int(),
  /** The guardian has a phone number and has not refused text messages. */
  smsAllowed: z.boolean(),
});

export const guardiansReadOutput = z.strictObject({
  items: z.array(guardian.partial().required({ id: true })),
  total: z.int().min(0),
});

export const studentsReadInput = z.strictObject({ ids: z.array(uuid).min(1).max(200).optional(), ...page });

export const student = z.strictObject({
  id: uuid,
  givenName: z.string(),
  familyName: z.string(),
  displayName: z.string(),
  displayNameAr: z.string().nullable(),
  admissionNumber: z.string().nullable(),
  gradeLevel: z.string().nullable(),
  classroom: z.string().nullable(),
});

export const studentsReadOutput = z.strictObject({
  items: z.array(student.partial().required({ id: true })),
  total: z.int().min(0),
});

/** The guardian is named by id: the host finds the number, so a plugin never needs to see it. */
export const smsSendInput = z.strictObject({
  guardianId: uuid,
  body: z.string().min(1).max(1_600),
  language: z.enum(['en', 'ar']),
  /** The same key never sends twice within one install. */
  idempotencyKey: z.string().regex(/^[A-Za-z0-9:._-]{1,200}$/),
  subject: z.strictObject({ studentId: uuid }).optional(),
});

export const smsSendOutput = z.strictObject({
  messageId: z.string(),
  status: z.enum(['queued', 'duplicate']),
  /** What the message costs, by `countSmsParts`. */
  parts: z.int().min(1),
});

export type LogInput = z.infer<typeof logInput>;
export type GuardiansReadInput = z.infer<typeof guardiansReadInput>;
export type GuardiansReadOutput = z.infer<typeof guardiansReadOutput>;
export type GuardianRecord = GuardiansReadOutput['items'][number];
export type StudentsReadInput = z.infer<typeof studentsReadInput>;
export type StudentsReadOutput = z.infer<typeof studentsReadOutput>;
export type StudentRecord = StudentsReadOutput['items'][number];
export type SmsSendInput = z.infer<typeof smsSendInput>;
export type SmsSendOutput = z.infer<typeof smsSendOutput>;

/** Capability names with a schema here, and the fields that can be granted for those that hand over personal data. */
export const CAPABILITY_FIELDS = {
  log: [],
  'guardians.read': Object.keys(guardian.shape).filter((field) => field !== 'id'),
  'students.read': Object.keys(student.shape).filter((field) => field !== 'id'),
  'sms.send': [],
} as const satisfies Record<string, readonly string[]>;
