-- Up Migration
-- Report cards, transcripts, certificates and ID cards. What was issued is a snapshot that no later change of a mark, a name
-- or a grade reaches: the paper of 2026 says in 2036 what it said then.

-- Sentences that teachers choose from. {name} is the pupil; {he|she} is chosen by the pupil's sex.
create table comment_bank (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  kind text not null check (kind in ('subject', 'overall')),
  subject_id uuid,
  level text not null check (level in ('excellent', 'good', 'fair', 'weak')),
  text_en text not null check (length(text_en) between 1 and 600),
  text_ar text not null check (length(text_ar) between 1 and 600),
  sort integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (tenant_id, subject_id) references subjects (tenant_id, id) on delete cascade
);
select daftar.raise_wall('comment_bank', false, 'select, insert, update, delete');
create index comment_bank_subject_idx on comment_bank (tenant_id, subject_id);

-- What a teacher says of a pupil in a term: of a lesson group, or (without one) of the pupil as a whole, with the conduct.
create table report_comments (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  student_id uuid not null,
  term_id uuid not null,
  class_offering_id uuid,
  text_en text not null default '' check (length(text_en) <= 600),
  text_ar text not null default '' check (length(text_ar) <= 600),
  conduct text check (conduct in ('excellent', 'very_good', 'good', 'needs_care')),
  revision integer not null default 1,
  written_by_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (class_offering_id is null or conduct is null),
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade,
  foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade,
  foreign key (tenant_id, class_offering_id) references class_offerings (tenant_id, id) on delete cascade,
  foreign key (tenant_id, written_by_id) references users (tenant_id, id) on delete set null (written_by_id)
);
select daftar.raise_wall('report_comments', false, 'select, insert, update, delete');
create unique index report_comments_once_idx on report_comments (tenant_id, student_id, term_id, class_offering_id)
  nulls not distinct;
create index report_comments_term_idx on report_comments (tenant_id, term_id, class_offering_id);

-- The last number of each series: one statement takes as many as are needed, so that no two papers have one number.
create table report_numbers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  series text not null check (series ~ '^[A-Z]{2}-\d{4}$'),
  last integer not null check (last > 0),
  created_at timestamptz not null default now()
);
select daftar.raise_wall('report_numbers', false, 'select, insert, update');
create unique index report_numbers_series_idx on report_numbers (tenant_id, series);

-- One card of a pupil and a term. A corrected one is the next version; the one before is withdrawn and stays.
create table report_cards (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  student_id uuid not null,
  term_id uuid not null,
  academic_year_id uuid not null,
  classroom_id uuid,
  version integer not null check (version > 0),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'published', 'withdrawn')),
  returned_note text check (length(returned_note) <= 1000),
  number text,
  check_code text,
  template text,
  snapshot jsonb,
  publish_on text check (daftar.is_plain_date(publish_on)),
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint report_cards_frozen_check check (
    case when state in ('draft', 'submitted') then num_nonnulls(number, check_code, template, snapshot, publish_on) = 0
         else num_nonnulls(number, check_code, template, snapshot) = 4 end),
  constraint report_cards_published_check check (state <> 'published' or published_at is not null),
  foreign key (tenant_id, student_id) references students (tenant_id, id),
  foreign key (tenant_id, term_id) references terms (tenant_id, id),
  foreign key (tenant_id, academic_year_id) references academic_years (tenant_id, id),
  foreign key (tenant_id, classroom_id) references classrooms (tenant_id, id) on delete set null (classroom_id)
);
select daftar.raise_wall('report_cards', false, 'select, insert, update, delete');
create unique index report_cards_version_idx on report_cards (tenant_id, student_id, term_id, version);
create unique index report_cards_current_idx on report_cards (tenant_id, student_id, term_id) where state <> 'withdrawn';
create unique index report_cards_number_idx on report_cards (tenant_id, number);
create index report_cards_class_idx on report_cards (tenant_id, term_id, classroom_id);

