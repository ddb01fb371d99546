CREATE TABLE "patron"."user_proxies" (
	"user_id" bigint NOT NULL,
	"proxy_for_user_id" bigint NOT NULL,
	CONSTRAINT "user_proxies_user_id_proxy_for_user_id_pk" PRIMARY KEY("user_id","proxy_for_user_id"),
	CONSTRAINT "user_proxies_of_another" CHECK ("patron"."user_proxies"."user_id" <> "patron"."user_proxies"."proxy_for_user_id")
);
--> statement-breakpoint
ALTER TABLE "patron"."user_addresses" ADD COLUMN "types" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_addresses" ADD COLUMN "preferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_blocks" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "patron"."user_blocks" ADD COLUMN "active" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_blocks" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "patron"."user_emails" ADD COLUMN "types" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_emails" ADD COLUMN "preferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_notes" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "patron"."user_notes" ADD COLUMN "user_viewable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_notes" ADD COLUMN "popup" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_phones" ADD COLUMN "types" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."user_phones" ADD COLUMN "preferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "patron"."import_rejects" ADD COLUMN "record" integer;--> statement-breakpoint
ALTER TABLE "patron"."user_proxies" ADD CONSTRAINT "user_proxies_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patron"."user_proxies" ADD CONSTRAINT "user_proxies_proxy_for_user_id_users_id_fk" FOREIGN KEY ("proxy_for_user_id") REFERENCES "patron"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_proxies_proxy_for_user_id_index" ON "patron"."user_proxies" USING btree ("proxy_for_user_id");