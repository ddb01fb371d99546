-- A run of the anonymization that is under way goes on: what its batches have told its verifier moves into the
-- shape in which the next ones tell it. Which links there were is not known of it, but how many.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT substring(c.relname FROM '^(run_\d+)_cuts$') AS run, c.relowner::regrole AS maker FROM pg_class c
    WHERE c.relnamespace = 'work'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^run_\d+_cuts$'
  LOOP
    EXECUTE format('SET LOCAL ROLE %s', made.maker);
    EXECUTE format('ALTER TABLE work.%I RENAME TO %I', made.run || '_cuts', made.run || '_decisions');
    EXECUTE format('ALTER TABLE work.%I ALTER keys DROP NOT NULL, ADD up_to bigint NOT NULL DEFAULT 0,
      ADD rule integer NOT NULL DEFAULT 0, ADD records integer NOT NULL DEFAULT 0', made.run || '_decisions');
    EXECUTE format('CREATE INDEX ON work.%I (part, up_to)', made.run || '_decisions');
    EXECUTE format('ALTER TABLE IF EXISTS work.%I RENAME links TO count', made.run || '_links');
    EXECUTE format('ALTER TABLE IF EXISTS work.%I ADD fingerprint bigint NOT NULL DEFAULT 0', made.run || '_links');
    EXECUTE format('SET LOCAL ROLE %s', (SELECT relowner::regrole FROM pg_class WHERE oid = 'patron.users'::regclass));
  END LOOP;
END $$;
