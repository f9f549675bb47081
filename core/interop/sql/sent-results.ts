import { recordset, type UpsertPlan } from './upsert.ts';

/** Columns of a result that an import writes. */
export const RESULTS: UpsertPlan = {
  table: 'exam_results',
  key: ['exam_id', 'student_id', 'date'],
  columns: {
    sourced_id: 'text',
    student_id: 'uuid',
    exam_id: 'uuid',
    academic_year_id: 'uuid',
    date: 'text',
    score_hundredths: 'numeric',
    status: 'enum_exam_results_status',
    comment: 'text',
    text_score: 'text',
    late: 'boolean',
    attempt: 'numeric',
  },
};

const COLUMNS = Object.keys(RESULTS.columns).join(', ');

/**
 * The results of one package, for as long as its transaction lasts. They come in by the thousand, so that neither the server
 * nor the database holds half a million of them in one parameter, and are then compared and written as one.
 */
export const CREATE_SENT = `
  create temp table sent_results (line bigint generated always as identity, ${Object.entries(RESULTS.columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')}) on commit drop`;

/** $1 results as JSON, in the order of the file. */
export const STAGE = `insert into sent_results (${COLUMNS}) select ${COLUMNS} from ${recordset(RESULTS.columns)}`;

/** Of a result that was sent twice the last line counts. */
export const DROP_DOUBLES = `
  delete from sent_results s
   using (select line, row_number() over (partition by exam_id, student_id, date order by line desc) as place
            from sent_results) d
   where d.line = s.line and d.place > 1`;

/**
 * The date is part of the key of a partitioned table: a result whose date was corrected leaves its old row. Another attempt
 * at the same exam is a result of its own.
 */
export const DELETE_MOVED = `
  delete from exam_results r using sent_results n
   where r.exam_id = n.exam_id and r.student_id = n.student_id and r.date <> n.date
     and case when r.sourced_id is null and n.sourced_id <> r.id::text then coalesce(r.attempt, 1) = coalesce(n.attempt, 1)
              else coalesce(r.sourced_id, r.id::text) = n.sourced_id end
     and not exists (select from sent_results o where o.sourced_id = r.id::text and o.date = r.date)`;

/** $1 and $2: the first line of a part, and the first that no longer belongs to it. */
export const PART_OF_SENT = `(select ${COLUMNS} from sent_results where line >= $1 and line < $2) as part`;

/** $1 the sourcedIds of results that the source took out; a result that never came from elsewhere goes by its own id. */
export const DELETE_RESULTS = `
  delete from exam_results where coalesce(sourced_id, id::text) = any($1)`;

/** $1 the sourcedIds of line items that the source took out. One that the school has marks for stays. */
export const DELETE_EXAMS = `
  delete from exams e where coalesce(e.sourced_id, e.id::text) = any($1)
     and not exists (select from exam_results r where r.exam_id = e.id)`;
