/*
 * Capturing usage. The statements have names, so that the server plans each once a connection: planning took longer than
 * inserting. Nothing else is written beside the entry: no total and no queue, because one row that all entries of a school
 * add to would make them wait for each other until commit.
 */

/** $1 meter, $2 source, $3 event, $4 quantity, $5 moment, $6 subject. */
export const INSERT_USAGE = {
  name: 'usage-insert',
  text: `
  insert into usage_events (meter, source, event_id, quantity, occurred_at, subject) values ($1, $2, $3, $4, $5, $6)
  on conflict (tenant_id, source, event_id) do nothing`,
};

/** The same with arrays. In the order of the key, so that two calls with the same events never wait for each other in a ring. */
export const INSERT_USAGE_BATCH = {
  name: 'usage-insert-batch',
  text: `
  insert into usage_events (meter, source, event_id, quantity, occurred_at, subject)
  select meter, source, event_id, quantity, occurred_at, subject
    from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::numeric[], $5::timestamptz[], $6::varchar[])
      as entry (meter, source, event_id, quantity, occurred_at, subject)
   order by source, event_id
  on conflict (tenant_id, source, event_id) do nothing`,
};

/** $1 sources, $2 events: the entries that were there before. */
export const FIND_USAGE = {
  name: 'usage-find',
  text: `
  select e.source, e.event_id, e.quantity, e.meter
    from unnest($1::varchar[], $2::varchar[]) as wanted (source, event_id)
    join usage_events e on e.source = wanted.source and e.event_id = wanted.event_id`,
};
