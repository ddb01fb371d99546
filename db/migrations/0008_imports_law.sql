-- What the tables of imports cannot state.

-- The bytes of uploaded files are patrons' names by the thousand: never logged, never sampled, never
-- compressed into what a search of the files could not read.
ALTER TABLE patron.import_chunks SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE patron.import_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
--> statement-breakpoint
DO $$
DECLARE
  identifying CONSTANT text[] := ARRAY['import_chunks.bytes', 'import_uploads.name',
    'import_files.name', 'import_files.warnings', 'import_files.created_codes',
    'import_problems.sentence'];
  name text;
BEGIN
  FOREACH name IN ARRAY identifying LOOP
    EXECUTE format('ALTER TABLE patron.%I ALTER COLUMN %I SET STATISTICS 0',
      split_part(name, '.', 1), split_part(name, '.', 2));
  END LOOP;
END $$;
--> statement-breakpoint

-- Deleted rows stay readable in a table's files; an emptied table has none. Does nothing, and says
-- so, while an import still needs its bytes or anybody reads or writes them.
CREATE FUNCTION patron.release_import_bytes() RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT pg_relation_size(c.oid) + pg_relation_size(c.reltoastrelid) = 0 FROM pg_class c
      WHERE c.oid = 'patron.import_chunks'::regclass) THEN
    RETURN true;
  END IF;
  LOCK TABLE patron.import_chunks IN ACCESS EXCLUSIVE MODE NOWAIT;
  IF EXISTS (SELECT FROM patron.import_chunks) THEN RETURN false; END IF;
  TRUNCATE patron.import_chunks;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;
--> statement-breakpoint

-- An import moves only along these lines. What was only tried can be started again.
CREATE FUNCTION console.check_import_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (CASE OLD.status
    WHEN 'uploading' THEN NEW.status = 'queued'
    WHEN 'queued' THEN NEW.status IN ('running', 'stopped', 'failed')
    WHEN 'running' THEN NEW.status IN ('stopping', 'completed', 'completedWithRejects', 'failed')
    WHEN 'stopping' THEN NEW.status IN ('stopped', 'completed', 'completedWithRejects', 'failed')
    ELSE OLD.dry_run AND NEW.status = 'queued'
  END) THEN
    RAISE EXCEPTION 'an import that is % cannot become %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'imports_legal_transition';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER imports_legal_transition BEFORE UPDATE OF status ON console.imports
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION console.check_import_transition();
--> statement-breakpoint

-- Rejected lines have no foreign key, since those of the command line have no import here.
CREATE FUNCTION console.forget_import() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM patron.import_rejects WHERE import_id = OLD.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER imports_forget AFTER DELETE ON console.imports
  FOR EACH ROW EXECUTE FUNCTION console.forget_import();
--> statement-breakpoint

-- Empties a demo library of users, records and runs, and nothing else ever: an import's role may not
-- delete them, and a worker's login is not the owner.
CREATE FUNCTION console.empty_demo() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT is_demo FROM console.institution) THEN
    RAISE EXCEPTION 'not a demo library' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname IN ('record', 'patron') AND tablename NOT LIKE 'import\_%');
  DELETE FROM console.job_runs;
  UPDATE console.institution SET is_demo = false, source_key_fingerprint = NULL;
END $$;