-- A card moves one way, and once approved only its state and its day of publication change.
create function daftar.guard_report_card() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'DELETE' then
    if old.snapshot is not null then
      raise exception 'A report card that was approved is kept.' using errcode = '23514', constraint = 'report_card_is_kept';
    end if;
    return old;
  end if;
  if (new.tenant_id, new.student_id, new.term_id, new.academic_year_id, new.version)
     is distinct from (old.tenant_id, old.student_id, old.term_id, old.academic_year_id, old.version)
     or (old.snapshot is not null and (
       (new.number, new.check_code, new.template, new.snapshot, new.returned_note)
         is distinct from (old.number, old.check_code, old.template, old.snapshot, old.returned_note)
       or (old.published_at is not null and (new.published_at, new.publish_on) is distinct from (old.published_at, old.publish_on)))) then
    raise exception 'A report card that was approved never changes.'
      using errcode = '23514', constraint = 'report_card_never_changes';
  end if;
  if new.state <> old.state and (old.state || '>' || new.state) not in ('draft>submitted', 'submitted>draft', 'draft>approved',
     'submitted>approved', 'approved>published', 'approved>withdrawn', 'published>withdrawn') then
    raise exception 'A report card does not go from % to %.', old.state, new.state
      using errcode = '23514', constraint = 'report_card_order';
  end if;
  return new;
end $$;
create trigger guard before update or delete on report_cards for each row execute function daftar.guard_report_card();

-- Who moved a card, when, and what was said.
create table report_card_steps (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  card_id uuid not null,
  step text not null check (step in ('drafted', 'submitted', 'returned', 'approved', 'published', 'withdrawn')),
  note text check (length(note) <= 1000),
  actor_label text not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, card_id) references report_cards (tenant_id, id) on delete cascade
);
select daftar.raise_wall('report_card_steps', false, 'select, insert');
create index report_card_steps_card_idx on report_card_steps (tenant_id, card_id, created_at);

-- Transcripts, certificates and ID cards. Frozen when issued; taking one back is a state.
create table issued_papers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  student_id uuid not null,
  kind text not null check (kind in ('transcript', 'enrolment', 'leaving', 'completion', 'id_card')),
  number text not null,
  check_code text not null,
  template text not null,
  snapshot jsonb not null,
  state text not null default 'issued' check (state in ('issued', 'withdrawn')),
  withdrawn_reason text check (length(withdrawn_reason) <= 1000),
  issued_by text not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, student_id) references students (tenant_id, id)
);
select daftar.raise_wall('issued_papers', false, 'select, insert, update');
create unique index issued_papers_number_idx on issued_papers (tenant_id, number);
create index issued_papers_student_idx on issued_papers (tenant_id, student_id, created_at desc);

create function daftar.guard_issued_paper() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if to_jsonb(new) - array['state', 'withdrawn_reason'] <> to_jsonb(old) - array['state', 'withdrawn_reason']
     or old.state <> 'issued' then
    raise exception 'A paper that was issued never changes.' using errcode = '23514', constraint = 'issued_paper_never_changes';
  end if;
  return new;
end $$;
create trigger guard before update on issued_papers for each row execute function daftar.guard_issued_paper();
revoke execute on function daftar.guard_report_card(), daftar.guard_issued_paper() from public;

-- The archive: what was printed, by paper and layout. A reprint is this file.
create table paper_files (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  card_id uuid,
  paper_id uuid,
  layout text not null check (layout in ('en', 'ar', 'both')),
  storage_key text not null,
  bytes bigint not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  check (num_nonnulls(card_id, paper_id) = 1),
  foreign key (tenant_id, card_id) references report_cards (tenant_id, id),
  foreign key (tenant_id, paper_id) references issued_papers (tenant_id, id)
);
select daftar.raise_wall('paper_files', false, 'select, insert');
create unique index paper_files_once_idx on paper_files (tenant_id, card_id, paper_id, layout) nulls not distinct;
create index paper_files_paper_idx on paper_files (tenant_id, paper_id);

-- One print run over many cards; its parts are set one by one, so that a crash costs at most the parts in work.
create table report_card_batches (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 8 and 100),
  term_id uuid not null,
  layout text not null check (layout in ('en', 'ar', 'both')),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  cards integer not null check (cards > 0),
  failure text,
  started_by text not null,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade
);
select daftar.raise_wall('report_card_batches', false, 'select, insert, update');
create unique index report_card_batches_key_idx on report_card_batches (tenant_id, idempotency_key);
create index report_card_batches_term_idx on report_card_batches (tenant_id, term_id);

create table report_card_batch_parts (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  batch_id uuid not null,
  position integer not null,
  title text not null,
  card_ids uuid[] not null check (cardinality(card_ids) > 0),
  storage_key text,
  bytes bigint,
  sha256 text,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  check (num_nonnulls(storage_key, bytes, sha256, done_at) in (0, 4)),
  foreign key (tenant_id, batch_id) references report_card_batches (tenant_id, id) on delete cascade
);
select daftar.raise_wall('report_card_batch_parts', false, 'select, insert, update');
create unique index report_card_batch_parts_position_idx on report_card_batch_parts (tenant_id, batch_id, position);
