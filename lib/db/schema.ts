// All tables. A comment says what a column means; constraints keep it true.
// Nothing newer than Postgres 15. Secrets are stored as SHA-256 hashes or sealed (AES-256-GCM), never as they are.

import { sql } from 'drizzle-orm'
import {
  bigint, boolean, check, customType, date, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid,
} from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const id = () => uuid('id').primaryKey().defaultRandom()
const owner = () => uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' })
const createdAt = () => moment('created_at').notNull().defaultNow()

// ── accounts ────────────────────────────────────────────────────────────────
export const users = pgTable('users', {
  id: id(),
  username: text('username').notNull(),
  /** Lower case: names that differ only in case are one name. */
  usernameKey: text('username_key').notNull().unique(),
  name: text('name').notNull().default(''),
  /** PHC string over an HMAC of the password; null while none is set. */
  passwordHash: text('password_hash'),
  passwordChangedAt: moment('password_changed_at').notNull().defaultNow(),
  /** Set when somebody signed in with it and it was known from a breach: until it is changed, sessions open nothing else. */
  passwordBreachedAt: moment('password_breached_at'),
  isAdmin: boolean('is_admin').notNull().default(false),
  /** The WebAuthn user handle: 64 random bytes, without meaning, for life. */
  webauthnHandle: bytea('webauthn_handle').notNull().unique(),
  locale: text('locale'),
  /** Set, by an administrator or by deletion: may neither sign in nor publish; sessions and tokens are dead. */
  disabledAt: moment('disabled_at'),
  /** What an administrator wrote; the person has read it. */
  disabledReason: text('disabled_reason'),
  /** Set when its owner deleted it: a tombstone that keeps the name, disabled for good. */
  deletedAt: moment('deleted_at'),
  /** Set while a delayed recovery runs: uploads rest, the website and installs work. */
  frozenUntil: moment('frozen_until'),
  /** Set by "This was not me": nobody signs in and every token rests until a reset sets a new password. */
  securedAt: moment('secured_at'),
  /** Set at the end of a delayed recovery: the account needs a second factor again, whatever the site asks of others. */
  mustHaveFactor: boolean('must_have_factor').notNull().default(false),
  lastLoginAt: moment('last_login_at'),
  /** When a recovery code was last tried out without spending it. */
  codeTestedAt: moment('code_tested_at'),
  /** When they were last reminded to check that their codes and keys are still there. */
  checkUpRemindedAt: moment('check_up_reminded_at'),
  createdAt: createdAt(),
})

export const emailAddresses = pgTable('email_addresses', {
  id: id(),
  userId: owner(),
  address: text('address').notNull(),
  /** Lower case. Several accounts may claim an address; only one can have it confirmed. */
  addressKey: text('address_key').notNull(),
  isPrimary: boolean('is_primary').notNull().default(false),
  isPublic: boolean('is_public').notNull().default(false),
  verifiedAt: moment('verified_at'),
  /** When a link that was mailed to it was last used: it is read by somebody. */
  provedAt: moment('proved_at'),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('email_addresses_one_owner').on(t.addressKey).where(sql`${t.verifiedAt} is not null`),
  uniqueIndex('email_addresses_once_per_user').on(t.userId, t.addressKey),
  uniqueIndex('email_addresses_one_primary').on(t.userId).where(sql`${t.isPrimary}`),
])

/** A link sent by mail or printed at the first start: works once, for one purpose, for one subject. */
export const mailedLinks = pgTable('mailed_links', {
  tokenHash: text('token_hash').primaryKey(),
  purpose: text('purpose').notNull(),
  userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
  /** What it is about: an address id, a project id, a mail address invited. */
  subject: text('subject').notNull().default(''),
  /** The address of that user that it was mailed to. */
  sentTo: text('sent_to'),
  /** The administrator who invites; null for links that nobody else asked for, and for the operator's. */
  madeBy: uuid('made_by').references(() => users.id, { onDelete: 'set null' }),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
  createdAt: createdAt(),
}, (t) => [index('mailed_links_by_user').on(t.userId, t.purpose)])

