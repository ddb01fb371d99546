-- As of all that stands around an account: a worker changes it while a run whose job that is goes on.
CREATE TRIGGER removed_user_notes_changed_by_a_run_alone BEFORE INSERT OR UPDATE OR DELETE
  ON patron.removed_user_notes FOR EACH STATEMENT
  EXECUTE FUNCTION patron.refuse_unless_running('purge-users', 'update-users');
