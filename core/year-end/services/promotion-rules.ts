// The rules of a year end as plain functions: what a school decided as data comes in, what is proposed comes out.

export type Outcome = 'promote' | 'repeat' | 'leave' | 'graduate';
export type Reason = 'order' | 'marks' | 'intention' | 'last_grade' | 'by_hand';
export type Intention = 'returning' | 'leaving' | 'undecided';

export type Grade = {
  id: string;
  order: number;
  /** Where the school says what comes next; by order without it. */
  nextId?: string;
  isLast: boolean;
};

export type NextGrade = { kind: 'next'; id: string } | { kind: 'last' } | { kind: 'missing' };

/**
 * What comes after a grade: the one the school named, or else the nearest by order. `missing` where nothing follows and the
 * school did not say that pupils graduate here, or where two grades share the next place.
 */
export function nextGradeOf(grades: readonly Grade[], id: string): NextGrade {
  const grade = grades.find((candidate) => candidate.id === id);
  if (grade === undefined) return { kind: 'missing' };
  if (grade.isLast) return { kind: 'last' };
  if (grade.nextId !== undefined && grade.nextId !== id) {
    return grades.some((candidate) => candidate.id === grade.nextId)
      ? { kind: 'next', id: grade.nextId }
      : { kind: 'missing' };
  }
  const later = grades.filter(({ order }) => order > grade.order);
  const nearest = Math.min(...later.map(({ order }) => order));
  const [next, ...others] = later.filter(({ order }) => order === nearest);
  return next === undefined || others.length > 0 ? { kind: 'missing' } : { kind: 'next', id: next.id };
}

export type PupilFacts = {
  gradeId?: string;
  intention?: Intention;
  /** Subjects whose last published mark of the year does not pass. */
  failedSubjects: number;
};

/**
 * What is proposed for a pupil: who said they leave, leaves; who failed more subjects than the school allows, repeats; who is
 * in a last grade, graduates; everybody else moves up.
 */
export function proposeOutcome(
  pupil: PupilFacts,
  next: NextGrade,
  failedAllowed: number,
): { outcome: Outcome; reason: Reason } {
  if (pupil.intention === 'leaving') return { outcome: 'leave', reason: 'intention' };
  if (pupil.failedSubjects > failedAllowed) return { outcome: 'repeat', reason: 'marks' };
  if (next.kind === 'last') return { outcome: 'graduate', reason: 'last_grade' };
  return { outcome: 'promote', reason: 'order' };
}

export type ClassFacts = { id: string; title: string; gradeId?: string };

/** What tells the classes of a grade apart: the title without its first number, so that 9-A and 10-A are the same section. */
export function sectionOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[0-9\u0660-\u0669\u06F0-\u06F9]+/u, '#')
    .replace(/\s+/gu, ' ');
}

/**
 * The class of a grade in the next year for the pupils of a class: the one of the same section, or else the one at the same
 * place among the sections of its grade. Undefined where the next year has no class of that grade.
 */
export function classFor(
  from: ClassFacts,
  siblings: readonly ClassFacts[],
  gradeId: string,
  nextClasses: readonly ClassFacts[],
): string | undefined {
  const choices = nextClasses.filter((candidate) => candidate.gradeId === gradeId).toSorted(byTitle);
  if (choices.length === 0) return undefined;
  const section = sectionOf(from.title);
  const same = choices.find((candidate) => sectionOf(candidate.title) === section);
  if (same !== undefined) return same.id;
  const place = siblings.toSorted(byTitle).findIndex(({ id }) => id === from.id);
  return choices[Math.max(place, 0) % choices.length]?.id;
}

function byTitle(a: ClassFacts, b: ClassFacts): number {
  return a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1;
}

/** The title of the year after: every number of four digits one higher, "2025/26" becomes "2026/27". */
export function nextYearTitle(title: string): string {
  const raised = title.replace(/(\d{4})(\s*[/–-]\s*)?(\d{2,4})?/g, (_, year: string, sign = '', end = '') => {
    const up = (digits: string) =>
      String((Number(digits) + 1) % 10 ** digits.length).padStart(digits.length, '0');
    return `${up(year)}${sign}${end === '' ? '' : up(end)}`;
  });
  return raised === title ? `${title} +1` : raised;
}

/** The same day a year later; the 29th of February becomes the 28th. */
export function yearLater(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const next = `${String(Number(year) + 1).padStart(4, '0')}-${month}`;
  return day === '29' && month === '02' ? `${next}-28` : `${next}-${day}`;
}
