CREATE TABLE "console"."certificate_keys" (
	"keyid" text PRIMARY KEY NOT NULL,
	"public_key" "bytea" NOT NULL,
	"made_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "certificate_keys_keyid_is_of_its_key" CHECK ("console"."certificate_keys"."keyid" = left(encode(sha256("console"."certificate_keys"."public_key"), 'hex'), 16))
);
