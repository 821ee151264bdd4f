ALTER TABLE "simple_pages" ADD COLUMN "rendered_with" text DEFAULT '' NOT NULL;--> statement-breakpoint
DELETE FROM "settings" WHERE "key" = 'simple-pages.rendered-with';
