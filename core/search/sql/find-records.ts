/**
 * Finds the records of some kinds that have a word for each of the words asked for. Runs under the school's scope, and every
 * comparison is one that row-level security lets the index answer. The word that fewest records have leads; the records that
 * have it are read in the order of the index (active ones first, the exact word first), and each is asked for the other words.
 *
 * $1 kinds, $2 leading word, $3 end of its range, $4 how many of a kind, $5 how many records the leading word may offer,
 * $6 narrowed kinds, $7 the records of all of them; from $8 on the other words, each with the end of its range.
 */
export const findRecords = (others: number): string => `
  select k.kind, f.record_id as id, f.standing, f.is_exact
    from unnest($1::smallint[]) as k(kind)
    cross join lateral (
      select c.record_id, min(c.standing) as standing, bool_or(c.term = $2) as is_exact
        from (
          select s.standing, t.term, t.record_id
            from (values (0::smallint), (1::smallint)) as s(standing)
            cross join lateral (
              select term, record_id from search_terms
               where kind = k.kind and standing = s.standing and term >= $2 and term < $3
                 and (k.kind <> all($6::smallint[]) or record_id = any($7::uuid[]))
               order by term, record_id limit $5) t
        ) c
       where true ${Array.from({ length: others }, (_, index) => hasWord(8 + index * 2)).join('')}
       group by c.record_id
       order by is_exact desc, standing, min(c.term), c.record_id
       limit $4) f`;

const hasWord = (place: number): string => `
         and exists (select from search_terms x where x.record_id = c.record_id and x.term >= $${place} and x.term < $${place + 1})`;

/** $1 kinds, $2 words, $3 the ends of their ranges, $4 where counting stops. How many records have each word, about. */
export const COUNT_WORDS = `
  select o.place::int as place, (
    select count(*)::int from (
      select from search_terms where kind = any($1::smallint[]) and standing = any('{0,1}'::smallint[]) and term >= o.first and term < o.until limit $4) c) as records
    from unnest($2::text[], $3::text[]) with ordinality as o(first, until, place)`;

/** $1 least and $2 greatest length, $3 letters typed, $4 how many of them a word must have. Words of the school worth a closer look. */
export const LIKELY_WORDS = `
  select word from search_words where length between $1 and $2 and bit_count((letters & $3)::bit(32)) >= $4`;
