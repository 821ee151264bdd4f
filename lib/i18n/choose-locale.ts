import { defaultLocale, isLocale, type Locale } from './locales.ts'

export type LocaleWishes = { cookie?: string | null; account?: string | null; acceptLanguage?: string | null }

/** The language of a page: what was chosen in this browser, then in the account, then what the browser asks for. */
export function chooseLocale({ cookie, account, acceptLanguage }: LocaleWishes): Locale {
  if (isLocale(cookie)) return cookie
  if (isLocale(account)) return account
  return wanted(acceptLanguage ?? '').find(isLocale) ?? defaultLocale
}

/** RFC 9110 §12.5.4: the ranges of Accept-Language by falling weight, their region cut off; weight 0 means "never". */
function wanted(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((range, place) => ({ ...parseRange(range), place }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ language }) => language)
}

function parseRange(range: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = q ? Number(q.slice(2)) : 1
  return { language: tag.toLowerCase().split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 }
}
