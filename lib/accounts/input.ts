// What forms about people may say. Messages are codes for which the message files have sentences.

import { z } from 'zod'
import { ADDRESS_MAX_CHARS, NAME_MAX_CHARS, PASSWORD_MAX_BYTES, USERNAME_MAX_CHARS } from '#lib/numbers.ts'

const USERNAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/
const ADDRESS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/** At least two characters, as on PyPI; case is kept and does not tell two names apart. */
export const username = z.string().trim().max(USERNAME_MAX_CHARS, 'username-malformed').regex(USERNAME, 'username-malformed')

/** One `@`, plain ASCII without quotes, commas or controls: nothing that another parser, or NFKC, could read otherwise. */
export const address = z.string().trim().max(ADDRESS_MAX_CHARS, 'address-malformed').regex(ADDRESS, 'address-malformed')

/** Any script, NFC; no web address, no control or invisible character, nothing that turns the direction of the text. */
export const personName = z.string().normalize('NFC').trim().max(NAME_MAX_CHARS, 'name-malformed')
  .refine((name) => !name.includes('://') && !/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069]/u.test(name), 'name-malformed')

/** As received: no trimming, no folding. The rules for new passwords need more than the text: passwords.ts. */
export const password = z.string().min(1, 'required').max(PASSWORD_MAX_BYTES, 'password-too-long')

/** A user name or a confirmed address. */
export const login = z.string().trim().min(1, 'required').max(ADDRESS_MAX_CHARS, 'wrong-credentials')

const token = z.string().max(200)
const id = z.uuid()

export const registration = z.strictObject({ name: personName.default(''), email: address, username, password, token: token.default('') })
export const firstAdministrator = z.strictObject({ username, email: address, password, token })
export const tokenOnly = z.strictObject({ token: token.default('') })
export const resetRequest = z.strictObject({ login })
export const newName = z.strictObject({ name: personName.default('') })
export const newAddress = z.strictObject({ address })
export const addressId = z.strictObject({ id })
export const addressPublicity = z.strictObject({ id, public: z.enum(['yes', 'no']) })
export const passwordChange = z.strictObject({ currentPassword: password, newPassword: password })
export const accountDeletion = z.strictObject({ confirmation: z.string().trim().max(USERNAME_MAX_CHARS) })
export const sessionId = z.strictObject({ id })
export const invitation = z.strictObject({ email: address })

/** For forms that are only a button. */
export const nothing = z.object({})

export type Registration = z.output<typeof registration>
