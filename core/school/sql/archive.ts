/** A table whose old rows move, and what makes a row of it the same row: a mark that was entered again replaces the old one. */
export type Archived = { table: 'exam_results' | 'attendance'; sameRow: readonly string[] };

export const ARCHIVED: readonly Archived[] = [
  { table: 'exam_results', sameRow: ['exam_id', 'student_id', 'date'] },
  { table: 'attendance', sameRow: ['student_id', 'date', 'class_offering_id', 'period_number'] },
];

/** The columns of a live table: the archive must have each of them, or the move fails and moves nothing. */
export const COLUMNS_OF = `
  select array_agg(quote_ident(attname) order by attnum) as columns
    from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`;

// The oldest rows up to the day $1, $2 of them at most: both statements of a move mean the same ones.
const batch = (table: string) =>
  `select id, date from ${table} where date <= $1 order by date, id limit $2 for update`;

/** $1 last day, $2 rows at most. What the archive has of these rows already goes. */
export const clearPlace = ({ table, sameRow }: Archived, columns: readonly string[]): string => `
  with old as (${batch(table)})
  delete from ${table}_archive a using old join ${table} r on r.id = old.id and r.date = old.date
   where ${sameRow
     .filter((column) => columns.includes(column))
     .map((column) => `a.${column} is not distinct from r.${column}`)
     .join(' and ')}`;

/** $1 last day, $2 rows at most. One statement, so that no moment knows a row twice or not at all. */
export const moveRows = ({ table }: Archived, columns: readonly string[]): string => `
  with old as (${batch(table)}),
       moved as (delete from ${table} r using old where r.id = old.id and r.date = old.date returning r.*)
  insert into ${table}_archive (${columns.join(', ')}) select ${columns.join(', ')} from moved`;

/** $1 today, $2 years. The last day of the last academic year that ended more than so many years ago. */
export const LAST_DAY = `
  select max(end_date) as day from academic_years
   where end_date < to_char($1::date - make_interval(years => $2), 'YYYY-MM-DD')`;
