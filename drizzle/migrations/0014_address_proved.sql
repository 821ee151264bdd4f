ALTER TABLE "email_addresses" ADD COLUMN "proved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mailed_links" ADD COLUMN "sent_to" text;