-- A saved query is changed so that it can only find fewer: of a condition that named somebody purged nothing is
-- left but one that finds nobody, "does not contain" with it. Single words are looked for where they tell
-- somebody: a phone may be "none". Which set it was says the run's log. Where everything about the person stays,
-- saved queries do, too.
CREATE OR REPLACE FUNCTION patron.forget_mentions(run bigint, purged bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  numbers text[];
  phrases text[];
  long_phrases text[];
  names text[];
  telling text[];
  mention record;
  rows bigint;
  total bigint;
BEGIN
  PERFORM patron.require_purge(run);
  DELETE FROM patron.legal_holds WHERE user_id = ANY (purged) AND released_at IS NOT NULL;
  GET DIAGNOSTICS total = ROW_COUNT;
  IF NOT EXISTS (SELECT FROM patron.set_upload_lines) AND NOT EXISTS (SELECT FROM patron.user_searches)
    AND NOT EXISTS (SELECT FROM patron.sets WHERE query IS NOT NULL) THEN
    RETURN total;
  END IF;
  numbers := ARRAY(
    SELECT lower(primary_id) FROM patron.users WHERE id = ANY (purged) AND primary_id IS NOT NULL
    UNION SELECT lower(last_name) FROM patron.users
      WHERE id = ANY (purged) AND status = 'deleted' AND primary_id IS NULL AND last_name <> id::text
    UNION SELECT lower(value) FROM patron.user_identifiers WHERE user_id = ANY (purged)
    UNION SELECT lower(email) FROM patron.user_emails WHERE user_id = ANY (purged)
    UNION SELECT lower(phone) FROM patron.user_phones WHERE user_id = ANY (purged));
  -- With other signs in it than words have, such as a blank: looked for as it is.
  phrases := ARRAY(
    SELECT number FROM unnest(numbers) number WHERE number ~ '[^[:alnum:]@._+/-]|^[.]|[.]$'
    UNION SELECT lower(address) FROM patron.user_addresses
      WHERE user_id = ANY (purged) AND cardinality(patron.words_in(address)) > 1);
  long_phrases := ARRAY(SELECT phrase FROM unnest(phrases) phrase WHERE length(phrase) >= 6);
  phrases := ARRAY(SELECT phrase FROM unnest(phrases) phrase WHERE length(phrase) < 6);
  names := numbers || ARRAY(
    SELECT unnest(patron.words_in(concat_ws(' ', u.first_name, u.middle_name, u.last_name)))
    FROM patron.users u WHERE u.id = ANY (purged));
  IF EXISTS (SELECT FROM patron.set_upload_lines) THEN
    DELETE FROM patron.set_upload_lines l USING (
      SELECT ARRAY[number] AS words, '' AS phrase FROM unnest(numbers) number
      -- A spreadsheet takes the zeros away.
      UNION ALL SELECT ARRAY[ltrim(number, '0')], '' FROM unnest(numbers) number WHERE number LIKE '0%'
      UNION ALL SELECT patron.words_in(known), known FROM unnest(phrases || long_phrases) known
      UNION ALL SELECT full_name, '' FROM patron.full_names(purged)) AS gone
    WHERE patron.words_in(l.value) @> gone.words AND strpos(lower(l.value), gone.phrase) > 0;
    GET DIAGNOSTICS rows = ROW_COUNT;
    total := total + rows;
  END IF;
  DELETE FROM patron.user_searches WHERE id IN (
    WITH texts AS (
      SELECT s.id, lower(said #>> '{}') AS said FROM patron.user_searches s, LATERAL (
        SELECT jsonb_path_query(s.search, 'lax $.**.words') UNION ALL
        SELECT jsonb_path_query(s.search, 'lax $.**.value ? (@.type() == "string")')) AS found (said))
    SELECT id FROM texts, unnest(patron.words_in(said)) word JOIN unnest(names) AS known (word) USING (word)
    UNION ALL SELECT id FROM texts JOIN unnest(phrases) known ON strpos(said, known) > 0
    UNION ALL SELECT id FROM texts CROSS JOIN generate_series(1, length(said) - 5) at
      JOIN unnest(long_phrases) known ON right(known, 6) = substr(said, at, 6) WHERE strpos(said, known) > 0);
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  IF (SELECT frozen ->> 'policy' FROM console.job_runs WHERE id = run) = 'keepFullyReportable' THEN
    RETURN total;
  END IF;
  telling := ARRAY(
    SELECT number FROM unnest(numbers) number WHERE strpos(number, '@') > 0 OR number ~ '[0-9]' AND length(number) >= 4);
  FOR mention IN
    WITH texts AS MATERIALIZED (
      SELECT s.id, condition, lower(said) AS lowered, patron.words_in(said) AS words
      FROM patron.sets s, jsonb_path_query(s.query, 'lax $.** ? (@.type() == "object" && @.field == "noteText" && exists (@.value))') condition,
        LATERAL (SELECT condition ->> 'value') AS its (said))
    SELECT id, condition FROM texts, unnest(words) word JOIN unnest(telling) AS known (word) USING (word)
    UNION SELECT id, condition FROM texts JOIN unnest(phrases) known ON strpos(lowered, known) > 0
    UNION SELECT id, condition FROM texts CROSS JOIN generate_series(1, length(lowered) - 5) at
      JOIN unnest(long_phrases) known ON right(known, 6) = substr(lowered, at, 6) WHERE strpos(lowered, known) > 0
    UNION SELECT id, condition FROM texts CROSS JOIN unnest(words) word JOIN patron.full_names(purged) known
      ON known.one_of_last = word AND words @> known.full_name
  LOOP
    UPDATE patron.sets SET version = version + 1, members_version = members_version + 1,
      query = replace(query::text, mention.condition::text,
        '{"field": "noteText", "operator": "contains", "value": "removed by a purge"}')::jsonb
    WHERE id = mention.id;
    INSERT INTO console.job_events (run_id, at, level, message) VALUES (run, clock_timestamp(), 'warning',
      format('A condition of set %s named somebody who is purged. It finds nobody from now on.', mention.id));
    total := total + 1;
  END LOOP;
  RETURN total;
END $$;
