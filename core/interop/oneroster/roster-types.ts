import type { GradeLevel } from './grade-levels.ts';
import type { OwnExam, OwnScale } from './own-metadata.ts';
import type {
  RosterGuardian,
  RosterPerson,
  RosterSex,
  RosterStaff,
  RosterStudent,
  RosterStudentGuardian,
  RosterTeacher,
} from './roster-person-types.ts';
import type { DataFile, OneRosterVersion, PackageMode } from './types.ts';

/**
 * The school-shaped model of a OneRoster package, the same for 1.1 and 1.2 and free of any database.
 * Every entity keeps its sourcedId as its stable key. Dates are `YYYY-MM-DD` and all ends are INCLUSIVE:
 * the last day on which something is true. Missing values are null.
 */
export type RosterOrg = {
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly type: string;
  readonly identifier: string | null;
  readonly parentSourcedId: string | null;
};

export type RosterYear = {
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly startDate: string;
  readonly endDate: string;
  /** The year in which it ends. */
  readonly schoolYear: number;
  /** True when the package had no schoolYear session and this one was made from its terms. */
  readonly isDerived: boolean;
  /** Whether the school calls it its current year; only in Daftar's own packages. */
  readonly isCurrent?: boolean | undefined;
};

export type TermKind = 'semester' | 'term' | 'gradingPeriod' | 'other';

export type RosterTerm = {
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly kind: TermKind;
  readonly startDate: string;
  readonly endDate: string;
  readonly schoolYear: number;
  readonly parentSourcedId: string | null;
  readonly yearSourcedId: string | null;
};

export type RosterSubject = {
  /** sourcedId of the course. */
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly code: string | null;
  readonly orgSourcedId: string;
  readonly yearSourcedId: string | null;
  readonly gradeCodes: readonly string[];
  readonly subjects: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly creditHours?: number | undefined;
  readonly subjectGroup?: string | undefined;
};

type RosterClass = {
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly code: string | null;
  readonly location: string | null;
  readonly orgSourcedId: string;
  readonly termSourcedIds: readonly string[];
  readonly yearSourcedId: string | null;
};

/** A homeroom: the class a pupil belongs to. */
export type RosterClassroom = RosterClass & {
  /** Only when the class has exactly one grade. */
  readonly gradeCode: string | null;
  readonly gradeCodes: readonly string[];
  /** OneRoster has no capacity; Daftar's own packages do. */
  readonly capacity: number | null;
};

/** A taught class: one subject, its terms and periods. */
export type RosterOffering = RosterClass & {
  readonly subjectSourcedId: string;
  readonly gradeCodes: readonly string[];
  readonly periods: readonly string[];
  /** Only in Daftar's own packages: undefined when the source says nothing, null when it says that there is none. */
  readonly own?:
    | {
        readonly homeroomSourcedId: string | null;
        readonly mainTeacherSourcedId: string | null;
        readonly period: string | null;
      }
    | undefined;
};

export type RosterEnrollment = {
  /** sourcedId of the OneRoster enrollment; null for a pupil without a homeroom. */
  readonly sourcedId: string | null;
  readonly studentSourcedId: string;
  readonly classroomSourcedId: string | null;
  readonly yearSourcedId: string | null;
  readonly gradeCode: string | null;
  readonly beginDate: string | null;
  readonly endDate: string | null;
  /** True for exactly one row of a pupil in a year; earlier homerooms are history. */
  readonly isCurrent: boolean;
  /** Only in Daftar's own packages; active without it. */
  readonly status?: 'active' | 'ended' | undefined;
};

export type RosterOfferingStudent = {
  readonly sourcedId: string;
  readonly offeringSourcedId: string;
  readonly studentSourcedId: string;
  readonly beginDate: string | null;
  readonly endDate: string | null;
};

export type RosterOfferingTeacher = {
  readonly sourcedId: string;
  readonly offeringSourcedId: string;
  readonly teacherSourcedId: string;
  readonly isPrimary: boolean;
  readonly beginDate: string | null;
  readonly endDate: string | null;
};

export type RosterClassroomTeacher = Omit<RosterOfferingTeacher, 'offeringSourcedId'> & {
  readonly classroomSourcedId: string;
};

export type RosterCategory = {
  readonly sourcedId: string;
  readonly title: string;
  readonly weight: number | null;
  readonly titleAr?: string | undefined;
  /** Only in Daftar's own packages. */
  readonly own?:
    | {
        readonly dropLowest: number;
        readonly classSourcedId: string | null;
        readonly yearSourcedId: string | null;
        readonly sort: number | null;
      }
    | undefined;
};

