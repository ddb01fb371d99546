ALTER TABLE "console"."job_runs" ADD COLUMN "frozen_hash" "bytea";--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "software_version" text;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "idle_seconds" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "idle_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_frozen_hash_is_sha256" CHECK (octet_length("console"."job_runs"."frozen_hash") = 32);--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_idle_not_negative" CHECK ("console"."job_runs"."idle_seconds" >= 0);