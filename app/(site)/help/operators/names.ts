// What an operator types. lib/help.test.ts compares it with the variables and commands that there are.

/** Those that stand for two or three are told of in one line. */
export const VARIABLES = [
  'PORT', 'NEXTAUTH_URL', 'DATA_DIR', 'DATABASE_URL', 'FILES_URL', 'FILES_ORIGIN', 'SMTP_URL', 'TRUSTED_PROXIES', 'SITE_NAME', 'SECURITY_CONTACT', 'TEST_INSTANCE', 'SIGN_UP', 'TWO_FACTOR',
  'CONFIRM_NEW_BROWSERS', 'RECOVERY_DAYS', 'BREACH_CHECK_URL', 'PLACES_DATABASE', 'UPLOAD_PASSWORDS', 'SESSION_IDLE_MINUTES', 'NEXTAUTH_SECRET', 'SECRETS_KEY', 'METRICS_TOKEN', 'LOG_LEVEL',
] as const

/** What is typed after the name of a command. */
export const COMMANDS = {
  'setup-link': '', invite: '<email>', 'reset-2fa': '<user>', migrate: '',
  'rotate-secrets-key': '', reseal: '', 'drop-old-keys': '', 'rotate-nextauth-secret': '', 'forget-lost-secrets': 'yes',
}

export const run = (name: keyof typeof COMMANDS) => `npm run cli -- ${name} ${COMMANDS[name]}`.trim()
