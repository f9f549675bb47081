import { listenedTypes, type NewEvent, publishEvents } from '../../jobs/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import type { Follow, WrittenRow } from '../sql/upsert.ts';

/** The events of single records that an import can cause. */
const TYPES = [
  'student.created',
  'student.updated',
  'student.left',
  'guardian.updated',
  'enrollment.changed',
  'result.recorded',
] as const;
type Type = (typeof TYPES)[number];

/** Tells add-ons of the school what an import did to single records. */
export type ImportTeller = {
  /** What an upsert of a table must hand back for its events; undefined where nobody listens, and then it costs nothing. */
  follow: (table: 'students' | 'guardians' | 'enrollments' | 'exam_results') => Follow | undefined;
  /** Publishes those of the events that somebody listens to. */
  tell: (events: { type: Type; payload: Record<string, unknown> }[]) => Promise<void>;
};

// One statement writes this many events: 450,000 results at once would be a parameter of 100 MB.
const CHUNK = 5_000;

/**
 * Asks once which of the events anybody listens to. An import of half a million rows publishes nothing otherwise, and
 * what it publishes goes out in few statements of the import's own transaction.
 */
export async function openTeller(client: Queryable): Promise<ImportTeller> {
  const listened = await listenedTypes(client, TYPES);
  const tell: ImportTeller['tell'] = async (events) => {
    const heard: NewEvent[] = events.filter(({ type }) => listened.has(type));
    for (let from = 0; from < heard.length; from += CHUNK)
      await publishEvents(client, heard.slice(from, from + CHUNK));
  };
  return {
    tell,
    follow: (table) => {
      const { types, columns, watch, eventsOf } = FOLLOWED[table];
      if (!types.some((type) => listened.has(type))) return undefined;
      return { columns, watch, written: (rows) => tell(rows.flatMap(eventsOf)) };
    },
  };
}

type Event = { type: Type; payload: Record<string, unknown> };
type Followed = {
  types: readonly Type[];
  columns: string[];
  watch: Record<string, string>;
  eventsOf: (row: WrittenRow) => Event[];
};

const NAMES = {
  given_name: 'givenName',
  middle_name: 'middleName',
  family_name: 'familyName',
  given_name_ar: 'givenNameAr',
  middle_name_ar: 'middleNameAr',
  family_name_ar: 'familyNameAr',
  email: 'email',
  phone: 'phone',
};

const FOLLOWED: Record<'students' | 'guardians' | 'enrollments' | 'exam_results', Followed> = {
  students: {
    types: ['student.created', 'student.updated', 'student.left'],
    columns: ['status'],
    watch: {
      ...NAMES,
      admission_number: 'admissionNumber',
      status: 'status',
      grade_level_id: 'gradeLevel',
      birth_date: 'birthDate',
      sex: 'sex',
    },
    eventsOf: ({ id, isNew, changed, values }) => {
      const payload = { studentId: id };
      if (isNew) return [{ type: 'student.created', payload }];
      if (changed.length === 0) return [];
      const isGone = changed.includes('status') && values.status !== 'active';
      return [
        { type: 'student.updated', payload: { ...payload, changed } },
        ...(isGone ? [{ type: 'student.left' as const, payload }] : []),
      ];
    },
  },
  guardians: {
    types: ['guardian.updated'],
    columns: [],
    watch: { ...NAMES, language: 'language', active: 'active' },
    eventsOf: ({ id, isNew, changed }) =>
      isNew || changed.length === 0
        ? []
        : [{ type: 'guardian.updated', payload: { guardianId: id, changed } }],
  },
  enrollments: {
    types: ['enrollment.changed'],
    columns: ['student_id', 'classroom_id', 'status'],
    watch: { classroom_id: 'classroom', status: 'status' },
    eventsOf: ({ isNew, changed, values }) =>
      isNew || changed.length > 0 ? [enrollmentChanged(values, String(values.status))] : [],
  },
  exam_results: {
    types: ['result.recorded'],
    columns: ['student_id', 'exam_id'],
    watch: {},
    eventsOf: ({ id, values }) => [
      {
        type: 'result.recorded',
        payload: { resultId: id, studentId: values.student_id, examId: values.exam_id },
      },
    ],
  },
};

/** The event of a place in a class, from the columns of its row. */
export function enrollmentChanged(row: Record<string, unknown>, status: string): Event {
  return {
    type: 'enrollment.changed',
    payload: { studentId: row.student_id, classroomId: row.classroom_id ?? null, status },
  };
}
