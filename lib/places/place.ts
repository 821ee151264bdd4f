import { createTranslator } from 'use-intl/core'
import { type Locale, tagOf } from '#lib/i18n/locales.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import type { MmdbValue } from '#lib/protocol/mmdb.ts'

/** Roughly where a network is: an ISO 3166-1 code and, where the file knows it, a city by its names in some languages. */
export type Place = { country: string; cityNames: Map<string, string> }

/** One of them stands in any file that knows countries: keys are text. */
export const COUNTRY_KEYS = ['iso_code', 'country_code']

const CITY_MAX_CHARS = 60
/** The files call Chinese by country. */
const NAMED_AS: Partial<Record<Locale, string>> = { 'zh-Hans': 'zh-CN' }

/**
 * The place in a record of MaxMind's and DB-IP's files (`country.iso_code`, `city.names`), or of the flat ones that are made
 * from them (`country_code`, `city`). Who registered a network, or whom it represents, is not where it is.
 */
export function placeIn(record: MmdbValue): Place | null {
  const country = at(at(record, 'country'), 'iso_code') ?? at(record, 'country_code')
  if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country)) return null
  const city = at(record, 'city')
  const names = typeof city === 'string' ? new Map([['en', city]]) : at(city, 'names')
  return { country, cityNames: new Map(names instanceof Map ? [...names].flatMap(([language, name]) => named(language, name)) : []) }
}

const at = (value: MmdbValue | undefined, key: string) => (value instanceof Map ? value.get(key) : undefined)

/** A name comes from a file: one short line, and nothing that turns the text around it. */
function named(language: string, name: MmdbValue): [string, string][] {
  const line = typeof name === 'string' ? name.replace(/[\p{C}\p{Z}]+/gu, ' ').trim() : ''
  return line ? [[language, [...line].slice(0, CITY_MAX_CHARS).join('')]] : []
}

/** "Berlin, Germany" in a language; the country alone where there is no city, nothing where the country has no name. */
export function placeWords({ country: code, cityNames }: Place, locale: Locale): string | null {
  const country = code === UNKNOWN_COUNTRY ? undefined : countryNames(locale).of(code)
  const city = cityNames.get(NAMED_AS[locale] ?? locale) ?? cityNames.get('en')
  if (!country || !city || city === country) return country ?? null
  return sentences(locale)('place', { city, country })
}

const UNKNOWN_COUNTRY = 'ZZ'

/** Both are made once for a language. */
const countryNames = once((locale) => new Intl.DisplayNames(tagOf(locale), { type: 'region', fallback: 'none' }))
const sentences = once((locale) => createTranslator({ locale: tagOf(locale), namespace: 'ui', messages: { ui: messagesOf(locale).ui } }))

function once<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}