// ── signing in ──────────────────────────────────────────────────────────────
/** A right password that still awaits its second factor. The user is read from here, never from the request. */
export const pendingLogins = pgTable('pending_logins', {
  /** SHA-256 of the `__Host-` cookie that alone finds this row. */
  cookieHash: text('cookie_hash').primaryKey(),
  userId: owner(),
  /** Where to go afterwards: a path of ours, checked again on use. */
  nextPath: text('next_path').notNull().default('/'),
  attemptsLeft: integer('attempts_left').notNull(),
  /** How the last step was passed, or the one before a mailed code; null until then. `completedAt` says which. */
  method: text('method'),
  /** How many codes were mailed to confirm the browser; the last of them counts, until then. */
  codesMailed: integer('codes_mailed').notNull().default(0),
  completedAt: moment('completed_at'),
  ticketHash: text('ticket_hash').unique(),
  ticketExpiresAt: moment('ticket_expires_at'),
  consumedAt: moment('consumed_at'),
  expiresAt: moment('expires_at').notNull(),
  /** The browser it began in, if its user had signed in there before. */
  browserId: uuid('browser_id').references(() => browsers.id, { onDelete: 'set null' }),
  /** When it was looked at for having been left half way (login/abandoned.ts), and when its user was told. */
  reviewedAt: moment('reviewed_at'),
  toldAt: moment('told_at'),
  ip: text('ip'),
  userAgent: text('user_agent'),
  createdAt: createdAt(),
}, (t) => [index('pending_logins_by_user').on(t.userId)])

export const sessions = pgTable('sessions', {
  /** SHA-256 of the opaque cookie. */
  idHash: text('id_hash').primaryKey(),
  /** What pages and forms name a session by; opens nothing. */
  publicId: uuid('public_id').notNull().unique().defaultRandom(),
  userId: owner(),
  /** 1: password only. 2: two factors. */
  aal: smallint('aal').notNull(),
  /** password, totp, security-key, passkey, recovery-code, remembered-browser. */
  method: text('method').notNull(),
  browserId: uuid('browser_id').references(() => browsers.id, { onDelete: 'set null' }),
  sudoAt: moment('sudo_at'),
  sudoMethod: text('sudo_method'),
  ip: text('ip'),
  userAgent: text('user_agent'),
  lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
  expiresAt: moment('expires_at').notNull(),
  revokedAt: moment('revoked_at'),
  createdAt: createdAt(),
}, (t) => [index('sessions_by_user').on(t.userId)])

/** Browsers a user signed in from: known (own rate-limit bucket, no "new browser" mail), perhaps remembered (no second step). */
export const browsers = pgTable('browsers', {
  id: id(),
  tokenHash: text('token_hash').notNull(),
  userId: owner(),
  rememberedUntil: moment('remembered_until'),
  ip: text('ip'),
  userAgent: text('user_agent'),
  lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
  revokedAt: moment('revoked_at'),
  createdAt: createdAt(),
}, (t) => [uniqueIndex('browsers_by_token').on(t.tokenHash, t.userId), index('browsers_by_user').on(t.userId)])

// ── second factors ──────────────────────────────────────────────────────────
/** Authenticator apps. Unconfirmed rows are offers: they expire, and satisfy nothing. */
export const totpApps = pgTable('totp_apps', {
  id: id(),
  userId: owner(),
  name: text('name').notNull().default(''),
  /** AES-256-GCM; its AAD names purpose, user and row. */
  sealedSecret: bytea('sealed_secret').notNull(),
  keyId: text('key_id').notNull(),
  /** RFC 6238 §5.2: the step of the last code accepted; only later ones are. */
  lastStep: bigint('last_step', { mode: 'number' }),
  failCount: integer('fail_count').notNull().default(0),
  confirmedAt: moment('confirmed_at'),
  disabledAt: moment('disabled_at'),
  lastUsedAt: moment('last_used_at'),
  expiresAt: moment('expires_at'),
  createdAt: createdAt(),
}, (t) => [index('totp_apps_by_user').on(t.userId)])

