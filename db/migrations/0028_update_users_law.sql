-- Update/Notify Users: what the tables alone cannot state. Who may do what is in db/roles.sql.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['note', 'block_note', 'subject', 'body'] LOOP
    EXECUTE format('ALTER TABLE patron.update_texts ALTER COLUMN %I SET STATISTICS 0', name);
  END LOOP;
END $$;
--> statement-breakpoint

-- What the run was told. Others of its functions begin with this, and so do nothing without a run.
CREATE FUNCTION patron.require_update(run bigint) RETURNS jsonb
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told jsonb;
BEGIN
  SELECT r.frozen INTO told FROM console.job_runs r
  WHERE r.id = run AND r.job = 'update-users' AND r.status = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an update that runs does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN told;
END $$;
--> statement-breakpoint

-- The worker changes an account for the time of a run that does: who somebody is, a purge alone takes
-- away; what an update sets, it alone sets, but for what a purge clears.
DROP TRIGGER users_changed_by_a_purge_alone ON patron.users;
--> statement-breakpoint
CREATE TRIGGER users_removed_by_a_purge_alone
  BEFORE UPDATE OF id, primary_id, first_name, middle_name, last_name, title, record_type, birth_date, gender,
    deleted_on, deleted_under, last_activity_month, created_at OR DELETE ON patron.users
  FOR EACH STATEMENT WHEN (current_user = 'lethe_worker') EXECUTE FUNCTION patron.refuse_unless_purging();
--> statement-breakpoint
CREATE FUNCTION patron.refuse_unless_updating() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM console.job_runs r WHERE r.status = 'running'
      AND r.job::text = ANY (TG_ARGV[0]::text[])) THEN
    RAISE EXCEPTION 'only a run that changes users does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_set_by_an_update_alone
  BEFORE UPDATE OF user_group_id, job_category, campus ON patron.users
  FOR EACH STATEMENT WHEN (current_user = 'lethe_worker') EXECUTE FUNCTION patron.refuse_unless_updating('{update-users}');
--> statement-breakpoint
CREATE TRIGGER users_changed_by_a_run_alone
  BEFORE UPDATE OF status, account_type, preferred_language, expiry_date, purge_date ON patron.users
  FOR EACH STATEMENT WHEN (current_user = 'lethe_worker') EXECUTE FUNCTION patron.refuse_unless_updating('{update-users,purge-users}');
--> statement-breakpoint

-- Which of the users have no note of the run's type and text yet. Asked by a run's brake, too, before
-- the run is under way.
CREATE FUNCTION patron.lacking_note(run bigint, users bigint[]) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted text;
  kind text;
BEGIN
  SELECT t.note, r.frozen #>> '{changes,addNote,type}' INTO STRICT wanted, kind
  FROM console.job_runs r JOIN patron.update_texts t ON t.id = (r.frozen ->> 'texts')::bigint
  WHERE r.id = run AND r.job = 'update-users' AND r.status IN ('queued', 'running');
  RETURN QUERY SELECT wanting.id FROM unnest(users) AS wanting (id) WHERE NOT EXISTS (
    SELECT FROM patron.user_notes n WHERE n.user_id = wanting.id AND n.text = wanted AND n.type IS NOT DISTINCT FROM kind);
END $$;
--> statement-breakpoint

-- Notes and blocks, with what staff wrote for them. The caller has locked the users.
CREATE FUNCTION patron.add_update_parts(run bigint, noted bigint[], blocked bigint[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told CONSTANT jsonb := patron.require_update(run);
  note CONSTANT jsonb := told #> '{changes,addNote}';
  block CONSTANT jsonb := told #> '{changes,addBlock}';
  texts patron.update_texts;
BEGIN
  SELECT * INTO texts FROM patron.update_texts t WHERE t.id = (told ->> 'texts')::bigint;
  INSERT INTO patron.user_notes (user_id, text, type, user_viewable, popup)
    SELECT id, texts.note, note ->> 'type', (note ->> 'userViewable')::boolean, (note ->> 'popup')::boolean
    FROM unnest(noted) AS id;
  INSERT INTO patron.user_blocks (user_id, code, type, note)
    SELECT id, block ->> 'code', block ->> 'type', texts.block_note FROM unnest(blocked) AS id;
END $$;
--> statement-breakpoint

-- A letter to each of the users who has an e-mail address, the preferred one first; it waits to be sent.
-- Returns how many.
CREATE FUNCTION patron.write_update_letters(run bigint, users bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told CONSTANT jsonb := patron.require_update(run);
  today CONSTANT date := (SELECT (now() AT TIME ZONE time_zone)::date FROM console.institution);
  texts patron.update_texts;
  written bigint;
BEGIN
  SELECT * INTO STRICT texts FROM patron.update_texts t WHERE t.id = (told ->> 'texts')::bigint;
  IF to_regclass('patron.letters_' || to_char(today, 'YYYY_MM')) IS NULL THEN
    PERFORM patron.make_letter_month(today);
  END IF;
  INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, addresses, body)
    SELECT DISTINCT ON (e.user_id) e.user_id, 'UserNotificationsLetter', 'email'::console.letter_channel, now(), today,
      false, texts.subject, e.email, texts.body
    FROM patron.user_emails e WHERE e.user_id = ANY (users) ORDER BY e.user_id, e.preferred DESC, e.id;
  GET DIAGNOSTICS written = ROW_COUNT;
  INSERT INTO record.letter_counts (letter_code, month, count)
    SELECT 'UserNotificationsLetter', date_trunc('month', today), written WHERE written > 0
  ON CONFLICT (letter_code, month) DO UPDATE SET count = letter_counts.count + excluded.count;
  RETURN written;
END $$;
--> statement-breakpoint

-- Takes the next letter that waits to be sent, by stating that an attempt begins: as with a mail of the
-- outbox nobody gets it twice, what is known not to have arrived is tried again four times, and what is
-- a day old stays where it is. The one way in which the worker sees what a letter says.
CREATE FUNCTION patron.claim_letter(OUT id bigint, OUT created_on date, OUT attempts smallint,
    OUT recipient text, OUT subject text, OUT body text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  next record;
BEGIN
  SELECT w.id, w.created_on INTO next FROM patron.letters w
  WHERE NOT w.sent AND w.source_id IS NULL AND w.addresses IS NOT NULL AND w.body IS NOT NULL
    AND w.created_at > now() - interval '24 hours' AND w.created_on >= current_date - 2
    AND (w.attempted_at IS NULL OR w.problem IS NOT NULL AND w.attempts < 5
      AND w.attempted_at < clock_timestamp() - interval '1 minute' * 4 ^ (w.attempts - 1))
  ORDER BY w.created_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE patron.letters l SET attempted_at = clock_timestamp(), attempts = l.attempts + 1, problem = NULL
  WHERE l.id = next.id AND l.created_on = next.created_on
  RETURNING l.id, l.created_on, l.attempts, l.addresses, l.subject, l.body
    INTO id, created_on, attempts, recipient, subject, body;
END $$;
