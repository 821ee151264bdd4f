CREATE TABLE "barred_tokens" (
	"project_id" uuid NOT NULL,
	"token_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "barred_tokens_project_id_token_id_pk" PRIMARY KEY("project_id","token_id")
);
--> statement-breakpoint
ALTER TABLE "barred_tokens" ADD CONSTRAINT "barred_tokens_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "barred_tokens" ADD CONSTRAINT "barred_tokens_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE cascade ON UPDATE no action;