import { CATALOGUE, matrixOf } from './suites.ts';
import type { Mutant } from './types.ts';

const SCHOOL = 'tenant_id = (select daftar.current_school())';

/** Breaks in the database. */
export const DATABASE_MUTANTS: Mutant[] = [
  {
    name: 'a table without its policy',
    sql: 'drop policy school on students',
    suite: matrixOf('students', 'admin'),
  },
  {
    name: 'a policy that shows every school',
    sql: `drop policy school on subjects; create policy school on subjects to app_tenant using (true) with check (${SCHOOL})`,
    suite: matrixOf('subjects', 'admin'),
  },
  {
    name: 'a policy without WITH CHECK',
    // A table that no trigger watches: what search keeps of a subject would be refused in its place.
    sql: `drop policy school on fee_structures; create policy school on fee_structures to app_tenant using (${SCHOOL}) with check (true)`,
    suite: matrixOf('fee-structures', 'admin'),
  },
  {
    name: 'row-level security switched off on one table',
    sql: 'alter table exams disable row level security',
    suite: matrixOf('exams', 'admin'),
  },
  {
    name: 'row-level security enabled and not forced',
    sql: 'alter table students no force row level security',
    suite: CATALOGUE,
  },
  {
    name: 'a partition that can be read past its parent',
    sql: 'grant select on attendance_2026 to app_tenant',
    suite: CATALOGUE,
  },
  {
    name: 'a function that runs with its owner’s rights',
    sql: `create function daftar.everybody() returns setof students language sql security definer as 'select * from students'`,
    suite: CATALOGUE,
  },
  {
    name: 'a ledger that a school can change',
    sql: 'grant update on usage_events to app_tenant',
    suite: matrixOf('usage-events', 'admin'),
  },
  {
    name: 'a trail of what was done that a school can change',
    sql: `grant update on audit_events to app_tenant; create policy again on audit_events for update to app_tenant using (${SCHOOL})`,
    suite: CATALOGUE,
  },
  {
    name: 'a suspended school that can write',
    sql: 'drop trigger read_only on students',
    suite: CATALOGUE,
  },
  {
    name: 'references that do not carry the school',
    sql: `do $$ declare link record; begin
      for link in select conname, a.attname as field from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
         where c.conrelid = 'invoices'::regclass and c.contype = 'f' and c.confrelid = 'students'::regclass
      loop
        execute format('alter table invoices drop constraint %I', link.conname);
        execute format('alter table invoices add constraint %I foreign key (%I) references students (id)', link.conname, link.field);
      end loop; end $$`,
    suite: CATALOGUE,
  },
];
