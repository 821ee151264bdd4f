// Who asks for this server by a name that is not its own is told the right one, and its operator which setting is wrong: a page in
// the visitor's language for browsers, a line for programs. Nothing that was sent stands in either.

import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { createTranslator } from 'use-intl/core'
import type { Environment } from '#lib/env.ts'
import { chooseLocale } from '#lib/i18n/choose-locale.ts'
import { directionOf, tagOf } from '#lib/i18n/locales.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { escapeMarkup } from '#lib/protocol/escape.ts'
import { negotiate } from '#lib/protocol/media-types.ts'
import { SIMPLE_V1_JSON } from '#lib/protocol/simple-page.ts'
import type { Misdirected } from './which-host.ts'

type Site = Pick<Environment, 'origin' | 'siteName'>
type Told = { body: string; headers: Record<string, string> }

const LINES: Record<Misdirected, string> = {
  'only-files': ' Only files are downloaded from here.',
  'proxy-not-trusted': ' The proxy in between is none of TRUSTED_PROXIES, so its X-Forwarded-Host does not count.',
  'other-name': ' If it should answer here, set NEXTAUTH_URL to this address.',
}

export function tellMisdirected(headers: IncomingHttpHeaders, why: Misdirected, site: Site): Told {
  const vary = { Vary: 'Accept, Accept-Language' }
  // Installers take HTML too, after JSON.
  if (negotiate(headers.accept, ['text/plain', SIMPLE_V1_JSON, 'text/html']) === 'text/html')
    return { body: pageFor(headers['accept-language'], why, site), headers: { ...vary, 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY } }
  return { body: `This server answers at ${site.origin}/ only.${LINES[why]}\n`, headers: { ...vary, 'Content-Type': 'text/plain; charset=utf-8' } }
}

function pageFor(acceptLanguage: string | undefined, why: Misdirected, { origin, siteName }: Site): string {
  const locale = chooseLocale({ acceptLanguage })
  const t = createTranslator({ locale: tagOf(locale), namespace: 'public.misdirected', messages: { public: messagesOf(locale).public } })
  const say = (key: Parameters<typeof t>[0]) => escapeMarkup(t(key, { site: siteName }))
  const link = `<a href="${escapeMarkup(origin)}/" dir="ltr">${escapeMarkup(origin)}/</a>`
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${say('title')}</title><style>${STYLE}</style>
<main><h1>${say('title')}</h1><p>${say('here')} ${link}</p><p>${say(why)}</p></main></html>
`
}

const STYLE = 'body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem;line-height:1.25}'
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`
