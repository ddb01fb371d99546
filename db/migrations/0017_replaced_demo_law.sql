-- A schedule that was tried out on invented records must not run on the real ones that replace them.
-- Returns the jobs that this made inactive.
DROP FUNCTION console.empty_demo();
--> statement-breakpoint
CREATE FUNCTION console.empty_demo() RETURNS SETOF console.job_name
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT is_demo FROM console.institution) THEN
    RAISE EXCEPTION 'not a demo library' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname IN ('record', 'patron') AND tablename NOT LIKE 'import\_%');
  DELETE FROM console.job_runs;
  UPDATE console.institution SET is_demo = false, source_key_fingerprint = NULL;
  RETURN QUERY UPDATE console.schedules SET active = false, next_run_at = NULL, version = version + 1
    WHERE active RETURNING job;
END $$;
