/**
 * The last calls of one plugin of a publisher, at all schools. Nothing of a person or a school leaves: no message, log,
 * key or tenant; the id of a receipt is random and leads only to its replay bundle, which holds fakes.
 */
export const PARTNER_CALLS = `
  select c.id, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, c.version, c.kind, c.entry, c.code,
         c.cpu_ms::float8 as "cpuMs", c.wall_ms::float8 as "wallMs", c.host_calls::float8 as "hostCalls"
    from plugins p
    join plugin_installs i on i.plugin_id = p.id
    join plugin_calls c on c.tenant_id = i.tenant_id and c.install_id = i.id
   where p.plugin_id = $1 and p.publisher_id = $2 and (not $3 or c.code <> 'ok')
   order by c.created_at desc, c.id
   limit $4`;
