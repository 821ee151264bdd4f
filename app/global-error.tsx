'use client'

import './globals.css'
import { useEffect, useState } from 'react'
import { Trouble } from '#components/site/trouble.tsx'
import { chooseLocale } from '#lib/i18n/choose-locale.ts'
import { defaultLocale, directionOf, type Locale } from '#lib/i18n/locales.ts'
import en from '#lib/i18n/messages/en/errors.json' with { type: 'json' }

type Spoken = { locale: Locale; text: Pick<typeof en, 'troubleTitle' | 'troubleText' | 'troubleNumber' | 'tryAgain'> }

/** The last resort: even the root layout broke, so nothing but this file's own imports may be relied on. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const [{ locale, text }, speak] = useState<Spoken>({ locale: defaultLocale, text: en })
  useEffect(() => { void inLanguageOfBrowser().then(speak, () => {}) }, [])
  const number = error.digest && text.troubleNumber.replace('{digest}', error.digest)
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body><Trouble title={text.troubleTitle} text={text.troubleText} number={number} again={text.tryAgain} /></body>
    </html>
  )
}

/** Fetched when it is needed: no page carries the sentences of every language for the day that all breaks. */
async function inLanguageOfBrowser(): Promise<Spoken> {
  const locale = chooseLocale({ acceptLanguage: navigator.languages.join(',') })
  const { default: text } = await import(`../lib/i18n/messages/${locale}/errors.json`) as { default: typeof en }
  return { locale, text }
}
