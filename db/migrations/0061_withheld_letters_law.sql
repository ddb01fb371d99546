-- As before, but none while a switch stops the job whose letters they are.
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
    AND NOT EXISTS (SELECT FROM console.kill_switches s WHERE s.scope IN ('all', 'update-users'))
  ORDER BY w.created_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE patron.letters l SET attempted_at = clock_timestamp(), attempts = l.attempts + 1, problem = NULL
  WHERE l.id = next.id AND l.created_on = next.created_on
  RETURNING l.id, l.created_on, l.attempts, l.addresses, l.subject, l.body
    INTO id, created_on, attempts, recipient, subject, body;
END $$;
--> statement-breakpoint

-- Whether a letter waits that a run wrote: one such run is under way at a time, so its letters are those
-- between its start and its end. What is being handed over waits no more.
CREATE FUNCTION patron.waits_of_run(letter patron.letters, run console.job_runs) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT run.job = 'update-users' AND letter.source_id IS NULL
    AND patron.letter_waits(letter.sent, letter.created_at, letter.attempts)
    AND (letter.attempted_at IS NULL OR letter.problem IS NOT NULL)
    AND letter.created_at >= run.started_at AND letter.created_at <= coalesce(run.ended_at, 'infinity')
$$;
--> statement-breakpoint
CREATE FUNCTION patron.letters_waiting(run bigint) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*) FROM patron.letters l, console.job_runs r
  WHERE r.id = run AND l.created_on >= current_date - 2 AND patron.waits_of_run(l, r)
$$;
--> statement-breakpoint

-- Gives up what waits of a run's letters, as after five attempts; of none of them stands when it was tried,
-- which tells them from what a server refused. Returns how many.
CREATE FUNCTION patron.withhold_letters(run bigint) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH withheld AS (
    UPDATE patron.letters l SET attempts = 5, attempted_at = NULL, problem = 'Somebody decided that it is not sent.'
    FROM console.job_runs r
    WHERE r.id = run AND l.created_on >= current_date - 2 AND patron.waits_of_run(l, r) RETURNING 1)
  SELECT count(*) FROM withheld
$$;
