ALTER TABLE "console"."verified_backup" ALTER COLUMN "made_at" DROP NOT NULL;
