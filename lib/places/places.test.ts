import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { locales } from '#lib/i18n/locales.ts'
import { mmdbOf, type Writable } from '#lib/testing/mmdb.ts'
import { placeWords } from './place.ts'
import { findPlace, findPlacesSource, openPlaces } from './places.ts'

const MUNICH = { city: { names: { en: 'Munich', de: 'München', 'zh-CN': '慕尼黑', ru: 'Мюнхен' } }, country: { iso_code: 'DE', names: { en: 'Germany' } } }
const file = join(mkdtempSync(join(tmpdir(), 'wheelkeep-places-')), 'places.mmdb')
const closing: (() => void)[] = []

async function open(networks: Record<string, Writable>, options?: Parameters<typeof mmdbOf>[1]): Promise<void> {
  writeFileSync(file, mmdbOf(networks, options))
  closing.push(await openPlaces(file))
}

/** What stands there, once the minute is over after which it is looked whether the file was replaced. */
async function aMinuteLater(what: () => unknown): Promise<void> {
  vi.advanceTimersByTime(60_000)
  await vi.waitFor(what)
}

afterEach(() => {
  for (const close of closing.splice(0)) close()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const said = (ip: string, locale: Parameters<typeof placeWords>[1] = 'en') => {
  const place = findPlace(ip)
  return place && placeWords(place, locale)
}

test('without a file no address has a place, and there is nothing to say about places', () => {
  expect([findPlace('81.2.69.1'), findPlacesSource()]).toEqual([null, null])
})

test('a place is told in the language of the reader: the city as the file names it there, else in English; the country always', async () => {
  await open({ '81.2.69.0/24': MUNICH })
  expect(Object.fromEntries(locales.map(({ code }) => [code, said('81.2.69.1', code)]))).toEqual({
    en: 'Munich, Germany', de: 'München, Deutschland', fr: 'Munich, Allemagne', es: 'Munich, Alemania', 'pt-BR': 'Munich, Alemanha', uk: 'Munich, Німеччина',
    ja: 'ドイツ Munich', 'zh-Hans': '德国 慕尼黑', ar: '\u2068Munich\u2069، \u2068ألمانيا\u2069', he: '\u2068Munich\u2069, \u2068גרמניה\u2069',
  })
})

test('IPv6 and IPv4 in its clothes are addresses, too', async () => {
  await open({ '81.2.69.0/24': MUNICH, '2a02:a300::/24': { country: { iso_code: 'PL' } } })
  expect([said('2a02:a3ff::1'), said('::ffff:81.2.69.1'), said('2a03::1')]).toEqual(['Poland', 'Munich, Germany', null])
})

test('addresses that are not of the public internet have no place, whatever a file says', async () => {
  const odd = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '203.0.113.0/24', '::1/128', 'fc00::/7', 'fe80::/10', '2001:db8::/32']
  await open(Object.fromEntries(odd.map((network) => [network, MUNICH])))
  expect(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.1.1', '100.64.1.1', '203.0.113.9', '::1', 'fd00::1', 'fe80::1', '2001:db8::1', '::ffff:10.1.2.3', 'unknown', ''].map(findPlace)).toEqual(Array.from({ length: 14 }, () => null))
})

test('the flat files that are made of others are read, too; a country alone has to do, and a city of its name is said once', async () => {
  await open({
    '81.2.0.0/24': { city: 'London', country_code: 'GB' }, '81.2.1.0/24': { country_code: 'GB', city: '' }, '81.2.2.0/24': { country: { iso_code: 'SG' }, city: { names: { en: 'Singapore' } } },
    '81.2.3.0/24': { city: { names: { ru: 'Лондон' } }, country: { iso_code: 'GB' } },
  })
  expect([0, 1, 2, 3].map((n) => said(`81.2.${n}.1`))).toEqual(['London, United Kingdom', 'United Kingdom', 'Singapore', 'United Kingdom'])
})

test('what a file gets wrong is no place: no country, one that is none, one of another kind, a registry', async () => {
  await open({
    '81.2.0.0/24': { city: 'Atlantis' }, '81.2.1.0/24': { country: { iso_code: 'ZZ' } }, '81.2.2.0/24': { country: { iso_code: 'A1' } }, '81.2.3.0/24': { country: { iso_code: 7 } },
    '81.2.4.0/24': { registered_country: { iso_code: 'US' } }, '81.2.5.0/24': 'DE', '81.2.6.0/24': { country: { iso_code: 'XX' } }, '81.2.7.0/24': { country: 'DE' },
  })
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => said(`81.2.${n}.1`))).toEqual(Array.from({ length: 8 }, () => null))
})

