-- A demo that is replaced takes along what was named after it, what waits for a second person, and what
-- somebody told of a backup while trying it out.
CREATE OR REPLACE FUNCTION console.empty_demo() RETURNS SETOF console.job_name
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT is_demo FROM console.institution) THEN
    RAISE EXCEPTION 'not a demo library' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE (SELECT 'TRUNCATE console.purge_jobs, ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname IN ('record', 'patron') AND tablename NOT LIKE 'import\_%');
  DELETE FROM console.run_proposals;
  DELETE FROM console.verified_backup;
  DELETE FROM console.job_runs;
  UPDATE console.institution SET is_demo = false, source_key_fingerprint = NULL, version = version + 1,
    name = CASE name WHEN 'Riverside University (demo)' THEN 'Library' ELSE name END;
  RETURN QUERY UPDATE console.schedules SET active = false, next_run_at = NULL, version = version + 1
    WHERE active RETURNING job;
END $$;
