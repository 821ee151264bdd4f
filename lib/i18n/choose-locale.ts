import { defaultLocale, isLocale, locales, type Locale } from './locales.ts'

export type LocaleWishes = { cookie?: string | null; account?: string | null; acceptLanguage?: string | null }

/** The language of a page: what was chosen in this browser, then in the account, then what the browser asks for. */
export function chooseLocale({ cookie, account, acceptLanguage }: LocaleWishes): Locale {
  if (isLocale(cookie)) return cookie
  if (isLocale(account)) return account
  return wanted(acceptLanguage ?? '').map(spokenAs).find(isLocale) ?? defaultLocale
}

/** RFC 9110 §12.5.4: the ranges of Accept-Language by falling weight; weight 0 means "never". */
function wanted(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((range, place) => ({ ...parseRange(range), place }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => tag)
}

function parseRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
  const q = parameters.find((parameter) => /^q=/i.test(parameter))
  const weight = q ? Number(q.slice(2)) : 1
  return { tag, weight: Number.isFinite(weight) ? weight : 0 }
}

/**
 * Our language in the same language and script, whatever the region (UTS 35 likely subtags): `zh`, `zh-CN` and `zh-SG` are
 * `zh-Hans`, `zh-TW` is not; `pt-PT` is `pt-BR`; the old `iw` is `he`. Null for what we do not speak and for what is no tag.
 */
function spokenAs(tag: string): Locale | null {
  const asked = written(tag)
  return locales.find(({ code }) => asked !== null && written(code) === asked)?.code ?? null
}

function written(tag: string): string | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    return `${language}-${script}`
  } catch {
    return null
  }
}
