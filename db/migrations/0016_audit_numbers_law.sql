-- Entries are numbered by the trigger alone, under its lock and without a gap: a number that is missing
-- is an entry that was removed. Entries from before keep the numbers that their hashes cover.
CREATE OR REPLACE FUNCTION console.chain_audit() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  previous record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lethe.audit'));
  SELECT id, hash INTO previous FROM console.audit ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(previous.id, 0) + 1;
  NEW.hash := console.audit_hash(coalesce(previous.hash, ''::bytea), NEW);
  RETURN NEW;
END $$;
