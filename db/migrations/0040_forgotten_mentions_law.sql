-- The audit is kept for ever and its rows never change, so none names a person, not even by number: whose
-- account it was stands in the account's own history. What was written before this stays as it is.
ALTER TABLE console.audit ADD CONSTRAINT audit_names_no_user CHECK (
  subject !~ '^user [0-9]' AND coalesce(before ->> 'of', '') !~ '^user [0-9]'
  AND coalesce(after ->> 'of', '') !~ '^user [0-9]') NOT VALID;
--> statement-breakpoint

-- What an import says of a line it refused repeats nothing of the line any more, so a purge need not look there.
DROP INDEX patron.import_rejects_words_index;
--> statement-breakpoint
UPDATE patron.import_rejects SET reason = regexp_replace(reason, '".*"', '"…"') WHERE reason LIKE '%"%"%';
--> statement-breakpoint
-- An uploaded list stays for a week, and every batch of a purge looks.
CREATE INDEX set_upload_lines_words_index ON patron.set_upload_lines USING gin (patron.words_in(value));
--> statement-breakpoint
ALTER INDEX patron.set_upload_lines_words_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint

-- Each user's first and last name together, as words, and a word of the last name to look them up by. One
-- name alone is a word of the language, or somebody else's.
CREATE FUNCTION patron.full_names(users bigint[]) RETURNS TABLE (full_name text[], one_of_last text)
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT words, (patron.words_in(u.last_name))[1]
  FROM patron.users u, patron.words_in(concat_ws(' ', u.first_name, u.last_name)) words
  WHERE u.id = ANY (users) AND u.first_name <> '' AND u.last_name <> '' AND cardinality(words) > 1
$$;
--> statement-breakpoint

-- What staff wrote of users: uploaded lines, searches of a day and released holds go, in a saved query the
-- text goes. Looked for are numbers (an old one that stands as the name, too), e-mail addresses, phones and
-- addresses, and names: both together, and each alone in a search. Of a query notes are looked at alone: all
-- else in it is codes. Called while the users' parts still say what to look for. Returns how many rows.
CREATE OR REPLACE FUNCTION patron.forget_mentions(run bigint, purged bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  numbers text[];
  phrases text[];
  names text[];
  mention record;
  rows bigint;
  total bigint := 0;
BEGIN
  PERFORM patron.require_purge(run);
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
  names := numbers || ARRAY(
    SELECT unnest(patron.words_in(concat_ws(' ', u.first_name, u.middle_name, u.last_name)))
    FROM patron.users u WHERE u.id = ANY (purged));
  IF EXISTS (SELECT FROM patron.set_upload_lines) THEN
    DELETE FROM patron.set_upload_lines l USING (
      SELECT ARRAY[number] AS words, '' AS phrase FROM unnest(numbers) number
      -- A spreadsheet takes the zeros away.
      UNION ALL SELECT ARRAY[ltrim(number, '0')], '' FROM unnest(numbers) number WHERE number LIKE '0%'
      UNION ALL SELECT patron.words_in(known), known FROM unnest(phrases) known
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
    UNION ALL SELECT id FROM texts JOIN unnest(phrases) known ON strpos(said, known) > 0);
  GET DIAGNOSTICS rows = ROW_COUNT;
  total := total + rows;
  FOR mention IN
    WITH texts AS MATERIALIZED (
      SELECT s.id, said, lower(said #>> '{}') AS lowered, patron.words_in(said #>> '{}') AS words
      FROM patron.sets s, jsonb_path_query(s.query, 'lax $.** ? (@.type() == "object" && @.field == "noteText").value') said)
    SELECT id, said FROM texts, unnest(words) word JOIN unnest(numbers) AS known (word) USING (word)
    UNION SELECT id, said FROM texts JOIN unnest(phrases) known ON strpos(lowered, known) > 0
    UNION SELECT id, said FROM texts CROSS JOIN unnest(words) word JOIN patron.full_names(purged) known
      ON known.one_of_last = word AND words @> known.full_name
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

-- Whoever a purge kept fully reportable can be held, from a stricter policy applied later. Of whom it kept
-- less nothing is left to hold: whoever was purged while the hold was placed is seen by the next try.
CREATE FUNCTION patron.refuse_emptied() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added JOIN patron.users u ON u.id = added.user_id
      WHERE u.deleted_under <> 'keepFullyReportable') THEN
    RAISE EXCEPTION 'a user of these was purged meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER legal_hold_members_of_living_users ON patron.legal_hold_members;
--> statement-breakpoint
CREATE TRIGGER legal_hold_members_of_whole_users AFTER INSERT ON patron.legal_hold_members
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_emptied();
