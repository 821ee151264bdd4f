import { translations } from './translations.ts'
import { isBranch, type Branch } from './tree.ts'
import type { Locale } from './locales.ts'

export type Messages = typeof translations.en

const merged = new Map<Locale, Messages>([['en', translations.en]])

/** Every sentence in a language; where a translation is missing, the English one. */
export function messagesOf(locale: Locale): Messages {
  const known = merged.get(locale)
  if (known) return known
  const messages = overlay(translations.en, translations[locale]) as Messages
  merged.set(locale, messages)
  return messages
}

function overlay(under: Branch, over: Branch): Branch {
  const both = { ...under }
  for (const [key, above] of Object.entries(over)) {
    const below = both[key]
    both[key] = below !== undefined && isBranch(below) && isBranch(above) ? overlay(below, above) : above
  }
  return both
}
