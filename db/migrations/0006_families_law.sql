-- The only way a link comes to be: together with its record, for a source number never seen. One
-- template makes the function of each family; patron.admit_loans is the first of them.
-- `staging` is the import's own table of checked and resolved rows, of which the digests from `low` up
-- to `high` are admitted. Ids are dealt at random: in the file's order they would say who came together,
-- in that of the digests which record.seen_sources belongs to which record.
-- Its columns must be exactly these: what is not a plain table of plain types could run as the owner.
DO $migration$
DECLARE
  template CONSTANT text := $template$
CREATE OR REPLACE FUNCTION patron.admit_{records}(staging regclass, low bytea, high bytea) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  admitted bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = staging AND c.relnamespace = 'patron'::regnamespace
                 AND c.relname ~ '^import_[0-9a-f]+_{records}$' AND c.relkind = 'r' AND NOT c.relrowsecurity)
    OR (SELECT string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped)
      IS DISTINCT FROM 'digest bytea, line integer, verdict text, record_id bigint, user_id bigint, '
        'library_id integer, location_id integer, profile_id integer, note text, source_id smallint, '
        'source_number text, {own}, ended_at timestamp with time zone, finished boolean' THEN
    RAISE EXCEPTION 'not an import of {words}' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format($admit$
    WITH zone AS (SELECT time_zone AS name FROM console.institution),
    never_seen AS (
      INSERT INTO record.seen_sources (digest)
      SELECT digest FROM ONLY %1$s WHERE digest >= $1 AND digest < $2 AND verdict = 'new' ORDER BY digest
      ON CONFLICT DO NOTHING RETURNING digest
    ), dealt AS MATERIALIZED (
      SELECT nextval('record.{records}_id_seq') AS id, shuffled.*
      FROM (SELECT s.* FROM ONLY %1$s s JOIN never_seen USING (digest)
            WHERE s.digest >= $1 AND s.digest < $2 ORDER BY random()) AS shuffled
    ), records AS (
      INSERT INTO record.{records} (id, library_id, profile_id, ended_on, {record_columns}) OVERRIDING SYSTEM VALUE
      SELECT id, library_id, profile_id, day(ended_at), {record_values} FROM dealt, zone
    ), links AS (
      INSERT INTO patron.{links} ({key}, user_id, ended_at, ended_on, finished, library_id, location_id,
        profile_id, source_id, source_number, {link_columns})
      SELECT id, user_id, ended_at, day(ended_at), finished, library_id, location_id, profile_id, source_id,
        source_number, {link_values}
      FROM dealt, zone WHERE user_id IS NOT NULL
    ), notes AS (
      INSERT INTO patron.{notes} ({key}, text)
      SELECT id, note FROM dealt WHERE note IS NOT NULL AND user_id IS NOT NULL
    )
    SELECT count(*) FROM dealt
  $admit$, staging) INTO admitted USING low, high;
  RETURN admitted;
