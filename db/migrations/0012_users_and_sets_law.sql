-- What identifies a person is never copied into pg_stats, nor is what staff wrote about people.
ALTER TABLE patron.sets
  ALTER COLUMN name SET STATISTICS 0,
  ALTER COLUMN description SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN query SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.sets_name_unique ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE patron.set_upload_lines ALTER COLUMN value SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE patron.user_searches ALTER COLUMN search SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_name_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_name_index ALTER COLUMN 2 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_deleted_name_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_deleted_name_index ALTER COLUMN 2 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_first_name_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.users_deleted_primary_id_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.user_identifiers_value_index ALTER COLUMN 1 SET STATISTICS 0;
