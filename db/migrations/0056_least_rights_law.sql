-- What a run or an import makes for itself stands in a schema of its own: who may make things in `patron`
-- could make what functions of the owner find there by name.
CREATE SCHEMA work;
--> statement-breakpoint

-- A run that is under way goes on: what it has made moves along, as its maker, who is not the owner.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT c.oid::regclass AS name, c.relowner::regrole AS maker FROM pg_class c
    WHERE c.relnamespace = 'patron'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^(run|import)_[0-9a-f]+_'
      AND NOT c.relispartition
  LOOP
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA work TO %s', made.maker);
    EXECUTE format('SET LOCAL ROLE %s', made.maker);
    EXECUTE format('ALTER TABLE %s SET SCHEMA work', made.name);
    EXECUTE format('SET LOCAL ROLE %s', (SELECT relowner::regrole FROM pg_class WHERE oid = 'patron.users'::regclass));
  END LOOP;
END $$;
--> statement-breakpoint

-- A plain table that this transaction has made, so that nobody else can put another in its place or change
-- it; and that has nothing which the planner computes for whoever reads it.
CREATE FUNCTION patron.is_own_work(made oid) RETURNS boolean
  LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM pg_class c WHERE c.oid = made AND c.relnamespace = 'work'::regnamespace
      AND c.relkind = 'r' AND NOT c.relrowsecurity AND c.relchecks = 0)
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = made AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL))
    AND NOT EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxrelid = made)
    AND EXISTS (SELECT FROM pg_locks l WHERE l.relation = made AND l.pid = pg_backend_pid()
      AND l.mode = 'AccessExclusiveLock' AND l.granted)
$$;
--> statement-breakpoint

-- The functions as they were, but for where they look: what admits asks this, and a month is one of the
-- letters' own.
DO $$
DECLARE
  told text[];
  was text;
BEGIN
  FOREACH told SLICE 1 IN ARRAY ARRAY[
    ['admit_loans', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_fees', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_requests', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_borrowing_requests', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_fee_transactions', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['check_letter_staging', 'c.relnamespace = ''''patron''''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['claim_letter_numbers', '(staging, NULL)', '(staging, NULL::regclass)'],
    ['drop_letter_month', 'IF to_regclass(''patron.'' || name) IS NULL THEN',
      'IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = ''patron.letters''::regclass
      AND inhrelid = to_regclass(''patron.'' || name)) THEN']
  ] LOOP
    was := pg_get_functiondef(('patron.' || told[1])::regproc);
    IF position(told[2] IN was) = 0 THEN
      RAISE EXCEPTION 'patron.% is not as it was', told[1];
    END IF;
    EXECUTE replace(was, told[2], told[3]);
  END LOOP;
END $$;
--> statement-breakpoint

-- Who locks a link needs the right to change some column of it: a worker has that of the end, and a fee's
-- that of naming no loan any more. Here is what neither is for. When something ended its source says, which
-- an import brings; a loan's end is held by a CHECK already.
CREATE FUNCTION patron.refuse_another_end() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    OR pg_has_role(current_user, to_regrole('lethe_import'), 'USAGE') THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'when something ended is changed by an import alone' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER fee_links_keep_their_end AFTER UPDATE OF ended_at ON patron.fee_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint
CREATE TRIGGER request_links_keep_their_end AFTER UPDATE OF ended_at ON patron.request_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint
CREATE TRIGGER borrowing_links_keep_their_end AFTER UPDATE OF ended_at ON patron.borrowing_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint

-- A fee never leads to a loan that is cut, nor to another person's.
CREATE FUNCTION patron.refuse_strange_loan() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM patron.loan_links k WHERE k.loan_id = NEW.loan_id AND k.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'a fee names a linked loan of its own user, or none' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER fee_links_name_a_loan_of_their_user AFTER UPDATE OF loan_id ON patron.fee_links
  FOR EACH ROW WHEN (NEW.loan_id IS NOT NULL AND OLD.loan_id IS DISTINCT FROM NEW.loan_id)
  EXECUTE FUNCTION patron.refuse_strange_loan();
--> statement-breakpoint

-- A mail server that refuses a letter may name whom it was for: no value of this is copied into pg_stats
-- from here on, in any month, and a type that is given anew drops what was copied before.
ALTER TABLE patron.letters ALTER COLUMN problem SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE patron.letters ALTER COLUMN problem TYPE text;
--> statement-breakpoint

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
