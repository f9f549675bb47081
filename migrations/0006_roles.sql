-- Up Migration
-- Roles from a versioned template, a revision of every role, and the rule that a school never loses its last admin.

alter table roles add column template_code varchar;
alter table roles add column template_version numeric;
alter table roles add column revision numeric default 1 not null;

-- Roles of schools that exist were made from the first version of the templates. The owner of the table is bound by the
-- wall too.
alter table roles no force row level security;
update roles set template_code = code, template_version = 1
 where code in ('admin', 'teacher', 'accountant', 'guardian', 'student');
alter table roles force row level security;

-- A role that somebody holds, or that an announcement is meant for, cannot go: an announcement for one role would
-- turn into one for everybody. Its own permissions go with it.
alter table users drop constraint users_role_id_roles_id_fk;
alter table users add constraint users_role_id_roles_id_fk
  foreign key (tenant_id, role_id) references roles (tenant_id, id);
alter table announcements drop constraint announcements_target_role_id_roles_id_fk;
alter table announcements add constraint announcements_target_role_id_roles_id_fk
  foreign key (tenant_id, target_role_id) references roles (tenant_id, id);
alter table role_permissions drop constraint role_permissions_role_id_roles_id_fk;
alter table role_permissions add constraint role_permissions_role_id_roles_id_fk
  foreign key (tenant_id, role_id) references roles (tenant_id, id) on delete cascade;

-- The revision -----------------------------------------------------------------------------------------------
-- Counted here and not by whoever writes: Payload rewrites whole rows, with the revision it read before.
create function daftar.count_role_revision() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger count_revision before update on roles
  for each row execute function daftar.count_role_revision();

-- Permissions belong to their role: a change of them is a change of the role.
create function daftar.touch_roles_of_permissions() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    update roles set updated_at = now() where id in (select role_id from new_rows);
  elsif tg_op = 'DELETE' then
    update roles set updated_at = now() where id in (select role_id from old_rows);
  else
    update roles set updated_at = now()
     where id in (select role_id from new_rows union select role_id from old_rows);
  end if;
  return null;
end $$;
create trigger touch_roles_insert after insert on role_permissions referencing new table as new_rows
  for each statement execute function daftar.touch_roles_of_permissions();
create trigger touch_roles_delete after delete on role_permissions referencing old table as old_rows
  for each statement execute function daftar.touch_roles_of_permissions();
create trigger touch_roles_update after update on role_permissions
  referencing old table as old_rows new table as new_rows
  for each statement execute function daftar.touch_roles_of_permissions();

-- The last admin ---------------------------------------------------------------------------------------------
-- An admin is an active user whose role holds users.write and roles.write. Two admins who demote each other at the
-- same time would each still see the other, so whoever takes something away waits in line first; the count is a
-- statement of its own and sees what the one before committed. Not deferred: Payload swallows a failed commit.
create function daftar.keep_an_admin() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  was_admin boolean;
begin
  -- The application has no other roles. Whoever owns the database may still take a whole school out of it.
  if current_user not in ('app_tenant', 'app_platform') then
    return null;
  end if;
  if tg_table_name = 'users' then
    was_admin := old.active and 2 = (select count(distinct code) from role_permissions
      where tenant_id = old.tenant_id and role_id = old.role_id and code in ('users.write', 'roles.write'));
  else
    was_admin := exists (select from users where tenant_id = old.tenant_id and role_id = old.role_id and active);
  end if;
  if not coalesce(was_admin, false) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('daftar.last_admin:' || old.tenant_id, 0));
  if not exists (
    select from users u
      join role_permissions a on a.tenant_id = u.tenant_id and a.role_id = u.role_id and a.code = 'users.write'
      join role_permissions b on b.tenant_id = u.tenant_id and b.role_id = u.role_id and b.code = 'roles.write'
     where u.tenant_id = old.tenant_id and u.active
  ) then
    raise exception 'a school keeps an active user who may manage users and roles'
      using errcode = '23514', constraint = 'last_admin';
  end if;
  return null;
end $$;

create trigger keep_admin_delete after delete on users
  for each row when (old.role_id is not null)
  execute function daftar.keep_an_admin();
create trigger keep_admin_update after update on users
  for each row when (old.role_id is not null and (old.active is distinct from new.active
    or old.role_id is distinct from new.role_id or old.tenant_id is distinct from new.tenant_id))
  execute function daftar.keep_an_admin();
create trigger keep_admin_delete after delete on role_permissions
  for each row when (old.code in ('users.write', 'roles.write'))
  execute function daftar.keep_an_admin();
create trigger keep_admin_update after update on role_permissions
  for each row when (old.code in ('users.write', 'roles.write')
    and (old.code is distinct from new.code or old.role_id is distinct from new.role_id))
  execute function daftar.keep_an_admin();

revoke execute on all functions in schema daftar from public;
