-- ANALYZE would copy it into pg_stats, where it outlives the row.
ALTER TABLE patron.user_blocks ALTER COLUMN note SET STATISTICS 0;
--> statement-breakpoint
-- Until now a user had one of each.
UPDATE patron.user_addresses SET preferred = true;
--> statement-breakpoint
UPDATE patron.user_emails SET preferred = true;
--> statement-breakpoint
UPDATE patron.user_phones SET preferred = true;
