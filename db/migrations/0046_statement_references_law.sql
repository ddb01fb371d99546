-- What the families' records and links name by the million, and is few: libraries, locations, profiles
-- and sources. A foreign key looks them up row by row; these triggers do it once for each statement, and
-- lock what is named against its deletion as a foreign key does (decision 28).
-- A text with its {slots} filled.
CREATE FUNCTION pg_temp.filled(template text, slots jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  slot record;
BEGIN
  FOR slot IN SELECT * FROM jsonb_each_text(slots) LOOP
    template := replace(template, '{' || slot.key || '}', slot.value);
  END LOOP;
  RETURN template;
END $$;
--> statement-breakpoint
DO $migration$
DECLARE
  -- A reference: the rows that a statement added, or one that names another now, name what is there.
  -- Its target: who names it by now had it locked before the deletion, or finds it gone.
  of_target constant text := $sql$
    CREATE FUNCTION record.{name}_exists() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      missing boolean;
    BEGIN
      IF TG_LEVEL = 'ROW' THEN
        PERFORM FROM {target} WHERE ({keys}) = ({new}) FOR KEY SHARE;
        missing := NOT FOUND;
      ELSE
        missing := (SELECT count(*) FROM (SELECT FROM {target} WHERE ({keys}) IN (SELECT {columns} FROM added)
                                          FOR KEY SHARE) AS there)
          < (SELECT count(*) FROM (SELECT DISTINCT {columns} FROM added WHERE {given} IS NOT NULL) AS named);
      END IF;
      IF missing THEN
        RAISE EXCEPTION 'a row of % names a {name} that does not exist', TG_RELID::regclass
          USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_TABLE_NAME || '_{name}_exists';
      END IF;
      RETURN NULL;
    END $body$;
    CREATE FUNCTION record.{name}_is_named() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      -- Who looks at the data of earlier would not see who names it now.
      IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a {name} is deleted, or given another key, in a transaction that is READ COMMITTED'
          USING ERRCODE = 'feature_not_supported';
      END IF;
      IF (TG_OP = 'DELETE' OR ({old_keys}) IS DISTINCT FROM ({new_keys})) AND ({named}) THEN
        RAISE EXCEPTION 'a {name} that is named is not deleted, and keeps its key'
          USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_{name}_is_named';
      END IF;
      RETURN NULL;
    END $body$;
    CREATE TRIGGER named_{name}_stays AFTER DELETE OR UPDATE OF {keys} ON {target}
      FOR EACH ROW EXECUTE FUNCTION record.{name}_is_named()
  $sql$;
  of_table constant text := $sql$
    CREATE TRIGGER {name}_exists AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION record.{name}_exists();
    CREATE TRIGGER other_{name}_exists AFTER UPDATE OF {columns} ON {table} FOR EACH ROW
      WHEN (({old}) IS DISTINCT FROM ({new}) AND NEW.{given} IS NOT NULL) EXECUTE FUNCTION record.{name}_exists()
  $sql$;
  reference record;
  child text;
  named text;
BEGIN
  FOR reference IN SELECT * FROM jsonb_to_recordset($references$[
    { "name": "library", "target": "record.libraries", "keys": "id", "old_keys": "OLD.id", "new_keys": "NEW.id", "columns": "library_id", "given": "library_id",
      "old": "OLD.library_id", "new": "NEW.library_id",
      "tables": ["record.loans", "record.fees", "record.requests", "record.borrowing_requests"] },
    { "name": "location", "target": "record.locations", "keys": "library_id, id",
      "old_keys": "OLD.library_id, OLD.id", "new_keys": "NEW.library_id, NEW.id", "columns": "library_id, location_id",
      "given": "location_id", "old": "OLD.library_id, OLD.location_id", "new": "NEW.library_id, NEW.location_id",
      "tables": ["record.loans", "record.requests"] },
    { "name": "profile", "target": "record.profiles", "keys": "id", "old_keys": "OLD.id", "new_keys": "NEW.id", "columns": "profile_id", "given": "profile_id",
      "old": "OLD.profile_id", "new": "NEW.profile_id",
      "tables": ["record.loans", "record.fees", "record.requests", "record.borrowing_requests"] },
    { "name": "source", "target": "record.sources", "keys": "id", "old_keys": "OLD.id", "new_keys": "NEW.id", "columns": "source_id", "given": "source_id",
      "old": "OLD.source_id", "new": "NEW.source_id",
      "tables": ["patron.loan_links", "patron.fee_links", "patron.request_links", "patron.borrowing_links"] }
  ]$references$) AS said (name text, target text, keys text, old_keys text, new_keys text, columns text, given text, old text, new text, tables text[])
  LOOP
    SELECT string_agg(format('EXISTS (SELECT FROM %s WHERE (%s) = (%s))', t, reference.columns, reference.old_keys), ' OR ')
    INTO named FROM unnest(reference.tables) AS t;
    EXECUTE pg_temp.filled(of_target, to_jsonb(reference) || jsonb_build_object('named', named));
    FOREACH child IN ARRAY reference.tables LOOP
      EXECUTE pg_temp.filled(of_table, to_jsonb(reference) || jsonb_build_object('table', child));
    END LOOP;
  END LOOP;
END $migration$;
--> statement-breakpoint
-- A run that follows a large import plans by these, and so does the next file: the tables that a file of
-- this format fills. An import does not own them. A worker of the version before, which may be at work
-- meanwhile, calls the one that names no format.
CREATE FUNCTION patron.analyze_imported(format text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE format
    WHEN 'users' THEN
      ANALYZE patron.users, patron.user_categories, record.profiles;
    WHEN 'loans' THEN
      ANALYZE record.loans, record.items, record.profiles, record.seen_sources, patron.users,
        patron.loan_links, patron.loan_notes;
    WHEN 'fees' THEN
      ANALYZE record.fees, record.items, record.profiles, record.seen_sources, patron.fee_links, patron.fee_notes;
    WHEN 'fee_transactions' THEN
      ANALYZE record.fee_transactions, record.seen_sources;
    WHEN 'requests' THEN
      ANALYZE record.requests, record.items, record.profiles, record.seen_sources, patron.request_links,
        patron.request_notes;
    WHEN 'borrowing_requests' THEN
      ANALYZE record.borrowing_requests, record.profiles, record.seen_sources, patron.borrowing_links,
        patron.borrowing_notes;
    WHEN 'lending_requests' THEN
      ANALYZE record.lending_requests;
    WHEN 'letters' THEN
      ANALYZE record.seen_sources;
  END CASE;
END $$;
