-- Who locks a link needs the right to change some column of it: a worker has that of the end, and a fee's
-- that of naming no loan any more. Here is what neither is for. When something ended its source says, which
-- an import brings; a loan's end is held by a CHECK already.
CREATE FUNCTION patron.refuse_another_end() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    OR pg_has_role(current_user, to_regrole('lethe_import'), 'USAGE') THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'when something ended is changed by an import alone' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER fee_links_keep_their_end AFTER UPDATE OF ended_at ON patron.fee_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint
CREATE TRIGGER request_links_keep_their_end AFTER UPDATE OF ended_at ON patron.request_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint
CREATE TRIGGER borrowing_links_keep_their_end AFTER UPDATE OF ended_at ON patron.borrowing_links
  FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION patron.refuse_another_end();
--> statement-breakpoint

-- A fee never leads to a loan that is cut, nor to another person's.
CREATE FUNCTION patron.refuse_strange_loan() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM patron.loan_links k WHERE k.loan_id = NEW.loan_id AND k.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'a fee names a linked loan of its own user, or none' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER fee_links_name_a_loan_of_their_user AFTER UPDATE OF loan_id ON patron.fee_links
  FOR EACH ROW WHEN (NEW.loan_id IS NOT NULL AND OLD.loan_id IS DISTINCT FROM NEW.loan_id)
  EXECUTE FUNCTION patron.refuse_strange_loan();
