-- What a run or an import makes for itself stands in a schema of its own: who may make things in `patron`
-- could make what functions of the owner find there by name.
CREATE SCHEMA work;
--> statement-breakpoint

-- A run that is under way goes on: what it has made moves along, as its maker, who is not the owner.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT c.oid::regclass AS name, c.relowner::regrole AS maker FROM pg_class c
    WHERE c.relnamespace = 'patron'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^(run|import)_[0-9a-f]+_'
      AND NOT c.relispartition
  LOOP
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA work TO %s', made.maker);
    EXECUTE format('SET LOCAL ROLE %s', made.maker);
    EXECUTE format('ALTER TABLE %s SET SCHEMA work', made.name);
    EXECUTE format('SET LOCAL ROLE %s', (SELECT relowner::regrole FROM pg_class WHERE oid = 'patron.users'::regclass));
  END LOOP;
END $$;
--> statement-breakpoint

-- A plain table that this transaction has made, so that nobody else can put another in its place or change
-- it; and that has nothing which the planner computes for whoever reads it.
CREATE FUNCTION patron.is_own_work(made oid) RETURNS boolean
  LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM pg_class c WHERE c.oid = made AND c.relnamespace = 'work'::regnamespace
      AND c.relkind = 'r' AND NOT c.relrowsecurity AND c.relchecks = 0)
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = made AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL))
    AND NOT EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxrelid = made)
    AND EXISTS (SELECT FROM pg_locks l WHERE l.relation = made AND l.pid = pg_backend_pid()
      AND l.mode = 'AccessExclusiveLock' AND l.granted)
$$;
--> statement-breakpoint

-- The functions as they were, but for where they look: what admits asks this, and a month is one of the
-- letters' own.
DO $$
DECLARE
  told text[];
  was text;
BEGIN
  FOREACH told SLICE 1 IN ARRAY ARRAY[
    ['admit_loans', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_fees', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_requests', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_borrowing_requests', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['admit_fee_transactions', 'c.relnamespace = ''patron''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['check_letter_staging', 'c.relnamespace = ''''patron''''::regnamespace', 'patron.is_own_work(c.oid)'],
    ['claim_letter_numbers', '(staging, NULL)', '(staging, NULL::regclass)'],
    ['drop_letter_month', 'IF to_regclass(''patron.'' || name) IS NULL THEN',
      'IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = ''patron.letters''::regclass
      AND inhrelid = to_regclass(''patron.'' || name)) THEN']
  ] LOOP
    was := pg_get_functiondef(('patron.' || told[1])::regproc);
    IF position(told[2] IN was) = 0 THEN
      RAISE EXCEPTION 'patron.% is not as it was', told[1];
    END IF;
    EXECUTE replace(was, told[2], told[3]);
  END LOOP;
END $$;
