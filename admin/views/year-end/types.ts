import type { Blocker, Outcome, Reason, YearEndRun } from '../../../core/year-end/browser.ts';

export type Year = {
  id: string;
  title: string;
  startDate: string;
  endDate: string;
  current: boolean;
  runId: string | null;
  runStatus: 'draft' | 'committed' | null;
  pupils: number;
  classes: number;
};

export type ClassRow = {
  /** Null for pupils without a class. */
  id: string | null;
  title: string | null;
  titleAr: string | null;
  grade: string | null;
  gradeAr: string | null;
  pupils: number;
  toTitles: string | null;
} & Record<Outcome, number>;

export type NextClass = {
  id: string;
  title: string;
  titleAr: string | null;
  grade: string | null;
  gradeAr: string | null;
  capacity: number | null;
  pupils: number;
};

export type Preview = { run: YearEndRun; classes: ClassRow[]; nextClasses: NextClass[]; blockers: Blocker[] };

export type PupilRow = {
  id: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
  outcome: Outcome;
  reason: Reason;
  toClassId: string | null;
  toClass: string | null;
  toClassAr: string | null;
  exitDate: string | null;
  exitReason: string | null;
};

export const OUTCOMES: readonly Outcome[] = ['promote', 'repeat', 'leave', 'graduate'];
