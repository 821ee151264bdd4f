import { z } from 'zod'
import { address } from '#lib/accounts/input.ts'
import { ANNOUNCEMENT_BODY_MAX_CHARS, ANNOUNCEMENT_TITLE_MAX_CHARS } from '#lib/numbers.ts'

export const SEVERITIES = ['notice', 'maintenance', 'security'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One line, any script; no control characters, nothing that turns the direction of the text. */
const title = z.string().normalize('NFC').trim().min(1, 'required').max(ANNOUNCEMENT_TITLE_MAX_CHARS, 'title-too-long')
  .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text), 'title-malformed')
const body = z.string().transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'required').max(ANNOUNCEMENT_BODY_MAX_CHARS, 'body-too-long'))
const id = z.uuid()
const revision = z.coerce.number().int().min(1).max(1_000_000)

export const announcementText = z.strictObject({ title, body, severity: z.enum(SEVERITIES, 'required'), intent: z.enum(['preview', 'save']) })
export const announcementChange = announcementText.extend({ id, revision })
export const oneAnnouncement = z.strictObject({ id, revision })
export const subscription = z.strictObject({ address })
export const ownSubscription = z.strictObject({ id, wanted: z.enum(['yes', 'no']) })

export type AnnouncementText = { title: string; body: string; severity: Severity }
