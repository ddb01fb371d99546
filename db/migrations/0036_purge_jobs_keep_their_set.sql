ALTER TABLE "console"."purge_jobs" DROP CONSTRAINT "purge_jobs_set_id_sets_id_fk";
--> statement-breakpoint
ALTER TABLE "console"."purge_jobs" ADD CONSTRAINT "purge_jobs_set_id_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "patron"."sets"("id") ON DELETE restrict ON UPDATE no action;