import type { Queryable } from '../../tenancy/index.ts';
import { foldText, normaliseGrade } from '../oneroster/index.ts';

export type Found = { readonly id: string } | 'unknown' | 'several';
export type Year = { readonly id: string; readonly title: string };
export type ClassroomEntry = {
  readonly id: string;
  readonly yearId: string;
  readonly gradeId: string | undefined;
};

/** What cells can name, loaded once for a sheet: the parts of a school that are few. People and exams are asked for by chunk. */
export type Lookups = {
  readonly currentYear: Year | undefined;
  year: (text: string) => Found;
  grade: (text: string) => Found;
  subject: (text: string) => Found;
  teacher: (text: string) => Found;
  classroom: (text: string, yearId: string) => Found;
  classroomById: (id: string) => ClassroomEntry | undefined;
  term: (text: string, yearId: string) => Found;
  offering: (text: string, yearId: string) => Found;
};

type Named = { id: string; words: (string | null)[]; group?: string };

export async function loadLookups(client: Queryable): Promise<Lookups> {
  const rowsOf = async (sql: string) => (await client.query(sql)).rows;
  const years = await rowsOf(
    'select id, title, sourced_id, start_date, end_date, current from academic_years order by start_date',
  );
  const grades = await rowsOf('select id, code, title, title_ar from grade_levels');
  const subjects = await rowsOf('select id, code, title, title_ar from subjects');
  const teachers = await rowsOf('select id, staff_number, display_name, display_name_ar from teachers');
  const classrooms = await rowsOf(
    'select id, code, title, title_ar, academic_year_id, grade_level_id from classrooms',
  );
  const terms = await rowsOf('select id, title, academic_year_id from terms');
  const offerings = await rowsOf('select id, code, title, academic_year_id from class_offerings');
  const current = years.find((year) => year.current) ?? years.at(-1);
  const byYear = (row: { academic_year_id: string }) => row.academic_year_id;
  const gradeWords = index(
    grades.map((row) => ({
      id: row.id,
      words: [row.code, row.title, row.title_ar, normaliseGrade(row.code)],
    })),
  );
  const classroomIndex = index(
    classrooms.map((row) => ({ id: row.id, words: [row.code, row.title, row.title_ar], group: byYear(row) })),
  );
  const termIndex = index(terms.map((row) => ({ id: row.id, words: [row.title], group: byYear(row) })));
  const offeringIndex = index(
    offerings.map((row) => ({ id: row.id, words: [row.code, row.title], group: byYear(row) })),
  );
  const entries = new Map<string, ClassroomEntry>(
    classrooms.map((row) => [
      row.id,
      { id: row.id, yearId: row.academic_year_id, gradeId: row.grade_level_id ?? undefined },
    ]),
  );
  const yearIndex = index(
    years.map((row) => ({
      id: row.id,
      words: [row.title, row.sourced_id, yearsIn(row.start_date, row.end_date)],
    })),
  );
  return {
    currentYear: current ? { id: current.id, title: current.title } : undefined,
    year: (text) => either(yearIndex(text), () => yearIndex(text.match(/\d{4}/g)?.join('-') ?? text)),
    grade: (text) => either(gradeWords(text), () => gradeWords(normaliseGrade(text))),
    subject: index(subjects.map((row) => ({ id: row.id, words: [row.code, row.title, row.title_ar] }))),
    teacher: index(
      teachers.map((row) => ({
        id: row.id,
        words: [row.staff_number, row.display_name, row.display_name_ar],
      })),
    ),
    classroom: classroomIndex,
    classroomById: (id) => entries.get(id),
    term: termIndex,
    offering: offeringIndex,
  };
}

/** A key for comparing what people wrote with what the school has: folded, signs and spaces left aside. */
export function lookupKey(text: string): string {
  return foldText(text).replace(/[\s\-–—_/.]+/gu, '');
}

// A code wins over a title: the words of a record stand in this order, and the first that is anybody's decides.
function index(records: Named[]): (text: string, group?: string) => Found {
  const depth = Math.max(0, ...records.map(({ words }) => words.length));
  const levels = Array.from({ length: depth }, () => new Map<string, Set<string>>());
  for (const { id, words, group } of records)
    for (const [level, word] of words.entries()) {
      if (word === null || word === undefined || word === '') continue;
      const key = `${group ?? ''} ${lookupKey(word)}`;
      const known = levels[level]?.get(key);
      if (known) known.add(id);
      else levels[level]?.set(key, new Set([id]));
    }
  return (text, group) => {
    const key = `${group ?? ''} ${lookupKey(text)}`;
    for (const level of levels) {
      const found = level.get(key);
      if (found === undefined) continue;
      const [id] = found;
      return found.size === 1 && id !== undefined ? { id } : 'several';
    }
    return 'unknown';
  };
}

function either(first: Found, second: () => Found): Found {
  return first === 'unknown' ? second() : first;
}

function yearsIn(start: string, end: string): string {
  return `${start.slice(0, 4)}-${end.slice(0, 4)}`;
}
