// Reads of the data-access log. Row-level security narrows them to the school of the scope. Every filter is a parameter
// that may be null, so that one text serves all.

/** $1 plugin, $2 data class, $3 first day, $4 last day (dates in the zone $5). */
const FILTERED = `
    from data_reads
   where ($1::text is null or plugin = $1)
     and ($2::text is null or data_class = $2)
     and created_at >= $3::date::timestamp at time zone $5
     and created_at < ($4::date + 1)::timestamp at time zone $5`;

/** $6 and $7 the last reading of the page before (moment and id), $8 how many. By keyset: page 1,000 costs what page 1 does. */
export const READ_DATA_READS = `
  select id, call_id, plugin, version, capability, data_class, fields, row_count, purpose, created_at
  ${FILTERED}
     and ($6::timestamptz is null or (created_at, id) < ($6::timestamptz, $7::uuid))
   order by created_at desc, id desc
   limit $8`;

/**
 * Rows and readings by day and class, for the chart. From the index data_reads_days_idx alone: on two cores with a load of 16,
 * a second for a month with 200,000 readings of a school (100,000 calls), where unfolding the accesses of the receipts took
 * 1.6 seconds; a page of the list takes 2.5 ms beside it. Counted by date and not by its text.
 */
export const COUNT_DATA_READS = `
  select to_char(day, 'YYYY-MM-DD') as day, data_class as "dataClass", reads, rows
    from (select (created_at at time zone $5)::date as day, data_class, count(*)::int as reads, sum(row_count)::int as rows
          ${FILTERED}
           group by 1, 2) as counted
   order by 1, 2`;

/** One receipt of the school, with the readings in both languages and whether it can be replayed. $1 its id. */
export const READ_RECEIPT = `
  select c.id, c.sequence, c.previous_hash, c.hash, c.plugin, c.version, c.bundle_hash, c.kind, c.entry, c.code, c.message,
         c.cpu_ms, c.wall_ms, c.host_calls, c.calls, c.rows_read, c.bytes_out, c.meters, c.price_version, c.created_at,
         exists (select from plugin_replays r where r.call_id = c.id) as replay,
         coalesce((select jsonb_agg(jsonb_build_object('capability', d.capability, 'dataClass', d.data_class, 'fields', d.fields,
           'rows', d.row_count, 'purpose', d.purpose) order by d.id) from data_reads d where d.call_id = c.id), '[]') as reads
    from plugin_calls c
   where c.id = $1`;

/** The plugins that ever read anything at the school, with their names. */
export const READ_READERS = `
  select p.plugin_id as id, p.name, p.name_ar as "nameAr" from plugins p
   where exists (select from plugin_installs i where i.plugin_id = p.id)
   order by p.name`;
