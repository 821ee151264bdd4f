// What letters say: subject and sentences from the message files, in the reader's language, as text and as HTML.

import { createTranslator } from 'use-intl/core'
import { defaultLocale, directionOf, isLocale, type Locale, tagOf } from '#lib/i18n/locales.ts'
import { formats, TIME_ZONE } from '#lib/i18n/formats.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { type Place, placeWords } from '#lib/places/place.ts'
import { browserName } from '#lib/protocol/user-agent.ts'
import type { Letter, LetterKind } from './mail.ts'

/** Letters of a test instance say so before anything else. */
export type LetterSite = { name: string; origin: string; isTest: boolean }
export type Reader = { username: string; locale: string | null }
export type WrittenLetter = { subject: string; text: string; html: string; headers?: Record<string, string> }
/** A text of somebody's own inside a letter; its HTML comes from the sanitiser (lib/markup). */
export type Enclosed = { text: string; html: string | null }

/** Letters about what the reader did or what was done in their name: they say what to do if it was somebody else. */
const NOT_ABOUT_ACCESS: ReadonlySet<LetterKind> = new Set([
  'verify-email', 'address-check', 'already-registered', 'invite', 'reset-password', 'account-deleted', 'account-disabled', 'account-enabled', 'administrator-made',
  'administrator-removed', 'project-invitation', 'role-added', 'role-changed',
  'role-removed', 'token-barred', 'release-yanked', 'release-unyanked', 'release-deleted', 'release-restored', 'file-deleted', 'file-restored',
  'project-deleted', 'project-restored', 'project-quarantined', 'project-unquarantined', 'token-expiring', 'check-up-reminder', 'account-secured', 'recovery-co-owner',
  'subscribe-confirm', 'subscribe-already', 'announcement',
])

/** Whether a letter of that kind carries a link for "This was not me". */
export const warnsOfAccess = (kind: LetterKind): boolean => !NOT_ABOUT_ACCESS.has(kind)

/** What a letter has besides: a text of somebody's own, and where the network of its `ip` is. */
type Besides = { enclosed?: Enclosed; place?: Place | null }

export type LetterLinks = { action: string | null; notMe: string | null }

/**
 * Writes a letter. `links.action` is what its button opens, `links.notMe` what secures the account; either may be missing.
 * What is `enclosed` stands after the first paragraph.
 */
export function writeLetter(letter: Letter, reader: Reader | null, links: LetterLinks, site: LetterSite, now: Date, { enclosed, place }: Besides = {}): WrittenLetter {
  const { action: link, notMe } = links
  const wished = reader ? reader.locale : letter.locale
  const locale = isLocale(wished) ? wished : defaultLocale
  const where = place ? placeWords(place, locale) : null
  const say = sentences(locale, letter, reader, site, now, where ?? '')
  const body = say(`${letter.kind}.body`).split('\n\n')
  const paragraphs = [site.isTest ? messagesOf(locale).shell.testInstance : null, reader ? say('greeting') : null, ...body.splice(0, enclosed ? 1 : body.length)].filter(isText)
  const facts = [say('when'), letter.values?.ip ? say('from') : null, where && say('place'), letter.values?.browser ? say('browser') : null].filter(isText)
  const parts = { paragraphs, enclosed, after: body, facts, link, notMe, button: link && say(`${letter.kind}.action`), notMeSays: say('notMe'), footer: say('footer') }
  return { subject: say(`${letter.kind}.subject`), text: asText(parts), html: asHtml(parts, locale, site.name) }
}

type Parts = {
  paragraphs: string[]
  enclosed: Enclosed | undefined
  after: string[]
  facts: string[]
  link: string | null
  button: string | null
  notMe: string | null
  notMeSays: string
  footer: string
}

function sentences(locale: Locale, { values = {} }: Letter, reader: Reader | null, site: LetterSite, now: Date, place: string): (key: string) => string {
  const translator = createTranslator({
    locale: tagOf(locale), namespace: 'mail', messages: { mail: messagesOf(locale).mail }, timeZone: TIME_ZONE, formats,
    onError: (error) => { throw error },
  })
  const t = translator as unknown as (key: string, values: object) => string // the kind is only known at run time
  const moment = (iso: string | number | undefined) => {
    const at = new Date(iso ?? now)
    return new Intl.DateTimeFormat(tagOf(locale), { ...formats.dateTime.moment, timeZone: TIME_ZONE }).format(Number.isNaN(at.getTime()) ? now : at)
  }
  const given = { ...BLANK, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : printable(value)])) }
  const filled = {
    ...given, site: site.name, origin: site.origin, username: reader?.username ?? '',
    when: moment(values.when), expires: moment(values.expires), browser: browserName(String(values.browser ?? '')) ?? given.browser, place,
  }
  return (key) => t(key, filled)
}

/** A name that a caller left out is empty, not an error in the night. */
const BLANK = {
  code: '', minutes: 0, ip: '', browser: '', name: '', address: '', project: '', version: '', filename: '', role: 'maintainer', user: '', by: '', url: 'empty',
  page: '', kind: '', stage: '', reason: 'none', left: 0, days: 0, count: 0,
}

/** Names in a letter come from people: no control characters, nothing that turns the text around, no end in sight cut off. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ').slice(0, 500)

const isText = (part: string | undefined | null | false): part is string => Boolean(part)

function asText({ paragraphs, enclosed, after, facts, link, notMe, notMeSays, footer }: Parts): string {
  const parts = [...paragraphs, enclosed?.text, ...after, link, facts.join('\n'), notMe && `${notMeSays}\n${notMe}`, `-- \n${footer}`]
  return `${parts.filter(isText).join('\n\n')}\n`
}

function asHtml({ paragraphs, enclosed, after, facts, link, button, notMe, notMeSays, footer }: Parts, locale: Locale, siteName: string): string {
  const p = (text: string) => `<p style="margin:0 0 16px">${escaped(text).replaceAll('\n', '<br>')}</p>`
  const a = (href: string, text: string) => `<p style="margin:0 0 16px"><a href="${escaped(href)}">${escaped(text)}</a></p>`
  const parts = [
    ...paragraphs.map(p), enclosed && (enclosed.html ?? p(enclosed.text)), ...after.map(p), link && a(link, button ?? link), link && p(link), facts.length > 0 && p(facts.join('\n')),
    notMe && p(notMeSays) + a(notMe, notMe), `<hr style="border:0;border-top:1px solid #ccc;margin:24px 0">`, p(footer),
  ]
  const style = 'font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:24px auto;padding:0 16px'
  return `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><meta charset="utf-8"><body style="${style}">${letterHead(siteName)}${parts.filter(isText).join('')}</body></html>`
}

/** The name of the site under its merlons, drawn by a table: mail programs drop SVG, and a remote picture tells who reads when. */
function letterHead(siteName: string): string {
  const merlon = '<td width="8" height="8" bgcolor="#095f69" style="font-size:0;line-height:0">&nbsp;</td>'
  const gap = '<td width="8" height="8" style="font-size:0;line-height:0">&nbsp;</td>'
  const wall = '<td colspan="7" height="8" bgcolor="#095f69" style="font-size:0;line-height:0">&nbsp;</td>'
  const rows = `<tr>${[merlon, merlon, merlon, merlon].join(gap)}</tr><tr>${wall}</tr>`
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0">${rows}</table><p style="margin:8px 0 24px;font-weight:600">${escaped(siteName)}</p>`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)
