-- Up Migration
-- Search: one table of folded words a school, kept by triggers of the tables it finds, in the transaction of each change.
--
-- Row-level security lets an index be used only with operators that leak nothing: the similarity operators of trigrams, LIKE,
-- array and full-text operators do not qualify and would read every row of the school. A word is therefore a row of its own
-- and is found by comparing text in the C collation, which does qualify: a prefix is a range of the index.

create table search_terms (
  tenant_id uuid not null default daftar.current_school(),
  -- 1 student, 2 guardian, 3 teacher, 4 class, 5 lesson group, 6 subject, 7 invoice, 8 file, 9 announcement.
  kind smallint not null,
  -- 0 is active, 1 is not: what is active comes first.
  standing smallint not null,
  term text collate "C" not null,
  record_id uuid not null,
  primary key (tenant_id, kind, standing, term, record_id)
);
-- What belongs to one record: for its other words, and for taking them away.
create index search_terms_record_idx on search_terms (tenant_id, record_id, term);

-- The words a school uses, for finding what was typed with a mistake. A word may stand here twice, because two transactions
-- that bring the same new word must not wait for each other; a word that nobody uses any more finds nothing.
create table search_words (
  tenant_id uuid not null default daftar.current_school(),
  length smallint not null,
  word text collate "C" not null,
  letters int not null
);
create index search_words_idx on search_words (tenant_id, length, word) include (letters);

alter table search_terms enable row level security;
alter table search_terms force row level security;
create policy school on search_terms to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
grant select, insert, delete on search_terms to app_tenant;
select daftar.guard_read_only('search_terms');
alter table search_words enable row level security;
alter table search_words force row level security;
create policy school on search_words to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
grant select, insert, delete on search_words to app_tenant;
select daftar.guard_read_only('search_words');