export const securityKeys = pgTable('security_keys', {
  id: id(),
  userId: owner(),
  /** base64url. WebAuthn L3 §7.1: one credential id, one account. */
  credentialId: text('credential_id').notNull().unique(),
  publicKey: bytea('public_key').notNull(),
  signCount: bigint('sign_count', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull().default(sql`'{}'::text[]`),
  /** Made by the passkey ceremony: user verified, found without a user name. */
  isPasskey: boolean('is_passkey').notNull(),
  userVerified: boolean('user_verified').notNull(),
  backupEligible: boolean('backup_eligible').notNull(),
  backedUp: boolean('backed_up').notNull(),
  aaguid: text('aaguid').notNull(),
  rpId: text('rp_id').notNull(),
  name: text('name').notNull(),
  failCount: integer('fail_count').notNull().default(0),
  disabledAt: moment('disabled_at'),
  lastUsedAt: moment('last_used_at'),
  createdAt: createdAt(),
}, (t) => [
  index('security_keys_by_user').on(t.userId),
  check('security_keys_credential_id_length', sql`length(${t.credentialId}) between 22 and 1364`),
])

/** A challenge lent to a browser: bound to a session, a pending login or a browser cookie, and, in a test, to one key; spent before it is verified. */
export const webauthnChallenges = pgTable('webauthn_challenges', {
  id: id(),
  challengeHash: text('challenge_hash').notNull(),
  /** create-key, create-passkey, second-step, sudo, test, passkey-login. */
  ceremony: text('ceremony').notNull(),
  /** Hash of the cookie it is bound to. */
  boundTo: text('bound_to').notNull(),
  userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
  /** The key that is tested; null where any key of the user may answer. */
  keyId: uuid('key_id').references(() => securityKeys.id, { onDelete: 'cascade' }),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
  createdAt: createdAt(),
}, (t) => [index('webauthn_challenges_by_binding').on(t.boundTo, t.ceremony)])

export const recoveryCodes = pgTable('recovery_codes', {
  id: id(),
  userId: owner(),
  /** HMAC-SHA-256(pepper, user ‖ code), hex. */
  codeHash: text('code_hash').notNull().unique(),
  /** Which pepper; null until the next start for what was made before there could be two. */
  keyId: text('key_id'),
  usedAt: moment('used_at'),
  createdAt: createdAt(),
}, (t) => [index('recovery_codes_by_user').on(t.userId)])

/** Somebody who lost every factor waits for their account, so that its owner has time to say no. */
export const recoveries = pgTable('recoveries', {
  id: id(),
  userId: owner(),
  startedAt: moment('started_at').notNull(),
  /** From when it can be finished. A voucher brings it nearer. */
  endsAt: moment('ends_at').notNull(),
  /** When it was last told to those concerned. */
  toldAt: moment('told_at').notNull(),
  /** Who vouched for the person. */
  vouchers: uuid('vouchers').array().notNull().default(sql`'{}'::uuid[]`),
  cancelledAt: moment('cancelled_at'),
  finishedAt: moment('finished_at'),
}, (t) => [uniqueIndex('recoveries_one_open').on(t.userId).where(sql`${t.cancelledAt} is null and ${t.finishedAt} is null`)])

// ── rate limits ─────────────────────────────────────────────────────────────
export const rateLimits = pgTable('rate_limits', {
  /** name, subject and window, e.g. `passwordPerNetwork:203.0.113.9:300`. */
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  endsAt: moment('ends_at').notNull(),
}, (t) => [index('rate_limits_by_end').on(t.endsAt)])

// ── audit ───────────────────────────────────────────────────────────────────
/** Who did what, to whom, with what outcome. Append only: a trigger refuses the rest. */
export const auditEvents = pgTable('audit_events', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: moment('at').notNull().defaultNow(),
  /** Past tense with dots: `login.succeeded`, `file.published`. */
  action: text('action').notNull(),
  outcome: text('outcome').notNull().default('success'),
  /** No foreign keys: the record outlives what it speaks of. */
  actorId: uuid('actor_id'),
  actorName: text('actor_name'),
  tokenId: uuid('token_id'),
  userId: uuid('user_id'),
  projectId: uuid('project_id'),
  detail: jsonb('detail').$type<Record<string, string | number | boolean | null | string[]>>().notNull().default({}),
  requestId: text('request_id'),
  ip: text('ip'),
  userAgent: text('user_agent'),
}, (t) => [index('audit_events_by_user').on(t.userId, t.id), index('audit_events_by_project').on(t.projectId, t.id)])

