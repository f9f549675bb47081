import { TENANT_COLUMNS } from '../../tenancy/index.ts';

/** $1 event. Schools at work where a switched-on add-on listens; the others have nobody to remind for them. */
export const LISTENING_SCHOOLS = `
  select t.id, ${TENANT_COLUMNS}
    from tenants t
   where t.status in ('trial', 'active')
     and exists (select from plugin_installs i join plugin_versions v on v.id = i.version_id
                  where i.tenant_id = t.id and i.state = 'enabled'
                    and v.manifest::jsonb -> 'events' @> jsonb_build_array(jsonb_build_object('name', $1::text)))`;

/**
 * $1 the school's day. Open invoices in one of the three windows, with what is left to pay. A window is some days wide, so
 * that a day without a running process loses no reminder; the key of the event makes each step happen once.
 */
export const DUE_REMINDERS = `
  select i.id, i.student_id, i.due_date, (i.amount_minor - coalesce(p.paid, 0))::bigint as rest,
         case when i.due_date > $1 then 'before' when i.due_date > ($1::text::date - 7)::text then 'due' else 'after' end as step
    from invoices i
    left join lateral (select sum(amount_minor) as paid from payments where invoice_id = i.id) p on true
   where i.status = 'open'
     and i.due_date between ($1::text::date - 13)::text and ($1::text::date + 3)::text
     and i.due_date not between ($1::text::date - 6)::text and ($1::text::date - 3)::text
     and i.amount_minor > coalesce(p.paid, 0)
   order by i.due_date, i.id`;