-- The same folding as `foldText` in core/search: a test compares the two on every letter of both scripts.
create function daftar.fold_for_search(value text) returns text
  language sql immutable parallel safe
  return case
    when value is null then ''
    when octet_length(value) = length(value) then lower(value)
    else replace(translate(lower(regexp_replace(
      normalize(translate(value, U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9', '01234567890123456789'), nfkd),
      '[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08CA-\u08E1\u08E3-\u08FF\u1AB0-\u1ACE\u1DC0-\u1DFF\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\u20D0-\u20F0\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF]', '', 'g')),
      U&'\0671\0649\06CC\0629\06A9', U&'\0627\064A\064A\0647\0643'), 'ß', 'ss')
  end;

-- Every word under which a record is found. `words` is what people read; `numbers` are phones and numbers, one behind the
-- other with a bar between, which are also found by their last digits.
create function daftar.search_terms_of(words text, numbers text) returns setof text
  language plpgsql immutable parallel safe
as $$
declare
  -- Each becomes a space; regular expressions took twice the time.
  signs constant text := '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~' || U&'\060C\061B\061F\066A\066B\066C\066D\06D4\00AB\00BB\00B7\2013\2014\2018\2019\201C\201D\2022\2026';
  spaces constant text := repeat(' ', length(signs));
  chunk text;
  part text;
  parts text[];
  opened text;
  compact text;
  digits text;
begin
  foreach chunk in array string_to_array(translate(daftar.fold_for_search(words), E'\t\n\r', '   '), ' ') loop
    parts := array_remove(string_to_array(translate(chunk, signs, spaces), ' '), '');
    foreach part in array parts loop
      -- "Abd al Rahman" and "Abdulrahman" are one name however they are written.
      if part = any(array['abd', 'abdul', 'abdel', 'abu', 'al', 'el', 'um', 'umm',
          U&'\0639\0628\062F', U&'\0627\0628\0648', U&'\0627\0645', U&'\0627\0644', U&'\0622\0644']) then
        opened := coalesce(opened, '') || part;
        continue;
      end if;
      return next left(part, 40);
      if opened is not null then return next left(opened || part, 40); end if;
      if part like U&'\0627\0644%' and length(part) >= 5 then return next left(substr(part, 3), 40); end if;
      opened := null;
    end loop;
    if cardinality(parts) > 1 and opened is null then return next left(array_to_string(parts, ''), 40); end if;
  end loop;
  if opened is not null then return next left(opened, 40); end if;
  foreach chunk in array string_to_array(coalesce(numbers, ''), '|') loop
    parts := array_remove(string_to_array(translate(daftar.fold_for_search(chunk), signs, spaces), ' '), '');
    compact := array_to_string(parts, '');
    if compact = '' then continue; end if;
    return next left(compact, 40);
    if cardinality(parts) > 1 then
      foreach part in array parts loop
        return next left(part, 40);
      end loop;
    end if;
    digits := regexp_replace(compact, '[^0-9]', '', 'g');
    for size in (case when length(digits) > 8 then 4 else 3 end)..least(length(digits) - 1, 8) loop
      return next right(digits, size);
    end loop;
  end loop;
end $$;

-- Which letters a word has, one bit each: words that share few letters with what was typed need no closer look.
create function daftar.letters_of(word text) returns int
  language sql immutable parallel safe
  return (select coalesce(bit_or(1 << (ascii(letter) % 31)), 0) from regexp_split_to_table(word, '') as letter);

-- What a rebuild runs, one line a table; nobody but the owner reads it.
create table daftar.search_sources (name text primary key, fill text not null);

-- Lets a table be found: `words`, `numbers` and `standing` are SQL over a row `r`. Any part of the product may call it, in a
-- migration, for a table of its own with a new number for its kind.
create function daftar.watch_for_search(target regclass, kind int, words text, numbers text, standing text) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  name text := (select relname from pg_class where oid = target);
  head constant text := ' returns trigger language plpgsql set search_path = public, pg_catalog as $body$ ';
  -- Only what is new to the school goes into its words, and only what reads like a word.
  put constant text := format($put$
    with fresh as materialized (
      select distinct r.tenant_id, %s::smallint as kind, (%s)::smallint as standing, t.term, r.id
        from %%s r cross join lateral daftar.search_terms_of(%s, %s) as t(term)
    ), written as (
      insert into search_terms (tenant_id, kind, standing, term, record_id) select * from fresh on conflict do nothing
    ), spoken as (
      select distinct tenant_id, length(term) as length, term from fresh where length(term) between 3 and 20 and term !~ '[0-9]'
    )
    insert into search_words (tenant_id, length, word, letters)
    select s.tenant_id, s.length, s.term, daftar.letters_of(s.term) from spoken s
     where not exists (select from search_words w where w.tenant_id = s.tenant_id and w.length = s.length and w.word = s.term);
  $put$, kind, standing, words, numbers);
  take constant text := 'delete from search_terms t using %s r where t.tenant_id = r.tenant_id and t.record_id = r.id;';
  facts constant text := format('concat_ws(''|'', %s, %s, (%s)::text)', words, numbers, standing);
begin
  execute format('create function daftar.search_%s_added()', name) || head
    || 'begin ' || format(put, 'added') || ' return null; end $body$';
  execute format('create function daftar.search_%s_removed()', name) || head
    || 'begin ' || format(take, 'removed') || ' return null; end $body$';
  execute format('create function daftar.search_%s_changed()', name) || head
    || format('declare
      changes uuid[];
    begin
      select array_agg(n.id) into changes
        from (select r.id, %1$s as facts from removed r) o join (select r.id, %1$s as facts from added r) n using (id)
       where o.facts is distinct from n.facts;
      if changes is null then return null; end if; ', facts)
    || format(take, '(select * from removed where id = any(changes))') || format(put, '(select * from added where id = any(changes))')
    || ' return null; end $body$';
  execute format('create trigger search_added after insert on %I referencing new table as added for each statement execute function daftar.search_%s_added()', name, name);
  execute format('create trigger search_removed after delete on %I referencing old table as removed for each statement execute function daftar.search_%s_removed()', name, name);
  execute format('create trigger search_changed after update on %I referencing old table as removed new table as added for each statement execute function daftar.search_%s_changed()', name, name);
  insert into daftar.search_sources values (name, format(put, format('(select * from %I where tenant_id = daftar.current_school())', name)));
  -- Writes the words of the school of the connection anew.
  execute 'create or replace function daftar.rebuild_search() returns void language plpgsql set search_path = public, pg_catalog as $body$
    begin delete from search_terms where tenant_id = daftar.current_school();
    delete from search_words where tenant_id = daftar.current_school(); '
    || (select string_agg(fill, ' ' order by s.name) from daftar.search_sources s) || ' end $body$';
end $$;

select daftar.watch_for_search('students', 1,
  'concat_ws('' '', r.given_name, r.middle_name, r.family_name, r.display_name_ar, split_part(r.email, ''@'', 1))',
  'concat_ws(''|'', r.admission_number, r.phone)', 'case when r.status = ''active'' then 0 else 1 end');
select daftar.watch_for_search('guardians', 2,
  'concat_ws('' '', r.given_name, r.middle_name, r.family_name, r.display_name_ar, split_part(r.email, ''@'', 1))',
  'r.phone', 'case when r.active is not false then 0 else 1 end');
select daftar.watch_for_search('teachers', 3,
  'concat_ws('' '', r.given_name, r.middle_name, r.family_name, r.display_name_ar, split_part(r.email, ''@'', 1))',
  'concat_ws(''|'', r.staff_number, r.phone)', 'case when r.active is not false then 0 else 1 end');
select daftar.watch_for_search('classrooms', 4, 'concat_ws('' '', r.title, r.title_ar)', 'r.code', '0');
select daftar.watch_for_search('class_offerings', 5, 'r.title', 'r.code', '0');
select daftar.watch_for_search('subjects', 6, 'concat_ws('' '', r.title, r.title_ar)', 'r.code', '0');
select daftar.watch_for_search('invoices', 7, '''''', 'r.number', 'case when r.status = ''void'' then 1 else 0 end');
select daftar.watch_for_search('plugin_files', 8, 'r.name', '''''', 'case when r.state = ''stored'' then 0 else 1 end');
select daftar.watch_for_search('announcements', 9, 'concat_ws('' '', r.title, r.title_ar)', '''''', '0');

revoke execute on all functions in schema daftar from public;
grant execute on function daftar.fold_for_search(text), daftar.search_terms_of(text, text), daftar.letters_of(text), daftar.rebuild_search() to app_tenant;

-- Year end -----------------------------------------------------------------------------------------------------

-- What a year was when it was: an enrolment keeps the grade, the class and the name that the pupil had, whatever they are
-- called later. Filled when the year ends.
ALTER TABLE "grade_levels" ADD COLUMN "next_grade_id" uuid;
ALTER TABLE "grade_levels" ADD COLUMN "last_grade" boolean DEFAULT false;
CREATE TYPE "public"."enum_enrollments_next_year" AS ENUM('returning', 'leaving', 'undecided');
CREATE TYPE "public"."enum_enrollments_exit_code" AS ENUM('promoted', 'repeats', 'left', 'graduated');
ALTER TABLE "enrollments" ADD COLUMN "next_year" "enum_enrollments_next_year";
ALTER TABLE "enrollments" ADD COLUMN "repeating" boolean DEFAULT false;
ALTER TABLE "enrollments" ADD COLUMN "exit_code" "enum_enrollments_exit_code";
ALTER TABLE "enrollments" ADD COLUMN "exit_reason" varchar;
ALTER TABLE "enrollments" ADD COLUMN "grade_level_id" uuid;
ALTER TABLE "enrollments" ADD COLUMN "grade_title" varchar;
ALTER TABLE "enrollments" ADD COLUMN "grade_title_ar" varchar;
ALTER TABLE "enrollments" ADD COLUMN "class_title" varchar;
ALTER TABLE "enrollments" ADD COLUMN "class_title_ar" varchar;
ALTER TABLE "enrollments" ADD COLUMN "student_name" varchar;
ALTER TABLE "enrollments" ADD COLUMN "student_name_ar" varchar;
ALTER TABLE "grade_levels" ADD CONSTRAINT "grade_levels_next_grade_id_grade_levels_id_fk" FOREIGN KEY ("next_grade_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_grade_level_id_grade_levels_id_fk" FOREIGN KEY ("grade_level_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "grade_levels_next_grade_idx" ON "grade_levels" USING btree ("next_grade_id");
CREATE INDEX "enrollments_grade_level_idx" ON "enrollments" USING btree ("grade_level_id");
select daftar.tie_references();

-- One move from a year to the next. A draft is changed until it is committed; an undone one stays as a note of what was.
create table year_ends (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  from_year_id uuid not null,
  to_year_id uuid not null,
  status text not null default 'draft' check (status in ('draft', 'committed', 'undone')),
  -- What somebody saw when they pressed the button: changes of somebody else in between make it old.
  revision int not null default 1,
  -- How many failed subjects still let a pupil pass.
  failed_allowed int not null default 0 check (failed_allowed between 0 and 50),
  committed_by text,
  committed_by_label text,
  committed_at timestamptz,
  undone_at timestamptz,
  -- When the next year became the current one.
  turned_at timestamptz,
  created_at timestamptz not null default now(),
  check (from_year_id <> to_year_id)
);
select daftar.raise_wall('year_ends', false, 'select, insert, update, delete');
alter table year_ends add foreign key (tenant_id, from_year_id) references academic_years (tenant_id, id);
alter table year_ends add foreign key (tenant_id, to_year_id) references academic_years (tenant_id, id);
create unique index year_ends_one_at_a_time on year_ends (tenant_id, from_year_id) where status <> 'undone';

create table year_end_decisions (
  tenant_id uuid not null default daftar.current_school(),
  year_end_id uuid not null,
  student_id uuid not null,
  outcome text not null check (outcome in ('promote', 'repeat', 'leave', 'graduate')),
  reason text not null check (reason in ('order', 'marks', 'intention', 'last_grade', 'by_hand')),
  enrollment_id uuid,
  from_class_id uuid,
  from_grade_id uuid,
  to_grade_id uuid,
  to_class_id uuid,
  -- The last day of somebody who leaves; the last day of the year without it.
  exit_date text check (exit_date is null or daftar.is_plain_date(exit_date)),
  exit_reason text,
  -- What undoing puts back.
  before jsonb,
  new_enrollment_id uuid,
  applied_at timestamptz,
  primary key (tenant_id, year_end_id, student_id),
  foreign key (tenant_id, year_end_id) references year_ends (tenant_id, id) on delete cascade,
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade,
  foreign key (tenant_id, to_grade_id) references grade_levels (tenant_id, id) on delete set null (to_grade_id),
  foreign key (tenant_id, to_class_id) references classrooms (tenant_id, id) on delete set null (to_class_id)
);
alter table year_end_decisions enable row level security;
alter table year_end_decisions force row level security;
create policy school on year_end_decisions to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
grant select, insert, update, delete on year_end_decisions to app_tenant;
create index year_end_decisions_student_idx on year_end_decisions (tenant_id, student_id);
create index year_end_decisions_class_idx on year_end_decisions (tenant_id, to_class_id);
create index year_end_decisions_grade_idx on year_end_decisions (tenant_id, to_grade_id);
select daftar.guard_read_only('year_end_decisions');

-- Lesson group members that a year end made, so that undoing takes away those and no others.
create table year_end_members (
  tenant_id uuid not null default daftar.current_school(),
  year_end_id uuid not null,
  member_id uuid not null,
  primary key (tenant_id, year_end_id, member_id),
  foreign key (tenant_id, year_end_id) references year_ends (tenant_id, id) on delete cascade,
  foreign key (tenant_id, member_id) references class_members (tenant_id, id) on delete cascade
);
alter table year_end_members enable row level security;
alter table year_end_members force row level security;
create policy school on year_end_members to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
grant select, insert, delete on year_end_members to app_tenant;
create index year_end_members_member_idx on year_end_members (tenant_id, member_id);
select daftar.guard_read_only('year_end_members');

-- Dashboards ---------------------------------------------------------------------------------------------------

-- What was computed for a start page is good for as long as this number stands; events of the school move it.
create table dashboard_versions (
  tenant_id uuid primary key default daftar.current_school(),
  version bigint not null default 1
);
alter table dashboard_versions enable row level security;
alter table dashboard_versions force row level security;
create policy school on dashboard_versions to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
grant select, insert, update on dashboard_versions to app_tenant;
select daftar.guard_read_only('dashboard_versions');