// ── API tokens ──────────────────────────────────────────────────────────────
export const apiTokens = pgTable('api_tokens', {
  id: id(),
  userId: owner(),
  name: text('name').notNull(),
  /** 256 random bits for this token alone, sealed. */
  sealedKey: bytea('sealed_key').notNull(),
  keyId: text('key_id').notNull(),
  /** The caveats it was made with; applied again on each use. */
  caveats: jsonb('caveats').$type<unknown[]>().notNull(),
  /** null: everything the user can publish. */
  projectIds: uuid('project_ids').array(),
  expiresAt: moment('expires_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  lastUsedIp: text('last_used_ip'),
  /** When its owner was told that it is about to expire. */
  expiryWarnedAt: moment('expiry_warned_at'),
  revokedAt: moment('revoked_at'),
  createdAt: createdAt(),
}, (t) => [
  index('api_tokens_by_user').on(t.userId),
  uniqueIndex('api_tokens_one_name').on(t.userId, t.name).where(sql`${t.revokedAt} is null`),
])

/** From where each token was used: the /24 or /48 around the address. */
export const tokenNetworks = pgTable('token_networks', {
  tokenId: uuid('token_id').notNull().references(() => apiTokens.id, { onDelete: 'cascade' }),
  network: text('network').notNull(),
  firstSeenAt: moment('first_seen_at').notNull(),
}, (t) => [primaryKey({ columns: [t.tokenId, t.network] })])

// ── projects ────────────────────────────────────────────────────────────────
export const projects = pgTable('projects', {
  id: id(),
  /** As its owners write it. */
  name: text('name').notNull(),
  /** PEP 503. */
  normalizedName: text('normalized_name').notNull().unique(),
  /** Without separators, with look-alike letters as one: two names that the eye confuses are one. */
  confusableName: text('confusable_name').notNull().unique(),
  /** PEP 792: active, archived, quarantined. */
  status: text('status').notNull().default('active'),
  /** While it is quarantined: what it was before. */
  statusBefore: text('status_before'),
  isPrivate: boolean('is_private').notNull().default(false),
  /** The last journal entry about it. */
  serial: bigint('serial', { mode: 'number' }).notNull().default(0),
  /** What search reads: name, summary, keywords of the latest release. */
  summary: text('summary').notNull().default(''),
  searchText: text('search_text').notNull().default(''),
  fileLimitBytes: bigint('file_limit_bytes', { mode: 'number' }),
  totalLimitBytes: bigint('total_limit_bytes', { mode: 'number' }),
  deletedAt: moment('deleted_at'),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  createdAt: createdAt(),
}, (t) => {
  // In the words of lib/projects/seen-by-all.ts, for Postgres compares them; nulls first, as `order by … desc` has them.
  const seenByAll = sql`${t.deletedAt} is null and not ${t.isPrivate} and ${t.status} <> 'quarantined'`
  return [
    index('projects_by_update').on(t.updatedAt.desc().nullsFirst(), t.normalizedName).where(seenByAll),
    index('projects_by_creation').on(t.createdAt.desc().nullsFirst()).where(seenByAll),
    index('projects_by_beginning').on(t.normalizedName.op('text_pattern_ops')),
  ]
})

export const projectRoles = pgTable('project_roles', {
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  userId: owner(),
  role: text('role').$type<'owner' | 'maintainer'>().notNull(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.projectId, t.userId] }), index('project_roles_by_user').on(t.userId)])

/** Tokens that an owner keeps out of a project: there they do nothing, elsewhere they go on. */
export const barredTokens = pgTable('barred_tokens', {
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  tokenId: uuid('token_id').notNull().references(() => apiTokens.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.projectId, t.tokenId] })])

