import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import { NextIntlClientProvider } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { Templates } from '#components/scripts/templates.tsx'
import { GROUNDS } from '#components/ui/grounds.ts'
import { environment } from '#lib/env.ts'
import { directionOf } from '#lib/i18n/locales.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { answerWithoutScripts } from '#lib/web/answer-status.ts'
import { browserScripts } from '#lib/web/browser-scripts.ts'
import { preloadFonts } from './fonts.ts'
import { currentLocale } from './i18n.ts'
import { currentTheme } from './shell.tsx'

/** Every page's title is its own first, then the site's. */
export async function generateMetadata(): Promise<Metadata> {
  const { siteName, testInstance, origin } = environment()
  const t = await getTranslations('public.home')
  return {
    metadataBase: new URL(origin),
    title: { template: `%s · ${siteName}`, default: siteName },
    description: t('lead', { site: siteName }),
    openGraph: { siteName, type: 'website' },
    twitter: { card: 'summary_large_image' },
    robots: testInstance ? { index: false } : undefined,
  }
}

/** Bars around the page have its colour: by the device, or as it was chosen in the footer. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await currentTheme()
  if (theme !== 'auto') return { themeColor: GROUNDS[theme] }
  return { themeColor: [{ media: '(prefers-color-scheme: light)', color: GROUNDS.light }, { media: '(prefers-color-scheme: dark)', color: GROUNDS.dark }] }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page made ahead of time has no nonce, so its scripts would be refused: every page is made on request.
  await connection()
  // Forms are plain as well: what the browser is to do besides is in a few scripts of our own.
  answerWithoutScripts()
  const [locale, theme] = await Promise.all([currentLocale(), currentTheme()])
  preloadFonts(locale)
  const { ui, errors } = messagesOf(locale)
  const t = await getTranslations('ui')
  const nonce = (await headers()).get('x-nonce') ?? undefined

  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        <link rel="search" type="application/opensearchdescription+xml" title={environment().siteName} href="/opensearch.xml" />
        {browserScripts.parts.map((part) => <link key={part} rel="modulepreload" href={part} nonce={nonce} suppressHydrationWarning />)}
        {/* Browsers hide the nonce from scripts, so React cannot find it again. */}
        <script type="module" src={browserScripts.address} data-own nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <NextIntlClientProvider messages={{ ui, errors }}>
          {children}
          <Templates notSent={t('notSent')} />
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
