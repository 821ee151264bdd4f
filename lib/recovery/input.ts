import { z } from 'zod'
import { password } from '#lib/accounts/input.ts'

/** A mailed link, and the password typed with it. */
export const linkAndPassword = z.strictObject({ token: z.string().max(200).default(''), password })
export const recoveryId = z.strictObject({ id: z.uuid() })
