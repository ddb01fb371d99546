-- Users who are deleted: what the tables alone cannot state.

-- Nobody who is deleted comes into a set, or has somebody act for them. Whoever saw them alive a moment
-- ago has waited for the purge at a foreign key, and begins anew.
CREATE FUNCTION patron.refuse_deleted() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  any_deleted boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM added JOIN patron.users u ON u.id = added.%I WHERE u.status = ''deleted'')', TG_ARGV[0])
    INTO any_deleted;
  IF any_deleted THEN
    RAISE EXCEPTION 'a user of these was deleted meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER set_members_of_living_users AFTER INSERT ON patron.set_members
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_deleted('user_id');
--> statement-breakpoint
CREATE TRIGGER user_proxies_for_living_users AFTER INSERT ON patron.user_proxies
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_deleted('proxy_for_user_id');
--> statement-breakpoint

-- The words of a text by which a number or an address could be found in it.
CREATE FUNCTION patron.words_in(said text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT word), '{}')
  FROM (SELECT trim(BOTH '.' FROM part) AS word FROM regexp_split_to_table(lower(said), '[^[:alnum:]@._+/-]+') part) AS words
  WHERE word <> ''
$$;
--> statement-breakpoint
-- A file that was the wrong one leaves a million of them for a week, and every batch of a purge looks.
CREATE INDEX import_rejects_words_index ON patron.import_rejects USING gin (patron.words_in(reason));
--> statement-breakpoint
ALTER INDEX patron.import_rejects_words_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint

-- As before; a number with other signs in it than words have, such as a blank, is looked for as it is.
CREATE OR REPLACE FUNCTION patron.forget_mentions(run bigint, purged bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  numbers text[];
  names text[];
  odd text[];
  mention record;
  rows bigint;
  total bigint := 0;
BEGIN
  PERFORM patron.require_purge(run);
  numbers := ARRAY(
    SELECT lower(primary_id) FROM patron.users WHERE id = ANY (purged) AND primary_id IS NOT NULL
    UNION SELECT lower(value) FROM patron.user_identifiers WHERE user_id = ANY (purged)
    UNION SELECT lower(email) FROM patron.user_emails WHERE user_id = ANY (purged));
  names := numbers || ARRAY(
    SELECT unnest(patron.words_in(concat_ws(' ', u.first_name, u.middle_name, u.last_name)))
    FROM patron.users u WHERE u.id = ANY (purged));
  odd := ARRAY(SELECT number FROM unnest(numbers) number WHERE number ~ '[^[:alnum:]@._+/-]|^[.]|[.]$');
  DELETE FROM patron.import_rejects r USING unnest(numbers) number WHERE patron.words_in(r.reason) @> ARRAY[number];
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  DELETE FROM patron.import_rejects r USING unnest(odd) number
    WHERE patron.words_in(r.reason) @> patron.words_in(number) AND strpos(lower(r.reason), number) > 0;
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  DELETE FROM patron.set_upload_lines l USING unnest(numbers) number WHERE lower(l.value) = number;
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  DELETE FROM patron.user_searches WHERE id IN (
    WITH texts AS (
      SELECT s.id, lower(said #>> '{}') AS said FROM patron.user_searches s, LATERAL (
        SELECT jsonb_path_query(s.search, 'lax $.**.words') UNION ALL
        SELECT jsonb_path_query(s.search, 'lax $.**.value ? (@.type() == "string")')) AS found (said))
    SELECT id FROM texts, unnest(patron.words_in(said)) word JOIN unnest(names) AS known (word) USING (word)
    UNION ALL SELECT id FROM texts JOIN unnest(odd) number ON strpos(said, number) > 0);
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  FOR mention IN
    WITH texts AS (
      SELECT s.id, said FROM patron.sets s, jsonb_path_query(s.query, 'lax $.**.value ? (@.type() == "string")') said)
    SELECT id, said FROM texts, unnest(patron.words_in(said #>> '{}')) word JOIN unnest(numbers) AS known (word) USING (word)
    UNION SELECT id, said FROM texts JOIN unnest(odd) number ON strpos(lower(said #>> '{}'), number) > 0
  LOOP
    UPDATE patron.sets SET version = version + 1,
      query = replace(query::text, '"value": ' || mention.said::text, '"value": "removed by a purge"')::jsonb
    WHERE id = mention.id;
    total := total + 1;
  END LOOP;
  DELETE FROM patron.legal_holds WHERE user_id = ANY (purged) AND released_at IS NOT NULL;
  GET DIAGNOSTICS rows = ROW_COUNT;
  RETURN total + rows;
END $$;
--> statement-breakpoint
DROP FUNCTION patron.words_of(text);
