import { ar } from './messages/ar/index.ts'
import { en } from './messages/en/index.ts'
import { isBranch, type Branch } from './tree.ts'
import type { Locale } from './locales.ts'

export type Messages = typeof en

const byLocale: Record<Locale, Branch> = { en, ar }

/** Every sentence in a language; where a translation is missing, the English one. */
export function messagesOf(locale: Locale): Messages {
  return (locale === 'en' ? en : overlay(en, byLocale[locale])) as Messages
}

function overlay(under: Branch, over: Branch): Branch {
  const both = { ...under }
  for (const [key, above] of Object.entries(over)) {
    const below = both[key]
    both[key] = below !== undefined && isBranch(below) && isBranch(above) ? overlay(below, above) : above
  }
  return both
}
