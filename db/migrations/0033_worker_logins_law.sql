-- Accounts change under a run alone: asked of whoever has the worker's rights, whether as that role or by
-- a membership. Who owns the table could take these triggers away and is not asked: migrations, the
-- functions that act as the owner, an installation with a single role.

DROP TRIGGER users_removed_by_a_purge_alone ON patron.users;
--> statement-breakpoint
DROP TRIGGER users_set_by_an_update_alone ON patron.users;
--> statement-breakpoint
DROP TRIGGER users_changed_by_a_run_alone ON patron.users;
--> statement-breakpoint
DROP FUNCTION patron.refuse_unless_purging();
--> statement-breakpoint
DROP FUNCTION patron.refuse_unless_updating();
--> statement-breakpoint
CREATE FUNCTION patron.refuse_unless_running() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner CONSTANT oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
  worker CONSTANT oid := to_regrole('lethe_worker');
BEGIN
  IF pg_has_role(current_user, owner, 'USAGE') OR pg_has_role(current_user, worker, 'USAGE') IS NOT TRUE THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM console.job_runs r WHERE r.status = 'running' AND r.job::text = ANY (TG_ARGV)) THEN
    RAISE EXCEPTION 'only a run that changes users does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_removed_by_a_purge_alone
  BEFORE UPDATE OF id, primary_id, first_name, middle_name, last_name, title, record_type, birth_date, gender,
    deleted_on, deleted_under, last_activity_month, created_at OR DELETE ON patron.users
  FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_unless_running('purge-users');
--> statement-breakpoint
CREATE TRIGGER users_set_by_an_update_alone
  BEFORE UPDATE OF user_group_id, job_category, campus ON patron.users
  FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_unless_running('update-users');
--> statement-breakpoint
CREATE TRIGGER users_changed_by_a_run_alone
  BEFORE UPDATE OF status, account_type, preferred_language, expiry_date, purge_date ON patron.users
  FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_unless_running('update-users', 'purge-users');
