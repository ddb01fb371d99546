-- Whether a letter may still be sent. What was given up, or is a day old, waits no more, and goes as any
-- other when its type's period is over. A body that the planner puts in the place of each call.
CREATE FUNCTION patron.letter_waits(sent boolean, created_at timestamptz, attempts smallint) RETURNS boolean
  LANGUAGE sql STABLE
  RETURN NOT sent AND created_at > now() - interval '24 hours' AND attempts < 5;
--> statement-breakpoint

-- As before, but for what waits.
CREATE OR REPLACE FUNCTION patron.drop_letter_month(run bigint, month date) RETURNS jsonb
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
      SELECT letter_code, count(*) AS letters, bool_or(patron.letter_waits(sent, created_at, attempts)
        OR user_id IN (SELECT user_id FROM patron.held_users)
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

-- As before, but for what waits; and who was deleted meanwhile is not written to.
CREATE OR REPLACE FUNCTION patron.claim_letter(OUT id bigint, OUT created_on date, OUT attempts smallint,
    OUT recipient text, OUT subject text, OUT body text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  next record;
BEGIN
  SELECT w.id, w.created_on INTO next FROM patron.letters w
  WHERE patron.letter_waits(w.sent, w.created_at, w.attempts) AND w.created_on >= current_date - 2
    AND w.source_id IS NULL AND w.addresses IS NOT NULL AND w.body IS NOT NULL
    AND (w.attempted_at IS NULL OR w.problem IS NOT NULL
      AND w.attempted_at < clock_timestamp() - interval '1 minute' * 4 ^ (w.attempts - 1))
    AND EXISTS (SELECT FROM patron.users u WHERE u.id = w.user_id AND u.deleted_on IS NULL)
  ORDER BY w.created_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE patron.letters l SET attempted_at = clock_timestamp(), attempts = l.attempts + 1, problem = NULL
  WHERE l.id = next.id AND l.created_on = next.created_on
  RETURNING l.id, l.created_on, l.attempts, l.addresses, l.subject, l.body
    INTO id, created_on, attempts, recipient, subject, body;
END $$;
