import { resolve } from 'node:path'
import { z } from 'zod'
import { cannotStart } from '#lib/cannot-start.ts'
import * as field from '#lib/env-fields.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { shared } from '#lib/shared.ts'

// Everything the operator says through variables, parsed once. The table is in docs/operations.md.

const variables = z.object({
  PORT: field.port.default(3000),
  HOST: field.host.default('127.0.0.1'),
  NEXTAUTH_URL: field.publicOrigin.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: field.databaseUrl.optional(),
  FILES_URL: field.filesUrl.optional(),
  FILES_ORIGIN: field.filesOrigin.optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  NEXTAUTH_SECRET: field.secret.optional(),
  SECRETS_KEY: field.key.optional(),
  SECRETS_KEY_OLD: field.keys.default([]),
  SMTP_URL: field.smtpUrl.optional(),
  MAIL_FROM: field.sender.optional(),
  SECURITY_CONTACT: field.securityContact.optional(),
  SITE_NAME: field.siteName.default('Wheelkeep'),
  TEST_INSTANCE: field.flag.default(false),
  SIGN_UP: field.oneOf('open', 'invite', 'closed').optional(),
  TWO_FACTOR: field.oneOf('encouraged', 'required').default('encouraged'),
  UPLOAD_PASSWORDS: field.oneOf('refused', 'allowed').default('refused'),
  CONFIRM_NEW_BROWSERS: field.oneOf('off', 'on').default('off'),
  BREACH_CHECK_URL: field.rangeService.optional(),
  PLACES_DATABASE: field.placesDatabase.optional(),
  RECOVERY_DAYS: field.recoveryDays.default(7),
  SESSION_IDLE_MINUTES: field.minutes.default(60),
  SESSION_MAX_HOURS: field.hours.default(12),
  TRUSTED_PROXIES: field.networks.default([]),
  METRICS_TOKEN: field.bearer.optional(),
  LOG_LEVEL: field.oneOf('debug', 'info', 'warn', 'error').default('info'),
  /** Set by `npm run dev`; not for operators. */
  WHEELKEEP_DEV: field.flag.default(false),
})

type Variables = z.infer<typeof variables>
export type Settings = ReturnType<typeof settingsFrom>
export type FilesPlace = Settings['files']

/** The settings with both secrets: `nextauthSecret` for sessions, `secretsKey` (32 bytes) for what is stored encrypted. */
export type Environment = Omit<Settings, 'nextauthSecret' | 'secretsKey'> & { nextauthSecret: string; secretsKey: Buffer }

/**
 * The environment of this process, parsed at the first call. What administrators changed in the browser since is put into it
 * (lib/settings). Throws one line for the operator (cannot-start.ts). The server
 * and its commands have put the secrets of DATA_DIR among the variables by then (server/open-environment.ts).
 */
export function environment(): Environment {
  return shared('environment', () => {
    const parsed = parseEnvironment(process.env)
    if (!parsed.ok) throw cannotStart(parsed.error)
    const { nextauthSecret, secretsKey, ...settings } = parsed.value
    if (!nextauthSecret || !secretsKey) throw cannotStart('NEXTAUTH_SECRET and SECRETS_KEY are missing: start with npm start, which makes and keeps them')
    tellNextAuth(settings.origin, nextauthSecret)
    return { ...settings, nextauthSecret, secretsKey }
  })
}

/** Variables in, settings out; the refusal is one line that names the variable and the cure. An empty value counts as unset. */
export function parseEnvironment(vars: Record<string, string | undefined>): Result<Settings, string> {
  const parsed = variables.safeParse(Object.fromEntries(Object.entries(vars).filter(([, value]) => value?.trim())))
  if (!parsed.success) {
    const [first] = parsed.error.issues
    return err(`${String(first?.path[0])} ${first?.message}`)
  }
  const contradiction = contradictionIn(parsed.data)
  return contradiction ? err(contradiction) : ok(settingsFrom(parsed.data))
}

