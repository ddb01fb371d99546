CREATE TYPE "patron"."set_kind" AS ENUM('itemized', 'logical');--> statement-breakpoint
CREATE TYPE "patron"."unfound_reason" AS ENUM('unknown', 'purged', 'zerosLost');--> statement-breakpoint
CREATE TABLE "patron"."set_members" (
	"set_id" integer NOT NULL,
	"user_id" bigint NOT NULL,
	CONSTRAINT "set_members_set_id_user_id_pk" PRIMARY KEY("set_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "patron"."set_upload_lines" (
	"upload_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"value" text NOT NULL,
	"reason" "patron"."unfound_reason" NOT NULL,
	CONSTRAINT "set_upload_lines_upload_id_line_pk" PRIMARY KEY("upload_id","line")
);
--> statement-breakpoint
CREATE TABLE "patron"."set_uploads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"set_id" integer NOT NULL,
	"added" integer NOT NULL,
	"already_members" integer NOT NULL,
	"not_found" integer NOT NULL,
	"duplicates" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."sets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"private" boolean DEFAULT true NOT NULL,
	"kind" "patron"."set_kind" NOT NULL,
	"query" jsonb,
	"owner_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sets_name_not_blank" CHECK ("patron"."sets"."name" <> ''),
	CONSTRAINT "sets_query_when_logical" CHECK (("patron"."sets"."kind" = 'logical') = ("patron"."sets"."query" IS NOT NULL)),
	CONSTRAINT "sets_owned_when_private" CHECK ("patron"."sets"."owner_id" IS NOT NULL OR NOT "patron"."sets"."private")
);
--> statement-breakpoint
CREATE TABLE "patron"."user_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."user_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"fields" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."user_searches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" text NOT NULL,
	"search" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "patron"."set_members" ADD CONSTRAINT "set_members_set_id_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "patron"."sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."set_members" ADD CONSTRAINT "set_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."set_upload_lines" ADD CONSTRAINT "set_upload_lines_upload_id_set_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "patron"."set_uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."set_uploads" ADD CONSTRAINT "set_uploads_set_id_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "patron"."sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."sets" ADD CONSTRAINT "sets_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "console"."staff"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_history" ADD CONSTRAINT "user_history_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_searches" ADD CONSTRAINT "user_searches_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "console"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "set_members_user_id_index" ON "patron"."set_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "set_uploads_set_id_index" ON "patron"."set_uploads" USING btree ("set_id");--> statement-breakpoint
CREATE INDEX "set_uploads_created_at_index" ON "patron"."set_uploads" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sets_name_unique" ON "patron"."sets" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "sets_owner_id_index" ON "patron"."sets" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "user_history_user_id_index" ON "patron"."user_history" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "user_searches_staff_id_index" ON "patron"."user_searches" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "user_searches_created_at_index" ON "patron"."user_searches" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "user_identifiers_value_index" ON "patron"."user_identifiers" USING btree (lower("value"));--> statement-breakpoint
CREATE INDEX "users_name_index" ON "patron"."users" USING btree ((lower(coalesce("last_name", '')) COLLATE "C"),(lower(coalesce("first_name", '')) COLLATE "C"),"id") WHERE "patron"."users"."status" <> 'deleted';--> statement-breakpoint
CREATE INDEX "users_deleted_name_index" ON "patron"."users" USING btree ((lower(coalesce("last_name", '')) COLLATE "C"),(lower(coalesce("first_name", '')) COLLATE "C"),"id") WHERE "patron"."users"."status" = 'deleted';--> statement-breakpoint
CREATE INDEX "users_first_name_index" ON "patron"."users" USING btree ((lower(coalesce("first_name", '')) COLLATE "C")) WHERE "patron"."users"."status" <> 'deleted';--> statement-breakpoint
CREATE INDEX "users_deleted_primary_id_index" ON "patron"."users" USING btree (lower("primary_id")) WHERE "patron"."users"."status" = 'deleted';--> statement-breakpoint
CREATE INDEX "users_expiry_date_index" ON "patron"."users" USING btree ("expiry_date","id");--> statement-breakpoint
CREATE INDEX "users_purge_date_index" ON "patron"."users" USING btree ("purge_date","id");--> statement-breakpoint
CREATE INDEX "fee_links_open_index" ON "patron"."fee_links" USING btree ("user_id","fee_id") WHERE NOT "patron"."fee_links"."finished";--> statement-breakpoint
CREATE INDEX "fees_open_index" ON "record"."fees" USING btree ("id","balance") WHERE "record"."fees"."balance" <> 0;