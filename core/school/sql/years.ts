// Rules of years and terms, run in the transaction of the change and under the school's scope.

/**
 * $1 year, $2 first and $3 last day, $4 kind, $5 the term itself (null for a new one). The year, a term of the same kind
 * that shares a day, and whether the days lie inside one term or semester.
 */
export const TERM_PLACE = `
  select y.start_date as "yearStart", y.end_date as "yearEnd",
         o.start_date as "otherStart", o.end_date as "otherEnd",
         exists (select from terms p where p.academic_year_id = y.id and p.kind <> 'gradingPeriod'
                   and p.start_date <= $2 and p.end_date >= $3) as "insideTerm"
    from academic_years y
    left join lateral (
      select start_date, end_date from terms t
       where t.academic_year_id = y.id and t.kind::text = $4 and t.id is distinct from $5::uuid
         and t.start_date <= $3 and t.end_date >= $2
       order by start_date limit 1) o on true
   where y.id = $1::uuid`;

/** $1 year, $2 first and $3 last day it would have. A term that would stick out. */
export const TERM_OUTSIDE = `
  select start_date as "termStart", end_date as "termEnd"
    from terms where academic_year_id = $1 and (start_date < $2 or end_date > $3)
   order by start_date limit 1`;

/** Before another year takes the mark: there is one. */
export const END_CURRENT_YEARS =
  'update academic_years set current = false, updated_at = now() where current';

/** $1 a year that is left out. */
export const CURRENT_YEARS = 'select id from academic_years where current and id is distinct from $1::uuid';
