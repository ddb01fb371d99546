CREATE TYPE "console"."verdict" AS ENUM('good', 'bad');--> statement-breakpoint
CREATE TYPE "console"."proposal_decision" AS ENUM('approved', 'refused', 'withdrawn', 'outdated');--> statement-breakpoint
CREATE TYPE "console"."mail_security" AS ENUM('none', 'starttls', 'tls');--> statement-breakpoint
CREATE TABLE "console"."kill_switches" (
	"scope" text PRIMARY KEY NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"engaged_at" timestamp with time zone DEFAULT now() NOT NULL,
	"staff_id" text,
	CONSTRAINT "kill_switches_scope_known" CHECK ("console"."kill_switches"."scope" IN ('all', 'anonymization', 'letters-purge', 'purge-users', 'update-users'))
);
--> statement-breakpoint
CREATE TABLE "console"."run_limits" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"margin_percent" integer DEFAULT 5 NOT NULL,
	"share_percent" integer DEFAULT 25 NOT NULL,
	"times_last_runs" integer DEFAULT 3 NOT NULL,
	"approval_above" bigint,
	CONSTRAINT "run_limits_is_one_row" CHECK ("console"."run_limits"."id" = 1),
	CONSTRAINT "run_limits_margin_in_range" CHECK ("console"."run_limits"."margin_percent" BETWEEN 0 AND 100),
	CONSTRAINT "run_limits_share_in_range" CHECK ("console"."run_limits"."share_percent" BETWEEN 1 AND 100),
	CONSTRAINT "run_limits_times_in_range" CHECK ("console"."run_limits"."times_last_runs" BETWEEN 1 AND 1000),
	CONSTRAINT "run_limits_approval_not_negative" CHECK ("console"."run_limits"."approval_above" >= 0)
);
--> statement-breakpoint
CREATE TABLE "patron"."set_aside_rows" (
	"run_id" bigint NOT NULL,
	"part" text NOT NULL,
	"key" bigint NOT NULL,
	"code" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "set_aside_rows_run_id_part_key_pk" PRIMARY KEY("run_id","part","key")
);
--> statement-breakpoint
CREATE TABLE "console"."run_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."run_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job" "console"."job_name" NOT NULL,
	"submitted_via" "console"."submitted_via" NOT NULL,
	"staff_id" text,
	"api_key_id" integer,
	"cut_off" date NOT NULL,
	"time_zone" text NOT NULL,
	"frozen" jsonb NOT NULL,
	"expected" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decision" "console"."proposal_decision",
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"run_id" bigint,
	CONSTRAINT "run_proposals_decided_at_once" CHECK (("console"."run_proposals"."decision" IS NULL) = ("console"."run_proposals"."decided_at" IS NULL)),
	CONSTRAINT "run_proposals_not_by_who_asked" CHECK ("console"."run_proposals"."decision" <> 'approved' OR "console"."run_proposals"."decided_by" IS DISTINCT FROM "console"."run_proposals"."staff_id" OR "console"."run_proposals"."staff_id" IS NULL)
);
--> statement-breakpoint
CREATE TABLE "patron"."legal_hold_members" (
	"hold_id" integer NOT NULL,
	"user_id" bigint NOT NULL,
	CONSTRAINT "legal_hold_members_hold_id_user_id_pk" PRIMARY KEY("hold_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "patron"."legal_holds" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."legal_holds_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reason" text NOT NULL,
	"owner" text NOT NULL,
	"review_on" date NOT NULL,
	"user_id" bigint,
	"set_id" integer,
	"placed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"placed_by" text,
	"released_at" timestamp with time zone,
	"released_by" text,
	CONSTRAINT "legal_holds_reason_not_blank" CHECK ("patron"."legal_holds"."reason" <> '' AND "patron"."legal_holds"."owner" <> ''),
	CONSTRAINT "legal_holds_person_or_set" CHECK (num_nonnulls("patron"."legal_holds"."user_id", "patron"."legal_holds"."set_id") = 1 OR "patron"."legal_holds"."released_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "console"."job_subscriptions" (
	"job" "console"."job_name" NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "job_subscriptions_job_email_pk" PRIMARY KEY("job","email")
);
--> statement-breakpoint
CREATE TABLE "console"."mail_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"host" text,
	"port" integer DEFAULT 587 NOT NULL,
	"security" "console"."mail_security" DEFAULT 'starttls' NOT NULL,
	"username" text,
	"sender" text,
	CONSTRAINT "mail_settings_is_one_row" CHECK ("console"."mail_settings"."id" = 1),
	CONSTRAINT "mail_settings_port_in_range" CHECK ("console"."mail_settings"."port" BETWEEN 1 AND 65535),
	CONSTRAINT "mail_settings_sender_with_host" CHECK ("console"."mail_settings"."host" IS NULL OR "console"."mail_settings"."sender" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "console"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempted_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "outbox_run_id_recipient_unique" UNIQUE("run_id","recipient")
);
--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "confirmed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "ceiling" bigint;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "removed" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "verdict" "console"."verdict";--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "verdict_checks" jsonb;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "verdict_acknowledged_by" text;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "verdict_acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "console"."kill_switches" ADD CONSTRAINT "kill_switches_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."set_aside_rows" ADD CONSTRAINT "set_aside_rows_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."run_proposals" ADD CONSTRAINT "run_proposals_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."run_proposals" ADD CONSTRAINT "run_proposals_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "console"."api_keys"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."run_proposals" ADD CONSTRAINT "run_proposals_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."run_proposals" ADD CONSTRAINT "run_proposals_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_hold_members" ADD CONSTRAINT "legal_hold_members_hold_id_legal_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "patron"."legal_holds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_hold_members" ADD CONSTRAINT "legal_hold_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD CONSTRAINT "legal_holds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD CONSTRAINT "legal_holds_set_id_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "patron"."sets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD CONSTRAINT "legal_holds_placed_by_staff_id_fk" FOREIGN KEY ("placed_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD CONSTRAINT "legal_holds_released_by_staff_id_fk" FOREIGN KEY ("released_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."outbox" ADD CONSTRAINT "outbox_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kill_switches_staff_id_index" ON "console"."kill_switches" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "set_aside_rows_at_index" ON "patron"."set_aside_rows" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "run_proposals_one_waiting_per_job" ON "console"."run_proposals" USING btree ("job") WHERE "console"."run_proposals"."decision" IS NULL;--> statement-breakpoint
CREATE INDEX "run_proposals_staff_id_index" ON "console"."run_proposals" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "run_proposals_api_key_id_index" ON "console"."run_proposals" USING btree ("api_key_id");--> statement-breakpoint
CREATE INDEX "run_proposals_decided_by_index" ON "console"."run_proposals" USING btree ("decided_by");--> statement-breakpoint
CREATE INDEX "run_proposals_run_id_index" ON "console"."run_proposals" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "legal_hold_members_user_id_index" ON "patron"."legal_hold_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "legal_holds_user_id_index" ON "patron"."legal_holds" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "legal_holds_set_id_index" ON "patron"."legal_holds" USING btree ("set_id");--> statement-breakpoint
CREATE INDEX "legal_holds_placed_by_index" ON "patron"."legal_holds" USING btree ("placed_by");--> statement-breakpoint
CREATE INDEX "legal_holds_released_by_index" ON "patron"."legal_holds" USING btree ("released_by");--> statement-breakpoint
CREATE INDEX "outbox_unsent_index" ON "console"."outbox" USING btree ("created_at","id") WHERE "console"."outbox"."sent_at" IS NULL;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_approved_by_staff_id_fk" FOREIGN KEY ("approved_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_verdict_acknowledged_by_staff_id_fk" FOREIGN KEY ("verdict_acknowledged_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_runs_approved_by_index" ON "console"."job_runs" USING btree ("approved_by");--> statement-breakpoint
CREATE INDEX "job_runs_verdict_acknowledged_by_index" ON "console"."job_runs" USING btree ("verdict_acknowledged_by");--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_within_ceiling" CHECK ("console"."job_runs"."removed" >= 0 AND ("console"."job_runs"."ceiling" IS NULL OR "console"."job_runs"."removed" <= "console"."job_runs"."ceiling"));--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_verdict_with_checks" CHECK (("console"."job_runs"."verdict" IS NULL) = ("console"."job_runs"."verdict_checks" IS NULL));--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_only_a_bad_verdict_is_acknowledged" CHECK ("console"."job_runs"."verdict_acknowledged_at" IS NULL OR "console"."job_runs"."verdict" = 'bad');