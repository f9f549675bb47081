import type { Language } from '../../kernel/index.ts';

/** The same words in both languages. */
export type Both = Record<Language, string>;

/** How a paper is laid out: one language from its own side, or both beside each other. */
export type Layout = Language | 'both';

/** The head of every paper as it was on the day of issue. */
export type Letterhead = {
  name: Both;
  /** `#rrggbb`. */
  colour: string;
  /** Key of the archived copy of the logo in the store. */
  logoKey?: string;
};

/** The parts of a name are kept whole: own, father's, grandfather's and family name. */
export type SnapshotPupil = {
  name: { en: string; ar: string | null };
  admissionNumber: string;
  birthDate: string | null;
  sex: 'male' | 'female' | null;
};

export type SnapshotSubject = {
  title: Both;
  teacher: Both | null;
  status: 'marked' | 'exempt' | 'incomplete';
  percentHundredths: number | null;
  label: Both | null;
  gpaHundredths: number | null;
  passes: boolean | null;
  creditHours: number | null;
  comment: Partial<Both> | null;
};

export type SnapshotAttendance = {
  days: number;
  absent: number;
  excused: number;
  late: number;
};

/** Everything a report card says, frozen when it was approved. Nothing on the paper comes from anywhere else. */
export type CardSnapshot = {
  schema: 1;
  number: string;
  checkCode: string;
  /** As in `PaperSnapshot`. */
  code?: string;
  version: number;
  /** Plain date of the approval. */
  issuedOn: string;
  school: Letterhead;
  pupil: SnapshotPupil;
  year: string;
  term: Both;
  grade: Both | null;
  classroom: Both | null;
  homeroomTeacher: Both | null;
  subjects: SnapshotSubject[];
  average: { percentHundredths: number | null; gpaHundredths: number | null };
  attendance: SnapshotAttendance;
  conduct: Conduct | null;
  comment: Partial<Both> | null;
};

export type Conduct = 'excellent' | 'very_good' | 'good' | 'needs_care';

export const CARD_STATES = ['draft', 'submitted', 'approved', 'published', 'withdrawn'] as const;
export type CardState = (typeof CARD_STATES)[number];

export const PAPER_KINDS = ['transcript', 'enrolment', 'leaving', 'completion', 'id_card'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** One year of a transcript, with the names and grades of that year. */
export type TranscriptYear = {
  year: string;
  grade: Both | null;
  classroom: Both | null;
  terms: { term: Both; number: string; average: CardSnapshot['average'] }[];
  /** A row for each subject; marks in the order of the terms, null where the subject had none. */
  subjects: {
    title: Both;
    creditHours: number | null;
    marks: ({
      percentHundredths: number | null;
      label: Both | null;
      status: SnapshotSubject['status'];
    } | null)[];
  }[];
};

/** Everything a transcript, certificate or ID card says, frozen when it was issued. */
export type PaperSnapshot = {
  schema: 1;
  kind: PaperKind;
  number: string;
  checkCode: string;
  issuedOn: string;
  school: Letterhead;
  pupil: SnapshotPupil;
  year: string | null;
  grade: Both | null;
  classroom: Both | null;
  /** Of a leaving certificate: the last day, and why in the school's own words. */
  leftOn?: string;
  reason?: Partial<Both>;
  conduct?: Conduct;
  /** Whom a certificate is for, such as an embassy. */
  addressee?: string;
  years?: TranscriptYear[];
  cumulative?: CardSnapshot['average'];
  /** What its code says to a scanner: the page that checks it. Papers of earlier versions have none and say number and check code. */
  code?: string;
  validUntil?: string | null;
};
