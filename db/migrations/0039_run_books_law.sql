-- How long a run has stood still, whoever paused it or let it go on: its rate is that of the time it worked.
CREATE FUNCTION console.keep_idle_time() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  idle CONSTANT boolean := NEW.started_at IS NOT NULL AND (NEW.status IN ('paused', 'interrupted')
    OR NEW.status = 'running' AND NEW.waits_for IS NOT NULL);
BEGIN
  IF idle AND NEW.idle_since IS NULL THEN
    NEW.idle_since := clock_timestamp();
  ELSIF NOT idle AND NEW.idle_since IS NOT NULL THEN
    NEW.idle_seconds := NEW.idle_seconds + extract(epoch FROM clock_timestamp() - NEW.idle_since);
    NEW.idle_since := NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER job_runs_idle_time BEFORE UPDATE OF status, waits_for ON console.job_runs
  FOR EACH ROW EXECUTE FUNCTION console.keep_idle_time();
