import { z } from 'zod'

const minutes = z.coerce.number('not-in-range').int('not-in-range').min(1, 'not-in-range').max(1440, 'not-in-range')
const hours = z.coerce.number('not-in-range').int('not-in-range').min(1, 'not-in-range').max(720, 'not-in-range')

/** The same bounds as the variables have (lib/env-fields.ts). */
export const siteName = z.strictObject({ siteName: z.string().normalize('NFC').trim().min(1, 'required').regex(/^[^\p{C}<>]{1,60}$/u, 'name-malformed') })
export const sitePolicies = z.strictObject({
  signUp: z.enum(['open', 'invite', 'closed'], 'required'),
  twoFactor: z.enum(['encouraged', 'required'], 'required'),
  uploadPasswords: z.enum(['refused', 'allowed'], 'required'),
  sessionIdleMinutes: minutes,
  sessionMaxHours: hours,
})

export type SiteSettings = z.output<typeof siteName> & z.output<typeof sitePolicies>
