-- A mail server that refuses a letter may name whom it was for: no value of this is copied into pg_stats
-- from here on, in any month, and a type that is given anew drops what was copied before.
ALTER TABLE patron.letters ALTER COLUMN problem SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE patron.letters ALTER COLUMN problem TYPE text;
