import { expect, test } from 'vitest'
import { directionOf, locales } from '#lib/i18n/locales.ts'
import { en } from '#lib/i18n/messages/en/index.ts'
import { writeLetter } from './letters.ts'
import { type Letter, LETTERS } from './mail.ts'

const site = { name: 'Wheelkeep', origin: 'https://index.example.org', isTest: false }
const now = new Date('2026-11-24T12:00:00Z')
const reader = { username: 'ada', locale: null }
const nothing = { action: null, notMe: null }
const letter = (wanted: Partial<Letter>): Letter => ({ kind: 'password-changed', userId: 'id', to: 'all', ...wanted })

test.each(locales.flatMap(({ code }) => LETTERS.map((kind) => [kind, code] as const)))('%s can be written in %s, whatever its sender left out', (kind, locale) => {
  const action = 'action' in en.mail[kind] ? 'https://index.example.org/x/?token=t' : null
  const written = writeLetter(letter({ kind }), { username: 'ada', locale }, { action, notMe: null }, site, now)
  expect(written.subject).toMatch(/^[^\r\n]{3,120}$/)
  expect(written.text).not.toMatch(/undefined|\bnull\b|NaN|Invalid|\{|\bmail\.\w/)
  expect(written.html).toContain(`lang="${locale}" dir="${directionOf(locale)}"`)
})

test('a warning says what, when, from where, and what to do if it was somebody else', () => {
  const values = { when: '2026-11-24T11:58:00Z', ip: '203.0.113.9', browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  const notMe = 'https://index.example.org/account/not-me/?token=n'
  const { subject, text, html } = writeLetter(letter({ values }), reader, { action: null, notMe }, site, now)
  expect(subject).toBe('Your password was changed')
  expect(text).toContain('When: 24 Nov 2026, 11:58 UTC')
  expect(text).toContain('From: 203.0.113.9')
  expect(text).toContain('Browser: Firefox · Linux')
  expect(text).toContain(`Was this not you?`)
  expect(text).toContain(`\n${notMe}\n`)
  expect(html).toContain(`href="${notMe}"`)
})

test('a warning says where the address is, roughly, where that is known, and that it is a guess', () => {
  const place = { country: 'DE', cityNames: new Map([['en', 'Munich <b>']]) }
  const from = (locale: string | null) => writeLetter(letter({ values: { ip: '81.2.69.1' } }), { username: 'ada', locale }, nothing, site, now, { place })
  expect(from(null).text).toContain('From: 81.2.69.1\nPlace: Munich <b>, Germany (guessed from the address, may be far off)\n')
  expect(from(null).html).toContain('From: 81.2.69.1<br>Place: Munich &lt;b&gt;, Germany (guessed')
  expect(from('de').text).toContain('Ort: Munich <b>, Deutschland (aus der IP-Adresse geschätzt')
  expect(from('ar').text).toContain('المكان: \u2068Munich <b>\u2069، \u2068ألمانيا\u2069 (تقدير')
  const unknown = writeLetter(letter({ values: { ip: '81.2.69.1' } }), reader, nothing, site, now, { place: null })
  expect(unknown).toEqual(writeLetter(letter({ values: { ip: '81.2.69.1' } }), reader, nothing, site, now))
  expect(unknown.text).not.toContain('Place')
})

test('a link stands in text and HTML as it is', () => {
  const link = 'https://index.example.org/account/verify-email/?token=abc_-123'
  const { text, html } = writeLetter(letter({ kind: 'verify-email', to: { addressId: 'x' }, values: { address: 'ada@example.org' } }), reader, { action: link, notMe: null }, site, now)
  expect(text).toContain(`\n${link}\n`)
  expect(html).toContain(`href="${link}"`)
  expect(text).not.toContain('Was this not you?')
})

test('no name can end a header, open a tag, or turn the text around', () => {
  const project = 'a\r\nBcc: victim@example.org\u202e<img src=x onerror=alert(1)>'
  const { subject, text, html } = writeLetter(letter({ kind: 'project-deleted', values: { project, by: '"><script>' } }), reader, nothing, site, now)
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(text).not.toMatch(/\u202e|\nBcc/)
  expect(html).not.toMatch(/<img|<script/)
})

test('a letter of a test instance says so before anything else, in its own language; any other says nothing of it', () => {
  for (const [locale, first] of [['en', 'Test instance.'], ['de', 'Testinstanz.'], ['ar', 'نسخة تجريبية.']] as const) {
    const { text, html } = writeLetter(letter({}), { username: 'ada', locale }, nothing, { ...site, isTest: true }, now)
    expect(text.startsWith(first)).toBe(true)
    expect(html).toContain(first)
    expect(writeLetter(letter({}), { username: 'ada', locale }, nothing, site, now).text).not.toContain(first)
  }
})

test('a letter about a copied key says what it was, in every language', () => {
  for (const { code } of locales) {
    const about = (kind: string) => writeLetter(letter({ kind: 'clone-suspected', values: { name: 'Blue', kind } }), { username: 'ada', locale: code }, nothing, site, now)
    const [ofPasskey, ofKey] = [about('passkey'), about('security-key')]
    expect(ofPasskey.subject, code).not.toBe(ofKey.subject)
    expect(ofPasskey.text.split('\n')[2], code).not.toBe(ofKey.text.split('\n')[2])
  }
  expect(writeLetter(letter({ kind: 'clone-suspected', values: { name: 'Blue', kind: 'passkey' } }), reader, nothing, site, now).text).toContain('The passkey “Blue” answered')
})

test('an unknown language is English; Arabic is Arabic', () => {
  expect(writeLetter(letter({}), { username: 'ada', locale: 'xx' }, nothing, site, now).subject).toBe('Your password was changed')
  expect(writeLetter(letter({}), { username: 'ada', locale: 'ar' }, nothing, site, now).subject).toBe('تغيّرت كلمة مرورك')
})
