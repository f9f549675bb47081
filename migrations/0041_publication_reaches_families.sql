-- Up Migration
-- Marks of a whole term are published or withdrawn in one run, and guardians are told once of what they can see.

-- One run over the lesson groups of a term; its parts are done one by one, so that a crash costs at most the part in work.
create table mark_publication_runs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 8 and 100),
  term_id uuid not null,
  deed text not null check (deed in ('publish', 'withdraw')),
  -- Lesson groups in which somebody has no mark are refused unless the school wants them out.
  with_empty_cells boolean not null default false,
  -- Whom it tells: nobody, guardians who were not told of this term yet, or everybody once more.
  telling text not null default 'none' check (telling in ('none', 'new', 'all')),
  note text check (length(note) <= 1000),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  groups integer not null check (groups > 0),
  messages integer check (messages >= 0),
  failure text,
  actor jsonb not null,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  check (deed = 'publish' or (telling = 'none' and not with_empty_cells)),
  foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade
);
select daftar.raise_wall('mark_publication_runs', false, 'select, insert, update');
create unique index mark_publication_runs_key_idx on mark_publication_runs (tenant_id, idempotency_key);
-- Two runs over one term at once would only wait for each other.
create unique index mark_publication_runs_one_at_work_idx on mark_publication_runs (tenant_id, term_id)
  where state in ('queued', 'running');
create index mark_publication_runs_term_idx on mark_publication_runs (tenant_id, term_id, created_at desc);

create table mark_publication_parts (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  run_id uuid not null,
  position integer not null,
  offering_ids uuid[] not null check (cardinality(offering_ids) > 0),
  sheets integer,
  marks integer,
  -- What was left as it is, with the reason: [{offeringId, title, reason, emptyCells}].
  skipped jsonb,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  check (num_nonnulls(sheets, marks, skipped, done_at) in (0, 4)),
  foreign key (tenant_id, run_id) references mark_publication_runs (tenant_id, id) on delete cascade
);
select daftar.raise_wall('mark_publication_parts', false, 'select, insert, update');
create unique index mark_publication_parts_position_idx on mark_publication_parts (tenant_id, run_id, position);

-- Of which pupil's results a guardian was told. The row and the event that leads to the message are written together; what
-- is withdrawn and published again finds its row here and tells nobody twice. Asked for once more, it has an occasion of
-- its own.
create table family_notices (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  kind text not null check (kind in ('marks', 'report_cards')),
  term_id uuid not null,
  guardian_id uuid not null,
  student_id uuid not null,
  occasion text not null check (length(occasion) <= 100),
  created_at timestamptz not null default now(),
  foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade,
  foreign key (tenant_id, guardian_id) references guardians (tenant_id, id) on delete cascade,
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade
);
select daftar.raise_wall('family_notices', false, 'select, insert');
create unique index family_notices_once_idx on family_notices (tenant_id, term_id, kind, student_id, guardian_id, occasion);
create index family_notices_guardian_idx on family_notices (tenant_id, guardian_id);
create index family_notices_student_idx on family_notices (tenant_id, student_id);

-- A card that waits for its day remembers whether families are told on it.
alter table report_cards add column telling text not null default 'none' check (telling in ('none', 'new', 'all'));
