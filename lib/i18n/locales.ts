/** The languages the pages are meant to speak, each named in itself and sorted by that name. */
const LANGUAGES = [
  { code: 'de', tag: 'de', name: 'Deutsch', dir: 'ltr' },
  { code: 'en', tag: 'en-GB', name: 'English', dir: 'ltr' },
  { code: 'es', tag: 'es', name: 'Español', dir: 'ltr' },
  { code: 'fr', tag: 'fr', name: 'Français', dir: 'ltr' },
  { code: 'pt-BR', tag: 'pt-BR', name: 'Português (Brasil)', dir: 'ltr' },
  { code: 'uk', tag: 'uk', name: 'Українська', dir: 'ltr' },
  { code: 'he', tag: 'he', name: 'עברית', dir: 'rtl' },
  { code: 'ar', tag: 'ar', name: 'العربية', dir: 'rtl' },
  { code: 'ja', tag: 'ja', name: '日本語', dir: 'ltr' },
  { code: 'zh-Hans', tag: 'zh-Hans', name: '简体中文', dir: 'ltr' },
] as const

type Language = (typeof LANGUAGES)[number]

/** Those that are translated. A new one: its folder under messages/, a line here, a line in translations.ts. */
const TRANSLATED = ['de', 'en', 'es', 'fr', 'pt-BR', 'uk', 'he', 'ar', 'ja', 'zh-Hans'] as const satisfies Language['code'][]

export type Locale = (typeof TRANSLATED)[number]

/** What Intl is told: the language with the region whose dates and numbers we write. */
export type LocaleTag = Extract<Language, { code: Locale }>['tag']

export const defaultLocale = 'en' satisfies Locale

export const isLocale = (code: unknown): code is Locale => TRANSLATED.some((translated) => translated === code)

/** The languages the pages speak. */
export const locales: readonly Extract<Language, { code: Locale }>[] = LANGUAGES.filter(isTranslated)

function isTranslated(language: Language): language is Extract<Language, { code: Locale }> {
  return isLocale(language.code)
}

/** The writing direction of a language. */
export const directionOf = (code: Locale): 'ltr' | 'rtl' => locales.find((locale) => locale.code === code)?.dir ?? 'ltr'

/** What Intl is told for a language. */
export const tagOf = (code: Locale): LocaleTag => locales.find((locale) => locale.code === code)?.tag ?? 'en-GB'
