CREATE TABLE "console"."rewritten_tables" (
	"name" text PRIMARY KEY NOT NULL,
	"file_node" bigint NOT NULL,
	"below_xid" bigint NOT NULL,
	"rewritten_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."run_erasures" (
	"run_id" bigint PRIMARY KEY NOT NULL,
	"below_xid" bigint NOT NULL,
	"erased_at" timestamp with time zone,
	"erased_lsn" "pg_lsn",
	"logs_recycled_at" timestamp with time zone,
	"logs_unseen" text,
	"waits" text,
	CONSTRAINT "run_erasures_erased_up_to_somewhere" CHECK (("console"."run_erasures"."erased_at" IS NULL) = ("console"."run_erasures"."erased_lsn" IS NULL)),
	CONSTRAINT "run_erasures_in_order" CHECK ("console"."run_erasures"."erased_at" IS NOT NULL OR num_nonnulls("console"."run_erasures"."logs_recycled_at", "console"."run_erasures"."logs_unseen") = 0),
	CONSTRAINT "run_erasures_recycled_is_seen" CHECK (num_nonnulls("console"."run_erasures"."logs_recycled_at", "console"."run_erasures"."logs_unseen") <= 1)
);
--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "rewrite_up_to_mb" integer DEFAULT 64 NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "rewrite_from" time DEFAULT '02:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "rewrite_until" time DEFAULT '05:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "backup_days" integer;--> statement-breakpoint
ALTER TABLE "console"."run_erasures" ADD CONSTRAINT "run_erasures_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_erasures_unfinished_index" ON "console"."run_erasures" USING btree ("run_id") WHERE "console"."run_erasures"."logs_recycled_at" IS NULL;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_rewrite_up_to_in_range" CHECK ("console"."run_limits"."rewrite_up_to_mb" BETWEEN 0 AND 1000000);--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_rewrite_is_a_span" CHECK ("console"."run_limits"."rewrite_from" <> "console"."run_limits"."rewrite_until");--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_backup_days_in_range" CHECK ("console"."run_limits"."backup_days" BETWEEN 0 AND 36500);