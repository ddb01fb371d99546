-- A month goes as a whole only if its plan has seen every letter of it: one that was imported later was in no
-- preview, and the month goes row by row. Dropped is a partition of the letters, whatever else has its name.
CREATE OR REPLACE FUNCTION patron.drop_letter_month(run bigint, month date) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  name CONSTANT text := 'letters_' || to_char(month, 'YYYY_MM');
  up_to CONSTANT bigint := (SELECT max(b.high) FROM console.job_bulks b
    WHERE b.run_id = run AND b.part = to_char(month, 'YYYY-MM'));
  part regclass;
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
  SELECT c.oid INTO part FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  JOIN pg_class letters ON letters.oid = i.inhparent AND letters.relowner = c.relowner
  WHERE i.inhparent = 'patron.letters'::regclass AND c.relnamespace = 'patron'::regnamespace AND c.relname = name;
  IF NOT FOUND THEN
    RETURN '{}';
  END IF;
  EXECUTE format($look$
    SELECT coalesce(bool_or(some_stay), false), coalesce(jsonb_object_agg(letter_code, letters), '{}')
    FROM (
      SELECT letter_code, count(*) AS letters, bool_or(patron.letter_waits(sent, created_at, attempts)
        OR user_id IN (SELECT user_id FROM patron.held_users)
        OR (id <= $3) IS NOT TRUE
        OR (created_on < $1 - ($2 ->> letter_code)::integer) IS NOT TRUE) AS some_stay
      FROM %s GROUP BY letter_code) AS by_type
  $look$, part) INTO stays, gone USING cut_off, periods, up_to;
  IF stays THEN
    RETURN NULL;
  END IF;
  EXECUTE format('DROP TABLE %s', part);
  RETURN gone;
END $$;
