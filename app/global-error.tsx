'use client'

import './globals.css'
import { Trouble } from '#components/site/trouble.tsx'
import { directionOf, isLocale } from '#lib/i18n/locales.ts'
import ar from '#lib/i18n/messages/ar/errors.json' with { type: 'json' }
import en from '#lib/i18n/messages/en/errors.json' with { type: 'json' }

const messages = { ar, en }

/** The last resort: even the root layout broke, so nothing but this file's own imports may be relied on. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const asked = typeof navigator === 'undefined' ? 'en' : navigator.language.split('-')[0]
  const locale = isLocale(asked) ? asked : 'en'
  const text = messages[locale]
  const number = error.digest && text.troubleNumber.replace('{digest}', error.digest)
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body><Trouble title={text.troubleTitle} text={text.troubleText} number={number} again={text.tryAgain} reset={reset} /></body>
    </html>
  )
}
