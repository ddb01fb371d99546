ALTER TABLE "console"."run_requests" ALTER COLUMN "run_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "console"."run_requests" ADD COLUMN "proposal_id" bigint;--> statement-breakpoint
ALTER TABLE "console"."run_requests" ADD CONSTRAINT "run_requests_proposal_id_run_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "console"."run_proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_requests_proposal_id_index" ON "console"."run_requests" USING btree ("proposal_id");--> statement-breakpoint
ALTER TABLE "console"."run_requests" ADD CONSTRAINT "run_requests_run_or_proposal" CHECK (num_nonnulls("console"."run_requests"."run_id", "console"."run_requests"."proposal_id") = 1);