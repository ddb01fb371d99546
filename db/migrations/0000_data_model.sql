CREATE SCHEMA "console";
--> statement-breakpoint
CREATE SCHEMA "patron";
--> statement-breakpoint
CREATE SCHEMA "record";
--> statement-breakpoint
CREATE TYPE "patron"."account_type" AS ENUM('internal', 'external');--> statement-breakpoint
CREATE TYPE "patron"."record_type" AS ENUM('public', 'staff', 'contact');--> statement-breakpoint
CREATE TYPE "patron"."user_status" AS ENUM('active', 'inactive', 'deleted');--> statement-breakpoint
CREATE TYPE "record"."process_status" AS ENUM('normal', 'lost', 'claimed_returned');--> statement-breakpoint
CREATE TYPE "record"."fee_status" AS ENUM('active', 'closed', 'in_dispute', 'exported');--> statement-breakpoint
CREATE TYPE "record"."fee_transaction_type" AS ENUM('payment', 'waive', 'dispute', 'restore', 'credit');--> statement-breakpoint
CREATE TYPE "record"."request_status" AS ENUM('placed', 'in_process', 'in_transit', 'on_hold_shelf', 'completed', 'cancelled', 'rejected', 'expired');--> statement-breakpoint
CREATE TYPE "record"."request_type" AS ENUM('hold', 'booking', 'digitization');--> statement-breakpoint
CREATE TYPE "record"."borrowing_status" AS ENUM('requested', 'shipped', 'received', 'on_hold_shelf', 'overdue', 'completed', 'cancelled', 'rejected', 'expired');--> statement-breakpoint
CREATE TYPE "console"."delete_user_policy" AS ENUM('keepFullyReportable', 'keepStatistics', 'keepStatisticsAndRemovePrimaryId', 'fullyRemove');--> statement-breakpoint
CREATE TYPE "console"."family" AS ENUM('loans', 'fees', 'requests', 'borrowingRequests');--> statement-breakpoint
CREATE TYPE "console"."rule_operator" AS ENUM('=', '<', '>', 'isEmpty', 'in', 'notIn', 'beyond', 'is');--> statement-breakpoint
CREATE TYPE "console"."rule_parameter" AS ENUM('daysSinceEnded', 'daysSinceUserExpiry', 'library', 'location', 'userGroup', 'loansToRetain', 'statisticalCategory', 'requestType', 'hasOpenFee');--> statement-breakpoint
CREATE TYPE "console"."letter_channel" AS ENUM('email', 'sms', 'print');--> statement-breakpoint
CREATE TYPE "console"."job_name" AS ENUM('anonymization', 'letters-purge', 'purge-users', 'update-users');--> statement-breakpoint
CREATE TYPE "console"."schedule_every" AS ENUM('day', 'week', 'month');--> statement-breakpoint
CREATE TYPE "console"."staff_role" AS ENUM('generalSystemAdministrator', 'fulfillmentAdministrator', 'letterAdministrator', 'userAdministrator', 'userManager', 'auditor');--> statement-breakpoint
CREATE TYPE "console"."bulk_status" AS ENUM('waiting', 'working', 'done');--> statement-breakpoint
CREATE TYPE "console"."event_level" AS ENUM('info', 'warning', 'error');--> statement-breakpoint
CREATE TYPE "console"."run_status" AS ENUM('queued', 'running', 'paused', 'interrupted', 'aborting', 'completed', 'completedWithWarnings', 'completedWithNoRecords', 'failed', 'aborted', 'stoppedByBrake');--> statement-breakpoint
CREATE TYPE "console"."submitted_via" AS ENUM('screen', 'api', 'commandLine', 'schedule');--> statement-breakpoint
CREATE TABLE "record"."items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"barcode" text NOT NULL,
	"title" text,
	"author" text,
	"call_number" text
);
--> statement-breakpoint
CREATE TABLE "record"."libraries" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."libraries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "libraries_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "record"."locations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."locations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "locations_library_id_code_unique" UNIQUE("library_id","code"),
	CONSTRAINT "locations_library_id_id_unique" UNIQUE("library_id","id")
);
--> statement-breakpoint
CREATE TABLE "record"."profiles" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."profiles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_group_id" integer,
	"category_ids" integer[] DEFAULT '{}'::integer[] NOT NULL,
	CONSTRAINT "profiles_user_group_id_category_ids_unique" UNIQUE NULLS NOT DISTINCT("user_group_id","category_ids")
);
--> statement-breakpoint
CREATE TABLE "record"."sources" (
	"id" smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."sources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 32767 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	CONSTRAINT "sources_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "record"."statistical_categories" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."statistical_categories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"category" text NOT NULL,
	CONSTRAINT "statistical_categories_type_category_unique" UNIQUE("type","category")
);
--> statement-breakpoint
CREATE TABLE "record"."user_groups" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."user_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "user_groups_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "patron"."user_addresses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_addresses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_blocks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_blocks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"code" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_categories" (
	"user_id" bigint NOT NULL,
	"category_id" integer NOT NULL,
	CONSTRAINT "user_categories_user_id_category_id_pk" PRIMARY KEY("user_id","category_id")
);
--> statement-breakpoint
CREATE TABLE "patron"."user_emails" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_emails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"email" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_identifiers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_identifiers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"type" text NOT NULL,
	"value" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_phones" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_phones_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"phone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_roles" (
	"user_id" bigint NOT NULL,
	"code" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "user_roles_user_id_code_pk" PRIMARY KEY("user_id","code")
);
--> statement-breakpoint
CREATE TABLE "patron"."users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"primary_id" text,
	"first_name" text,
	"middle_name" text,
	"last_name" text,
	"title" text,
	"status" "patron"."user_status" DEFAULT 'active' NOT NULL,
	"record_type" "patron"."record_type" DEFAULT 'public' NOT NULL,
	"account_type" "patron"."account_type" DEFAULT 'external' NOT NULL,
	"user_group_id" integer,
	"job_category" text,
	"campus" text,
	"preferred_language" text,
	"birth_date" date,
	"gender" text,
	"expiry_date" date,
	"purge_date" date,
	"deleted_on" date,
	"last_activity_month" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_deleted_has_a_day" CHECK (("patron"."users"."status" = 'deleted') = ("patron"."users"."deleted_on" IS NOT NULL)),
	CONSTRAINT "users_primary_id_while_not_deleted" CHECK ("patron"."users"."primary_id" IS NOT NULL OR "patron"."users"."status" = 'deleted'),
	CONSTRAINT "users_primary_id_not_blank" CHECK ("patron"."users"."primary_id" <> '')
);
--> statement-breakpoint
CREATE TABLE "patron"."loan_links" (
	"loan_id" bigint PRIMARY KEY NOT NULL,
	"loaned_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"returned_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"user_id" bigint NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_on" date,
	"library_id" integer NOT NULL,
	"location_id" integer,
	"profile_id" integer NOT NULL,
	"source_id" smallint NOT NULL,
	"finished" boolean NOT NULL,
	"source_number" text NOT NULL,
	CONSTRAINT "loan_links_source_id_source_number_unique" UNIQUE("source_id","source_number"),
	CONSTRAINT "loan_links_ends_when_finished" CHECK ("patron"."loan_links"."ended_on" IS NULL AND "patron"."loan_links"."ended_at" IS NULL OR "patron"."loan_links"."finished" AND "patron"."loan_links"."ended_on" IS NOT NULL AND "patron"."loan_links"."ended_at" IS NOT NULL),
	CONSTRAINT "loan_links_end_is_return_or_closing" CHECK ("patron"."loan_links"."ended_at" IS NOT DISTINCT FROM coalesce("patron"."loan_links"."returned_at", "patron"."loan_links"."closed_at")),
	CONSTRAINT "loan_links_finished_has_an_end" CHECK ("patron"."loan_links"."finished" = ("patron"."loan_links"."ended_on" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "patron"."loan_notes" (
	"loan_id" bigint PRIMARY KEY NOT NULL,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "record"."loans" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."loans_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"profile_id" integer NOT NULL,
	"ended_on" date,
	"item_id" bigint NOT NULL,
	"location_id" integer,
	"loaned_on" date NOT NULL,
	"due_on" date,
	"returned_on" date,
	"closed_on" date,
	"renewals" smallint DEFAULT 0 NOT NULL,
	"process_status" "record"."process_status" DEFAULT 'normal' NOT NULL,
	CONSTRAINT "loans_renewals_not_negative" CHECK ("record"."loans"."renewals" >= 0),
	CONSTRAINT "loans_end_is_return_or_closing" CHECK ("record"."loans"."ended_on" IS NOT DISTINCT FROM coalesce("record"."loans"."returned_on", "record"."loans"."closed_on"))
);
--> statement-breakpoint
CREATE TABLE "patron"."fee_links" (
	"fee_id" bigint PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"loan_id" bigint,
	"user_id" bigint NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_on" date,
	"library_id" integer NOT NULL,
	"location_id" integer,
	"profile_id" integer NOT NULL,
	"source_id" smallint NOT NULL,
	"finished" boolean NOT NULL,
	"source_number" text NOT NULL,
	CONSTRAINT "fee_links_source_id_source_number_unique" UNIQUE("source_id","source_number"),
	CONSTRAINT "fee_links_ends_when_finished" CHECK ("patron"."fee_links"."ended_on" IS NULL AND "patron"."fee_links"."ended_at" IS NULL OR "patron"."fee_links"."finished" AND "patron"."fee_links"."ended_on" IS NOT NULL AND "patron"."fee_links"."ended_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "patron"."fee_notes" (
	"fee_id" bigint PRIMARY KEY NOT NULL,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "record"."fee_transactions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."fee_transactions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"fee_id" bigint NOT NULL,
	"type" "record"."fee_transaction_type" NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"created_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."fees" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."fees_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"profile_id" integer NOT NULL,
	"ended_on" date,
	"type" text NOT NULL,
	"status" "record"."fee_status" NOT NULL,
	"original_amount" numeric(14, 2) NOT NULL,
	"balance" numeric(14, 2) NOT NULL,
	"created_on" date NOT NULL,
	"item_id" bigint,
	CONSTRAINT "fees_original_amount_not_negative" CHECK ("record"."fees"."original_amount" >= 0),
	CONSTRAINT "fees_closed_owes_nothing" CHECK ("record"."fees"."status" <> 'closed' OR "record"."fees"."balance" = 0)
);
--> statement-breakpoint
CREATE TABLE "patron"."request_links" (
	"request_id" bigint PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"request_type" "record"."request_type" NOT NULL,
	"user_id" bigint NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_on" date,
	"library_id" integer NOT NULL,
	"location_id" integer,
	"profile_id" integer NOT NULL,
	"source_id" smallint NOT NULL,
	"finished" boolean NOT NULL,
	"source_number" text NOT NULL,
	CONSTRAINT "request_links_source_id_source_number_unique" UNIQUE("source_id","source_number"),
	CONSTRAINT "request_links_ends_when_finished" CHECK ("patron"."request_links"."ended_on" IS NULL AND "patron"."request_links"."ended_at" IS NULL OR "patron"."request_links"."finished" AND "patron"."request_links"."ended_on" IS NOT NULL AND "patron"."request_links"."ended_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "patron"."request_notes" (
	"request_id" bigint PRIMARY KEY NOT NULL,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "record"."requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"profile_id" integer NOT NULL,
	"ended_on" date,
	"type" "record"."request_type" NOT NULL,
	"status" "record"."request_status" NOT NULL,
	"location_id" integer,
	"item_id" bigint,
	"title" text,
	"created_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."borrowing_links" (
	"borrowing_request_id" bigint PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"user_id" bigint NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_on" date,
	"library_id" integer NOT NULL,
	"location_id" integer,
	"profile_id" integer NOT NULL,
	"source_id" smallint NOT NULL,
	"finished" boolean NOT NULL,
	"source_number" text NOT NULL,
	CONSTRAINT "borrowing_links_source_id_source_number_unique" UNIQUE("source_id","source_number"),
	CONSTRAINT "borrowing_links_ends_when_finished" CHECK ("patron"."borrowing_links"."ended_on" IS NULL AND "patron"."borrowing_links"."ended_at" IS NULL OR "patron"."borrowing_links"."finished" AND "patron"."borrowing_links"."ended_on" IS NOT NULL AND "patron"."borrowing_links"."ended_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "patron"."borrowing_notes" (
	"borrowing_request_id" bigint PRIMARY KEY NOT NULL,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "record"."borrowing_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."borrowing_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"profile_id" integer NOT NULL,
	"ended_on" date,
	"partner" text,
	"status" "record"."borrowing_status" NOT NULL,
	"title" text,
	"created_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."import_rejects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."import_rejects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"import_id" uuid NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"column" text,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."seen_sources" (
	"digest" "bytea" PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."institution" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text DEFAULT 'Library' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"delete_user_policy" "console"."delete_user_policy" DEFAULT 'keepStatisticsAndRemovePrimaryId' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"source_key_fingerprint" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "institution_is_one_row" CHECK ("console"."institution"."id" = 1),
	CONSTRAINT "institution_currency_is_iso" CHECK ("console"."institution"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "console"."anonymization_families" (
	"family" "console"."family" PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"records" boolean DEFAULT false NOT NULL,
	"notes" boolean DEFAULT false NOT NULL,
	"default_anonymize" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."anonymization_rules" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."anonymization_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"family" "console"."family" NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"anonymize" boolean NOT NULL,
	CONSTRAINT "anonymization_rules_family_position_unique" UNIQUE("family","position"),
	CONSTRAINT "anonymization_rules_name_not_blank" CHECK ("console"."anonymization_rules"."name" <> '')
);
--> statement-breakpoint
CREATE TABLE "console"."rule_conditions" (
	"rule_id" integer NOT NULL,
	"position" integer NOT NULL,
	"parameter" "console"."rule_parameter" NOT NULL,
	"operator" "console"."rule_operator" NOT NULL,
	"number" integer,
	"codes" text[],
	"yes" boolean,
	CONSTRAINT "rule_conditions_rule_id_position_pk" PRIMARY KEY("rule_id","position"),
	CONSTRAINT "rule_conditions_value_fits_operator" CHECK (CASE WHEN "console"."rule_conditions"."operator" IN ('=', '<', '>', 'beyond') THEN "console"."rule_conditions"."number" IS NOT NULL AND "console"."rule_conditions"."codes" IS NULL AND "console"."rule_conditions"."yes" IS NULL
      WHEN "console"."rule_conditions"."operator" IN ('in', 'notIn') THEN "console"."rule_conditions"."number" IS NULL AND cardinality("console"."rule_conditions"."codes") > 0 AND "console"."rule_conditions"."yes" IS NULL
      WHEN "console"."rule_conditions"."operator" = 'is' THEN "console"."rule_conditions"."number" IS NULL AND "console"."rule_conditions"."codes" IS NULL AND "console"."rule_conditions"."yes" IS NOT NULL
      ELSE "console"."rule_conditions"."number" IS NULL AND "console"."rule_conditions"."codes" IS NULL AND "console"."rule_conditions"."yes" IS NULL END),
	CONSTRAINT "rule_conditions_number_in_range" CHECK ("console"."rule_conditions"."number" BETWEEN 0 AND 36500),
	CONSTRAINT "rule_conditions_retain_at_least_one" CHECK ("console"."rule_conditions"."operator" <> 'beyond' OR "console"."rule_conditions"."number" >= 1)
);
--> statement-breakpoint
CREATE TABLE "console"."letter_types" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"channel" "console"."letter_channel" NOT NULL,
	"patron_facing" boolean NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"retention_days" integer,
	CONSTRAINT "letter_types_retention_days_in_range" CHECK ("console"."letter_types"."retention_days" BETWEEN 1 AND 36500)
);
--> statement-breakpoint
CREATE TABLE "console"."schedules" (
	"job" "console"."job_name" PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"every" "console"."schedule_every" NOT NULL,
	"weekday" smallint,
	"month_day" smallint,
	"at" time NOT NULL,
	"next_run_at" timestamp with time zone,
	CONSTRAINT "schedules_weekday_when_weekly" CHECK (("console"."schedules"."every" = 'week') = ("console"."schedules"."weekday" IS NOT NULL)),
	CONSTRAINT "schedules_month_day_when_monthly" CHECK (("console"."schedules"."every" = 'month') = ("console"."schedules"."month_day" IS NOT NULL)),
	CONSTRAINT "schedules_weekday_in_range" CHECK ("console"."schedules"."weekday" BETWEEN 1 AND 7),
	CONSTRAINT "schedules_month_day_in_range" CHECK ("console"."schedules"."month_day" BETWEEN 1 AND 31),
	CONSTRAINT "schedules_active_is_due_sometime" CHECK ("console"."schedules"."active" = ("console"."schedules"."next_run_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "console"."setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"staff_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."staff" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."staff_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."staff_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "staff_rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "console"."staff_roles" (
	"staff_id" text NOT NULL,
	"role" "console"."staff_role" NOT NULL,
	CONSTRAINT "staff_roles_staff_id_role_pk" PRIMARY KEY("staff_id","role")
);
--> statement-breakpoint
CREATE TABLE "console"."staff_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "console"."staff_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."job_bulks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."job_bulks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"part" text NOT NULL,
	"low" bigint NOT NULL,
	"high" bigint NOT NULL,
	"cursor" bigint NOT NULL,
	"planned" integer NOT NULL,
	"visited" integer DEFAULT 0 NOT NULL,
	"batches" integer DEFAULT 0 NOT NULL,
	"status" "console"."bulk_status" DEFAULT 'waiting' NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"heartbeat_at" timestamp with time zone,
	CONSTRAINT "job_bulks_range" CHECK ("console"."job_bulks"."low" <= "console"."job_bulks"."high"),
	CONSTRAINT "job_bulks_cursor_in_range" CHECK ("console"."job_bulks"."cursor" BETWEEN "console"."job_bulks"."low" - 1 AND "console"."job_bulks"."high")
);
--> statement-breakpoint
CREATE TABLE "console"."job_counters" (
	"run_id" bigint NOT NULL,
	"part" text NOT NULL,
	"measure" text NOT NULL,
	"label" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "job_counters_run_id_part_measure_label_pk" PRIMARY KEY("run_id","part","measure","label"),
	CONSTRAINT "job_counters_not_negative" CHECK ("console"."job_counters"."count" >= 0)
);
--> statement-breakpoint
CREATE TABLE "console"."job_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."job_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"level" "console"."event_level" DEFAULT 'info' NOT NULL,
	"message" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."job_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."job_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job" "console"."job_name" NOT NULL,
	"status" "console"."run_status" DEFAULT 'queued' NOT NULL,
	"submitted_via" "console"."submitted_via" NOT NULL,
	"staff_id" text,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"cut_off" date NOT NULL,
	"time_zone" text NOT NULL,
	"frozen" jsonb NOT NULL,
	"expected" bigint,
	"problem" text,
	CONSTRAINT "job_runs_ended_when_terminal" CHECK (("console"."job_runs"."ended_at" IS NULL) = ("console"."job_runs"."status" IN ('queued', 'running', 'paused', 'interrupted', 'aborting')))
);
--> statement-breakpoint
CREATE TABLE "console"."audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console"."audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "record"."locations" ADD CONSTRAINT "locations_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."profiles" ADD CONSTRAINT "profiles_user_group_id_user_groups_id_fk" FOREIGN KEY ("user_group_id") REFERENCES "record"."user_groups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_addresses" ADD CONSTRAINT "user_addresses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_blocks" ADD CONSTRAINT "user_blocks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_categories" ADD CONSTRAINT "user_categories_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_categories" ADD CONSTRAINT "user_categories_category_id_statistical_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "record"."statistical_categories"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_emails" ADD CONSTRAINT "user_emails_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_identifiers" ADD CONSTRAINT "user_identifiers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_notes" ADD CONSTRAINT "user_notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_phones" ADD CONSTRAINT "user_phones_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_roles" ADD CONSTRAINT "user_roles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."users" ADD CONSTRAINT "users_user_group_id_user_groups_id_fk" FOREIGN KEY ("user_group_id") REFERENCES "record"."user_groups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."loan_links" ADD CONSTRAINT "loan_links_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "record"."loans"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."loan_links" ADD CONSTRAINT "loan_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."loan_links" ADD CONSTRAINT "loan_links_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."loan_notes" ADD CONSTRAINT "loan_notes_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "record"."loans"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."loans" ADD CONSTRAINT "loans_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."loans" ADD CONSTRAINT "loans_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "record"."profiles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."loans" ADD CONSTRAINT "loans_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "record"."items"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."loans" ADD CONSTRAINT "loans_location_fk" FOREIGN KEY ("library_id","location_id") REFERENCES "record"."locations"("library_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."fee_links" ADD CONSTRAINT "fee_links_fee_id_fees_id_fk" FOREIGN KEY ("fee_id") REFERENCES "record"."fees"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."fee_links" ADD CONSTRAINT "fee_links_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "record"."loans"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."fee_links" ADD CONSTRAINT "fee_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."fee_links" ADD CONSTRAINT "fee_links_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."fee_notes" ADD CONSTRAINT "fee_notes_fee_id_fees_id_fk" FOREIGN KEY ("fee_id") REFERENCES "record"."fees"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."fee_transactions" ADD CONSTRAINT "fee_transactions_fee_id_fees_id_fk" FOREIGN KEY ("fee_id") REFERENCES "record"."fees"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."fees" ADD CONSTRAINT "fees_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."fees" ADD CONSTRAINT "fees_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "record"."profiles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."fees" ADD CONSTRAINT "fees_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "record"."items"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."request_links" ADD CONSTRAINT "request_links_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "record"."requests"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."request_links" ADD CONSTRAINT "request_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."request_links" ADD CONSTRAINT "request_links_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."request_notes" ADD CONSTRAINT "request_notes_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "record"."requests"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."requests" ADD CONSTRAINT "requests_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."requests" ADD CONSTRAINT "requests_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "record"."profiles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."requests" ADD CONSTRAINT "requests_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "record"."items"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."requests" ADD CONSTRAINT "requests_location_fk" FOREIGN KEY ("library_id","location_id") REFERENCES "record"."locations"("library_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."borrowing_links" ADD CONSTRAINT "borrowing_links_borrowing_request_id_borrowing_requests_id_fk" FOREIGN KEY ("borrowing_request_id") REFERENCES "record"."borrowing_requests"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."borrowing_links" ADD CONSTRAINT "borrowing_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."borrowing_links" ADD CONSTRAINT "borrowing_links_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."borrowing_notes" ADD CONSTRAINT "borrowing_notes_borrowing_request_id_borrowing_requests_id_fk" FOREIGN KEY ("borrowing_request_id") REFERENCES "record"."borrowing_requests"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."borrowing_requests" ADD CONSTRAINT "borrowing_requests_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."borrowing_requests" ADD CONSTRAINT "borrowing_requests_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "record"."profiles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."anonymization_rules" ADD CONSTRAINT "anonymization_rules_family_anonymization_families_family_fk" FOREIGN KEY ("family") REFERENCES "console"."anonymization_families"("family") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."rule_conditions" ADD CONSTRAINT "rule_conditions_rule_id_anonymization_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "console"."anonymization_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."setup_links" ADD CONSTRAINT "setup_links_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."staff_accounts" ADD CONSTRAINT "staff_accounts_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."staff_sessions" ADD CONSTRAINT "staff_sessions_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."job_bulks" ADD CONSTRAINT "job_bulks_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."job_counters" ADD CONSTRAINT "job_counters_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."job_events" ADD CONSTRAINT "job_events_run_id_job_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "console"."job_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."job_runs" ADD CONSTRAINT "job_runs_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "items_barcode_unique" ON "record"."items" USING btree ("barcode");--> statement-breakpoint
CREATE INDEX "profiles_user_group_id_index" ON "record"."profiles" USING btree ("user_group_id");--> statement-breakpoint
CREATE INDEX "user_addresses_user_id_index" ON "patron"."user_addresses" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_blocks_user_id_index" ON "patron"."user_blocks" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_categories_category_id_index" ON "patron"."user_categories" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "user_emails_user_id_index" ON "patron"."user_emails" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_emails_email_index" ON "patron"."user_emails" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "user_identifiers_user_id_index" ON "patron"."user_identifiers" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "user_identifiers_type_value_unique" ON "patron"."user_identifiers" USING btree ("type",lower("value")) WHERE "patron"."user_identifiers"."active";--> statement-breakpoint
CREATE INDEX "user_notes_user_id_index" ON "patron"."user_notes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_phones_user_id_index" ON "patron"."user_phones" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_primary_id_unique" ON "patron"."users" USING btree (lower("primary_id")) WHERE "patron"."users"."status" <> 'deleted';--> statement-breakpoint
CREATE INDEX "users_user_group_id_index" ON "patron"."users" USING btree ("user_group_id");--> statement-breakpoint
CREATE INDEX "loan_links_user_id_index" ON "patron"."loan_links" USING btree ("user_id","ended_at" DESC NULLS FIRST,"loaned_at" DESC NULLS FIRST,"loan_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "loans_profile_id_index" ON "record"."loans" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "loans_library_id_location_id_index" ON "record"."loans" USING btree ("library_id","location_id");--> statement-breakpoint
CREATE INDEX "loans_item_id_index" ON "record"."loans" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "fee_links_user_id_index" ON "patron"."fee_links" USING btree ("user_id","ended_at" DESC NULLS FIRST,"created_at" DESC NULLS FIRST,"fee_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "fee_links_loan_id_index" ON "patron"."fee_links" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "fee_transactions_fee_id_index" ON "record"."fee_transactions" USING btree ("fee_id");--> statement-breakpoint
CREATE INDEX "fees_profile_id_index" ON "record"."fees" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "fees_library_id_index" ON "record"."fees" USING btree ("library_id");--> statement-breakpoint
CREATE INDEX "fees_item_id_index" ON "record"."fees" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "request_links_user_id_index" ON "patron"."request_links" USING btree ("user_id","ended_at" DESC NULLS FIRST,"created_at" DESC NULLS FIRST,"request_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "requests_profile_id_index" ON "record"."requests" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "requests_library_id_location_id_index" ON "record"."requests" USING btree ("library_id","location_id");--> statement-breakpoint
CREATE INDEX "requests_item_id_index" ON "record"."requests" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "borrowing_links_user_id_index" ON "patron"."borrowing_links" USING btree ("user_id","ended_at" DESC NULLS FIRST,"created_at" DESC NULLS FIRST,"borrowing_request_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "borrowing_requests_profile_id_index" ON "record"."borrowing_requests" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "borrowing_requests_library_id_index" ON "record"."borrowing_requests" USING btree ("library_id");--> statement-breakpoint
CREATE INDEX "import_rejects_import_id_index" ON "patron"."import_rejects" USING btree ("import_id","line");--> statement-breakpoint
CREATE INDEX "import_rejects_created_at_index" ON "patron"."import_rejects" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "setup_links_staff_id_index" ON "console"."setup_links" USING btree ("staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_email_unique" ON "console"."staff" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "staff_accounts_user_id_index" ON "console"."staff_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_user_id_index" ON "console"."staff_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_verifications_identifier_index" ON "console"."staff_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "job_bulks_run_id_index" ON "console"."job_bulks" USING btree ("run_id","status","id");--> statement-breakpoint
CREATE INDEX "job_events_run_id_index" ON "console"."job_events" USING btree ("run_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "job_runs_one_active_per_job" ON "console"."job_runs" USING btree ("job") WHERE "console"."job_runs"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX "job_runs_submitted_at_index" ON "console"."job_runs" USING btree ("submitted_at","id");--> statement-breakpoint
CREATE INDEX "job_runs_staff_id_index" ON "console"."job_runs" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "audit_at_index" ON "console"."audit" USING btree ("at","id");