ALTER TABLE "api_tokens" ADD COLUMN "expiry_warned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "check_up_reminded_at" timestamp with time zone;