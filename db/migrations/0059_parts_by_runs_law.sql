-- What stands around an account a worker changes as it does the account: while a run whose job that is goes on.
DO $$
DECLARE
  part record;
BEGIN
  FOR part IN SELECT name, jobs FROM (VALUES
      ('purge-users', '{user_identifiers,user_addresses,user_emails,user_phones,user_roles,user_proxies,set_members,staff_users}'::text[]),
      ('purge-users, update-users', '{user_notes,user_blocks,user_categories,user_history}'))
    AS told (jobs, names), unnest(names) AS name
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON patron.%I
      FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_unless_running(%s)',
      part.name || '_changed_by_a_run_alone', part.name, (SELECT string_agg(quote_literal(job), ', ')
        FROM unnest(string_to_array(part.jobs, ', ')) AS job));
  END LOOP;
END $$;
