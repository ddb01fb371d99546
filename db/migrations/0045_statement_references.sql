ALTER TABLE "patron"."loan_links" DROP CONSTRAINT "loan_links_source_id_sources_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."loans" DROP CONSTRAINT "loans_library_id_libraries_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."loans" DROP CONSTRAINT "loans_profile_id_profiles_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."loans" DROP CONSTRAINT "loans_location_fk";
--> statement-breakpoint
ALTER TABLE "patron"."fee_links" DROP CONSTRAINT "fee_links_source_id_sources_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."fees" DROP CONSTRAINT "fees_library_id_libraries_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."fees" DROP CONSTRAINT "fees_profile_id_profiles_id_fk";
--> statement-breakpoint
ALTER TABLE "patron"."request_links" DROP CONSTRAINT "request_links_source_id_sources_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."requests" DROP CONSTRAINT "requests_library_id_libraries_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."requests" DROP CONSTRAINT "requests_profile_id_profiles_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."requests" DROP CONSTRAINT "requests_location_fk";
--> statement-breakpoint
ALTER TABLE "patron"."borrowing_links" DROP CONSTRAINT "borrowing_links_source_id_sources_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."borrowing_requests" DROP CONSTRAINT "borrowing_requests_library_id_libraries_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."borrowing_requests" DROP CONSTRAINT "borrowing_requests_profile_id_profiles_id_fk";
--> statement-breakpoint
ALTER TABLE "record"."locations" DROP CONSTRAINT "locations_library_id_id_unique";