export const invitations = pgTable('invitations', {
  id: id(),
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  userId: owner(),
  role: text('role').$type<'owner' | 'maintainer'>().notNull(),
  invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
  expiresAt: moment('expires_at').notNull(),
  /** accepted, declined, revoked; null while it is open. */
  answer: text('answer'),
  answeredAt: moment('answered_at'),
  createdAt: createdAt(),
}, (t) => [uniqueIndex('invitations_one_open').on(t.projectId, t.userId).where(sql`${t.answer} is null`)])

// ── releases ────────────────────────────────────────────────────────────────
export const releases = pgTable('releases', {
  id: id(),
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  version: text('version').notNull(),
  /** PEP 440: `1.0` and `1.0.0` are one release. */
  canonicalVersion: text('canonical_version').notNull(),
  requiresPython: text('requires_python'),
  summary: text('summary').notNull().default(''),
  description: text('description').notNull().default(''),
  descriptionContentType: text('description_content_type'),
  /** The other core metadata, as the first file of the release gave it. */
  metadata: jsonb('metadata').$type<Record<string, string | string[]>>().notNull().default({}),
  publishedBy: uuid('published_by').references(() => users.id, { onDelete: 'set null' }),
  yankedAt: moment('yanked_at'),
  yankedReason: text('yanked_reason'),
  deletedAt: moment('deleted_at'),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('releases_one_version').on(t.projectId, t.canonicalVersion),
  index('releases_by_creation').on(t.createdAt.desc().nullsFirst()).where(sql`${t.deletedAt} is null`),
  index('releases_by_classifier').using('gin', sql`(${t.metadata} -> 'classifiers')`),
])

export const files = pgTable('files', {
  id: id(),
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  releaseId: uuid('release_id').notNull().references(() => releases.id, { onDelete: 'cascade' }),
  filename: text('filename').notNull().unique(),
  /** sdist or bdist_wheel. */
  packagetype: text('packagetype').notNull(),
  pythonVersion: text('python_version').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  blake2b256: text('blake2b_256').notNull(),
  md5: text('md5').notNull(),
  /** PEP 658: the SHA-256 of the METADATA served beside a wheel. */
  metadataSha256: text('metadata_sha256'),
  requiresPython: text('requires_python'),
  uploadedBy: uuid('uploaded_by').references(() => users.id, { onDelete: 'set null' }),
  tokenId: uuid('token_id').references(() => apiTokens.id, { onDelete: 'set null' }),
  comment: text('comment').notNull().default(''),
  /** In the bin since; restorable for 72 hours. */
  deletedAt: moment('deleted_at'),
  uploadedAt: moment('uploaded_at').notNull().defaultNow(),
}, (t) => [
  index('files_by_project').on(t.projectId),
  index('files_by_release').on(t.releaseId),
  index('files_by_blake2b').on(t.blake2b256),
  uniqueIndex('files_one_sdist').on(t.releaseId).where(sql`${t.packagetype} = 'sdist' and ${t.deletedAt} is null`),
])

/** What became of files that were uploaded in a browser; kept for a day, for whoever sent them. */
export const uploadReports = pgTable('upload_reports', {
  id: id(),
  userId: owner(),
  mode: text('mode').$type<'publish' | 'check'>().notNull(),
  files: jsonb('files').$type<{
    filename: string
    outcome: 'published' | 'unchanged' | 'checked' | 'refused' | 'trouble'
    project?: string
    version?: string
    problems?: { field: string; value: string; rule: string; message: string }[]
  }[]>().notNull(),
  problem: text('problem').$type<'not-multipart' | 'malformed' | 'too-many-fields' | 'aborted' | 'too-many-files' | 'no-file'>(),
  requestId: text('request_id'),
  createdAt: createdAt(),
})

/** Every file name that ever was: none is given out twice, not even after deletion. */
export const usedFilenames = pgTable('used_filenames', {
  filename: text('filename').primaryKey(),
  projectId: uuid('project_id'),
  blake2b256: text('blake2b_256').notNull(),
  createdAt: createdAt(),
})

