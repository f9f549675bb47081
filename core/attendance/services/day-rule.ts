/** What a mark says about a pupil. */
export type MarkStatus = 'present' | 'absent' | 'late' | 'left_early';

/** One mark of a pupil's day: of the homeroom, or of a lesson. */
export type DayMark = {
  isHomeroom: boolean;
  code: string;
  status: MarkStatus;
  excused: boolean;
  minutes: number | null;
};

/** How a school makes one status of the marks of a day. It is data, shown in plain words on the page of attendance. */
export type DayRule = {
  /** The homeroom's register decides alone when it was taken; otherwise it counts like a lesson. */
  homeroomWins: boolean;
  /** Absent for the day when absent in at least so many lessons; null: this does not count. */
  absentLessons: number | null;
  /** Absent for the day when absent in at least this percentage of the lessons whose register was taken. */
  absentShare: number | null;
};

/** The status of a pupil's day. */
export type DayStatus = {
  status: MarkStatus;
  /** Absent, late or left early with excuse. Never set for a pupil who was present. */
  excused: boolean;
  /** The code that decided, where one did. */
  code: string | null;
  lateMinutes: number;
  earlyMinutes: number;
  lessons: number;
  absentLessons: number;
  source: 'homeroom' | 'lessons';
};

/** The rule of a school that chose none. */
export const DEFAULT_DAY_RULE: DayRule = { homeroomWins: true, absentLessons: null, absentShare: 50 };

/**
 * The status of a day from its marks; undefined without any. Minutes of all marks are summed, whoever decides the status.
 * The order of the marks plays no part.
 */
export function deriveDay(marks: readonly DayMark[], rule: DayRule): DayStatus | undefined {
  if (marks.length === 0) return undefined;
  const homeroom = marks.find(({ isHomeroom }) => isHomeroom);
  const lessons = marks.filter(({ isHomeroom }) => !isHomeroom);
  const facts = {
    lateMinutes: minutesOf(marks, 'late'),
    earlyMinutes: minutesOf(marks, 'left_early'),
    lessons: lessons.length,
    absentLessons: lessons.filter(({ status }) => status === 'absent').length,
  };
  if (homeroom && (rule.homeroomWins || lessons.length === 0))
    return { ...facts, ...said([homeroom], homeroom.status), source: 'homeroom' };
  return { ...facts, ...said(marks, statusOf(marks, rule)), source: 'lessons' };
}

function statusOf(marks: readonly DayMark[], { absentLessons, absentShare }: DayRule): MarkStatus {
  const absent = marks.filter(({ status }) => status === 'absent').length;
  const isAbsent =
    absent > 0 &&
    (absent === marks.length ||
      (absentLessons !== null && absent >= absentLessons) ||
      (absentShare !== null && absent * 100 >= absentShare * marks.length));
  if (isAbsent) return 'absent';
  if (marks.some(({ status }) => status === 'late')) return 'late';
  return marks.some(({ status }) => status === 'left_early') ? 'left_early' : 'present';
}

// One mark without excuse is enough for a day without excuse.
function said(marks: readonly DayMark[], status: MarkStatus): Pick<DayStatus, 'status' | 'excused' | 'code'> {
  const deciding = marks.filter((mark) => mark.status === status);
  const excused = status !== 'present' && deciding.length > 0 && deciding.every((mark) => mark.excused);
  const codes = deciding
    .filter((mark) => mark.excused === excused)
    .map(({ code }) => code)
    .sort();
  return { status, excused, code: codes[0] ?? null };
}

function minutesOf(marks: readonly DayMark[], status: MarkStatus): number {
  return marks.reduce((sum, mark) => sum + (mark.status === status ? (mark.minutes ?? 0) : 0), 0);
}
