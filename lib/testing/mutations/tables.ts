import type { Mutant } from './list.ts'

const file = 'drizzle/migrations/0000_first.sql'
const none = 'SELECT 1;--> statement-breakpoint'

/** What the tables themselves refuse, whatever the code forgot (docs/security-bar/races.md). That normal forms are unique follows from look-alikes: of one normal form there is one look. */
export const tables: Mutant[] = [
  { what: 'one name of a person', file, find: 'CONSTRAINT "users_username_key_unique" UNIQUE("username_key"),', replace: '', tests: ['lib/accounts/registration.test.ts'] },
  { what: 'one owner of an address', file, find: 'CREATE UNIQUE INDEX "email_addresses_one_owner" ON "email_addresses" USING btree ("address_key") WHERE "email_addresses"."verified_at" is not null;--> statement-breakpoint', replace: none, tests: ['lib/accounts/registration.test.ts'] },
  { what: 'one open invitation', file, find: 'CREATE UNIQUE INDEX "invitations_one_open" ON "invitations" USING btree ("project_id","user_id") WHERE "invitations"."answer" is null;--> statement-breakpoint', replace: none, tests: ['lib/projects/invitations.test.ts'] },
  { what: 'one look of a project’s name', file, find: '"normalized_name"),\n\tCONSTRAINT "projects_confusable_name_unique" UNIQUE("confusable_name")', replace: '"normalized_name")', tests: ['lib/projects/projects.test.ts'] },
  { what: 'one account of a key', file, find: 'CONSTRAINT "security_keys_credential_id_unique" UNIQUE("credential_id"),', replace: '', tests: ['lib/two-factor/security-keys.test.ts'] },
  { what: 'a credential id has a length', file, find: ',\n\tCONSTRAINT "security_keys_credential_id_length" CHECK (length("security_keys"."credential_id") between 22 and 1364)', replace: '', tests: ['lib/two-factor/security-keys.test.ts'] },
  { what: 'one name of a token', file, find: 'CREATE UNIQUE INDEX "api_tokens_one_name" ON "api_tokens" USING btree ("user_id","name") WHERE "api_tokens"."revoked_at" is null;--> statement-breakpoint', replace: none, tests: ['lib/tokens/tokens.test.ts'] },
]
