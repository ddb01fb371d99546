CREATE TABLE "patron"."update_texts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "patron"."update_texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"note" text,
	"block_note" text,
	"subject" text,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD COLUMN "attempts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD COLUMN "attempted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "patron"."letters" ADD COLUMN "problem" text;--> statement-breakpoint
CREATE INDEX "letters_unsent_index" ON "patron"."letters" USING btree ("created_at","id") WHERE NOT "patron"."letters"."sent";