import { z } from 'zod'

/** After the account: codes come before the factor they stand in for (decision 0005). */
export const SET_UP_STEPS = ['address', 'recovery-codes', 'second-factor', 'site', 'policies', 'first-package'] as const
export type SetUpStep = (typeof SET_UP_STEPS)[number]

export const setUpStep = z.strictObject({ step: z.enum(SET_UP_STEPS), how: z.enum(['done', 'later']) })
