-- Letters: what the tables alone cannot state. Who may do what is in db/roles.sql.

-- Never copied into pg_stats, and never compressed, so that a search of the files can tell that they
-- are gone. A partition takes over the storage, and patron.make_letter_month repeats the statistics.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['subject', 'addresses', 'body', 'source_number'] LOOP
    EXECUTE format('ALTER TABLE patron.letters ALTER COLUMN %I SET STATISTICS 0', name);
    EXECUTE format('ALTER TABLE patron.letters ALTER COLUMN %I SET STORAGE EXTERNAL', name);
  END LOOP;
END $$;
--> statement-breakpoint

-- Users of whom nothing is removed: every statement that removes letters asks here, and a legal hold
-- becomes effective by being told here.
CREATE VIEW patron.held_users (user_id) AS SELECT id FROM patron.users WHERE false;
--> statement-breakpoint

-- Makes the partition of a day's month, if it is not there. Attached rather than made as a partition:
-- that would shut out whoever reads letters. Users and letter types are locked against writing until
-- the transaction ends, so it should end here.
CREATE FUNCTION patron.make_letter_month(day date) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first CONSTANT date := date_trunc('month', day);
  name CONSTANT text := 'letters_' || to_char(first, 'YYYY_MM');
  personal text;
BEGIN
  IF first NOT BETWEEN '1970-01-01' AND now() + interval '1 month' THEN
    RAISE EXCEPTION 'no letter can be of %', to_char(first, 'YYYY-MM') USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('lethe.letterMonth'));
  IF to_regclass('patron.' || name) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE patron.%I (LIKE patron.letters INCLUDING ALL)', name);
  FOR personal IN SELECT attname FROM pg_attribute
    WHERE attrelid = 'patron.letters'::regclass AND attnum > 0 AND attstattarget = 0 LOOP
    EXECUTE format('ALTER TABLE patron.%I ALTER COLUMN %I SET STATISTICS 0', name, personal);
  END LOOP;
  EXECUTE format('ALTER TABLE patron.letters ATTACH PARTITION patron.%I FOR VALUES FROM (%L) TO (%L)',
    name, first, first + interval '1 month');
END $$;
--> statement-breakpoint

-- Drops a month of which the run removes every letter, and tells how many of each type went; null, and
-- nothing is done, when even one letter stays. Whoever writes a letter holds the parent, so once it is
-- locked nobody can add one, and what is looked at afterwards is what goes. It is waited for briefly:
-- behind a lock that is waited for stand all who read letters.
CREATE FUNCTION patron.drop_letter_month(run bigint, month date) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  name CONSTANT text := 'letters_' || to_char(month, 'YYYY_MM');
  cut_off date;
  periods jsonb;
  stays boolean;
  gone jsonb;
BEGIN
  SELECT r.cut_off, r.frozen -> 'periods' INTO cut_off, periods FROM console.job_runs r
  WHERE r.id = run AND r.job = 'letters-purge' AND r.status = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only a letters purge that runs drops a month' USING ERRCODE = 'insufficient_privilege';
  END IF;
  LOCK TABLE ONLY patron.letters IN ACCESS EXCLUSIVE MODE;
  IF to_regclass('patron.' || name) IS NULL THEN
    RETURN '{}';
  END IF;
  EXECUTE format($look$
    SELECT coalesce(bool_or(some_stay), false), coalesce(jsonb_object_agg(letter_code, letters), '{}')
    FROM (
      SELECT letter_code, count(*) AS letters, bool_or(NOT sent OR user_id IN (SELECT user_id FROM patron.held_users)
        OR (created_on < $1 - ($2 ->> letter_code)::integer) IS NOT TRUE) AS some_stay
      FROM patron.%I GROUP BY letter_code) AS by_type
  $look$, name) INTO stays, gone USING cut_off, periods;
  IF stays THEN
    RETURN NULL;
  END IF;
  EXECUTE format('DROP TABLE patron.%I', name);
  RETURN gone;
END $$;
--> statement-breakpoint

-- An import's letters come in by two steps of one transaction. First every number is claimed, in the
-- order of the hashes, as of one that was never seen.
-- The columns must be exactly these: what is not a plain table of plain types could run as the owner.
CREATE FUNCTION patron.claim_letter_numbers(staging regclass) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted bigint;
  claimed bigint;
