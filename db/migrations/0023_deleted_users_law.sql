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

-- As before, and a number with other signs in it than words have, such as a blank, is looked for as it is.
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
    SELECT word FROM patron.users u, patron.words_of(concat_ws(' ', u.first_name, u.middle_name, u.last_name)) word
    WHERE u.id = ANY (purged) AND word <> '');
  odd := ARRAY(SELECT number FROM unnest(numbers) number WHERE number NOT IN (SELECT patron.words_of(number)));
  DELETE FROM patron.import_rejects WHERE id IN (
    SELECT r.id FROM patron.import_rejects r, patron.words_of(r.reason) word
    JOIN unnest(numbers) AS known (word) USING (word)
    UNION ALL SELECT r.id FROM patron.import_rejects r JOIN unnest(odd) number ON strpos(lower(r.reason), number) > 0);
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
    SELECT id FROM texts, patron.words_of(said) word JOIN unnest(names) AS known (word) USING (word)
    UNION ALL SELECT id FROM texts JOIN unnest(odd) number ON strpos(said, number) > 0);
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  FOR mention IN
    WITH texts AS (
      SELECT s.id, said FROM patron.sets s, jsonb_path_query(s.query, 'lax $.**.value ? (@.type() == "string")') said)
    SELECT id, said FROM texts, patron.words_of(said #>> '{}') word JOIN unnest(numbers) AS known (word) USING (word)
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
