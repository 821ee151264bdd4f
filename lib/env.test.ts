import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseEnvironment } from '#lib/env.ts'
import { dropKeptOldKeys, keptSecrets, rotateKeptKey, rotateKeptNextauthSecret } from '#lib/kept-secrets.ts'

const parsed = (vars: Record<string, string>) => {
  const result = parseEnvironment(vars)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

test('nothing set is a local trial: loopback, open sign-up, files under ./data', () => {
  expect(parsed({})).toMatchObject({
    port: 3000, host: '127.0.0.1', origin: 'http://localhost:3000', hostname: 'localhost', https: false, databaseUrl: null,
    files: { kind: 'disk', dir: `${process.cwd()}/data/files` }, dataDir: `${process.cwd()}/data`, filesOrigin: null,
    smtpUrl: null, securityContact: null, siteName: 'Wheelkeep', testInstance: false, signUp: 'open', twoFactor: 'encouraged', uploadPasswords: 'refused',
    breachCheckUrl: null, placesDatabase: null, confirmNewBrowsers: false, recoveryDays: 7, sessionIdleMinutes: 60, sessionMaxHours: 12, trustedProxies: [], logLevel: 'info', nextauthSecret: null, secretsKey: null, oldSecretsKeys: [],
  })
})

test('the origin follows PORT, and a public one closes sign-up to invitations', () => {
  expect(parsed({ PORT: '8080' }).origin).toBe('http://localhost:8080')
  const served = parsed({ NEXTAUTH_URL: 'https://Index.Example.org/' })
  expect(served).toMatchObject({ origin: 'https://index.example.org', hostname: 'index.example.org', https: true, signUp: 'invite' })
})

test('an empty value counts as unset', () => {
  expect(parsed({ PORT: '', NEXTAUTH_SECRET: ' ' })).toMatchObject({ port: 3000, nextauthSecret: null })
})

test('places, networks and keys are read into values', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7))
  expect(parsed({ SECRETS_KEY: key.toString('base64') }).secretsKey).toEqual(key)
  expect(parsed({ SECRETS_KEY: key.toString('hex') }).secretsKey).toEqual(key)
  expect(parsed({ SECRETS_KEY_OLD: `${key.toString('hex')}, ${key.toString('base64url')}` }).oldSecretsKeys).toEqual([key, key])
  expect(parsed({ FILES_URL: 'file:/srv/wheels' }).files).toEqual({ kind: 'disk', dir: '/srv/wheels' })
  expect(parsed({ FILES_URL: 'file:./wheels' }).files).toEqual({ kind: 'disk', dir: `${process.cwd()}/wheels` })
  const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
  expect(parsed({ FILES_URL: 's3://wheels/pypi/x?endpoint=http://10.0.0.5:7480&region=eu', ...keys }).files).toEqual({
    kind: 's3', bucket: 'wheels', prefix: 'pypi/x', endpoint: 'http://10.0.0.5:7480', region: 'eu', accessKeyId: 'id', secretAccessKey: 'secret',
  })
  expect(parsed({ TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.5 fd00::/8' }).trustedProxies.map(([, bits]) => bits)).toEqual([8, 32, 8])
  expect(['https://Files.example.org/', 'http://127.0.0.1:3000'].map((FILES_ORIGIN) => parsed({ FILES_ORIGIN }).filesOrigin)).toEqual(['https://files.example.org', 'http://127.0.0.1:3000'])
  expect(parsed({ CONFIRM_NEW_BROWSERS: 'on' }).confirmNewBrowsers).toBe(true)
  expect(parsed({ BREACH_CHECK_URL: 'https://api.pwnedpasswords.com/range/' }).breachCheckUrl).toBe('https://api.pwnedpasswords.com/range')
  expect(parsed({ PLACES_DATABASE: './GeoLite2-City.mmdb' }).placesDatabase).toBe(`${process.cwd()}/GeoLite2-City.mmdb`)
  expect(['security@example.org', 'mailto:security@example.org', 'https://example.org/report?by=us'].map((SECURITY_CONTACT) => parsed({ SECURITY_CONTACT }).securityContact)).toEqual([
    'mailto:security@example.org', 'mailto:security@example.org', 'https://example.org/report?by=us',
  ])
  expect(parsed({ TEST_INSTANCE: '1' }).testInstance).toBe(true)
  expect([parsed({ RECOVERY_DAYS: '0' }).recoveryDays, parsed({ RECOVERY_DAYS: '3' }).recoveryDays]).toEqual([0, 3])
})

const refused: [string, string, Record<string, string>?][] = [
  ['PORT', '70000'],
  ['PORT', '3e3'],
  ['HOST', 'my host'],
  ['NEXTAUTH_URL', 'http://127.0.0.1:3000'],
  ['NEXTAUTH_URL', 'http://index.example.org'],
  ['NEXTAUTH_URL', 'https://192.0.2.7'],
  ['NEXTAUTH_URL', 'https://[2001:db8::1]'],
  ['NEXTAUTH_URL', 'https://index.example.org/pypi'],
  ['NEXTAUTH_URL', 'https://user:pw@index.example.org'],
  ['NEXTAUTH_URL', 'index.without.scheme'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'postgres://localhost'],
  ['FILES_URL', '/srv/files'],
  ['FILES_URL', 's3://bucket?endpoint=nonsense'],
  ['FILES_ORIGIN', 'http://localhost:3000'],
  ['FILES_ORIGIN', 'http://files.example.org'],
  ['FILES_ORIGIN', 'http://127.0.0.1.example.org'],
  ['FILES_ORIGIN', 'https://files.example.org/packages'],
  ['FILES_ORIGIN', 'https://user:pw@files.example.org'],
  ['AWS_ACCESS_KEY_ID', '', { FILES_URL: 's3://bucket' }],
  ['AWS_SECRET_ACCESS_KEY', '', { FILES_URL: 's3://bucket', AWS_ACCESS_KEY_ID: 'id' }],
  ['NEXTAUTH_SECRET', 'short'],
  ['NEXTAUTH_SECRET', 'k3Vh9QzLw2Xr7TnBd5MsJf8PcYg4Ae'],
  ['NEXTAUTH_SECRET', 'a'.repeat(64)],
  ['NEXTAUTH_SECRET', 'please-change-me-before-going-to-production'],
  ['SECRETS_KEY', Buffer.alloc(32).toString('base64')],
  ['SECRETS_KEY', Buffer.from('qwertyuiopasdfgh').toString('base64')],
  ['SECRETS_KEY_OLD', `${Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')},${Buffer.alloc(32).toString('base64')}`],
  ['SMTP_URL', 'mail.without.scheme'],
  ['MAIL_FROM', '', { SMTP_URL: 'smtp://mail.example.org' }],
  ['MAIL_FROM', 'nobody', { SMTP_URL: 'smtp://mail.example.org' }],
  ['MAIL_FROM', 'A <a@example.org>\r\nBcc: b@example.org', { SMTP_URL: 'smtp://mail.example.org' }],
  ['MAIL_FROM', 'A\r\nBcc: b@example.org, <a@example.org>', { SMTP_URL: 'smtp://mail.example.org' }],
  ['SECURITY_CONTACT', 'the administrators'],
  ['SECURITY_CONTACT', 'http://example.org/report'],
  ['SECURITY_CONTACT', 'javascript:alert(1)//a@example.org'],
  ['SECURITY_CONTACT', 'https://user:pw@example.org/report'],
  ['SECURITY_CONTACT', 'a@example.org\r\nContact: mailto:b@example.org'],
  ['SECURITY_CONTACT', 'a@example.org?bcc=b@example.org'],
  ['SITE_NAME', '<b>'],
  ['CONFIRM_NEW_BROWSERS', 'true'],
  ['PLACES_DATABASE', '/var/lib/GeoIP/GeoLite2-City.tar.gz'],
  ['BREACH_CHECK_URL', 'ranges.example.org/range'],
  ['BREACH_CHECK_URL', 'file:///etc/passwords'],
  ['BREACH_CHECK_URL', 'https://api.pwnedpasswords.com/range?mode=ntlm'],
  ['BREACH_CHECK_URL', 'https://user:pw@api.pwnedpasswords.com/range'],
  ['TEST_INSTANCE', 'maybe'],
  ['SIGN_UP', 'yes'],
  ['TWO_FACTOR', 'off'],
  ['UPLOAD_PASSWORDS', 'true'],
  ['RECOVERY_DAYS', '2'],
  ['RECOVERY_DAYS', '91'],
  ['SESSION_IDLE_MINUTES', '0'],
  ['SESSION_IDLE_MINUTES', '90', { SESSION_MAX_HOURS: '1' }],
  ['SESSION_MAX_HOURS', '12.5'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['METRICS_TOKEN', 'prometheus'],
  ['METRICS_TOKEN', 'a'.repeat(64)],
  ['METRICS_TOKEN', 'k3Vh9QzLw2Xr7TnBd5MsJf8 PcYg4AeQz7Wx'],
  ['LOG_LEVEL', 'verbose'],
]

test.each(refused)('%s=%s is refused in one line that names it and keeps the value to itself', (name, value, others = {}) => {
  const result = parseEnvironment({ ...others, [name]: value })
  if (result.ok) throw new Error('accepted')
  expect(result.error).toMatch(new RegExp(`^${name} [^\n]+$`))
  if (value.length > 12) expect(result.error).not.toContain(value)
})

test('secrets are made once, kept for the owner only, and the same at every start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'wheelkeep-'))
  const first = keptSecrets(dataDir)
  expect(first.secretsKey).toHaveLength(32)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  chmodSync(join(dataDir, 'secrets.json'), 0o644) // by a careless copy
  expect(keptSecrets(dataDir)).toEqual(first)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(parseEnvironment({ NEXTAUTH_SECRET: first.nextauthSecret, SECRETS_KEY: first.secretsKey.toString('base64') }).ok).toBe(true)
  rmSync(dataDir, { recursive: true })
})

test('a new key goes in front of the old ones, for the owner only; they go when they are dropped; the other secret changes by itself', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'wheelkeep-'))
  const first = keptSecrets(dataDir)
  rotateKeptKey(dataDir)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  const second = keptSecrets(dataDir)
  expect(second).toEqual({ ...first, secretsKey: expect.any(Buffer), oldSecretsKeys: [first.secretsKey] })
  expect(second.secretsKey).not.toEqual(first.secretsKey)
  rotateKeptKey(dataDir)
  expect(keptSecrets(dataDir).oldSecretsKeys).toEqual([second.secretsKey, first.secretsKey])
  dropKeptOldKeys(dataDir)
  const third = keptSecrets(dataDir)
  expect(third.oldSecretsKeys).toEqual([])
  rotateKeptNextauthSecret(dataDir)
  expect(keptSecrets(dataDir)).toEqual({ ...third, nextauthSecret: expect.any(String) })
  expect(keptSecrets(dataDir).nextauthSecret).not.toBe(third.nextauthSecret)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secrets.json'])
  rmSync(dataDir, { recursive: true })
})

test('a folder for secrets that is made is for the owner only', () => {
  const above = mkdtempSync(join(tmpdir(), 'wheelkeep-'))
  keptSecrets(join(above, 'some', 'data'))
  expect(['some', 'some/data'].map((folder) => statSync(join(above, folder)).mode & 0o777)).toEqual([0o755, 0o700])
  rmSync(above, { recursive: true })
})

test('a damaged secrets file stops the start and is left as it is', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'wheelkeep-'))
  writeFileSync(join(dataDir, 'secrets.json'), '{}')
  expect(() => keptSecrets(dataDir)).toThrow(/damaged/)
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toBe('{}')
  rmSync(dataDir, { recursive: true })
})

test('a folder that cannot be made stops the start at once, in one line', () => {
  expect(() => keptSecrets('/dev/null/data')).toThrow(/^DATA_DIR cannot be used \([^\n]+\): make it writable/)
  if (process.platform === 'linux') expect(() => keptSecrets('/proc/nowhere')).toThrow(/^DATA_DIR cannot be used/)
})
