// Time-based one-time passwords: RFC 6238 over RFC 4226, with SHA-1, six digits and 30 seconds, which is what
// every authenticator app understands. Nothing here remembers which step was spent: that is the caller's row.

import { timingSafeEqual } from 'node:crypto'
import { generateSecret, generateSync } from 'otplib'
import { TOTP_CLOCK_HINT_STEPS, TOTP_DIGITS, TOTP_DRIFT_STEPS, TOTP_STEP_SECONDS } from '#lib/numbers.ts'

/** 160 bits as RFC 4226 R6 recommends: the length of the hash. */
const SECRET_BYTES = 20

/** A fresh secret in base32, one for each app that is set up (RFC 6238 R5, R6). */
export const newTotpSecret = (): string => generateSecret({ length: SECRET_BYTES })

/** What the QR code says (Google Authenticator key URI format). Names cannot add parameters of their own. */
export function totpUri({ issuer, account, secret }: { issuer: string; account: string; secret: string }): string {
  const [site, person] = [labelPart(issuer), labelPart(account)]
  return `otpauth://totp/${site}:${person}?secret=${secret}&issuer=${site}&algorithm=SHA1&digits=${TOTP_DIGITS}&period=${TOTP_STEP_SECONDS}`
}

/** The highest time step within the drift whose code this is, or null: wrong or malformed. */
export function matchTotpStep(secret: string, code: string, now: Date): number | null {
  const digits = digitsOf(code)
  if (!digits) return null
  const here = totpStepAt(now)
  return highestMatch(secret, digits, here - TOTP_DRIFT_STEPS, here + TOTP_DRIFT_STEPS)
}

/** True when the code was or will be right within five minutes. Said at set-up only: at sign-in it would tell a thief that the code was real. */
export function isOutOfSync(secret: string, code: string, now: Date): boolean {
  const digits = digitsOf(code)
  if (!digits) return false
  const here = totpStepAt(now)
  const past = highestMatch(secret, digits, here - TOTP_CLOCK_HINT_STEPS, here - TOTP_DRIFT_STEPS - 1)
  const future = highestMatch(secret, digits, here + TOTP_DRIFT_STEPS + 1, here + TOTP_CLOCK_HINT_STEPS)
  return past !== null || future !== null
}

/** The six digits that an app shows in this step (RFC 4226 §5.3). */
export const totpCode = (secret: string, step: number): string =>
  generateSync({ strategy: 'hotp', secret, counter: step, digits: TOTP_DIGITS, algorithm: 'sha1' })

/** RFC 6238 §4.2: T = floor(seconds / 30), counted from 1970. */
export const totpStepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / TOTP_STEP_SECONDS)

/** People copy "123 456" and "123-456". This is the only place that forgives it; nobody compares or keeps the text. */
function digitsOf(code: string): string | null {
  const digits = code.replaceAll(/[ -]/g, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

/** Computes every step, matched or not, so that time tells nothing. */
function highestMatch(secret: string, digits: string, from: number, to: number): number | null {
  let match: number | null = null
  for (let step = Math.max(from, 0); step <= to; step++) {
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(digits))) match = step
  }
  return match
}

/** A colon divides issuer from account even when percent-encoded, so a name may hold none; RFC 3986 §2.2 for the rest. */
const labelPart = (text: string) =>
  encodeURIComponent(text.toWellFormed().replaceAll(/[:\p{Cc}]/gu, ' ').trim()).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
