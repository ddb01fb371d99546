CREATE TABLE "patron"."removed_user_notes" (
	"user_id" bigint NOT NULL,
	"type" text NOT NULL,
	"removed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "removed_user_notes_user_id_type_pk" PRIMARY KEY("user_id","type")
);
--> statement-breakpoint
ALTER TABLE "patron"."removed_user_notes" ADD CONSTRAINT "removed_user_notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;