BEGIN
  PERFORM patron.check_letter_staging(staging, NULL);
  EXECUTE format('SELECT count(*) FROM ONLY %s', staging) INTO wanted;
  EXECUTE format('INSERT INTO record.seen_sources (digest) SELECT digest FROM ONLY %s ORDER BY digest
    ON CONFLICT DO NOTHING', staging);
  GET DIAGNOSTICS claimed = ROW_COUNT;
  IF claimed <> wanted THEN
    RAISE EXCEPTION 'a letter was seen meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
END $$;
--> statement-breakpoint

-- Then they are stored and counted, some lines at a time. A letter that is past its period is counted
-- as all others are, and not stored: importing and then purging comes to the same.
CREATE FUNCTION patron.admit_letters(staging regclass, lines regclass, low integer, high integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  admitted bigint;
BEGIN
  PERFORM patron.check_letter_staging(staging, lines);
  EXECUTE format($admit$
    WITH claimed AS MATERIALIZED (
      SELECT s.*, (s.created AT TIME ZONE (SELECT time_zone FROM console.institution))::date AS created_on
      FROM ONLY %1$s s JOIN record.seen_sources seen ON seen.digest = s.digest
        AND seen.xmin = pg_current_xact_id()::xid
      WHERE s.line >= $1 AND s.line < $2
    ), counted AS (
      INSERT INTO record.letter_counts (letter_code, month, count)
      SELECT letter_code, date_trunc('month', created_on), count(*) FROM claimed GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (letter_code, month) DO UPDATE SET count = letter_counts.count + excluded.count
    ), stored AS (
      INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject,
        body, source_id, source_number)
      SELECT c.user_id, c.letter_code, c.channel, c.created, c.created_on, true, l.subject, l.body,
        c.source_id, l.letter_id
      FROM claimed c JOIN ONLY %2$s l ON l.line = c.line AND l.line >= $1 AND l.line < $2
      WHERE NOT c.past ORDER BY c.created_on
      RETURNING 1
    )
    SELECT count(*) FROM stored
  $admit$, staging, lines) INTO admitted USING low, high;
  RETURN admitted;
END $$;
--> statement-breakpoint

CREATE FUNCTION patron.check_letter_staging(staging regclass, lines regclass) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  columns_of CONSTANT text := 'SELECT string_agg(a.attname || '' '' || a.atttypid::regtype, '', '' ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.oid = $1 AND c.relnamespace = ''patron''::regnamespace AND c.relname ~ $2 AND c.relkind = ''r''
      AND NOT c.relrowsecurity AND a.attnum > 0 AND NOT a.attisdropped';
  found text;
BEGIN
  EXECUTE columns_of INTO found USING staging, '^import_[0-9a-f]+_letters$';
  IF found IS DISTINCT FROM 'digest bytea, line integer, past boolean, user_id bigint, letter_code text, '
      'channel console.letter_channel, created timestamp with time zone, source_id smallint' THEN
    RAISE EXCEPTION 'not an import of letters' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF lines IS NULL THEN
    RETURN;
  END IF;
  EXECUTE columns_of INTO found USING lines, '^import_[0-9a-f]+_lines$';
  IF found IS DISTINCT FROM 'record integer, line integer, bad_column text, reason text, repeated boolean, digest bytea, '
      'letter_id text, primary_id text, letter_code text, created timestamp with time zone, subject text, '
      'channel console.letter_channel, body text' THEN
    RAISE EXCEPTION 'not the lines of an import of letters' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint

-- For a screen's counts and a run's plan, after a large import, which does not own what it fills.
CREATE FUNCTION patron.analyze_letters() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ANALYZE patron.letters, record.letter_counts;
END $$;
--> statement-breakpoint

-- As patron.rederive_days, for letters: the day, and with it the month they are kept and counted under.
-- Returns how many letters moved to another day.
CREATE FUNCTION patron.rederive_letter_days() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  zone CONSTANT text := (SELECT time_zone FROM console.institution);
  wanted date;
  moved bigint;
BEGIN
  CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
    SELECT id, letter_code, created_on AS was, (created_at AT TIME ZONE zone)::date AS becomes
    FROM patron.letters WHERE created_on <> (created_at AT TIME ZONE zone)::date;
  FOR wanted IN SELECT DISTINCT date_trunc('month', becomes)::date FROM pg_temp.moving ORDER BY 1 LOOP
    PERFORM patron.make_letter_month(wanted);
  END LOOP;
  UPDATE record.letter_counts c SET count = c.count - left_over.letters
  FROM (SELECT letter_code, date_trunc('month', was)::date AS month, count(*) AS letters FROM pg_temp.moving
    WHERE date_trunc('month', was) <> date_trunc('month', becomes) GROUP BY 1, 2) AS left_over
  WHERE left_over.letter_code = c.letter_code AND left_over.month = c.month;
  INSERT INTO record.letter_counts (letter_code, month, count)
    SELECT letter_code, date_trunc('month', becomes), count(*) FROM pg_temp.moving
    WHERE date_trunc('month', was) <> date_trunc('month', becomes) GROUP BY 1, 2
  ON CONFLICT (letter_code, month) DO UPDATE SET count = letter_counts.count + excluded.count;
  UPDATE patron.letters l SET created_on = m.becomes FROM pg_temp.moving m
  WHERE l.id = m.id AND l.created_on = m.was;
  GET DIAGNOSTICS moved = ROW_COUNT;
  DROP TABLE pg_temp.moving;
  RETURN moved;
END $$;