END $function$
  $template$;
  families CONSTANT jsonb := $families$[
    {
      "records": "loans", "words": "loans", "links": "loan_links", "notes": "loan_notes", "key": "loan_id",
      "own": "item_id bigint, loaned_at timestamp with time zone, due_at timestamp with time zone, returned_at timestamp with time zone, closed_at timestamp with time zone, renewals smallint, process_status record.process_status",
      "record_columns": "location_id, item_id, loaned_on, due_on, returned_on, closed_on, renewals, process_status",
      "record_values": "location_id, item_id, day(loaned_at), day(due_at), day(returned_at), day(closed_at), renewals, process_status",
      "link_columns": "loaned_at, due_at, returned_at, closed_at",
      "link_values": "loaned_at, due_at, returned_at, closed_at"
    },
    {
      "records": "fees", "words": "fees", "links": "fee_links", "notes": "fee_notes", "key": "fee_id",
      "own": "type text, status record.fee_status, original_amount numeric, balance numeric, created_at timestamp with time zone, named_end timestamp with time zone, loan_id bigint, item_id bigint",
      "record_columns": "type, status, original_amount, balance, created_on, item_id",
      "record_values": "type, status, original_amount, balance, day(created_at), item_id",
      "link_columns": "created_at, loan_id",
      "link_values": "created_at, (SELECT k.loan_id FROM patron.loan_links k WHERE k.loan_id = dealt.loan_id AND k.user_id = dealt.user_id)"
    },
    {
      "records": "requests", "words": "requests", "links": "request_links", "notes": "request_notes", "key": "request_id",
      "own": "type record.request_type, status record.request_status, item_id bigint, title text, created_at timestamp with time zone, named_end timestamp with time zone",
      "record_columns": "location_id, type, status, item_id, title, created_on",
      "record_values": "location_id, type, status, item_id, title, day(created_at)",
      "link_columns": "created_at, request_type",
      "link_values": "created_at, type"
    },
    {
      "records": "borrowing_requests", "words": "borrowing requests", "links": "borrowing_links", "notes": "borrowing_notes", "key": "borrowing_request_id",
      "own": "partner text, status record.borrowing_status, title text, created_at timestamp with time zone, named_end timestamp with time zone",
      "record_columns": "partner, status, title, created_on",
      "record_values": "partner, status, title, day(created_at)",
      "link_columns": "created_at",
      "link_values": "created_at"
    }
  ]$families$;
  family jsonb;
  slot record;
  code text;
BEGIN
  FOR family IN SELECT * FROM jsonb_array_elements(families) LOOP
    code := template;
    FOR slot IN SELECT * FROM jsonb_each_text(family) LOOP
      code := replace(code, '{' || slot.key || '}', slot.value);
    END LOOP;
    -- day(x) is the day of x in the institution's zone.
    EXECUTE regexp_replace(code, '\mday\((\w+)\)', '(\1 AT TIME ZONE zone.name)::date', 'g');
  END LOOP;
END $migration$;
--> statement-breakpoint

-- The only way a transaction joins a fee: for a number never seen, while the fee is linked.
CREATE FUNCTION patron.admit_fee_transactions(staging regclass, low bytea, high bytea) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  admitted bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = staging AND c.relnamespace = 'patron'::regnamespace
                 AND c.relname ~ '^import_[0-9a-f]+_fee_transactions$' AND c.relkind = 'r' AND NOT c.relrowsecurity)
    OR (SELECT string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped)
      IS DISTINCT FROM 'digest bytea, line integer, fee_id bigint, type record.fee_transaction_type, '
        'amount numeric, created_at timestamp with time zone' THEN
    RAISE EXCEPTION 'not an import of fee transactions' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format($admit$
    WITH zone AS (SELECT time_zone AS name FROM console.institution),
    never_seen AS (
      INSERT INTO record.seen_sources (digest)
      SELECT s.digest FROM ONLY %1$s s JOIN patron.fee_links k ON k.fee_id = s.fee_id
      WHERE s.digest >= $1 AND s.digest < $2 ORDER BY s.digest
      ON CONFLICT DO NOTHING RETURNING digest
    ), records AS (
      INSERT INTO record.fee_transactions (fee_id, type, amount, created_on)
      SELECT s.fee_id, s.type, s.amount, (s.created_at AT TIME ZONE zone.name)::date
      FROM ONLY %1$s s JOIN never_seen USING (digest), zone
      WHERE s.digest >= $1 AND s.digest < $2 ORDER BY random()
      RETURNING 1
    )
    SELECT count(*) FROM records
  $admit$, staging) INTO admitted USING low, high;
  RETURN admitted;
END $$;
--> statement-breakpoint

-- A run that follows a large import plans by these. An import does not own what it fills.
CREATE OR REPLACE FUNCTION patron.analyze_imported() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ANALYZE record.loans, record.fees, record.fee_transactions, record.requests, record.borrowing_requests,
    record.lending_requests, record.items, record.profiles, record.seen_sources, patron.users,
    patron.user_categories, patron.loan_links, patron.fee_links, patron.request_links,
    patron.borrowing_links, patron.loan_notes, patron.fee_notes, patron.request_notes,
    patron.borrowing_notes;
END $$;
