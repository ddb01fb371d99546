CREATE TYPE "record"."lending_status" AS ENUM('requested', 'in_process', 'shipped', 'received', 'on_hold_shelf', 'overdue', 'returned', 'completed', 'cancelled', 'rejected', 'expired');--> statement-breakpoint
CREATE TABLE "record"."lending_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record"."lending_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"library_id" integer NOT NULL,
	"partner" text NOT NULL,
	"status" "record"."lending_status" NOT NULL,
	"title" text,
	"created_on" date NOT NULL,
	"ended_on" date,
	"source_id" smallint NOT NULL,
	"source_number" text NOT NULL,
	CONSTRAINT "lending_requests_source_id_source_number_unique" UNIQUE("source_id","source_number")
);
--> statement-breakpoint
ALTER TABLE "record"."lending_requests" ADD CONSTRAINT "lending_requests_library_id_libraries_id_fk" FOREIGN KEY ("library_id") REFERENCES "record"."libraries"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."lending_requests" ADD CONSTRAINT "lending_requests_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "record"."sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lending_requests_library_id_index" ON "record"."lending_requests" USING btree ("library_id");--> statement-breakpoint
ALTER TABLE "record"."fee_transactions" ADD CONSTRAINT "fee_transactions_amount_not_negative" CHECK ("record"."fee_transactions"."amount" >= 0);--> statement-breakpoint
ALTER TABLE "record"."fees" ADD CONSTRAINT "fees_balance_within_amount" CHECK ("record"."fees"."balance" <= "record"."fees"."original_amount");