test('a name is one short line that turns no text around and is no markup of a sentence', async () => {
  const named = (en: Writable) => ({ city: { names: { en } }, country: { iso_code: 'DE' } })
  await open({ '81.2.0.0/24': named('Bad\r\nBcc: x\u202eevil\u2066\u0000'), '81.2.1.0/24': named('x'.repeat(500)), '81.2.2.0/24': named('<b>{country}</b> & \'{}'), '81.2.3.0/24': named(7), '81.2.4.0/24': named('\u200b') })
  expect([0, 2, 3, 4].map((n) => said(`81.2.${n}.1`))).toEqual(['Bad Bcc: x evil, Germany', "<b>{country}</b> & '{}, Germany", 'Germany', 'Germany'])
  expect(said('81.2.1.1')).toBe(`${'x'.repeat(60)}, Germany`)
})

test('the lists name whom the licence of a file asks to name', async () => {
  const creditOf = async (type: string) => {
    await open({ '81.2.69.0/24': MUNICH }, { type })
    return findPlacesSource()?.credit?.url
  }
  expect(await creditOf('DBIP-City-Lite')).toBe('https://db-ip.com/')
  expect(await creditOf('GeoLite2-Country')).toBe('https://www.maxmind.com/')
  expect(await creditOf('GeoIP2-City')).toBeUndefined()
})

test('a file that is not there, of another format, cut off, or without countries stops the start, and says what to give', async () => {
  const rule = 'PLACES_DATABASE must be a file of places in MMDB format, e.g. /var/lib/GeoIP/GeoLite2-Country.mmdb; this one'
  rmSync(file, { force: true })
  await expect(openPlaces(file)).rejects.toThrow(`${rule} cannot be read (ENOENT)`)
  for (const [bytes, trouble] of [['start,end,country', 'is of another format, or not whole'], [mmdbOf({ '81.2.69.0/24': MUNICH }).subarray(0, -40), 'is of another format, or not whole'], [mmdbOf({ '81.2.69.0/24': { autonomous_system_number: 7 } }), 'knows no countries']] as const) {
    writeFileSync(file, bytes)
    await expect(openPlaces(file)).rejects.toThrow(`${rule} ${trouble}`)
  }
  expect(findPlacesSource()).toBeNull()
})

test('within a minute a file that was replaced is in use; one that is broken or gone is told of once, and what was there goes on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const [told, warned] = [vi.spyOn(console, 'info').mockImplementation(() => {}), vi.spyOn(console, 'warn').mockImplementation(() => {})]
  await open({ '81.2.69.0/24': MUNICH })
  const replaceBy = (bytes: Buffer | string) => {
    writeFileSync(`${file}.new`, bytes)
    renameSync(`${file}.new`, file)
  }

  replaceBy(mmdbOf({ '81.2.69.0/24': { country: { iso_code: 'FR' } } }))
  expect(said('81.2.69.1')).toBe('Munich, Germany')
  await aMinuteLater(() => expect(said('81.2.69.1')).toBe('France'))
  expect(told).toHaveBeenCalledWith('PLACES_DATABASE: a new file is in use')

  replaceBy('half a file')
  await aMinuteLater(() => expect(warned).toHaveBeenLastCalledWith('PLACES_DATABASE: the file is of another format, or not whole; what was read before stays in use'))
  rmSync(file)
  await aMinuteLater(() => expect(warned).toHaveBeenLastCalledWith('PLACES_DATABASE: the file is gone; what was read before stays in use'))
  vi.advanceTimersByTime(120_000)
  expect(said('81.2.69.1')).toBe('France')

  replaceBy(mmdbOf({ '81.2.69.0/24': MUNICH }))
  await aMinuteLater(() => expect(said('81.2.69.1')).toBe('Munich, Germany'))
  expect([told.mock.calls.length, warned.mock.calls.length]).toEqual([2, 2])
})
