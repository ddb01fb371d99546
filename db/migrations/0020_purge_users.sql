CREATE TABLE "console"."purge_jobs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."purge_jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"record_type" "patron"."record_type",
	"user_group_id" integer,
	"set_id" integer,
	"days_after_purge_date" integer DEFAULT 0 NOT NULL,
	"waive_threshold" numeric(14, 2) DEFAULT '0' NOT NULL,
	"skip_active_requests" boolean DEFAULT false NOT NULL,
	"skip_unexpired" boolean DEFAULT false NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"run_id" bigint,
	CONSTRAINT "purge_jobs_criteria_or_set" CHECK (num_nonnulls("console"."purge_jobs"."record_type", "console"."purge_jobs"."set_id") = 1),
	CONSTRAINT "purge_jobs_group_of_a_record_type" CHECK ("console"."purge_jobs"."user_group_id" IS NULL OR "console"."purge_jobs"."record_type" IS NOT NULL),
	CONSTRAINT "purge_jobs_days_in_range" CHECK ("console"."purge_jobs"."days_after_purge_date" BETWEEN 0 AND 36500),
	CONSTRAINT "purge_jobs_threshold_in_range" CHECK ("console"."purge_jobs"."waive_threshold" BETWEEN 0 AND 1000000)
);
--> statement-breakpoint
CREATE TABLE "patron"."run_members" (
	"run_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	CONSTRAINT "run_members_run_id_user_id_pk" PRIMARY KEY("run_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "patron"."staff_users" (
	"staff_id" text PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "patron"."users" ADD COLUMN "deleted_under" "console"."delete_user_policy";--> statement-breakpoint
ALTER TABLE "console"."purge_jobs" ADD CONSTRAINT "purge_jobs_user_group_id_user_groups_id_fk" FOREIGN KEY ("user_group_id") REFERENCES "record"."user_groups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."purge_jobs" ADD CONSTRAINT "purge_jobs_set_id_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "patron"."sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."purge_jobs" ADD CONSTRAINT "purge_jobs_created_by_staff_id_fk" FOREIGN KEY ("created_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."purge_jobs" ADD CONSTRAINT "purge_jobs_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."run_members" ADD CONSTRAINT "run_members_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."staff_users" ADD CONSTRAINT "staff_users_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."staff_users" ADD CONSTRAINT "staff_users_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "purge_jobs_user_group_id_index" ON "console"."purge_jobs" USING btree ("user_group_id");--> statement-breakpoint
CREATE INDEX "purge_jobs_set_id_index" ON "console"."purge_jobs" USING btree ("set_id");--> statement-breakpoint
CREATE INDEX "purge_jobs_created_by_index" ON "console"."purge_jobs" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "purge_jobs_run_id_index" ON "console"."purge_jobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "staff_users_user_id_index" ON "patron"."staff_users" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "patron"."users" ADD CONSTRAINT "users_deleted_under_a_policy" CHECK ("patron"."users"."status" = 'deleted' OR "patron"."users"."deleted_under" IS NULL);