export type RosterScale = {
  readonly sourcedId: string;
  readonly title: string;
  readonly titleAr: string | null;
  readonly type: string;
  /** undefined for a scale of the whole school. */
  readonly classSourcedId: string | undefined;
  /** Steps with the lower end of each, in hundredths. */
  readonly steps: readonly { readonly label: string; readonly from: number }[];
  readonly own: OwnScale | undefined;
};

export type RosterLineItem = {
  readonly sourcedId: string;
  readonly title: string;
  readonly description: string | null;
  readonly assignDate: string;
  readonly dueDate: string;
  readonly classSourcedId: string;
  readonly categorySourcedId: string;
  readonly termSourcedId: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly orgSourcedId: string | null;
  /** What the school itself says of the exam; only in Daftar's own packages. */
  readonly own?:
    | {
        readonly type: 'quiz' | 'assignment' | 'midterm' | 'final' | 'other';
        readonly subjectSourcedId: string;
        readonly exam: OwnExam;
      }
    | undefined;
};

export type RosterResult = {
  readonly sourcedId: string;
  readonly lineItemSourcedId: string;
  readonly studentSourcedId: string;
  readonly status: string;
  readonly score: number | null;
  readonly textScore: string | null;
  readonly scoreDate: string;
  readonly comment: string | null;
  readonly isInProgress: boolean | null;
  readonly isIncomplete: boolean | null;
  readonly isLate: boolean | null;
  readonly isMissing: boolean | null;
  /** In the school's own words; only in Daftar's own packages. */
  readonly own?:
    | { readonly status: string; readonly late: boolean | null; readonly attempt: number | null }
    | undefined;
};

/** Half a million results are not held: they are read again when they are wanted, some thousand at a time. */
export type RosterResults = {
  readonly count: number;
  readonly read: (take: (results: readonly RosterResult[]) => Promise<void>) => Promise<void>;
};

/**
 * Delta rows whose meaning depends on records that were sent earlier and are not in this package. The writer
 * looks their ids up in what was imported before.
 */
export type RosterUnresolved = {
  /**
   * 1.2 only: every user of the delta, because roles.csv of a delta has at most the changed roles. Update
   * whatever entities were imported with this sourcedId (a user can also be in students, teachers, ...).
   */
  readonly people: readonly RosterPerson[];
  readonly roles: readonly {
    readonly sourcedId: string;
    readonly userSourcedId: string;
    readonly role: string;
    readonly isPrimary: boolean;
    readonly orgSourcedId: string;
  }[];
  readonly demographics: readonly {
    readonly userSourcedId: string;
    readonly birthDate: string | null;
    readonly sex: RosterSex | null;
  }[];
  /** Enrollments of classes that are not in the package: homeroom or taught class is unknown. */
  readonly enrollments: readonly {
    readonly sourcedId: string;
    readonly classSourcedId: string;
    readonly userSourcedId: string;
    readonly role: string;
    readonly isPrimary: boolean;
    readonly beginDate: string | null;
    readonly endDate: string | null;
  }[];
};

export type Roster = {
  readonly version: OneRosterVersion;
  readonly mode: PackageMode;
  /** Files of the package and their mode: only a bulk file may make missing records disappear. */
  readonly files: Readonly<Partial<Record<DataFile, 'bulk' | 'delta'>>>;
  readonly orgs: readonly RosterOrg[];
  readonly academicYears: readonly RosterYear[];
  readonly terms: readonly RosterTerm[];
  readonly gradeLevels: readonly GradeLevel[];
  readonly subjects: readonly RosterSubject[];
  readonly classrooms: readonly RosterClassroom[];
  readonly classOfferings: readonly RosterOffering[];
  readonly students: readonly RosterStudent[];
  readonly teachers: readonly RosterTeacher[];
  readonly staff: readonly RosterStaff[];
  readonly guardians: readonly RosterGuardian[];
  readonly studentGuardians: readonly RosterStudentGuardian[];
  readonly enrollments: readonly RosterEnrollment[];
  readonly offeringStudents: readonly RosterOfferingStudent[];
  readonly offeringTeachers: readonly RosterOfferingTeacher[];
  readonly classroomTeachers: readonly RosterClassroomTeacher[];
  readonly categories: readonly RosterCategory[];
  readonly lineItems: readonly RosterLineItem[];
  readonly results: RosterResults;
  readonly scales: readonly RosterScale[];
  readonly unresolved: RosterUnresolved;
  /** sourcedIds with status tobedeleted, per OneRoster file; files without any are left out. */
  readonly removed: Readonly<Partial<Record<DataFile, readonly string[]>>>;
};

export type RosterOptions = {
  /** Calling code for local phone numbers, e.g. '+974' (the default) or '+1'. */
  readonly defaultCountry?: string;
};