/** Values that are well-formed one by one and wrong together. */
function contradictionIn(v: Variables): string | null {
  if (v.SMTP_URL && !v.MAIL_FROM) return 'MAIL_FROM is missing: SMTP_URL needs a sender, e.g. MAIL_FROM="Wheelkeep <index@example.org>"'
  if (v.FILES_URL?.kind === 's3' && !v.AWS_ACCESS_KEY_ID) return 'AWS_ACCESS_KEY_ID is missing: FILES_URL names an s3 bucket'
  if (v.FILES_URL?.kind === 's3' && !v.AWS_SECRET_ACCESS_KEY) return 'AWS_SECRET_ACCESS_KEY is missing: FILES_URL names an s3 bucket'
  if (v.FILES_ORIGIN && v.FILES_ORIGIN === (v.NEXTAUTH_URL ?? localOrigin(v.PORT)))
    return 'FILES_ORIGIN must be another origin than NEXTAUTH_URL; leave it out to serve files from there'
  if (v.SESSION_IDLE_MINUTES > v.SESSION_MAX_HOURS * 60)
    return 'SESSION_IDLE_MINUTES must not be longer than SESSION_MAX_HOURS; lower the one or raise the other'
  return null
}

function settingsFrom(v: Variables) {
  const origin = v.NEXTAUTH_URL ?? localOrigin(v.PORT)
  const { hostname, protocol } = new URL(origin)
  const dataDir = resolve(v.DATA_DIR)
  return {
    port: v.PORT,
    host: v.HOST,
    /** The public origin, `https://index.example.org`, without a slash at the end. */
    origin,
    /** Its host name: the WebAuthn RP ID. */
    hostname,
    https: protocol === 'https:',
    dataDir,
    databaseUrl: v.DATABASE_URL ?? null,
    files: placeOfFiles(v, dataDir),
    filesOrigin: v.FILES_ORIGIN ?? null,
    nextauthSecret: v.NEXTAUTH_SECRET ?? null,
    secretsKey: v.SECRETS_KEY ?? null,
    /** Keys that only open what they sealed, the newest first; until everything is sealed anew. */
    oldSecretsKeys: v.SECRETS_KEY_OLD,
    smtpUrl: v.SMTP_URL ?? null,
    mailFrom: v.MAIL_FROM ?? `${v.SITE_NAME} <wheelkeep@${hostname}>`,
    /** Where holes are reported, a `mailto:` or `https:` URI; null: the operator named nobody. */
    securityContact: v.SECURITY_CONTACT ?? null,
    siteName: v.SITE_NAME,
    testInstance: v.TEST_INSTANCE,
    signUp: v.SIGN_UP ?? (hostname === 'localhost' ? 'open' : 'invite'),
    twoFactor: v.TWO_FACTOR,
    uploadPasswords: v.UPLOAD_PASSWORDS,
    /** Whether a sign-in that could have been relayed asks for a mailed code where the browser is unknown. */
    confirmNewBrowsers: v.CONFIRM_NEW_BROWSERS === 'on',
    /** The service that knows passwords from breaches (accounts/breaches.ts); null: none is asked. */
    breachCheckUrl: v.BREACH_CHECK_URL ?? null,
    /** The file that knows where networks are (places/places.ts); null: no place is shown. */
    placesDatabase: v.PLACES_DATABASE ?? null,
    /** How long somebody who lost every factor waits; 0: there is no such way. */
    recoveryDays: v.RECOVERY_DAYS,
    sessionIdleMinutes: v.SESSION_IDLE_MINUTES,
    sessionMaxHours: v.SESSION_MAX_HOURS,
    trustedProxies: v.TRUSTED_PROXIES,
    /** What a program on another machine shows for the figures; null: there are none for it. */
    metricsToken: v.METRICS_TOKEN ?? null,
    logLevel: v.LOG_LEVEL,
    dev: v.WHEELKEEP_DEV,
  }
}

const localOrigin = (port: number) => `http://localhost:${port}`

function placeOfFiles(v: Variables, dataDir: string) {
  const place = v.FILES_URL ?? { kind: 'disk' as const, dir: resolve(dataDir, 'files') }
  if (place.kind === 'disk') return place
  return { ...place, accessKeyId: v.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: v.AWS_SECRET_ACCESS_KEY ?? '' }
}

/** next-auth reads its own two variables; with either of the other two set it would trust X-Forwarded-Host. */
function tellNextAuth(origin: string, secret: string) {
  process.env.NEXTAUTH_URL = origin
  process.env.NEXTAUTH_SECRET = secret
  delete process.env.AUTH_TRUST_HOST
  delete process.env.VERCEL
}
