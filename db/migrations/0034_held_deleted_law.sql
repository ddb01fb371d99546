-- Nobody who is deleted comes under a legal hold either: whoever was purged while the hold was placed is
-- seen by the next try.
CREATE TRIGGER legal_hold_members_of_living_users AFTER INSERT ON patron.legal_hold_members
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION patron.refuse_deleted('user_id');
