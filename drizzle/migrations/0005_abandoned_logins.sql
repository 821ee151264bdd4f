ALTER TABLE "pending_logins" ADD COLUMN "browser_id" uuid;--> statement-breakpoint
ALTER TABLE "pending_logins" ADD COLUMN "reviewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pending_logins" ADD COLUMN "told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pending_logins" ADD CONSTRAINT "pending_logins_browser_id_browsers_id_fk" FOREIGN KEY ("browser_id") REFERENCES "public"."browsers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
-- Those from before are nobody's news.
UPDATE "pending_logins" SET "reviewed_at" = now() WHERE "expires_at" <= now();
