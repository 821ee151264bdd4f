// Every limit of the product, in one place; docs/limits.md explains them, and a test holds the two together.

// ── passwords (NIST SP 800-63B-4 §3.1.1.2) ──────────────────────────────────
export const PASSWORD_MIN_CODE_POINTS = 15
export const PASSWORD_MAX_CODE_POINTS = 256
export const PASSWORD_MAX_BYTES = 1024
/** How long a list of breached passwords may take to answer: when a password is set, and when somebody signs in. */
export const BREACH_CHECK_MS = 3000
export const BREACH_CHECK_AT_SIGN_IN_MS = 1000
/** OWASP ASVS 5.0 appendix C. */
export const ARGON2_MEMORY_KIB = 19_456
export const ARGON2_PASSES = 2

// ── accounts ────────────────────────────────────────────────────────────────
export const USERNAME_MAX_CHARS = 50
export const NAME_MAX_CHARS = 100
export const ADDRESS_MAX_CHARS = 254
export const ADDRESSES_MAX_PER_USER = 10
export const LABEL_MAX_CHARS = 64

// ── people, for administrators ──────────────────────────────────────────────
export const PEOPLE_PER_PAGE = 50
export const INVITATIONS_SHOWN = 100
export const REASON_MAX_CHARS = 500

// ── signing in ──────────────────────────────────────────────────────────────
export const PENDING_LOGIN_MINUTES = 5
export const PENDING_LOGIN_ATTEMPTS = 5
/** Letters about sign-ins that were left at the second step. */
export const ABANDONED_LETTER_EVERY_HOURS = 1
export const ABANDONED_LETTERS_PER_DAY = 5
/** A code that is mailed to confirm a new browser; each one sent again has as long. */
export const BROWSER_CODE_MINUTES = 10
export const BROWSER_CODE_DIGITS = 6
export const BROWSER_CODES_PER_SIGN_IN = 3
export const BROWSER_CODES_PER_DAY = 10
export const TICKET_SECONDS = 60
export const KNOWN_BROWSER_DAYS = 365
export const REMEMBERED_BROWSER_DAYS = 30
export const SESSIONS_MAX_PER_USER = 20
export const SUDO_MINUTES = 10
/** WCAG 2.2 SC 2.2.1 asks for 20 seconds at least. */
export const SESSION_NOTICE_MINUTES = 3

// ── second factors ──────────────────────────────────────────────────────────
export const TOTP_STEP_SECONDS = 30
export const TOTP_DIGITS = 6
/** Steps of clock drift accepted on either side. */
export const TOTP_DRIFT_STEPS = 1
/** Farther away than the drift, yet near enough to be a wrong clock: said only at set-up. */
export const TOTP_CLOCK_HINT_STEPS = 10
export const TOTP_OFFER_MINUTES = 10
export const TOTP_APPS_MAX_PER_USER = 10
export const CHALLENGE_MINUTES = 5
export const CHALLENGE_BYTES = 32
export const SECURITY_KEYS_MAX_PER_USER = 20
export const RECOVERY_CODES = 10
/** With so many left, every page of the account says so. */
export const RECOVERY_CODES_FEW = 3
export const RECOVERY_CODE_CHARS = 24
/** So long after the last look at codes and keys, a letter asks for the next. */
export const CHECK_UP_DAYS = 90
/** Used for so long for no mailed link, an address may have died. */
export const ADDRESS_PROVED_DAYS = 365
/** NIST SP 800-63B-4 §3.2.2: after this many consecutive failures the authenticator is disabled. */
export const FAILURES_MAX_PER_AUTHENTICATOR = 100

// ── mailed links ────────────────────────────────────────────────────────────
export const VERIFY_LINK_HOURS = 6
export const RESET_LINK_MINUTES = 60
export const INVITE_LINK_DAYS = 7
export const SETUP_LINK_DAYS = 7
export const NOT_ME_LINK_HOURS = 72
export const RECOVERY_LINK_MINUTES = 60

// ── getting back in (RECOVERY_DAYS is the operator's) ───────────────────────
/** After "This was not me", a reset link goes only to addresses that were there before. */
export const SETTLED_ADDRESS_HOURS = 72
/** From the start of a recovery; the last reminder comes a day before its end. */
export const RECOVERY_REMINDER_DAYS = [1, 3]
/** ASVS 5.0 V6.4.4: whoever vouches, it never takes less. */
export const RECOVERY_VOUCHED_HOURS = 72
/** Between a voucher and the end: time to read of it. */
export const RECOVERY_VOUCH_NOTICE_HOURS = 24
/** How long a recovery that has come to its end can be finished. */
export const RECOVERY_FINISH_DAYS = 7

// ── API tokens ──────────────────────────────────────────────────────────────
export const TOKEN_DEFAULT_DAYS = 90
export const TOKEN_MAX_DAYS = 365
/** So long before a token expires, its owner is told. */
export const TOKEN_WARNING_DAYS = 7
export const TOKEN_NAME_MAX_CHARS = 100
/** Of tokens that turn up in a new network; after that, only the record is told. */
export const TOKEN_NETWORK_LETTERS_PER_DAY = 3
/** So many networks are remembered of one token. */
export const TOKEN_NETWORKS_MAX = 500
export const TOKEN_MAX_BYTES = 8192
export const TOKEN_MAX_CAVEATS = 64

