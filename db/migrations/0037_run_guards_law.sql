-- What a run may do it may do to the end of the batch at work: pause, abort, brake and kill switch stop the
-- next one. Asked by the status alone, whoever pressed Pause during a batch ended the run as failed.
CREATE FUNCTION console.is_at_work(jobs text[], run bigint) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM console.job_runs r
    WHERE r.ended_at IS NULL AND r.job::text = ANY (jobs) AND (run IS NULL OR r.id = run)
      AND (r.status = 'running' OR EXISTS (
        SELECT FROM console.job_bulks b WHERE b.run_id = r.id AND b.status = 'working')))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION patron.require_purge(run bigint) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT console.is_at_work('{purge-users}', run) THEN
    RAISE EXCEPTION 'only a purge that runs does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION patron.require_update(run bigint) RETURNS jsonb
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF run IS NULL OR NOT console.is_at_work('{update-users}', run) THEN
    RAISE EXCEPTION 'only an update that runs does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT r.frozen FROM console.job_runs r WHERE r.id = run);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION patron.refuse_unless_running() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner CONSTANT oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
  worker CONSTANT oid := to_regrole('lethe_worker');
BEGIN
  IF pg_has_role(current_user, owner, 'USAGE') OR pg_has_role(current_user, worker, 'USAGE') IS NOT TRUE THEN
    RETURN NULL;
  END IF;
  IF NOT console.is_at_work(TG_ARGV, NULL) THEN
    RAISE EXCEPTION 'only a run that changes users does this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- Whoever only reads what a run was told asks whether it has ended: a brake does before the run is under
-- way, and a verifier after its last batch.
CREATE OR REPLACE FUNCTION patron.lacking_note(run bigint, users bigint[]) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted text;
  kind text;
BEGIN
  SELECT t.note, r.frozen #>> '{changes,addNote,type}' INTO STRICT wanted, kind
  FROM console.job_runs r JOIN patron.update_texts t ON t.id = (r.frozen ->> 'texts')::bigint
  WHERE r.id = run AND r.job = 'update-users' AND r.ended_at IS NULL;
  RETURN QUERY SELECT wanting.id FROM unnest(users) AS wanting (id) WHERE NOT EXISTS (
    SELECT FROM patron.user_notes n WHERE n.user_id = wanting.id AND n.text = wanted AND n.type IS NOT DISTINCT FROM kind);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION patron.members_without_note(run bigint) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS MATERIALIZED (SELECT r.frozen FROM console.job_runs r
    WHERE r.id = run AND r.job = 'update-users' AND r.ended_at IS NULL)
  SELECT m.user_id FROM patron.run_members m WHERE m.run_id = run
  EXCEPT
  SELECT n.user_id FROM told JOIN patron.update_texts t ON t.id = (told.frozen ->> 'texts')::bigint
    JOIN patron.user_notes n ON n.text = t.note
      AND coalesce(n.type, '') = coalesce(told.frozen #>> '{changes,addNote,type}', '')
$$;
--> statement-breakpoint

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
  WHERE r.id = run AND console.is_at_work('{letters-purge}', run);
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
