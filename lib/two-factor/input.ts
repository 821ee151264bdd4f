import { z } from 'zod'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'

const CODE_MAX_CHARS = 64

/** What people call an app or a key: one line, no control or formatting characters but the joiners that scripts and emoji need. */
export const factorName = z.string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1, 'name-missing').max(LABEL_MAX_CHARS, 'name-too-long').regex(/^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|[\u200C\u200D])*$/u, 'name-invalid'))

/** What the browser's ceremony gave, as JSON, or null while there is nothing yet. What cannot be read is the answer of no key; the protocol judges what can. */
export const keyAnswer = z.string().default('').transform((text): unknown => {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
})

/** As it was typed; what spaces mean is decided in one place, where the code is matched. */
const code = z.string().min(1, 'code-missing').max(CODE_MAX_CHARS, 'wrong-code')
const id = z.uuid()

/** `replaces`: the app in whose place it comes. */
export const newTotpApp = z.object({ offer: id, name: factorName, code, replaces: id.optional() })
export const renamedFactor = z.object({ id, name: factorName })
export const namedFactor = z.object({ id })
export const newKey = z.object({ assertion: keyAnswer, kind: z.enum(['security-key', 'passkey']), name: factorName })
export const testedKey = z.object({ id, assertion: keyAnswer })
export const typedCode = z.object({ code })
