import { z } from 'zod'
import { login, password, passwordChange } from '#lib/accounts/input.ts'
import { keyAnswer } from '#lib/two-factor/input.ts'

const CODE_MAX_CHARS = 64
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

export const passkeyLogin = z.strictObject({ assertion: keyAnswer, next: nextPath })
export const keyLogin = z.strictObject({ assertion: keyAnswer, remember: ticked })
export const keyReset = z.strictObject({ assertion: keyAnswer, newPassword: password.or(z.literal('')), token: z.string().max(200).default('') })
export const sudoKey = z.strictObject({ assertion: keyAnswer, next: nextPath })

export type PasswordLogin = z.output<typeof passwordLogin>
