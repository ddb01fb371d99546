-- Whatever a run removed is erased later, in stages, and no program can forget to say that it is owed: the
-- end of a run that removed something notes it. Who may do what is in db/roles.sql.
CREATE FUNCTION console.owe_erasure() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO console.run_erasures (run_id, below_xid)
  VALUES (NEW.id, greatest(pg_current_xact_id()::text::bigint + 1, pg_snapshot_xmax(pg_current_snapshot())::text::bigint));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER job_runs_owe_erasure AFTER UPDATE OF ended_at ON console.job_runs
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.removed > 0)
  EXECUTE FUNCTION console.owe_erasure();
--> statement-breakpoint
INSERT INTO console.run_erasures (run_id, below_xid)
  SELECT id, pg_current_xact_id()::text::bigint FROM console.job_runs WHERE ended_at IS NOT NULL AND removed > 0;
