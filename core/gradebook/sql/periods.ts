const RANK = (term: string) => `case ${term}.kind when 'semester' then 1 when 'term' then 2 else 3 end`;

/**
 * $1 a term. All terms of its year with the term around each: terms do not store it, it is the shortest longer one that holds
 * all their days, as in `core/interop/rest`. Weights are in hundredths of a percent.
 */
export const TERMS_OF_YEAR = `
  with ranked as (
    select t.*, ${RANK('t')} as rank
      from terms t where t.academic_year_id = (select x.academic_year_id from terms x where x.id = $1))
  select c.id, c.title, c.weight_hundredths::int as weight, c.own_weight_hundredths::int as own_weight, around.id as parent_id
    from ranked c
    left join lateral (
      select o.id from ranked o
       where o.rank < c.rank and o.start_date <= c.start_date and o.end_date >= c.end_date
       order by o.rank desc, o.start_date desc, o.id limit 1) around on true
   order by c.start_date, c.id`;

/**
 * $1 lesson groups, $2 terms. Where their sheets stand, held until the transaction ends: a period is not withdrawn while the
 * mark that is made of it is being published.
 */
export const SHARE_SHEETS = `
  select class_offering_id, term_id, state from grade_sheets
   where class_offering_id = any($1) and term_id = any($2::uuid[])
   order by term_id, class_offering_id for share`;

/** $1 lesson groups, $2 terms. How many of their sheets are published. */
export const STANDING_SHEETS = `
  select count(*)::int as count from grade_sheets
   where class_offering_id = any($1) and term_id = any($2::uuid[]) and state = 'published'`;

/** $1 lesson groups, or null for all. How many assessments a sheet has; those of grading periods count with their term too. */
export const ASSESSMENTS_OF_SHEETS = `
  select own.id, a.id as term_id, sum(own.assessments)::int as assessments
    from (select class_offering_id as id, term_id, count(*) as assessments from exams
           where class_offering_id is not null and term_id is not null and ($1::uuid[] is null or class_offering_id = any($1))
           group by class_offering_id, term_id) own
    join terms t on t.id = own.term_id
    join terms a on a.academic_year_id = t.academic_year_id
     and (a.id = t.id or (${RANK('a')} < ${RANK('t')} and a.start_date <= t.start_date and a.end_date >= t.end_date))
   group by own.id, a.id`;