// ── uploads ─────────────────────────────────────────────────────────────────
export const FILE_MAX_BYTES = 100 * 1024 * 1024
export const PROJECT_MAX_BYTES = 10 * 1024 * 1024 * 1024
export const INFLATED_MAX_BYTES = 1024 * 1024 * 1024
/** Expanded to compressed; judged only above RATIO_JUDGED_FROM_BYTES, as PyPI does. */
export const RATIO_MAX = 50
export const RATIO_JUDGED_FROM_BYTES = 64 * 1024 * 1024
export const ARCHIVE_MAX_ENTRIES = 20_000
export const MEMBER_NAME_MAX_BYTES = 255
export const METADATA_MAX_BYTES = 4 * 1024 * 1024
export const README_MAX_BYTES = 1024 * 1024
export const UPLOAD_FIELDS_MAX = 2000
export const UPLOAD_MAX_MINUTES = 10
export const UPLOADS_AT_ONCE_PER_USER = 8
/** At the upload page; each is dealt with before the next is read. */
export const FILES_MAX_PER_FORM = 50
/** How long the upload page remembers what it answered. */
export const UPLOAD_REPORT_HOURS = 24
export const INSPECTION_MAX_SECONDS = 60
/** What one person may publish in 24 hours. */
export const USER_DAY_MAX_BYTES = 20 * 1024 * 1024 * 1024
/** After this, a release takes no new files, where the administrator has turned that rule on. */
export const OLD_RELEASE_DAYS = 14
/** How long a deleted file, release or project can be restored. */
export const BIN_HOURS = 72
export const YANK_REASON_MAX_CHARS = 500

// ── pages ───────────────────────────────────────────────────────────────────
/** Of a person, of one's own, and for administrators. */
export const PROJECTS_PER_PAGE = 50
export const RELEASES_PER_PAGE = 50

// ── announcements ───────────────────────────────────────────────────────────
export const ANNOUNCEMENT_TITLE_MAX_CHARS = 120
export const ANNOUNCEMENT_BODY_MAX_CHARS = 20_000
/** So long a published maintenance or security announcement stands on every page, unless it was dismissed. */
export const ANNOUNCEMENT_BANNER_DAYS = 14
/** Letters put into the queue in one transaction. */
export const ANNOUNCEMENT_BATCH = 100
export const SUBSCRIBE_LINK_HOURS = 48
export const UNSUBSCRIBE_LINK_DAYS = 365

// ── statistics ──────────────────────────────────────────────────────────────
export const DOWNLOAD_DAYS_SHOWN = 30
export const DOWNLOAD_DAYS_KEPT = 400

// ── rate limits: how many, in how long ──────────────────────────────────────
export type Rate = { count: number; seconds: number }
const minutes = (n: number) => n * 60
const hours = (n: number) => n * 3600
const days = (n: number) => n * 86_400

export const RATES = {
  passwordPerAccountAndNetwork: [{ count: 10, seconds: minutes(5) }],
  passwordPerNetwork: [{ count: 10, seconds: minutes(5) }],
  passwordPerKnownBrowser: [{ count: 10, seconds: minutes(5) }],
  passwordPerAccountUnknownBrowsers: [{ count: 30, seconds: minutes(5) }],
  passwordGlobal: [{ count: 1000, seconds: minutes(5) }],
  secondFactorPerAccount: [
    { count: 5, seconds: minutes(5) },
    { count: 20, seconds: hours(1) },
    { count: 50, seconds: days(1) },
  ],
  secondFactorPerNetwork: [
    { count: 10, seconds: minutes(5) },
    { count: 50, seconds: hours(1) },
  ],
  invitationsPerAdministrator: [{ count: 50, seconds: days(1) }],
  registrationPerNetwork: [{ count: 20, seconds: hours(1) }],
  resetMailPerAccount: [{ count: 5, seconds: days(1) }],
  resetMailPerNetwork: [{ count: 20, seconds: hours(1) }],
  resetRefusedLetterHourly: [{ count: 1, seconds: hours(1) }],
  resetRefusedLetterDaily: [{ count: 5, seconds: days(1) }],
  recoveryMailPerAccount: [{ count: 3, seconds: days(1) }],
  addressAddedPerAccount: [{ count: 2, seconds: days(1) }],
  verifyMailPerAccount: [{ count: 3, seconds: hours(6) }],
  tokenCreatedPerAccount: [{ count: 50, seconds: days(1) }],
  projectCreatedPerAccount: [{ count: 20, seconds: hours(1) }],
  projectCreatedPerNetwork: [{ count: 40, seconds: hours(1) }],
  passkeyAskedPerNetwork: [{ count: 100, seconds: minutes(5) }],
  foreignFormNotedPerNetwork: [{ count: 5, seconds: hours(1) }],
  foreignFormNotedGlobal: [{ count: 200, seconds: days(1) }],
  subscribeMailPerAddress: [{ count: 3, seconds: days(1) }],
  subscribeMailPerNetwork: [{ count: 20, seconds: hours(1) }],
  searchPerNetwork: [{ count: 50, seconds: 10 }],
} satisfies Record<string, Rate[]>

export type RateName = keyof typeof RATES
