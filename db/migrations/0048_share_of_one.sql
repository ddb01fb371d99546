ALTER TABLE "console"."run_limits" ADD COLUMN "share_of_one_percent" integer;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD COLUMN "share_of_one_from" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_share_of_one_in_range" CHECK ("console"."run_limits"."share_of_one_percent" BETWEEN 1 AND 100);--> statement-breakpoint
ALTER TABLE "console"."run_limits" ADD CONSTRAINT "run_limits_share_of_one_from_in_range" CHECK ("console"."run_limits"."share_of_one_from" BETWEEN 5 AND 1000000);