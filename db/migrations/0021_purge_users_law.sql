-- Purge User Records: what the tables alone cannot state. Who may do what is in db/roles.sql.

-- The worker is given what a purge changes of an account; here it is given it for the time of one.
CREATE FUNCTION patron.require_purge(run bigint) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM console.job_runs r
      WHERE r.job = 'purge-users' AND r.status = 'running' AND (run IS NULL OR r.id = run)) THEN
    RAISE EXCEPTION 'only a purge that runs does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION patron.refuse_unless_purging() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM patron.require_purge(NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_changed_by_a_purge_alone BEFORE UPDATE OR DELETE ON patron.users
  FOR EACH STATEMENT WHEN (current_user = 'lethe_worker') EXECUTE FUNCTION patron.refuse_unless_purging();
--> statement-breakpoint

-- Waives the active fees of users that a purge has decided on, and cancels their open requests. The
-- caller has locked their links. Amounts in hundredths.
CREATE FUNCTION patron.settle_purged(run bigint, purged bigint[],
    OUT waived bigint, OUT hundredths bigint, OUT requests bigint, OUT borrowing bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  today CONSTANT date := (SELECT (now() AT TIME ZONE time_zone)::date FROM console.institution);
BEGIN
  PERFORM patron.require_purge(run);
  WITH open AS MATERIALIZED (
    SELECT f.id, f.balance FROM patron.fee_links l JOIN record.fees f ON f.id = l.fee_id
    WHERE l.user_id = ANY (purged) AND NOT l.finished AND f.status = 'active' AND f.balance >= 0
  ), closed AS (
    UPDATE record.fees f SET status = 'closed', balance = 0, ended_on = today FROM open WHERE f.id = open.id
  ), ended AS (
    UPDATE patron.fee_links l SET finished = true, ended_at = now(), ended_on = today
    FROM open WHERE l.fee_id = open.id
  ), paid AS (
    INSERT INTO record.fee_transactions (fee_id, type, amount, created_on)
    SELECT id, 'waive', balance, today FROM open WHERE balance > 0 RETURNING amount
  )
  SELECT count(*), coalesce(sum(amount) * 100, 0) INTO waived, hundredths FROM paid;
  WITH open AS (
    UPDATE patron.request_links l SET finished = true, ended_at = now(), ended_on = today
    WHERE l.user_id = ANY (purged) AND NOT l.finished RETURNING l.request_id
  ), cancelled AS (
    UPDATE record.requests r SET status = 'cancelled', ended_on = today
    FROM open WHERE r.id = open.request_id RETURNING 1
  )
  SELECT count(*) INTO requests FROM cancelled;
  WITH open AS (
    UPDATE patron.borrowing_links l SET finished = true, ended_at = now(), ended_on = today
    WHERE l.user_id = ANY (purged) AND NOT l.finished RETURNING l.borrowing_request_id
  ), cancelled AS (
    UPDATE record.borrowing_requests r SET status = 'cancelled', ended_on = today
    FROM open WHERE r.id = open.borrowing_request_id RETURNING 1
  )
  SELECT count(*) INTO borrowing FROM cancelled;
END $$;
--> statement-breakpoint

-- Keep statistics: the old primary ID stands where the last name stood. The worker reads neither.
CREATE FUNCTION patron.name_by_primary_id(run bigint, purged bigint[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM patron.require_purge(run);
  UPDATE patron.users SET last_name = primary_id WHERE id = ANY (purged) AND primary_id IS NOT NULL;
END $$;
--> statement-breakpoint

-- The words of a text by which a number or an address could be found in it.
CREATE FUNCTION patron.words_of(said text) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT trim(BOTH '.' FROM word) FROM regexp_split_to_table(lower(said), '[^[:alnum:]@._+/-]+') AS word
$$;
--> statement-breakpoint

-- What staff and imports wrote of users by their numbers, addresses and, in a search, names: rejected
-- lines, uploaded lists and searches go, in a saved query the text goes, as do holds of theirs that
-- were released. Called while the users' parts still say what to look for. Returns how many rows.
CREATE FUNCTION patron.forget_mentions(run bigint, purged bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  numbers text[];
  names text[];
  mention record;
  rows bigint;
  total bigint := 0;
BEGIN
  PERFORM patron.require_purge(run);
  numbers := ARRAY(
    SELECT lower(primary_id) FROM patron.users WHERE id = ANY (purged) AND primary_id IS NOT NULL
    UNION SELECT lower(value) FROM patron.user_identifiers WHERE user_id = ANY (purged)
    UNION SELECT lower(email) FROM patron.user_emails WHERE user_id = ANY (purged));
  names := numbers || ARRAY(
    SELECT word FROM patron.users u, patron.words_of(concat_ws(' ', u.first_name, u.middle_name, u.last_name)) word
    WHERE u.id = ANY (purged) AND word <> '');
  DELETE FROM patron.import_rejects WHERE id IN (
    SELECT r.id FROM patron.import_rejects r, patron.words_of(r.reason) word
    JOIN unnest(numbers) AS known (word) USING (word));
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  DELETE FROM patron.set_upload_lines WHERE lower(value) = ANY (numbers);
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  DELETE FROM patron.user_searches WHERE id IN (
    SELECT s.id FROM patron.user_searches s, LATERAL (
      SELECT jsonb_path_query(s.search, 'lax $.**.words') UNION ALL
      SELECT jsonb_path_query(s.search, 'lax $.**.value ? (@.type() == "string")')) AS texts (said),
      patron.words_of(said #>> '{}') word JOIN unnest(names) AS known (word) USING (word));
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  FOR mention IN
    SELECT DISTINCT s.id, said FROM patron.sets s, jsonb_path_query(s.query, 'lax $.**.value ? (@.type() == "string")') said,
      patron.words_of(said #>> '{}') word JOIN unnest(numbers) AS known (word) USING (word)
  LOOP
    UPDATE patron.sets SET version = version + 1,
      query = replace(query::text, '"value": ' || mention.said::text, '"value": "removed by a purge"')::jsonb
    WHERE id = mention.id;
    total := total + 1;
  END LOOP;
  DELETE FROM patron.legal_holds WHERE user_id = ANY (purged) AND released_at IS NOT NULL;
  GET DIAGNOSTICS rows = ROW_COUNT;
  RETURN total + rows;
END $$;
--> statement-breakpoint

-- What a purge job names goes with the demo that it was of.
CREATE OR REPLACE FUNCTION console.empty_demo() RETURNS SETOF console.job_name
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT is_demo FROM console.institution) THEN
    RAISE EXCEPTION 'not a demo library' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE (SELECT 'TRUNCATE console.purge_jobs, ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname IN ('record', 'patron') AND tablename NOT LIKE 'import\_%');
  DELETE FROM console.job_runs;
  UPDATE console.institution SET is_demo = false, source_key_fingerprint = NULL;
  RETURN QUERY UPDATE console.schedules SET active = false, next_run_at = NULL, version = version + 1
    WHERE active RETURNING job;
END $$;
