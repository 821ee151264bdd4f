// Letters are put into the queue in the transaction that causes them; they are written, with their links, when they are sent.

import { enqueue } from '#lib/jobs/jobs.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import type { LinkPurpose } from './links.ts'

/** Each has `mail.<kind>.subject` and `mail.<kind>.body` in the message files. */
export const LETTERS = [
  'verify-email', 'already-registered', 'invite', 'reset-password', 'reset-refused',
  'password-changed', 'password-breached', 'address-added', 'address-confirmed', 'address-removed', 'primary-changed', 'address-published', 'address-check',
  'totp-added', 'totp-removed', 'security-key-added', 'security-key-removed', 'passkey-added', 'passkey-removed',
  'recovery-codes-generated', 'recovery-code-used', 'clone-suspected', 'authenticator-disabled',
  'new-browser', 'second-factor-failures', 'second-step-abandoned', 'confirm-browser', 'sudo-failures',
  'token-created', 'token-removed', 'token-expiring', 'token-leaked', 'token-new-network',
  'project-invitation', 'role-added', 'role-changed', 'role-removed', 'token-barred',
  'release-yanked', 'release-unyanked', 'release-deleted', 'release-restored', 'file-deleted', 'file-restored', 'project-deleted', 'project-restored', 'project-quarantined', 'project-unquarantined',
  'account-deleted', 'account-disabled', 'account-enabled', 'administrator-made', 'administrator-removed', 'account-secured', 'factors-reset', 'secrets-lost', 'check-up-reminder',
  'recovery-confirm', 'recovery-started', 'recovery-reminder', 'recovery-vouched', 'recovery-ready', 'recovery-cancelled', 'recovery-finished',
  'recovery-co-owner',
  'subscribe-confirm', 'subscribe-already', 'announcement',
] as const
export type LetterKind = (typeof LETTERS)[number]

/** To whom: every confirmed address of the user (a warning), the primary one, one address row, or a bare address. */
export type Recipient = 'all' | 'primary' | { addressId: string } | { address: string }

export type Letter = {
  kind: LetterKind
  userId: string | null
  to: Recipient
  /** Names, dates (ISO 8601) and numbers that the text mentions; never a secret. */
  values?: Record<string, string | number>
  /** The half-done sign-in (the hash of its cookie) whose code the text mentions; the code is put in when the letter is written. */
  codeFor?: string
  /** The language of a reader who has no account. */
  locale?: string | null
  /** An announcement's letter: what is read from the tables when it is written. */
  announcement?: { id: string; subscriberId: string }
  /** A link to make when the letter is written: `path?token=…`, good for so many minutes. */
  link?: { purpose: LinkPurpose; path: string; subject?: string; madeBy?: string; minutes: number }
}

/** Sends a letter, if and when the caller's transaction commits. */
export async function sendLetter(tx: Tx, letter: Letter): Promise<void> {
  await enqueue(tx, 'mail', letter)
}

/** A warning to every confirmed address of the user: what changed, when, and from where, so that they can say it was not them. */
export async function sendWarning(
  tx: Tx, kind: LetterKind, userId: string, origin: Origin, now: Date, values: Record<string, string | number> = {},
): Promise<void> {
  await sendLetter(tx, { kind, userId, to: 'all', values: { ...circumstances(origin, now), ...values } })
}

/** When and from where, for the text of a letter. */
export const circumstances = (origin: Origin, now: Date): Record<string, string> => ({
  when: now.toISOString(), ip: origin.ip ?? '', browser: origin.userAgent ?? '',
})
