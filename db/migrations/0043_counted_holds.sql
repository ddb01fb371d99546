DROP INDEX "patron"."user_history_user_id_index";--> statement-breakpoint
DROP INDEX "patron"."letters_source_id_source_number_index";--> statement-breakpoint
ALTER TABLE "patron"."user_history" DROP CONSTRAINT "user_history_pkey";--> statement-breakpoint
ALTER TABLE "patron"."user_history" ADD CONSTRAINT "user_history_user_id_id_pk" PRIMARY KEY("user_id","id");--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD COLUMN "members" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "letters_source_id_source_number_index" ON "patron"."letters" USING btree ("source_id","source_number") WHERE "patron"."letters"."source_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."legal_holds" ADD CONSTRAINT "legal_holds_members_not_negative" CHECK ("patron"."legal_holds"."members" >= 0);