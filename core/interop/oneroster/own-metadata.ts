import { z } from 'zod';
import type { GradeLevel } from './grade-levels.ts';
import type { GuardianLinkDetails } from './roster-person-types.ts';
import type { OneRosterRecord } from './types.ts';

/*
 * What Daftar's own exports carry beyond the standard, in metadata columns, so that a school comes back as it was. A package
 * of another system has none of it, and a value that does not fit is left aside: metadata never stops an import.
 */

export const OWN_METADATA = [
  ...[
    'current',
    'gradeLevels',
    'creditHours',
    'kind',
    'capacity',
    'homeroomSourcedId',
    'mainTeacherSourcedId',
    'period',
  ],
  ...['status', 'phoneAsGiven', 'guardianLinks', 'yearsWithoutClass', 'lastDay', 'primary'],
  ...[
    'type',
    'subjectSourcedId',
    'exam',
    'late',
    'attempt',
    'scale',
    'dropLowest',
    'classSourcedId',
    'yearSourcedId',
    'sort',
  ],
  ...['subjectGroup'],
] as const;

const GRADES = z.array(
  z.object({
    code: z.string().min(1).max(20),
    title: z.string().min(1).max(255),
    titleAr: z.string().max(255).nullable(),
    order: z.number(),
  }),
);
const LINKS = z.array(
  z.object({
    id: z.string().min(1),
    relation: z.enum(['father', 'mother', 'parent', 'guardian', 'relative', 'other']),
    order: z.number().int().min(1).max(20),
    records: z.boolean().nullable(),
    sms: z.boolean().nullable(),
    email: z.boolean().nullable(),
    call: z.boolean().nullable(),
  }),
);
const DATE = z.iso.date().nullable();
const YEARS = z.array(
  z.object({
    id: z.string().min(1),
    year: z.string().min(1),
    status: z.enum(['active', 'ended']),
    start: DATE,
    end: DATE,
  }),
);

const NUMBER = z.number().nullable();
const EXAM = z.object({
  date: DATE,
  assignedOn: DATE,
  resitDate: DATE,
  weight: NUMBER,
  sort: NUMBER,
  publishedAt: z.string().nullable(),
  year: z.string(),
  class: z.string().nullable(),
  homeroom: z.string().nullable(),
});
const SCALE = z.object({
  type: z.string().nullable(),
  year: z.string().nullable(),
  pass: NUMBER,
  steps: z.array(
    z.object({
      label: z.string(),
      labelAr: z.string().nullable(),
      from: z.number(),
      gpa: NUMBER,
      passes: z.boolean().nullable(),
      order: NUMBER,
    }),
  ),
});

export type OwnExam = z.infer<typeof EXAM>;
export type OwnScale = z.infer<typeof SCALE>;

export type YearWithoutClass = z.infer<typeof YEARS>[number];

/** The value of a metadata column; undefined when the package has no such column, '' when the cell is blank. */
export function ownValue(record: OneRosterRecord, name: string): string | undefined {
  return record.metadata?.[name];
}

/** The grades that the school itself named, by code. */
export function ownGrades(orgs: readonly OneRosterRecord[]): Map<string, GradeLevel> {
  const grades = orgs.flatMap((org) => readJson(org, 'gradeLevels', GRADES) ?? []);
  return new Map(
    grades.map(({ code, title, titleAr, order }) => [
      code,
      { code, titleEn: title, titleAr: titleAr ?? '', order },
    ]),
  );
}

/** What the guardians of a pupil are to it and may see and receive, by sourcedId. */
export function ownLinks(pupil: OneRosterRecord): Map<string, GuardianLinkDetails & { order: number }> {
  return new Map((readJson(pupil, 'guardianLinks', LINKS) ?? []).map(({ id, ...details }) => [id, details]));
}

/** The years a pupil belongs to without a class; undefined when the package does not say. */
export function ownYears(pupil: OneRosterRecord): YearWithoutClass[] | undefined {
  return readJson(pupil, 'yearsWithoutClass', YEARS);
}

/** What the school itself keeps of an exam beyond the line item. */
export function ownExam(lineItem: OneRosterRecord): OwnExam | undefined {
  return readJson(lineItem, 'exam', EXAM);
}

/** A scale with all that the school keeps of its steps. */
export function ownScale(scale: OneRosterRecord): OwnScale | undefined {
  return readJson(scale, 'scale', SCALE);
}

/** A metadata column of few words. */
export function ownWord<const Word extends string>(
  record: OneRosterRecord,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = ownValue(record, name);
  return words.find((word) => word === value);
}

/** A metadata column of a number. */
export function ownNumber(record: OneRosterRecord, name: string): number | undefined {
  const value = ownValue(record, name);
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function readJson<Value>(record: OneRosterRecord, name: string, schema: z.ZodType<Value>): Value | undefined {
  const text = ownValue(record, name);
  if (text === undefined || text === '') return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
