-- Runs that can be trusted: what the tables alone cannot state. Who may do what is in db/roles.sql.

INSERT INTO console.run_limits (id) VALUES (1);
--> statement-breakpoint
INSERT INTO console.mail_settings (id) VALUES (1);
--> statement-breakpoint

-- A run can wait before its start as well, be stopped by a brake before its first batch, and fail while it waits.
INSERT INTO console.run_transitions VALUES
  ('queued', 'paused'), ('interrupted', 'paused'), ('paused', 'queued'), ('paused', 'failed'),
  ('interrupted', 'stoppedByBrake');
--> statement-breakpoint

-- What may name a person is never copied into pg_stats.
ALTER TABLE patron.legal_holds
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN owner SET STATISTICS 0;
--> statement-breakpoint

-- Of whom nothing is forgotten: every statement that removes something asks here.
CREATE OR REPLACE VIEW patron.held_users (user_id) AS
  SELECT m.user_id FROM patron.legal_hold_members m JOIN patron.legal_holds h ON h.id = m.hold_id
  WHERE h.released_at IS NULL;