/** What happened to projects, in order: the serials of the Simple API. */
export const journal = pgTable('journal', {
  serial: bigint('serial', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  projectId: uuid('project_id'),
  name: text('name').notNull(),
  version: text('version'),
  action: text('action').notNull(),
  userId: uuid('user_id'),
  at: moment('at').notNull().defaultNow(),
})

/** How often files of a project were downloaded from here, by UTC day. */
export const downloadCounts = pgTable('download_counts', {
  projectId: uuid('project_id').notNull().references(() => projects.id, { onDelete: 'cascade' }),
  day: date('day').notNull(),
  count: bigint('count', { mode: 'number' }).notNull(),
}, (t) => [primaryKey({ columns: [t.projectId, t.day] })])

// ── catalog ─────────────────────────────────────────────────────────────────
/** The simple page of a project, rendered once when it changed and stored as it is sent. */
export const simplePages = pgTable('simple_pages', {
  projectId: uuid('project_id').primaryKey().references(() => projects.id, { onDelete: 'cascade' }),
  serial: bigint('serial', { mode: 'number' }).notNull(),
  html: bytea('html').notNull(),
  htmlGzip: bytea('html_gzip').notNull(),
  htmlEtag: text('html_etag').notNull(),
  json: bytea('json').notNull(),
  jsonGzip: bytea('json_gzip').notNull(),
  jsonEtag: text('json_etag').notNull(),
  /** The renderer, and the address of the files: a page that was made with others is made anew before it is read. */
  renderedWith: text('rendered_with').notNull().default(''),
  renderedAt: moment('rendered_at').notNull().defaultNow(),
})

/** A description rendered to safe HTML, by its content, kind and renderer version. */
export const renderedDescriptions = pgTable('rendered_descriptions', {
  key: text('key').primaryKey(),
  html: text('html').notNull(),
  createdAt: createdAt(),
})

// ── keys ────────────────────────────────────────────────────────────────────
/** Peppers of an earlier SECRETS_KEY that passwords or recovery codes still need: a hash cannot be made anew without what was hashed. */
export const keptPeppers = pgTable('kept_peppers', {
  id: text('id').primaryKey(),
  purpose: text('purpose').notNull(),
  sealedPepper: bytea('sealed_pepper').notNull(),
  keyId: text('key_id').notNull(),
  createdAt: createdAt(),
})

// ── the site ────────────────────────────────────────────────────────────────
/** Settings an administrator can change in the browser. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<string | number | boolean | null>().notNull(),
  changedAt: moment('changed_at').notNull().defaultNow(),
})

/** What administrators say to everybody. Drafts have neither slug nor date. */
export const announcements = pgTable('announcements', {
  id: id(),
  /** Given on publication, for good: links in letters keep working when the title is corrected. */
  slug: text('slug').unique(),
  title: text('title').notNull(),
  /** Markdown. */
  body: text('body').notNull(),
  severity: text('severity').$type<'notice' | 'maintenance' | 'security'>().notNull(),
  /** Counts the changes: who edits an older text than this is told so. */
  revision: integer('revision').notNull().default(1),
  publishedAt: moment('published_at'),
  /** When it was last changed after publication. */
  editedAt: moment('edited_at'),
  withdrawnAt: moment('withdrawn_at'),
  /** The subscriber up to whom letters are in the queue, and when the last one was put there. */
  mailedUpTo: bigint('mailed_up_to', { mode: 'number' }).notNull().default(0),
  mailedAt: moment('mailed_at'),
  createdAt: createdAt(),
}, (t) => [index('announcements_by_date').on(t.publishedAt)])

/** Who is written to when an announcement is published. Unconfirmed rows are requests: nobody writes to them. */
export const announcementSubscribers = pgTable('announcement_subscribers', {
  id: id(),
  /** The order in which letters are written. */
  serial: bigint('serial', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  address: text('address').notNull(),
  addressKey: text('address_key').notNull().unique(),
  /** The language they read when they subscribed. */
  locale: text('locale'),
  /** Switched on at an account: goes with the address, or with the account. */
  emailAddressId: uuid('email_address_id').references(() => emailAddresses.id, { onDelete: 'cascade' }),
  confirmedAt: moment('confirmed_at'),
  createdAt: createdAt(),
}, (t) => [index('announcement_subscribers_in_order').on(t.serial)])
