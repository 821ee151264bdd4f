import { z } from 'zod'
import { login, password, passwordChange } from '#lib/accounts/input.ts'

const CODE_MAX_CHARS = 64
const RESPONSE_MAX_CHARS = 64 * 1024
const NEXT_MAX_CHARS = 2000

/** Where to go afterwards; judged by safeRedirect when it is used, not here. */
export const nextPath = z.string().max(NEXT_MAX_CHARS).default('').catch('')
/** A box that is ticked sends `on`; one that is not sends nothing. */
const ticked = z.literal('on').optional().transform((box) => box === 'on')

export const passwordLogin = z.strictObject({ login, password, next: nextPath })
export const codeLogin = z.strictObject({ code: z.string().min(1, 'required').max(CODE_MAX_CHARS, 'wrong-code'), remember: ticked })
export const recoveryLogin = z.strictObject({ code: z.string().min(1, 'required').max(CODE_MAX_CHARS, 'wrong-recovery-code') })
export const passwordReset = z.strictObject({ newPassword: password, code: z.string().max(CODE_MAX_CHARS).default(''), token: z.string().max(200).default('') })
export const replacedPassword = passwordChange.extend({ next: nextPath })
export const sudoPassword = z.strictObject({ password, next: nextPath })
export const sudoCode = z.strictObject({ code: z.string().min(1, 'required').max(CODE_MAX_CHARS, 'wrong-code'), next: nextPath })

/** What the browser's ceremony gave, as an object; its inside is judged by the protocol. */
export const keyResponse = z.object({ id: z.string(), response: z.object({}).loose() }).loose()
  .refine((response) => JSON.stringify(response).length <= RESPONSE_MAX_CHARS)

export type PasswordLogin = z.output<typeof passwordLogin>
