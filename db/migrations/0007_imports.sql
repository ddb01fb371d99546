CREATE TYPE "console"."import_status" AS ENUM('uploading', 'queued', 'running', 'stopping', 'stopped', 'completed', 'completedWithRejects', 'failed');--> statement-breakpoint
CREATE TYPE "console"."import_step" AS ENUM('waiting', 'reading', 'checking', 'writing');--> statement-breakpoint
CREATE TABLE "patron"."import_chunks" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"start" bigint NOT NULL,
	"length" integer GENERATED ALWAYS AS (octet_length(bytes)) STORED,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_import_id_number_start_pk" PRIMARY KEY("import_id","number","start")
);
--> statement-breakpoint
CREATE TABLE "console"."import_counts" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"format" text NOT NULL,
	"read" bigint NOT NULL,
	"created" bigint NOT NULL,
	"updated" bigint NOT NULL,
	"unchanged" bigint NOT NULL,
	"already_anonymized" bigint NOT NULL,
	"rejected" bigint NOT NULL,
	"new_accounts_for_purged" bigint NOT NULL,
	CONSTRAINT "import_counts_import_id_number_pk" PRIMARY KEY("import_id","number")
);
--> statement-breakpoint
CREATE TABLE "patron"."import_problems" (
	"import_id" uuid PRIMARY KEY NOT NULL,
	"sentence" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patron"."import_uploads" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"format" text,
	"size" bigint NOT NULL,
	"modified" bigint,
	CONSTRAINT "import_uploads_import_id_number_pk" PRIMARY KEY("import_id","number"),
	CONSTRAINT "import_uploads_number" CHECK ("patron"."import_uploads"."number" BETWEEN 0 AND 49),
	CONSTRAINT "import_uploads_size" CHECK ("patron"."import_uploads"."size" BETWEEN 1 AND 4294967296)
);
--> statement-breakpoint
CREATE TABLE "patron"."import_files" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"warnings" text[],
	"created_codes" jsonb,
	CONSTRAINT "import_files_import_id_number_pk" PRIMARY KEY("import_id","number")
);
--> statement-breakpoint
CREATE TABLE "console"."imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"status" "console"."import_status" DEFAULT 'uploading' NOT NULL,
	"dry_run" boolean DEFAULT true NOT NULL,
	"source" text NOT NULL,
	"replace_demo" boolean DEFAULT false NOT NULL,
	"submitted_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"queued_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"epoch" integer DEFAULT 0 NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"heartbeat_at" timestamp with time zone,
	"called_at" timestamp with time zone,
	"file" integer,
	"files" integer,
	"step" "console"."import_step",
	"rows" bigint,
	"lines" bigint,
	"expected" bigint,
	CONSTRAINT "imports_source_is_a_name" CHECK ("console"."imports"."source" ~ '^[A-Za-z0-9_.-]{1,50}$'),
	CONSTRAINT "imports_ended_when_terminal" CHECK (("console"."imports"."ended_at" IS NULL) = ("console"."imports"."status" IN ('uploading', 'queued', 'running', 'stopping')))
);
--> statement-breakpoint
DROP INDEX "patron"."import_rejects_import_id_index";--> statement-breakpoint
ALTER TABLE "patron"."import_chunks" ADD CONSTRAINT "import_chunks_upload_fk" FOREIGN KEY ("import_id","number") REFERENCES "patron"."import_uploads"("import_id","number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."import_counts" ADD CONSTRAINT "import_counts_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "console"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."import_problems" ADD CONSTRAINT "import_problems_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "console"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."import_uploads" ADD CONSTRAINT "import_uploads_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "console"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."import_files" ADD CONSTRAINT "import_files_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "console"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imports_created_at_index" ON "console"."imports" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "import_rejects_import_id_place_index" ON "patron"."import_rejects" USING btree ("import_id","id");