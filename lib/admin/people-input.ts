import { z } from 'zod'
import { address, username } from '#lib/accounts/input.ts'
import { reason } from './project-input.ts'

export const onePerson = z.strictObject({ person: username })
export const disabling = z.strictObject({ person: username, reason })
export const oneAddress = z.strictObject({ email: address })
