import type { Place } from '../operations.ts';
import { HOMEROOM_COURSE, WHOLE_SCHOOL_CLASS } from './parts.ts';

/** A value as the statement's text has it (`$3`), as text and as uuid; the uuid is null for what is none. */
export type Key = { text: string; uuid: string };

const byKey = (table: string, key: Key, and = '') =>
  `select id from ${table} where (sourced_id = ${key.text} or id = ${key.uuid})${and}`;

/**
 * SELECTs the uuid of the record that a path or a filter names by its sourcedId or our id. No row means that it is not
 * there, also when it is another school's: the wall shows only one school.
 */
export const PLACES: Record<
  Place | 'subject' | 'year' | 'category',
  (key: Key, guardians: boolean) => string
> = {
  class: (key) => `${byKey('class_offerings', key)}
    union all ${byKey('classrooms', key)}
    union all select daftar.current_school() where ${key.text} = '${WHOLE_SCHOOL_CLASS}'`,
  course: (key) => `${byKey('subjects', key)}
    union all select daftar.current_school() where ${key.text} = '${HOMEROOM_COURSE}'`,
  subject: (key) => byKey('subjects', key),
  // A school came with no sourcedId; the text is named so that its type is known.
  school: (key) => `select id from tenants where id = ${key.uuid} and ${key.text} is not null`,
  term: (key) => byKey('terms', key, " and kind <> 'gradingPeriod'"),
  session: (key) => `${byKey('terms', key)} union all ${byKey('academic_years', key)}`,
  year: (key) => byKey('academic_years', key),
  student: (key) => byKey('students', key),
  teacher: (key) => byKey('teachers', key),
  user: (key, guardians) => `${byKey('students', key)} union all ${byKey('teachers', key)}
    ${guardians ? `union all ${byKey('guardians', key)}` : ''}`,
  lineItem: (key) => byKey('exams', key),
  category: (key) => byKey('grade_categories', key),
};

/** The text of a reference's sourcedId, for comparisons other than equality. */
export function sourcedIdOf(place: keyof typeof PLACES, column: string): string {
  const one = (table: string) =>
    `(select coalesce(x.sourced_id, x.id::text) from ${table} x where x.id = ${column})`;
  switch (place) {
    case 'class':
      return `coalesce(${one('class_offerings')}, ${one('classrooms')}, '${WHOLE_SCHOOL_CLASS}')`;
    case 'course':
      return `coalesce(${one('subjects')}, '${HOMEROOM_COURSE}')`;
    case 'user':
      return `coalesce(${one('students')}, ${one('teachers')}, ${one('guardians')})`;
    case 'session':
      return `coalesce(${one('terms')}, ${one('academic_years')})`;
    case 'school':
      return `${column}::text`;
    case 'subject':
      return one('subjects');
    case 'term':
      return one('terms');
    case 'year':
      return one('academic_years');
    case 'student':
      return one('students');
    case 'teacher':
      return one('teachers');
    case 'lineItem':
      return one('exams');
    case 'category':
      return one('grade_categories');
  }
}
