/** The languages the pages speak, each named in itself. A new one is a line here and a folder under messages/. */
export const locales = [
  { code: 'en', tag: 'en-GB', name: 'English', dir: 'ltr' },
  { code: 'ar', tag: 'ar', name: 'العربية', dir: 'rtl' },
] as const

export type Locale = (typeof locales)[number]['code']

/** What Intl is told: the language with the region whose dates and numbers we write. */
export type LocaleTag = (typeof locales)[number]['tag']

export const defaultLocale: Locale = 'en'

export const isLocale = (code: unknown): code is Locale => locales.some((locale) => locale.code === code)

/** The writing direction of a language. */
export const directionOf = (code: Locale): 'ltr' | 'rtl' => locales.find((locale) => locale.code === code)?.dir ?? 'ltr'

/** What Intl is told for a language. */
export const tagOf = (code: Locale): LocaleTag => locales.find((locale) => locale.code === code)?.tag ?? 'en-GB'
