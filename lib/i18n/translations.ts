import { ar } from './messages/ar/index.ts'
import { en } from './messages/en/index.ts'
import type { Locale } from './locales.ts'
import type { Branch } from './tree.ts'

/** Every language's sentences. English is the shape; messages.test.ts holds the others to it. */
export const translations = {
  en,
  ar,
} satisfies Record<Locale, Branch>
