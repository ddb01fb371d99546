ALTER TYPE "console"."schedule_every" ADD VALUE 'cron';--> statement-breakpoint
ALTER TABLE "console"."schedules" ALTER COLUMN "at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD COLUMN "cron" text;--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD CONSTRAINT "schedules_cron_when_cron" CHECK (("console"."schedules"."every"::text = 'cron') = ("console"."schedules"."cron" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "console"."schedules" ADD CONSTRAINT "schedules_time_unless_cron" CHECK (("console"."schedules"."cron" IS NULL) = ("console"."schedules"."at" IS NOT NULL));