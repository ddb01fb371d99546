CREATE TABLE "console"."api_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_prefix_unique" UNIQUE("prefix"),
	CONSTRAINT "api_keys_name_not_blank" CHECK ("console"."api_keys"."name" <> ''),
	CONSTRAINT "api_keys_opens_something" CHECK (cardinality("console"."api_keys"."scopes") > 0),
	CONSTRAINT "api_keys_never_of_people" CHECK (NOT "console"."api_keys"."scopes" && ARRAY['staff.write', 'apiKeys.write']),
	CONSTRAINT "api_keys_hash_is_sha256" CHECK (octet_length("console"."api_keys"."secret_hash") = 32),
	CONSTRAINT "api_keys_end_within_a_year" CHECK ("console"."api_keys"."expires_at" > "console"."api_keys"."created_at" AND "console"."api_keys"."expires_at" <= "console"."api_keys"."created_at" + interval '8760 hours'),
	CONSTRAINT "api_keys_last_used_by_the_hour" CHECK (date_trunc('hour', "console"."api_keys"."last_used_at", 'UTC') = "console"."api_keys"."last_used_at")
);
--> statement-breakpoint
CREATE TABLE "console"."run_requests" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"run_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD COLUMN "api_key_id" integer;--> statement-breakpoint
ALTER TABLE "console"."api_keys" ADD CONSTRAINT "api_keys_created_by_staff_id_fk" FOREIGN KEY ("created_by") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."run_requests" ADD CONSTRAINT "run_requests_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_created_by_index" ON "console"."api_keys" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "run_requests_run_id_index" ON "console"."run_requests" USING btree ("run_id");--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "console"."api_keys"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_runs_api_key_id_index" ON "console"."job_runs" USING btree ("api_key_id");