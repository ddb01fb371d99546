CREATE TABLE "console"."verified_backup" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "verified_backup_is_one_row" CHECK ("console"."verified_backup"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD COLUMN "missed_within_hours" integer;--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD COLUMN "left_out_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "backup_warn_hours" integer DEFAULT 48;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "backup_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD CONSTRAINT "schedules_missed_within_in_range" CHECK ("console"."schedules"."missed_within_hours" BETWEEN 0 AND 8760);--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_backup_warn_hours_in_range" CHECK ("console"."run_limits"."backup_warn_hours" BETWEEN 1 AND 8760);--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_backup_required_within_hours" CHECK (NOT "console"."run_limits"."backup_required" OR "console"."run_limits"."backup_warn_hours" IS NOT NULL);