// Reads of the audit trail. Row-level security narrows them: a school to its own entries, staff to what has no school
// and what staff did. Every filter is a parameter that may be null, so that one text serves all.

// What a visit to a school saw and changed there is the school's to read. Staff see that it was, and not whose record.
const OF_A_VISIT = `(current_user = 'app_platform' and tenant_id is not null and details ? 'supportGrant')`;

/**
 * $1 category, $2 outcome, $3 person or record as typed, $4 collection, $5 record id, $6 first day, $7 last day (dates in
 * the zone $8), $9 actor id.
 */
const FILTERED = `
    from audit_events
   where ($1::text is null or category::text = $1)
     and ($2::text is null or outcome::text = $2)
     and ($3::text is null or actor_label ilike $3 or action ilike $3
          or (subject_label ilike $3 and not coalesce(${OF_A_VISIT}, false)))
     and ($4::text is null or subject_collection = $4)
     and ($5::text is null or subject_id = $5)
     and ($6::date is null or created_at >= $6::date::timestamp at time zone $8)
     and ($7::date is null or created_at < ($7::date + 1)::timestamp at time zone $8)
     and ($9::text is null or actor_id = $9)`;

/**
 * $10 and $11 the last entry of the page before (moment and id), $12 how many. By keyset: page 1,000 costs what page 1
 * does, and entries that come in meanwhile shift nothing.
 */
export const READ_ENTRIES = `
  select id, tenant_id, created_at, category, action, outcome, actor_kind, actor_id, actor_label, subject_collection,
         subject_id, ip, user_agent, request_id, details,
         case when coalesce(${OF_A_VISIT}, false) then null else subject_label end as subject_label,
         case when coalesce(${OF_A_VISIT}, false) then null else before end as before,
         case when coalesce(${OF_A_VISIT}, false) then null else after end as after
  ${FILTERED}
     and ($10::timestamptz is null or (created_at, id) < ($10::timestamptz, $11::uuid))
   order by created_at desc, id desc
   limit $12`;

/** Entries a day under the same filter. */
export const COUNT_DAYS = `
  select to_char(created_at at time zone $8, 'YYYY-MM-DD') as day, count(*)::int as entries
  ${FILTERED}
   group by 1
   order by 1`;
