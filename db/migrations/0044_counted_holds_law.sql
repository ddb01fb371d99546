-- How many a hold holds is kept with it.
UPDATE patron.legal_holds h SET members = counted.members
FROM (SELECT hold_id, count(*)::integer AS members FROM patron.legal_hold_members GROUP BY hold_id) AS counted
WHERE counted.hold_id = h.id;
--> statement-breakpoint
CREATE FUNCTION patron.count_held() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE patron.legal_holds h
  SET members = h.members + CASE TG_OP WHEN 'INSERT' THEN counted.members ELSE -counted.members END
  FROM (SELECT hold_id, count(*)::integer AS members FROM changed GROUP BY hold_id) AS counted
  WHERE counted.hold_id = h.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER legal_hold_members_who_come_are_counted AFTER INSERT ON patron.legal_hold_members
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION patron.count_held();
--> statement-breakpoint
CREATE TRIGGER legal_hold_members_who_go_are_counted AFTER DELETE ON patron.legal_hold_members
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION patron.count_held();
