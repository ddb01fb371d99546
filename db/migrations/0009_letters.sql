CREATE TABLE "record"."letter_counts" (
	"letter_code" text NOT NULL,
	"month" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "letter_counts_letter_code_month_pk" PRIMARY KEY("letter_code","month"),
	CONSTRAINT "letter_counts_not_negative" CHECK ("record"."letter_counts"."count" >= 0),
	CONSTRAINT "letter_counts_month_is_a_first_day" CHECK (extract(day FROM "record"."letter_counts"."month") = 1)
);
--> statement-breakpoint
CREATE TABLE "patron"."letters" (
	"id" bigserial NOT NULL,
	"user_id" bigint NOT NULL,
	"letter_code" text NOT NULL,
	"channel" "console"."letter_channel" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_on" date NOT NULL,
	"sent" boolean NOT NULL,
	"subject" text,
	"addresses" text,
	"body" text,
	"source_id" smallint,
	"source_number" text,
	CONSTRAINT "letters_id_created_on_pk" PRIMARY KEY("id","created_on"),
	CONSTRAINT "letters_source_has_a_number" CHECK (("patron"."letters"."source_id" IS NULL) = ("patron"."letters"."source_number" IS NULL)),
	CONSTRAINT "letters_body_in_bounds" CHECK (octet_length("patron"."letters"."body") <= 1048576),
	CONSTRAINT "letters_created_since_1970" CHECK ("patron"."letters"."created_on" >= '1970-01-01')
) PARTITION BY RANGE ("created_on");
--> statement-breakpoint
ALTER TABLE "console"."letter_types" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."letter_types" ADD COLUMN "needs_attention" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."letter_types" ADD COLUMN "updated_by" text;--> statement-breakpoint
ALTER TABLE "console"."letter_types" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "record"."letter_counts" ADD CONSTRAINT "letter_counts_letter_code_letter_types_code_fk" FOREIGN KEY ("letter_code") REFERENCES "console"."letter_types"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD CONSTRAINT "letters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD CONSTRAINT "letters_letter_code_letter_types_code_fk" FOREIGN KEY ("letter_code") REFERENCES "console"."letter_types"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD CONSTRAINT "letters_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letters_user_id_index" ON "patron"."letters" USING btree ("user_id","created_on" DESC NULLS FIRST,"created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "letters_letter_code_created_on_index" ON "patron"."letters" USING btree ("letter_code","created_on");--> statement-breakpoint
CREATE INDEX "letters_source_id_source_number_index" ON "patron"."letters" USING btree ("source_id","source_number");