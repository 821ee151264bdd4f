import { cache } from 'react'
import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { chooseLocale } from '#lib/i18n/choose-locale.ts'
import { formats, TIME_ZONE } from '#lib/i18n/formats.ts'
import { tagOf, type Locale } from '#lib/i18n/locales.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { currentUser } from '#lib/web/current-user.ts'

const LOCALE_COOKIE = 'locale'

/** The language of this request. Error pages speak it too, so a database that is away must not take it from them. */
export const currentLocale = cache(async (): Promise<Locale> => {
  const cookie = (await cookies()).get(LOCALE_COOKIE)?.value
  const account = cookie ? null : (await currentUser().catch(() => null))?.locale
  const acceptLanguage = (await headers()).get('accept-language')
  return chooseLocale({ cookie, account, acceptLanguage })
})

export default getRequestConfig(async () => {
  const locale = await currentLocale()
  return { locale: tagOf(locale), messages: messagesOf(locale), formats, timeZone: TIME_ZONE, now: new Date() }
})
