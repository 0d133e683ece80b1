-- Row-level security, the second net below the `where workspace_id` of every query. A transaction that works for one
-- workspace says so with `careline_enter`; then the other workspaces' rows are not there, whatever a query forgets.
-- Without it (migrations, timers, the command line) everything is seen, as before.

create function careline_workspace() returns text language sql stable as $$
  select nullif(current_setting('careline.workspace', true), '')
$$;

-- Superusers pass by every policy, also by forced ones: such a connection takes this role for the transaction. Everybody
-- else is held by the policies themselves, as the tables' owner too. Roles belong to the whole server, so another
-- database of it may be making the same one just now.
do $$
declare
  me record;
begin
  select rolsuper, rolsuper or rolbypassrls as bypasses into me from pg_roles where rolname = current_user;
  if not me.bypasses then
    return;
  end if;
  begin
    if not exists (select from pg_roles where rolname = 'careline_workspace') then
      create role careline_workspace nologin;
    end if;
    if not me.rolsuper then
      execute format('grant careline_workspace to %I', current_user);
    end if;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise warning 'row-level security does not hold %, who may pass by it: connect as a role without BYPASSRLS', current_user;
  end;
end $$;

-- From here to the end of the transaction there is one workspace.
create function careline_enter(workspace text) returns void language plpgsql as $$
begin
  perform set_config('careline.workspace', workspace, true);
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
    and exists (select from pg_roles where rolname = 'careline_workspace') then
    perform set_config('role', 'careline_workspace', true);
  end if;
end $$;

-- Puts every table with a workspace_id behind a policy. A migration that makes tables ends with
-- `select careline_isolate();`, and a test fails on one that forgot.
create function careline_isolate() returns void language plpgsql as $$
declare
  bare regclass;
begin
  for bare in
    select c.oid from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own_workspace')
  loop
    execute format('alter table %s enable row level security', bare);
    execute format('alter table %s force row level security', bare);
    execute format(
      'create policy own_workspace on %s using ((select careline_workspace()) is null or workspace_id = (select careline_workspace()))',
      bare);
  end loop;
  if exists (select from pg_roles where rolname = 'careline_workspace') then
    execute format('grant usage on schema %I to careline_workspace', current_schema());
    execute format('grant select, insert, update, delete on all tables in schema %I to careline_workspace', current_schema());
    execute format('grant usage on all sequences in schema %I to careline_workspace', current_schema());
  end if;
end $$;

select careline_isolate();
